/**
 * Runs dependency-cruiser over the tree. Its swc parser does not know JSX, and its TypeScript parser does not
 * know TypeScript 7: so swc is told which files are JSX before dependency-cruiser loads it.
 */
import { createRequire } from "node:module";

const swc = createRequire(import.meta.url)("@swc/core");
const parseFileSync = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => {
  const tree = parseFileSync(file, { ...options, tsx: file.endsWith("x") });
  // A type leaves no trace in what runs: layers are about what runs.
  // And the package "inngest" would be taken for our folder of that name.
  tree.body = tree.body.filter((item) => !item.typeOnly && item.source?.value !== "inngest");
  return tree;
};

process.argv = [
  process.argv[0],
  "depcruise",
  "--config",
  ".dependency-cruiser.cjs",
  ...(process.argv.length > 2 ? process.argv.slice(2) : ["app", "components", "server", "inngest", "lib", "prisma"]),
];
await import("../node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
