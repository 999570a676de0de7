import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { at } from "./paths.mjs";

/**
 * The files at or below a path of the project, in the order of their names; what `isSkipped` holds for is not entered.
 * @param {string} path below the project's folder
 * @param {(path: string) => boolean} isSkipped
 * @returns {Generator<string>} paths below the project's folder
 */
export function* filesAt(path, isSkipped) {
  if (!existsSync(at(path)) || isSkipped(path)) return;
  if (statSync(at(path)).isDirectory()) {
    for (const name of readdirSync(at(path)).sort()) yield* filesAt(join(path, name), isSkipped);
  } else yield path;
}

const NO_TESTS = /(^|\/)(node_modules|generated|e2e)$/;

/** The test files that Vitest runs: they lie beside the code they are about. */
export const testFiles = () =>
  ["app", "components", "inngest", "lib", "prisma", "scripts", "server", "tests"]
    .flatMap((folder) => [...filesAt(folder, (path) => NO_TESTS.test(path))])
    .filter((path) => /\.test\.tsx?$/.test(path));
