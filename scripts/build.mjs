/** `npm run build`: Prisma client, page assets, the web application, the other processes. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { compress } from "./compress.mjs";
import { environment } from "./environment.mjs";
import { generate } from "./generate.mjs";
import { ensureInstalled } from "./install.mjs";
import { join } from "./join.mjs";
import { at, node } from "./paths.mjs";
import { giveUp, step } from "./progress.mjs";
import { run } from "./run.mjs";
import { sourceHash } from "./sources.mjs";

const stamp = at(".data/build.json");

/** What is built fits the sources. */
export function isBuilt(hash = sourceHash()) {
  if (!existsSync(stamp) || !existsSync(at(".next/BUILD_ID")) || !existsSync(at(".data/bin/database.mjs")))
    return false;
  return JSON.parse(readFileSync(stamp, "utf8")).hash === hash;
}

/** Styles and scripts of the pages that need no client runtime. */
export async function makeAssets(env = process.env) {
  if (!existsSync(at("scripts/assets.mjs"))) return;
  await step("Page assets made", async () => {
    await run(node(), ["scripts/assets.mjs"], { name: "scripts/assets.mjs", env });
  });
}

/** Builds everything. Nothing read at build time is secret: pages read their environment when they are asked for. */
export async function build() {
  const hash = sourceHash();
  rmSync(stamp, { force: true });
  // A folder of its own: a build must not make or need the keys of a school.
  const env = environment({ dataDir: at(".data/build"), base: 3000, mode: "test" });
  await makeAssets(env);
  await step("Processes bundled", bundle);
  await step("Web application built", () =>
    run(node(), ["node_modules/next/dist/bin/next", "build"], { name: "next build", env }).then(() => {}),
  );
  await step("Common scripts joined", async () => join());
  await step("Files packed", () => compress());
  mkdirSync(at(".data"), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ hash, at: new Date().toISOString() }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled();
    generate();
    await build();
  } catch (error) {
    giveUp(error);
  }
}
