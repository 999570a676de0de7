/**
 * Gathers what the built school needs to run, and nothing else, into a folder: the Docker image is that folder.
 * `NEXT_PRIVATE_STANDALONE=1 node scripts/build.mjs && node scripts/image.mjs <folder>`
 */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { at, bin, root } from "./paths.mjs";
import { giveUp, Stop } from "./progress.mjs";

/** The processes of a production machine; the database and the sandbox are local things. */
const PROCESSES = ["web", "collab", "migrate", "runner", "seed"];
/** What only a school with reload loads, and the compilers behind it. */
const DEVELOPING = [
  "scripts/assets.mjs",
  "node_modules/next/dist/server/lib/router-utils/setup-dev-bundler.js",
  "node_modules/next/dist/compiled/next-server/*.dev.js",
  "node_modules/next/dist/compiled/next-server/*experimental*",
  "node_modules/next/dist/docs/**",
];

try {
  const target = process.argv[2];
  if (!target) throw new Stop("image.mjs <folder>");
  const standalone = at(".next/standalone");
  if (!existsSync(join(standalone, "server.js"))) throw new Stop("Build with NEXT_PRIVATE_STANDALONE=1 first.");
  cpSync(standalone, target, { recursive: true, verbatimSymlinks: true });
  // The framework's own server, which knows neither our limits nor our headers.
  rmSync(join(target, "server.js"));
  cpSync(at(".next/static"), join(target, ".next/static"), { recursive: true });
  for (const folder of ["public", "messages", "prisma/migrations", "prisma/data"]) {
    if (existsSync(at(folder))) cpSync(at(folder), join(target, folder), { recursive: true });
  }
  // Next brings the tracer it uses for itself.
  const { nodeFileTrace } = await import("next/dist/compiled/@vercel/nft/index.js").then((module) => module.default);
  const entries = readdirSync(bin)
    .filter((name) => PROCESSES.includes(name.replace(".mjs", "")))
    .map((name) => join(bin, name));
  const { fileList } = await nodeFileTrace(entries, { base: root, ignore: DEVELOPING });
  for (const file of fileList) {
    const from = at(file);
    const to = join(target, file);
    if (lstatSync(from).isDirectory() || existsSync(to)) continue;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { verbatimSymlinks: true });
  }
  console.log(`${entries.length} processes in ${target}.`);
} catch (error) {
  giveUp(error);
}
