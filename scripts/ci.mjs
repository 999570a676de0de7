/** `.ci/run`: `npm test`, then the database tests once more on a real PostgreSQL where one can be had. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { at, root } from "./paths.mjs";
import { dim, giveUp, green, red, say, seconds } from "./progress.mjs";
import { testFiles } from "./walk.mjs";

const total = { passed: 0, failed: 0 };

/** Runs `npm test`, showing it as it goes, and reads the numbers of its last line. */
function npmTest() {
  // The first round is on the embedded database, whatever else is at hand.
  const { TEST_DATABASE_URL: _, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(
      "npm",
      ["test", "--silent", ...process.argv.slice(2).flatMap((word, index) => (index ? [word] : ["--", word]))],
      {
        cwd: root,
        env,
        stdio: ["ignore", "pipe", "inherit"],
        shell: process.platform === "win32",
      },
    );
    let tail = "";
    child.stdout.on("data", (data) => {
      process.stdout.write(data);
      tail = (tail + data).slice(-500);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const counts = /(\d+) passed, (\d+) failed\s*$/.exec(tail);
      total.passed += Number(counts?.[1] ?? 0);
      total.failed += Number(counts?.[2] ?? 0) || (code === 0 ? 0 : 1);
      resolve();
    });
  });
}

/** The test files that use a database. */
const databaseTests = () => testFiles().filter((path) => readFileSync(at(path), "utf8").includes("harness/db"));

async function onPostgres() {
  const { startPostgres } = await import("./postgres.mjs");
  const { vitest } = await import("./tests.mjs");
  const files = databaseTests();
  if (files.length === 0) return say("No database tests to repeat on PostgreSQL");
  const postgres = await startPostgres();
  if (!postgres.url)
    return say(`Database tests ran on the embedded database only: no PostgreSQL to be had here (${postgres.why})`);
  const from = Date.now();
  try {
    const result = await vitest({
      files,
      name: "vitest-postgres.json",
      env: { ...process.env, TEST_DATABASE_URL: postgres.url },
    });
    total.passed += result.passed;
    total.failed += result.failed;
    if (result.failed) console.log(`\n${result.output.trimEnd()}\n`);
    say(
      `${result.failed ? red("✗") : green("✓")} Database tests again on ${postgres.how}: ${result.passed} passed, ${result.failed} failed ${dim(seconds(Date.now() - from))}`,
    );
  } finally {
    await postgres.stop();
  }
}

try {
  await npmTest();
  await onPostgres();
} catch (error) {
  giveUp(error);
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);
