/** Runs the two test runners and counts what they say. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { at, node } from "./paths.mjs";
import { say } from "./progress.mjs";
import { run } from "./run.mjs";

export const reports = at(".data/reports");

async function withReport(name, work) {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  let output = "";
  let clean = true;
  try {
    output = await work(file);
  } catch (error) {
    clean = false;
    output = error.output ?? error.message;
  }
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  return { report, output, clean };
}

/** A runner that ends badly although no test failed has failed at something. */
const honest = ({ passed, failed, output, clean }) => ({ passed, failed: failed || (clean ? 0 : 1), output });

/** Vitest over all tests beside the code, or the files given. */
export async function vitest({ env = process.env, files = [], name = "vitest.json" } = {}) {
  const { report, output, clean } = await withReport(name, (file) =>
    run(
      node(),
      [
        "node_modules/vitest/vitest.mjs",
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
        ...files,
      ],
      {
        name: "vitest",
        env: { ...env, NODE_ENV: "test", NO_COLOR: "1" },
      },
    ),
  );
  // A file that cannot even be loaded has no tests that failed, but it failed.
  const broken =
    report?.testResults?.filter(
      (one) => one.status === "failed" && !one.assertionResults.some((test) => test.status === "failed"),
    ).length ?? 0;
  return honest({ passed: report?.numPassedTests ?? 0, failed: (report?.numFailedTests ?? 0) + broken, output, clean });
}

/** The full titles of the journeys that passed only when tried again. */
function unsteady(suites = [], above = []) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((spec) => spec.tests.some((test) => test.status === "flaky"))
      .map((spec) => [...above, suite.title, spec.title].join(" › ")),
    ...unsteady(suite.suites, [...above, suite.title]),
  ]);
}

/** Playwright against a running school. */
export async function playwright({ env, files = [] }) {
  const { report, output, clean } = await withReport("playwright.json", (file) =>
    run(node(), ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", ...files], {
      name: "playwright",
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, NO_COLOR: "1" },
    }),
  );
  for (const title of unsteady(report?.suites)) say(`Unsteady, passed when tried again: ${title}`);
  const stats = report?.stats ?? { expected: 0, unexpected: 0, flaky: 0 };
  return honest({ passed: stats.expected + stats.flaky, failed: stats.unexpected, output, clean });
}
