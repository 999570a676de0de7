/**
 * `npm run bench`: how quick the school is, on the embedded database and on PostgreSQL 17, with the demo school's data
 * once and twenty times, one and eight people at a time. Beside the figures stands the machine's own ceiling: a bare
 * answer of the same web process, and how busy the machine was. Flags: `--only embedded|postgres`, `--scales 1,20`,
 * `--seconds 8`, `--pages home,people` (parts of names).
 */
import { rmSync } from "node:fs";
import http from "node:http";
import { cpus, loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { fetchOnce, load } from "../tests/bench/load.mjs";
import { pages, password, people } from "../tests/bench/pages.mjs";
import { generate } from "./generate.mjs";
import { ensureInstalled } from "./install.mjs";
import { at } from "./paths.mjs";
import { freeBase } from "./processes.mjs";
import { giveUp, say } from "./progress.mjs";

const flag = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? fallback : process.argv[index + 1];
};
const engines = flag("only", "embedded,postgres").split(",");
const scales = flag("scales", "1,20").split(",").map(Number);
const seconds = Number(flag("seconds", "8"));
const wanted = flag("pages", "").split(",");
const agent = new http.Agent({ keepAlive: true });

/** The form as the browser sends it. */
const loginForm = (base, who) => ({
  url: `${base}/login`,
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(base).origin },
  body: new URLSearchParams({ email: `${who}@demo.uhs.test`, password }).toString(),
});

async function cookieOf(base, who) {
  const { url, ...rest } = loginForm(base, who);
  const answer = await fetchOnce(agent, url, rest);
  const set = answer.headers["set-cookie"] ?? [];
  if (answer.status !== 303 || set.length === 0) throw new Error(`${who} could not sign in: ${answer.status}`);
  return set.map((one) => one.split(";")[0]).join("; ");
}

async function reads(base) {
  const answer = await fetch(`${base}/api/health`);
  return (await answer.json()).reads ?? Number.NaN;
}

const cell = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–").padStart(9);
const row = (...cells) => console.log(cells.join(" "));

async function measure(base) {
  row(
    "page".padEnd(26),
    ...["c=1 p50", "p95", "req/s", "c=8 p50", "p95", "req/s", "reads", "bytes", "load"].map((head) => head.padStart(9)),
    "  goals",
  );
  for (const page of pages) {
    if (!wanted.some((part) => page.name.includes(part))) continue;
    const cookie = page.who ? await cookieOf(base, page.who) : undefined;
    const make = page.signIn
      ? (turn) => loginForm(base, people[turn % people.length])
      : () => ({ url: `${base}${page.path}`, headers: cookie ? { cookie } : {} });
    const expect = page.signIn ? 303 : 200;
    await load({ make, concurrency: 2, requests: 12, seconds: 10, expect });
    const before = await reads(base);
    const { url, ...rest } = make(0);
    await fetchOnce(agent, url, rest);
    const count = (await reads(base)) - before;
    const one = await load({ make, concurrency: 1, requests: 400, seconds, expect });
    const eight = await load({ make, concurrency: 8, requests: 1600, seconds, expect });
    const { goal } = page;
    const goals = goal.median ? `p50 ≤ ${goal.median}, req/s ≥ ${goal.rate}, reads ≤ ${goal.reads}` : "";
    const wrong = one.wrong + eight.wrong;
    row(
      page.name.padEnd(26),
      cell(one.median),
      cell(one.p95),
      cell(one.rate),
      cell(eight.median),
      cell(eight.p95),
      cell(eight.rate),
      cell(count, 0),
      cell(one.bytes, 0),
      cell(loadavg()[0]),
      `  ${goals}${wrong ? `  (${wrong} answers of another status)` : ""}`,
    );
  }
  const bare = await load({ make: () => ({ url: `${base}/api/health` }), concurrency: 8, requests: 4000, seconds });
  const bareOne = await load({ make: () => ({ url: `${base}/api/health` }), concurrency: 1, requests: 2000, seconds });
  row(
    "(bare answer)".padEnd(26),
    cell(bareOne.median),
    cell(bareOne.p95),
    cell(bareOne.rate),
    cell(bare.median),
    cell(bare.p95),
    cell(bare.rate),
  );
}

/** A database of its own on a server that may hold others. */
async function emptyDatabase(server, scale) {
  const { default: pg } = await import("pg");
  const name = `uhs_bench_${process.pid}_${scale}`;
  const run = async (sql) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function bench(engine, scale) {
  const { startSchool } = await import("./school.mjs");
  const dataDir = at(`.data/bench/${engine}-${scale}`);
  let postgres = null;
  if (engine === "postgres") {
    const { startPostgres } = await import("./postgres.mjs");
    postgres = await startPostgres();
    if (!postgres.url) return say(`No PostgreSQL to be had here: ${postgres.why}`);
  }
  const own = postgres ? await emptyDatabase(postgres.url, scale) : null;
  const options = {
    dataDir,
    base: await freeBase(),
    mode: "test",
    scale,
    overrides: own ? { DATABASE_URL: own.url, DATABASE_ENGINE: "postgres" } : {},
  };
  try {
    console.log(`\n${cpus().length} × ${cpus()[0]?.model ?? "?"}, load before ${loadavg()[0].toFixed(1)}`);
    const from = performance.now();
    let school = await startSchool({ ...options, fresh: true });
    const cold = performance.now() - from;
    await school.stop();
    const again = performance.now();
    school = await startSchool(options);
    const warm = performance.now() - again;
    try {
      console.log(
        `\n${engine === "postgres" ? postgres.how : "Embedded database"}, ${scale}× data; start with an empty database ${(cold / 1000).toFixed(1)} s, warm ${(warm / 1000).toFixed(1)} s`,
      );
      await measure(school.url);
    } finally {
      await school.stop();
    }
  } finally {
    await own?.drop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

try {
  await ensureInstalled();
  // Before anything is timed: a start is not a build.
  const { build, isBuilt } = await import("./build.mjs");
  generate();
  if (!isBuilt()) await build();
  for (const engine of engines) for (const scale of scales) await bench(engine, scale);
} catch (error) {
  giveUp(error);
}
