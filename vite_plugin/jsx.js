export { createElement as jsx, Fragment } from "react";
