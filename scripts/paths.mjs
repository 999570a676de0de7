import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(fileURLToPath(import.meta.url), "../..");
export const at = (...parts) => join(root, ...parts);
/** Built files that belong to the tree, not to one school's data. */
export const bin = at(".data/bin");

/** Node 24 from the dependencies once they are installed, else the Node that runs this. */
export function node() {
  const own = at("node_modules/node/bin/node");
  return existsSync(own) ? own : process.execPath;
}
