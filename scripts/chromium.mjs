import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { at } from "./paths.mjs";
import { Stop, step } from "./progress.mjs";
import { run } from "./run.mjs";

// First the browsers without windows: they draw no frame around the page, which is more than half of the work.
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const SPARTICUZ = "@sparticuz/chromium";

/** A file by this name may be a stub that only says to install the browser: ask it. */
function runs(path) {
  if (!path || !existsSync(path)) return false;
  const found = spawnSync(path, ["--version", "--no-sandbox"], { encoding: "utf8", timeout: 20_000 });
  return found.status === 0 && /chrom|edge/i.test(found.stdout);
}

function* playwrightCache() {
  for (const base of [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache/ms-playwright"),
    join(homedir(), "Library/Caches/ms-playwright"),
  ]) {
    if (!base || !existsSync(base)) continue;
    for (const name of readdirSync(base)
      .filter((one) => one.startsWith("chromium"))
      .sort()
      .reverse()) {
      for (const inner of [
        "chrome-linux/headless_shell",
        "chrome-headless-shell-linux64/chrome-headless-shell",
        "chrome-linux/chrome",
        "chrome-linux64/chrome",
        "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
      ]) {
        yield join(base, name, inner);
      }
    }
  }
}

function debianAsRoot() {
  if (process.getuid?.() !== 0 || spawnSync("sh", ["-c", "command -v apt-get"]).status !== 0) return false;
  // Ubuntu's package of that name only points to a snap.
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function fromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  const hasShell = spawnSync("apt-cache", ["show", "chromium-headless-shell"]).status === 0;
  const name = hasShell ? "chromium-headless-shell" : "chromium";
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env });
  return `/usr/bin/${name}`;
}

async function fromNpm() {
  if (process.platform !== "linux") return null;
  const folder = at(".data/chromium");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "package.json")))
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}\n');
  if (!existsSync(join(folder, "node_modules", SPARTICUZ))) {
    await run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", SPARTICUZ], {
      cwd: folder,
      name: `npm install ${SPARTICUZ}`,
    });
  }
  const own = JSON.parse(readFileSync(join(folder, "node_modules", SPARTICUZ, "package.json"), "utf8"));
  const main = own.exports?.["."]?.import ?? own.exports?.import ?? own.module ?? own.main;
  const entry = typeof main === "string" ? main : main.default;
  const module = await import(pathToFileURL(join(folder, "node_modules", SPARTICUZ, entry)).href);
  return module.default.executablePath();
}

/** The path of a Chromium that runs: one that is here, or one that is fetched now. Stops and says what to do when neither. */
export async function findChromium() {
  for (const path of [process.env.CHROMIUM_PATH, ...PLACES, ...playwrightCache()]) if (runs(path)) return path;
  const reasons = [];
  for (const [name, possible, way] of [
    ["Debian's package", debianAsRoot(), fromDebian],
    [`${SPARTICUZ} from npm`, true, fromNpm],
  ]) {
    if (!possible) continue;
    try {
      const path = await step(`Chromium: ${name}`, way);
      if (runs(path)) return path;
      reasons.push(`${name}: what was fetched does not run here`);
    } catch (error) {
      reasons.push(`${name}: ${error.message.trim().split("\n").slice(-2).join(" / ")}`);
    }
  }
  throw new Stop(
    `No Chromium was found, and none could be fetched (${reasons.join("; ")}).\n` +
      "Install one (Debian: sudo apt-get install chromium; macOS: brew install --cask chromium), or name one:\n" +
      "  CHROMIUM_PATH=/path/to/chrome npm test",
  );
}
