/**
 * Packs the files of a build whose names change with their content, once and as small as can be: beside each stands one
 * for Brotli and one for gzip, which server/web/files.ts serves.
 */
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { at } from "./paths.mjs";

const PACKED = new Set([".js", ".css", ".svg", ".json"]);
const SMALLEST = 150;

const brotli = (bytes) =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
const ways = { ".br": brotli, ".gz": (bytes) => promisify(gzip)(bytes, { level: 9 }) };

async function pack(file) {
  const bytes = readFileSync(file);
  for (const [ending, way] of Object.entries(ways)) {
    const packed = file + ending;
    // The name says the content: what stands there is right.
    if (existsSync(packed) && statSync(packed).mtimeMs >= statSync(file).mtimeMs) continue;
    const small = await way(bytes);
    if (small.length >= bytes.length) continue;
    writeFileSync(`${packed}.new`, small);
    renameSync(`${packed}.new`, packed);
  }
}

/** Packs what stands in the folders of files kept for a year; says how many. */
export async function compress(folders = [at(".next/static"), at("public/assets")]) {
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
    .filter((file) => PACKED.has(extname(file)) && !file.endsWith("manifest.json") && statSync(file).isFile())
    .filter((file) => statSync(file).size >= SMALLEST);
  // A thread of Node's own for each of four: a build machine has few cores.
  const queue = [...files];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let file = queue.pop(); file; file = queue.pop()) await pack(file);
    }),
  );
  return `${files.length} files`;
}
