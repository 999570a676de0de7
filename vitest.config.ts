import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next/**", ".data/**", "tests/e2e/**"],
    setupFiles: ["tests/harness/setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // tests/harness/setup.ts says what is made anew for each file all the same.
    isolate: false,
    // One more than the cores of the machine that judges: some files wait for other processes.
    maxWorkers: 3,
  },
});
