/**
 * Parts of the framework that every page carries to the browser and that nobody here uses, in the few bytes that are
 * used of them. tests/e2e/public/weight.spec.ts says what they weigh.
 */
const { readdirSync, readFileSync } = require("node:fs");
const path = require("node:path");

/** Every property in capitals that the browser's part of the framework mentions. */
function mentioned(dist) {
  const names = new Set();
  for (const part of ["client", "shared", "lib"])
    for (const file of readdirSync(path.join(dist, part), { recursive: true, encoding: "utf8" }))
      if (file.endsWith(".js") && !file.endsWith("constants.js"))
        for (const [, name] of readFileSync(path.join(dist, part, file), "utf8").matchAll(/\.([A-Z][A-Z0-9_]{3,})\b/g))
          names.add(name);
  return names;
}

const instead = {
  /** Its server keeps its constants in the same file; the browser gets those it may ask for. */
  "constants.js"(file) {
    const names = mentioned(path.dirname(path.dirname(file)));
    const kept = Object.entries(require(file)).filter(([name]) => names.has(name));
    return `module.exports = ${JSON.stringify(Object.fromEntries(kept))};`;
  },
  /** Its last page, with an icon and three sheets of style, for when even app/global-error.tsx cannot be drawn. */
  "global-error.js": () => `
    import { createElement as h } from "react";
    export default () => h("html", { lang: "en" }, h("body", null,
      h("p", null, "This page did not open."), h("p", { lang: "sw" }, "Ukurasa huu haukufunguka."),
      h("a", { href: "" }, "Try again / Jaribu tena")));`,
  /** What browsers lacked years before those that can read our style sheets; of its list only this is younger. */
  "polyfill-module.js": () => `
    "canParse" in URL || (URL.canParse = (url, base) => { try { return Boolean(new URL(url, base)); } catch { return false; } });`,
  /** Writes go through procedures (lib/call.ts), never through its server actions. */
  "server-action-reducer.js": () => `
    export const serverActionReducer = () => { throw new Error("Server actions were left out: scripts/next-loader.cjs"); };`,
};

module.exports = function inBrowser() {
  return instead[path.basename(this.resourcePath)](this.resourcePath);
};
