/**
 * Joins what every page behind the door loads (the framework, the frame) into one file. The bundler splits it into ten,
 * each compressed alone and asked for alone; together they are an eleventh smaller, for families who pay by the byte.
 *
 * A chunk of the build names itself to the runtime by the script it came in, or by its path as text. Joined chunks use
 * the second, so that whoever waits for one of them finds it there. The files themselves stay where they are. When the
 * framework writes its chunks in another way, nothing is joined, and tests/e2e/public/weight.spec.ts says what that costs.
 * What is joined is made small once more: the bundler looks at each module alone, and once.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join as path } from "node:path";
import { minify } from "@swc/core";
import { at } from "./paths.mjs";

const HEAD = "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([";
const SELF = '"object"==typeof document?document.currentScript:void 0';

const named = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(ending))
        .map((name) => path(folder, name))
    : [];

/** Chunks that every page below /dashboard loads, besides the root ones. */
function shared(next) {
  let common = null;
  for (const file of named(path(next, "server/app/dashboard"), "page_client-reference-manifest.js")) {
    const text = readFileSync(file, "utf8");
    const entries = /"entryJSFiles":(\{[^{}]*\})/.exec(text)?.[1];
    if (!entries) return [];
    const chunks = new Set(Object.values(JSON.parse(entries)).flat());
    common = common ? common.filter((chunk) => chunks.has(chunk)) : [...chunks];
  }
  return common ?? [];
}

/** A chunk that says its own path instead of looking for its script; null when it is not written as expected. */
function spoken(next, chunk) {
  const text = readFileSync(path(next, chunk), "utf8").replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "");
  if (!text.startsWith(HEAD + SELF)) return null;
  return HEAD + JSON.stringify(chunk) + text.slice((HEAD + SELF).length);
}

/** In a list, the joined chunks become the joined file, once. */
const replaced = (list, joined, file) => [
  ...new Set(
    list.map((one) =>
      joined.has(one.replace(/^\/_next\//, "")) ? (one.startsWith("/") ? `/_next/${file}` : file) : one,
    ),
  ),
];

export async function join(next = at(".next")) {
  const manifest = JSON.parse(readFileSync(path(next, "build-manifest.json"), "utf8"));
  const root = manifest.rootMainFiles ?? [];
  const runtime = root.find((file) => /\/turbopack-[^/]+\.js$/.test(file));
  const chunks = [...new Set([...root.filter((file) => file !== runtime), ...shared(next)])];
  const texts = chunks.map((chunk) => spoken(next, chunk));
  if (!runtime || chunks.length < 2 || texts.includes(null)) return "nothing, chunks have another form";
  // Its own name first, then the parts, then the runtime, which reads what was said before it came.
  const whole = [`${HEAD}${SELF}]);`, ...texts, readFileSync(path(next, runtime), "utf8")].join("\n");
  const { code: body } = await minify(whole, {
    compress: { passes: 3, ecma: 2020 },
    mangle: true,
    format: { comments: false },
    module: false,
  });
  const hash = createHash("sha256").update(body).digest("base64url").replace(/[-_]/g, "").slice(0, 12);
  const file = `static/chunks/frame-${hash}.js`;
  const joined = new Set([...chunks, runtime]);
  writeFileSync(path(next, file), body);

  const rewrite = (name, change) => {
    const before = readFileSync(name, "utf8");
    const after = change(before);
    if (after !== before) writeFileSync(name, after);
  };
  const lists = (text, key) =>
    text.replace(new RegExp(`("${key}":\\s*)(\\[(?:\\s*"[^"]*"\\s*,?)*\\s*\\])`, "g"), (whole, before, list) => {
      const old = JSON.parse(list);
      return old.some((one) => joined.has(one.replace(/^\/_next\//, "")))
        ? before + JSON.stringify(replaced(old, joined, file))
        : whole;
    });
  const manifests = [
    path(next, "build-manifest.json"),
    ...named(path(next, "server"), "build-manifest.json"),
    ...named(path(next, "server"), "build-manifest.js"),
  ];
  for (const name of manifests) rewrite(name, (text) => lists(lists(text, "rootMainFiles"), "otherChunks"));
  for (const name of named(path(next, "server/app"), "_client-reference-manifest.js")) {
    rewrite(name, (text) =>
      lists(text, "chunks").replace(/"entryJSFiles":(\{[^{}]*\})/, (_, entries) => {
        const all = Object.entries(JSON.parse(entries)).map(([entry, list]) => [entry, replaced(list, joined, file)]);
        return `"entryJSFiles":${JSON.stringify(Object.fromEntries(all))}`;
      }),
    );
  }
  return `${joined.size} into one`;
}
