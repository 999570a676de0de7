import { readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { testFiles } from "./scripts/walk.mjs";

const root = import.meta.dirname;
const include = ["**/*.test.ts", "**/*.test.tsx"];
const exclude = ["node_modules/**", ".next/**", ".data/**", "tests/e2e/**"];

/**
 * Files that change their process or look at what it keeps: they put something in a module's place, set the environment,
 * start servers or other processes, or ask what is remembered for a while.
 */
const particular =
  /vi\.(mock|doMock|spyOn|stub|useFake)|\benv\(\)|process\.env|Sandbox|createServer|\b(fork|spawn)\(|harness\/http|storage\(\)|\/ready\b|outboxRun/;
const alone = testFiles()
  .filter((file) => particular.test(readFileSync(path.join(root, file), "utf8")))
  // Folders of pages have signs in their names that mean something to a pattern.
  .map((file) => file.replace(/[()[\]{}]/g, "\\$&"));

/**
 * A process is shared for as long as the next file may share it, so those stand together. What takes long begins first:
 * at the end it would run while the other cores wait.
 */
class InOneRow extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = /tests\/outbox|inngest\/embedded|prisma\/seed|foreign-ids|fuzz/;
    const place = ({ moduleId, project }: TestSpecification) =>
      (project.name === "together" ? 2 : isLong.test(moduleId) ? 0 : 4) + (isLong.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    setupFiles: ["tests/harness/setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One more than the cores of the machine that judges: some files wait for other processes.
    maxWorkers: 3,
    sequence: { sequencer: InOneRow },
    // One process runs many files, one after the other: to start one for each and to load every module anew took half of
    // all the time. tests/harness/setup.ts makes the process forget; what needs more than that loads our modules anew.
    projects: [
      { extends: true, test: { name: "together", include, exclude: [...exclude, ...alone], isolate: false } },
      {
        extends: true,
        test: { name: "alone", include: alone, exclude, isolate: false, setupFiles: ["tests/harness/anew.ts"] },
      },
    ],
  },
});
