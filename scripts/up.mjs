/**
 * `npm run up`: from a clean clone to a running school with nothing but Node and npm.
 * `--dev` reloads on changes, `--fresh` starts over, PORT moves every port.
 */
import { ensureInstalled } from "./install.mjs";
import { at } from "./paths.mjs";
import { bold, dim, giveUp, say, sinceStart } from "./progress.mjs";

const ACCOUNTS = [
  ["parent", "four children, PP2 to Grade 8"],
  ["coparent", "limited rights"],
  ["student", ""],
  ["instructor", ""],
  ["staff", ""],
  ["lead", "leads a staff team"],
  ["partner", ""],
  ["admin", ""],
];

function welcome(school) {
  console.log(`
${bold("The school is open")} ${dim(`after ${sinceStart()}`)}

  ${bold(school.url)}

  Sign in as ${dim("(password for all: Karibu-2026!)")}
${ACCOUNTS.map(([name, note]) => `    ${`${name}@demo.uhs.test`.padEnd(28)}${dim(note)}`).join("\n")}

  Mail and SMS it sends: ${school.sandbox}
  Logs: .data/logs    Stop: Ctrl+C
`);
}

let school;
let asked = 0;
async function stop() {
  asked += 1;
  if (asked > 2) process.exit(130);
  if (asked > 1) return;
  console.log("");
  say("Stopping; running requests are finished first");
  await school?.stop();
  say("Stopped");
  process.exit(0);
}

try {
  await ensureInstalled();
  const { startSchool } = await import("./school.mjs");
  const flags = new Set(process.argv.slice(2));
  // While it is starting, the parts that run already must not outlive us: they follow when this process ends.
  const early = () => process.exit(130);
  process.on("SIGINT", early);
  process.on("SIGTERM", early);
  school = await startSchool({
    dataDir: at(".data"),
    base: Number(process.env.PORT || 3000),
    mode: "local",
    dev: flags.has("--dev"),
    fresh: flags.has("--fresh"),
  });
  process.off("SIGINT", early);
  process.off("SIGTERM", early);
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.on("SIGHUP", stop);
  welcome(school);
} catch (error) {
  giveUp(error);
  process.exit(1);
}
