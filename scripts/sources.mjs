import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { at } from "./paths.mjs";

const SOURCES = [
  "app", "components", "server", "inngest", "lib", "messages", "public", "scripts",
  "prisma/schema", "prisma/migrations", "prisma/seed", "prisma/data", "prisma/reference.ts", "tests/factories",
  "package.json", "package-lock.json", "next.config.mjs", "instrumentation.ts", "postcss.config.mjs", "tsconfig.json",
]; // biome-ignore format: a list is read as a list
/** Made from the sources, or no part of what is built. */
const SKIPPED = /(^|\/)(generated|node_modules|assets)$|\.test\.tsx?$/;

function* files(path) {
  if (!existsSync(at(path)) || SKIPPED.test(path)) return;
  if (statSync(at(path)).isDirectory()) {
    for (const name of readdirSync(at(path)).sort()) yield* files(join(path, name));
  } else yield path;
}

/** A hash of everything the built school is made from, by content: a checkout that only touches times costs nothing. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of files(source))
      hash
        .update(path)
        .update("\0")
        .update(readFileSync(at(path)))
        .update("\0");
  }
  return hash.digest("hex");
}
