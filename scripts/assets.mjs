/**
 * Files of the documents (landing, sign-in, …): one style sheet, two fonts and the mark, named by their content so that a
 * browser may keep them for a year. Writes public/assets/ and its manifest, which server/platform/document.tsx reads.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { at } from "./paths.mjs";

const out = at("public/assets");
const made = new Map();

/** Writes a file under its hashed name and gives its address. */
function write(name, extension, content) {
  const hash = createHash("sha256").update(content).digest("base64url").replace(/[-_]/g, "").slice(0, 10);
  const file = `${name}.${hash}.${extension}`;
  writeFileSync(join(out, file), content);
  made.set(file, true);
  return `/assets/${file}`;
}

/** Of all the tokens only what a document can use: it knows no role, no density and no tints. */
function documentTokens() {
  const css = readFileSync(at("app/tokens.css"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const block = /[^{}]*\{[^{}]*\}/g;
  const dark = css.indexOf("@media (prefers-color-scheme: dark)");
  const end = css.indexOf("\n}", dark);
  const keep = (text) =>
    (text.match(block) ?? []).filter((rule) => !/\[data-(?:role|tint|density)/.test(rule.split("{")[0])).join("\n");
  const inner = css.slice(css.indexOf("{", dark) + 1, end);
  // What follows the system's dark block is rooms and media for pointers: the document sets its own sizes.
  return `${keep(css.slice(0, dark))}\n@media (prefers-color-scheme: dark) {${keep(inner)}\n}`;
}

mkdirSync(out, { recursive: true });
const fonts = at("node_modules/@fontsource-variable/atkinson-hyperlegible-next/files");
const font = (subset) => readFileSync(join(fonts, `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`));
const manifest = {
  font: write("atkinson", "woff2", font("latin")),
  fontExtended: write("atkinson-extended", "woff2", font("latin-ext")),
  icon: write("mark", "svg", readFileSync(at("components/documents/mark.svg"))),
};
/** In this order: later sheets override. */
const sheets = ["document", "kanga", "landing", "door", "wide"];
const source = [documentTokens(), ...sheets.map((name) => readFileSync(at(`components/documents/${name}.css`), "utf8"))]
  .join("\n")
  .replaceAll("{{font}}", manifest.font)
  .replaceAll("{{fontExtended}}", manifest.fontExtended);
const { code } = await transform(source, {
  loader: "css",
  minify: true,
  target: ["chrome111", "firefox113", "safari16.4"],
});
manifest.css = write("document", "css", code);

writeFileSync(join(out, "manifest.json.new"), JSON.stringify(manifest, null, 2));
renameSync(join(out, "manifest.json.new"), join(out, "manifest.json"));
for (const file of readdirSync(out)) if (file !== "manifest.json" && !made.has(file)) rmSync(join(out, file));
