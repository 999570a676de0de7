import { defineConfig } from "@playwright/test";

/**
 * Journeys in a real browser against a running, seeded school. scripts/test.mjs starts the school and says where it is;
 * to run by hand: `BASE_URL=http://localhost:3000 SANDBOX_URL=http://localhost:3002 npx playwright test`.
 */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  // One more than the cores of the machine that judges: journeys wait for letters, jobs and lines that come back.
  workers: 3,
  // All journeys share one school, its jobs and two cores. One that needs its second chance is named in the summary of
  // `npm test`, and is mended like one that fails.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  projects: [
    {
      name: "journeys",
      testIgnore: ["system/**", "policy/**", "every-role/menu.spec.ts", "public/weight.spec.ts"],
    },
    // An open page reads again when somebody else changes what it shows: pages are weighed when nobody does.
    { name: "weight", testMatch: "public/weight.spec.ts", dependencies: ["journeys"] },
    // Kills parts of the school: only when nobody else walks in it.
    { name: "kill", testMatch: "system/kill.spec.ts", dependencies: ["weight"] },
    // Changes people's language: after those who read in it.
    { name: "menus", testMatch: "every-role/menu.spec.ts", dependencies: ["kill"] },
    // What became of messages: a minute after the kill, when the one in flight has been tried again.
    { name: "messages", testMatch: "system/messages.spec.ts", dependencies: ["menus"] },
    // Switches the second factor on for everybody who owes it: only when nobody else signs in.
    { name: "policy", testMatch: "policy/**", dependencies: ["messages"], fullyParallel: false },
  ],
  use: {
    navigationTimeout: 45_000,
    // One that waits longer waits for ever: then it says for what, before the journey runs out of time.
    actionTimeout: 60_000,
    baseURL: process.env.BASE_URL ?? "http://localhost:3000",
    viewport: { width: 1440, height: 900 },
    locale: "en-KE",
    timezoneId: "Africa/Nairobi",
    screenshot: "only-on-failure",
    trace: "off",
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
