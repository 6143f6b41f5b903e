// In place of universal-cookie: no state variable lives in a cookie (the build checks it).
export default class Cookies {
  get() {}
  set() {}
  remove() {}
}
