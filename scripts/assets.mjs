/**
 * Files named by their content, so that a browser may keep them for a year: the fonts, for documents and application
 * alike, the documents' one style sheet, the mark, and the viewer of handed-in documents. Writes public/assets/, its manifest, which
 * server/platform/document.tsx reads, and faces.css, which app/globals.css takes in.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import subset from "subset-font";
import { at } from "./paths.mjs";

const out = at("public/assets");
const made = new Map();

const browsers = ["chrome111", "firefox113", "safari16.4"];

/** What tells a content from any other. */
function hashOf(contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("base64url").replace(/[-_]/g, "").slice(0, 10);
}

/** Writes a file under its hashed name and gives its address. */
function write(name, extension, content) {
  const file = `${name}.${hashOf([content])}.${extension}`;
  writeFileSync(join(out, file), content);
  made.set(file, true);
  return `/assets/${file}`;
}

/** Writes files that find each other by name into a hashed folder and gives its address. */
function writeFolder(name, files) {
  const folder = `${name}.${hashOf(Object.values(files))}`;
  mkdirSync(join(out, folder), { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(out, folder, file), content);
  made.set(folder, true);
  return `/assets/${folder}`;
}

/** A script of ours with all it needs, as small as can be. */
async function bundled(entry, format) {
  const options = { bundle: true, minify: true, write: false, target: browsers };
  const { outputFiles } = await build({ entryPoints: [at(entry)], format, ...options });
  return outputFiles[0].contents;
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

/** How a lesson looks, for those open to everybody: without its layer, which these sheets would override, and without the editor. */
function lessonSheet() {
  const css = readFileSync(at("components/courses/lesson.css"), "utf8");
  const read = css.slice(css.indexOf("{") + 1, css.indexOf("/* While it is written. */"));
  return read.replaceAll(/^ {2}/gm, "");
}

mkdirSync(out, { recursive: true });
/**
 * Atkinson Hyperlegible Next, drawn for low vision, as three files of one family: what English, Kiswahili and most names
 * are written with; the rest of Western Europe; and the letters of the ũ in Wanjikũ. A browser fetches the last two only
 * when a page holds one of their letters. Weights nobody uses are left out, which halves the file.
 */
const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const signs = "\u00a0©«°±²³·»¼½¾×÷–—‘’“”•…′″‹›€−←↑→↓";
const usual = `${range(0x20, 0x7e)}${signs}£àáâäçèéêëíîïñóôöúûüÉ`;
const western = [...`${range(0xa1, 0xff)}ŒœıˆˇŠšŽžŸ‚„†‡‰™⁄`].filter((sign) => !usual.includes(sign)).join("");
const extended = `${range(0x100, 0x17f)}${range(0x18f, 0x192)}${range(0x1cd, 0x1dc)}${range(0x218, 0x21b)}${range(0x300, 0x304)}${range(0x1e00, 0x1eff)}`;
const faces = [
  { key: "font", name: "atkinson", from: "latin", signs: usual },
  { key: "fontWestern", name: "atkinson-western", from: "latin", signs: western },
  { key: "fontExtended", name: "atkinson-extended", from: "latin-ext", signs: extended },
];
const family = "Atkinson Hyperlegible Next";

/** `U+20-7E, U+A9`: which signs a browser may look for in a file. */
function unicodeRange(text) {
  const hex = (code) => code.toString(16).toUpperCase();
  const codes = [...new Set(text)].map((sign) => sign.codePointAt(0)).sort((a, b) => a - b);
  const runs = [];
  for (const code of codes) {
    if (runs.at(-1)?.[1] === code - 1) runs.at(-1)[1] = code;
    else runs.push([code, code]);
  }
  return runs.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ""}`).join(",");
}

const manifest = {};
let faceRules = "";
for (const face of faces) {
  const file = at(
    `node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-${face.from}-wght-normal.woff2`,
  );
  const options = { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } };
  manifest[face.key] = write(face.name, "woff2", await subset(readFileSync(file), face.signs, options));
  faceRules += `@font-face{font-family:"${family}";src:url("${manifest[face.key]}") format("woff2");font-weight:400 700;font-display:swap;unicode-range:${unicodeRange(face.signs)}}\n`;
}
manifest.icon = write("mark", "svg", readFileSync(at("components/documents/mark.svg")));
writeFileSync(join(out, "faces.css"), faceRules);
made.set("faces.css", true);

/** In this order: later sheets override. */
const sheets = ["document", "kanga", "landing", "courses", "door", "second-step", "handover", "wide"];
const source = [
  documentTokens(),
  faceRules,
  ...sheets.map((name) => readFileSync(at(`components/documents/${name}.css`), "utf8")),
  lessonSheet(),
].join("\n");
const { code } = await transform(source, {
  loader: "css",
  minify: true,
  target: browsers,
});
manifest.css = write("document", "css", code);
manifest.passkey = write("passkey", "js", await bundled("components/documents/passkey.client.ts", "iife"));

/** The viewer of documents, beside what it loads by itself: its worker, and decoders for what few documents hold. */
const pdfjs = (file) => readFileSync(at(`node_modules/pdfjs-dist/${file}`));
const always = {
  "viewer.js": await bundled("components/files/pdf.client.ts", "esm"),
  "worker.js": pdfjs("legacy/build/pdf.worker.min.mjs"),
};
const decoders = ["openjpeg_nowasm_fallback.js", "jbig2_nowasm_fallback.js"];
manifest.pdf = `${writeFolder("pdf", {
  ...always,
  ...Object.fromEntries(decoders.map((file) => [file, pdfjs(`wasm/${file}`)])),
  "LICENSE.txt": pdfjs("LICENSE"),
})}/viewer.js`;
manifest.pdfBytes = Object.values(always).reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);

writeFileSync(join(out, "manifest.json.new"), JSON.stringify(manifest, null, 2));
renameSync(join(out, "manifest.json.new"), join(out, "manifest.json"));
for (const file of readdirSync(out))
  if (file !== "manifest.json" && !made.has(file)) rmSync(join(out, file), { recursive: true });
