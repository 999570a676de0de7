import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { filesAt } from "./walk.mjs";

const SOURCES = [
  "app", "components", "server", "inngest", "lib", "messages", "public", "scripts",
  "prisma/schema", "prisma/migrations", "prisma/seed", "prisma/data", "prisma/reference.ts", "tests/factories",
  "package.json", "package-lock.json", "next.config.mjs", "instrumentation.ts", "postcss.config.mjs", "tsconfig.json",
]; // biome-ignore format: a list is read as a list
/** Made from the sources, or no part of what is built. */
const SKIPPED = /(^|\/)(generated|node_modules|assets)$|\.test\.tsx?$/;

/** A hash of everything the built school is made from, by content: a checkout that only touches times costs nothing. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of filesAt(source, (path) => SKIPPED.test(path)))
      hash
        .update(path)
        .update("\0")
        .update(readFileSync(at(path)))
        .update("\0");
  }
  return hash.digest("hex");
}
