import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, isBuilt, makeAssets } from "./build.mjs";
import { ENTRIES } from "./bundle.mjs";
import { environment } from "./environment.mjs";
import { generate } from "./generate.mjs";
import { Part } from "./part.mjs";
import { at, bin, node } from "./paths.mjs";
import { ports } from "./ports.mjs";
import { PidFile, requirePorts } from "./processes.mjs";
import { say, step } from "./progress.mjs";
import { run } from "./run.mjs";

/** What `--fresh` leaves: made from the sources or fetched, not the school's data. */
const KEPT = new Set(["bin", "build", "build.json", "test", "chromium", "postgres", "pids.json"]);

function startOver(dataDir) {
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : []) {
    if (!KEPT.has(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** How to run a process: its bundle, or its source under a watcher while developing. */
function command(name, dev, args = []) {
  if (!dev) return ["--enable-source-maps", join(bin, `${name}.mjs`), ...args];
  // The web process reloads pages by itself.
  const still = ["migrate", "seed", "database", "web"].includes(name);
  const watch = still ? [] : ["watch", "--clear-screen=false"];
  return [at("node_modules/tsx/dist/cli.mjs"), ...watch, at(ENTRIES[name]), ...args];
}

/** Asks the database whether anybody lives in it; the seed decides when the database does not say. */
async function isEmpty(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('SELECT 1 FROM "User" LIMIT 1')).rowCount === 0;
  } finally {
    await client.end();
  }
}

async function seed(env, dataDir, dev, embedded, scale) {
  if (!(await isEmpty(env.DATABASE_URL))) return;
  const marker = join(dataDir, "seeding");
  if (embedded) writeFileSync(marker, "A seed that did not end: the next start makes the database anew.\n");
  await step("School filled with demo data", () =>
    run(node(), command("seed", dev, ["--if-empty", "--scale", String(scale)]), { name: "The seed", env }).then(
      () => {},
    ),
  );
  rmSync(marker, { force: true });
}

/**
 * Starts a whole school and keeps it running. Two schools may live beside each other when their data folders and port
 * bases differ. `overrides` go before the environment (another database), `scale` is the demo data's size.
 * Returns its address, environment, parts by name and `stop()`.
 */
export async function startSchool({
  dataDir,
  base,
  mode,
  dev = false,
  fresh = false,
  mayBuild = true,
  overrides = {},
  scale = 1,
}) {
  const port = ports(base);
  mkdirSync(dataDir, { recursive: true });
  const pids = new PidFile(join(dataDir, "pids.json"));
  const left = await pids.claim();
  if (left.length) say(`Stopped what an earlier start left behind: ${left.join(", ")}`);
  // A seed that was killed half-way holds no work of anybody's.
  if (existsSync(join(dataDir, "seeding"))) rmSync(join(dataDir, "db"), { recursive: true, force: true });
  if (fresh) startOver(dataDir);

  const env = { ...environment({ dataDir, base, mode, dev }), ...overrides };
  const embedded = env.DATABASE_ENGINE === "embedded";
  mkdirSync(env.STORAGE_DIR, { recursive: true });
  const parts = {};
  const part = (name, args, ready) => {
    parts[name] = new Part({ name, args, env, ready, dataDir, pids, echo: dev });
    return parts[name];
  };
  let stopping;
  const stop = () => {
    stopping ??= (async () => {
      // The database goes last: the others may still be writing.
      await Promise.all(
        Object.values(parts)
          .filter((one) => one.name !== "database")
          .map((one) => one.stop()),
      );
      await parts.database?.stop();
      pids.release();
    })();
    return stopping;
  };

  try {
    const { database: _, ...others } = port;
    await requirePorts(embedded ? port : others);

    if (!dev && mayBuild && !isBuilt()) {
      await step("Prisma client ready", async () => (generate() ? "generated" : "unchanged"));
      await build();
    } else {
      generate();
      if (dev) await makeAssets(env);
    }

    if (embedded) {
      const args = command("database", dev, ["--data", join(dataDir, "db"), "--port", String(port.database)]);
      await step("Database started", () => part("database", args, { line: "ready " }).start());
    }
    await step("Migrations", async () =>
      (await run(node(), command("migrate", dev), { name: "migrate deploy", env })).trim().split("\n").pop(),
    );
    await seed(env, dataDir, dev, embedded, scale);

    const starting = [
      part("sandbox", command("sandbox", dev), { port: port.sandbox }),
      part("web", command("web", dev, dev ? ["--dev"] : []), { url: `http://127.0.0.1:${port.web}/api/health` }),
      part("runner", command("runner", dev), { port: port.runner }),
      part("collab", command("collab", dev), { port: port.collab }),
    ];
    await Promise.all(starting.map((one) => step(`${one.name} started`, () => one.start({ timeoutMs: 120_000 }))));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${port.web}`, sandbox: `http://localhost:${port.sandbox}`, env, parts, stop };
}
