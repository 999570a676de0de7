/**
 * `npm test`: everything that must hold, in order, on a machine with nothing but Node and npm.
 * `--only unit,e2e` picks stages (format, types, layers, unit, build, e2e); `--no-build` uses what is built;
 * other words are handed to the runners as file filters. The last line is `N passed, N failed`.
 */
import { ensureInstalled } from "./install.mjs";
import { at, node } from "./paths.mjs";
import { freeBase } from "./processes.mjs";
import { dim, giveUp, green, red, Stop, say, seconds, sinceStart } from "./progress.mjs";
import { run } from "./run.mjs";

const words = process.argv.slice(2);
const only = words.flatMap((word, index) =>
  word === "--only" ? (words[index + 1] ?? "").split(",") : word.startsWith("--only=") ? word.slice(7).split(",") : [],
);
const filters = words.filter((word, index) => !word.startsWith("--") && words[index - 1] !== "--only");
const total = { passed: 0, failed: 0 };

/** A check that either holds or does not counts as one. */
const holds = (work) => async () => {
  await work();
  return { passed: 1, failed: 0, output: "" };
};
const tool = (...args) => run(node(), args, { name: args[0].split("/").pop(), env: { ...process.env, NO_COLOR: "1" } });

async function browserJourneys() {
  const { findChromium } = await import("./chromium.mjs");
  const { startSchool } = await import("./school.mjs");
  const { playwright } = await import("./tests.mjs");
  const chromium = await findChromium();
  say(dim(`Browser: ${chromium}`));
  // Beside the templates of the database tests, not over them.
  const dataDir = at(".data/test/school");
  const school = await startSchool({ dataDir, base: await freeBase(), mode: "test", fresh: true, mayBuild: false });
  try {
    return await playwright({
      files: filters,
      env: {
        ...process.env,
        BASE_URL: school.url,
        SANDBOX_URL: school.sandbox,
        CHROMIUM_PATH: chromium,
        SCHOOL_DATA: dataDir,
        UHS_ENV: "test",
      },
    });
  } finally {
    await school.stop();
  }
}

const STAGES = [
  ["format", "Format and lint", holds(() => tool("node_modules/@biomejs/biome/bin/biome", "check", "."))],
  [
    "types",
    "Types",
    holds(async () => {
      // Pages name their route in their props' type; those names are generated.
      await tool("node_modules/next/dist/bin/next", "typegen");
      await tool("node_modules/typescript/bin/tsc", "--noEmit");
    }),
  ],
  ["layers", "Layers", holds(() => tool("scripts/layers.mjs"))],
  ["unit", "Unit and database tests", async () => (await import("./tests.mjs")).vitest({ files: filters })],
  [
    "build",
    "Build",
    holds(async () => {
      const { build, isBuilt } = await import("./build.mjs");
      if (!isBuilt()) await build();
    }),
  ],
  ["e2e", "Browser journeys", browserJourneys],
];

async function runStage(title, work) {
  const from = Date.now();
  const waiting = setInterval(() => say(dim(`${title} … ${seconds(Date.now() - from)}`)), 30_000);
  let result;
  try {
    result = await work();
  } catch (error) {
    result = { passed: 0, failed: 1, output: error instanceof Stop ? error.message : error.stack };
  } finally {
    clearInterval(waiting);
  }
  total.passed += result.passed;
  total.failed += result.failed;
  if (result.failed) console.log(`\n${result.output.trimEnd()}\n`);
  say(
    `${result.failed ? red("✗") : green("✓")} ${title}: ${result.passed} passed, ${result.failed} failed ${dim(seconds(Date.now() - from))}`,
  );
  return result.failed === 0;
}

try {
  await ensureInstalled();
  const { generate } = await import("./generate.mjs");
  generate();
  const unknown = only.filter((name) => !STAGES.some(([stage]) => stage === name));
  if (unknown.length)
    throw new Stop(`No such stage: ${unknown.join(", ")}. Stages: ${STAGES.map(([name]) => name).join(", ")}.`);
  let built = true;
  for (const [name, title, work] of STAGES) {
    if (only.length && !only.includes(name) && !(name === "build" && only.includes("e2e"))) continue;
    if (name === "build" && words.includes("--no-build")) continue;
    if (name === "e2e" && !built) {
      say(red("✗ Browser journeys: not run, the build failed"));
      total.failed += 1;
      continue;
    }
    const fine = await runStage(title, work);
    if (name === "build") built = fine;
  }
} catch (error) {
  giveUp(error);
  total.failed += 1;
}
say(`Finished after ${sinceStart()}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);
