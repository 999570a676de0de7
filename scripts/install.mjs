import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { at, node } from "./paths.mjs";
import { Stop, step } from "./progress.mjs";
import { run } from "./run.mjs";

const WANTED_NODE = 20;

function check() {
  if (Number(process.versions.node.split(".")[0]) < WANTED_NODE) {
    throw new Stop(
      `Node ${WANTED_NODE} or newer is needed; this is ${process.versions.node}. Get one at https://nodejs.org.`,
    );
  }
}

/** npm records what it installed, last of all, in a hidden lock file: the tree is complete when that agrees with ours. */
function complete() {
  const hidden = at("node_modules/.package-lock.json");
  if (!existsSync(hidden) || !existsSync(at("node_modules/node/bin/node"))) return false;
  const wanted = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
  const found = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    // Packages of another operating system are listed and not installed.
    if (!found[path]) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found[path].version === entry.version && found[path].integrity === entry.integrity;
  });
}

/** Installs exactly the lock file, unless that is what is there. */
export async function ensureInstalled() {
  check();
  if (complete()) return;
  const npm = spawnSync("npm", ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  if (npm.status !== 0) throw new Stop("npm is not installed: it comes with Node, see https://nodejs.org.");
  await step("Dependencies installed", async () => {
    await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      name: "npm ci",
      env: {
        ...process.env,
        // Prisma's install script would download an engine that is never used here.
        PRISMA_SKIP_POSTINSTALL_GENERATE: "1",
        PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
      },
    });
  });
  const version = spawnSync(node(), ["--version"], { encoding: "utf8" }).stdout ?? "";
  if (!version.startsWith("v24.")) {
    throw new Stop("Node 24 did not arrive with the dependencies (package `node`). Remove node_modules and try again.");
  }
}
