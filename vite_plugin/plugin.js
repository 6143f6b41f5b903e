// A Vite plugin: what our pages do not use of Reflex's front end does not reach the browser.
// Each step names the text of Reflex 0.10.1 that it changes and fails the build when that text is not there.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const STATE = "virtual:state/";
const EVERYWHERE = /\/vite_plugin\/(?:store|jsx)\.js$|\/utils\/context\.jsx$|^\0virtual:state\/[^.]+\.[^.]+$/;
const INITIAL = /export const initialState = (\{.*\})$/m;
const STORE = /function createStateStore\([\s\S]*?\n\}\n(?=\nfunction StateStoreProviders)/;
const REGISTER_FOR_EVAL = /useEffect\(\(\) => \{\s*\/\/ Make contexts[\s\S]*?window\.__reflex = \{[\s\S]*?\};\s*\}, \[\]\);/;

const STAND_INS = {
  "@emotion/react": file("jsx.js"), // styles are sheets and attributes here: no CSS is made in the browser
  "universal-cookie": file("cookies.js"), // no state variable lives in a cookie
  mergician: file("merge.js"),
};

// While somebody works (`make dev`) all that is compiled comes from Vite's own origin, and the socket is where the page is.
const whileWorking = {
  name: "concourse-dev",
  apply: "serve",
  enforce: "pre",
  load(id) {
    if (id.endsWith("/env.json")) return readFileSync(id, "utf8").replace(/localhost:\d+/g, `localhost:${process.env.PORT}`);
    const sheet = id.match(/\/styles\/[^/]*\.css(?=\?url$)/);
    if (sheet) return `export default ${JSON.stringify(process.env.VITE_ORIGIN + sheet[0])}`;
  },
};

export default function vitePlugin() {
  return [forTheBrowser(), whileWorking];
}

function forTheBrowser() {
  let defaults;

  // The initial values of every state, taken out of the module that every page loads ...
  const readDefaults = () => {
    if (defaults === undefined) {
      const found = readFileSync(file("../utils/context.jsx"), "utf8").match(INITIAL);
      defaults = JSON.parse(found[1]);
    }
    return defaults;
  };

  return {
    name: "concourse",
    enforce: "pre",
    apply: "build",

    // What every page loads besides Reflex itself is one file, not six.
    config: () => ({
      build: { rollupOptions: { output: { codeSplitting: { groups: [{ name: "context", test: EVERYWHERE }] } } } },
    }),

    resolveId(source, importer) {
      if (source.startsWith(STATE)) return "\0" + source;
      if (importer?.includes("/engine.io-client/") && source === "./transports/index.js") return file("transports.js");
      return STAND_INS[source];
    },

    // ... and given to the pages that read that state.
    load(id) {
      if (!id.startsWith("\0" + STATE)) return;
      const name = id.slice(STATE.length + 1);
      const value = JSON.stringify(readDefaults()[name]);
      return `import { addDefaults } from "$/vite_plugin/store.js"; addDefaults(${JSON.stringify(name)}, ${value});`;
    },

    transform(code, id) {
      if (id.includes("/node_modules/") || id.startsWith("\0")) return;
      const change = (pattern, by) => {
        if (code.search(pattern) < 0) this.error(`vite_plugin: ${pattern} is not in ${id}; has Reflex changed?`);
        code = code.replace(pattern, () => by);
      };
      if (id.endsWith("/utils/context.jsx")) {
        change(/"cookies": \{\}/, '"cookies": {}'); // or the stand-in for universal-cookie would forget them
        const framework = Object.entries(readDefaults()).filter(([name]) => !name.includes("marketplace___"));
        change(INITIAL, `export const initialState = Object.assign(defaults, ${JSON.stringify(Object.fromEntries(framework))})`);
        change(STORE, "");
        return `import { createStateStore, defaults } from "$/vite_plugin/store.js";\n${code}`;
      }
      if (id.endsWith("/utils/state.js")) {
        // A direct eval keeps the bundler from shortening any name; our policy forbids every eval anyway.
        change(/(?:\(0, eval\)|(?<![\w.])eval)\(/g, "(0, eval)(");
        return code;
      }
      if (id.endsWith("/app/root.jsx")) {
        change(REGISTER_FOR_EVAL, "");
        return code;
      }
      if (/\bcss:\(/.test(code)) {
        this.error(`${id}: style= and unknown props need emotion; use class_name or custom_attrs`);
      }
      const read = new Set([...code.matchAll(/useStateContext\("([^"]+)"\)/g)].map((match) => match[1]));
      const ours = [...read].filter((name) => name.includes("marketplace___"));
      if (ours.length) return ours.map((name) => `import "${STATE}${name}";\n`).join("") + code;
    },
  };
}
