/**
 * Finds or makes a real PostgreSQL with pgvector for tests and measurements.
 * On its own it starts one, prints its URL and keeps it until Ctrl+C.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pause } from "./processes.mjs";
import { say, step } from "./progress.mjs";
import { run } from "./run.mjs";

const CAGE = "/var/tmp/uhs-pg17";
const OLDEST = 16;
/** Losing what a test wrote costs nothing, waiting for the disk does. */
const SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=200",
  "dynamic_shared_memory_type=mmap",
  "unix_socket_directories=/tmp",
];

const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
const isRoot = () => process.getuid?.() === 0;
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function ask(url, sql) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function inspect(url) {
  const [row] = await ask(
    url,
    "SELECT current_setting('server_version') AS version, (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS vector",
  );
  return row;
}

/** Starts a cluster of its own with the given programs. `as` turns a shell line into a command run as an ordinary user. */
async function startCluster({ programs, folder, as, how }) {
  const port = await freePort();
  const shell = async (line) => run(...as(line), { name: "PostgreSQL" });
  await shell(
    `${programs}/initdb -D ${quote(folder)} -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null`,
  );
  const options = SETTINGS.map((setting) => `-c ${setting}`).join(" ");
  const [command, args] = as(`exec ${programs}/postgres -D ${quote(folder)} -p ${port} -h 127.0.0.1 ${options}`);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  let words = "";
  child.stderr.on("data", (data) => (words = (words + data).slice(-4000)));
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    // Fast shutdown, to the server itself: what stands before it (su, chroot) may not pass a signal on.
    await shell(`${programs}/pg_ctl -D ${quote(folder)} -m fast -w stop`).catch(() => {});
    await ended;
    await shell(`rm -rf ${quote(folder)}`).catch(() => {});
  };
  for (let tries = 0; ; tries++) {
    try {
      const found = await inspect(url);
      if (!found.vector) throw Object.assign(new Error("pgvector is not installed with it"), { final: true });
      return { url, how: `${how} (PostgreSQL ${found.version}, pgvector ${found.vector})`, stop };
    } catch (error) {
      if (error.final || tries > 100 || child.exitCode !== null) {
        await stop();
        throw new Error(`${error.message}\n${words}`);
      }
      await pause(100);
    }
  }
}

/** An installed PostgreSQL new enough and with pgvector, or null. */
function localPrograms() {
  const folders = [];
  for (const base of ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"]) {
    for (const name of existsSync(base) ? readdirSync(base) : []) {
      const version = Number(/^(?:postgresql@)?(\d+)$/.exec(name)?.[1]);
      if (version >= OLDEST) folders.push({ version, programs: join(base, name, "bin") });
    }
  }
  folders.sort((a, b) => Math.abs(a.version - 17) - Math.abs(b.version - 17));
  return (
    folders.find(({ programs }) => {
      try {
        const share = execFileSync(join(programs, "pg_config"), ["--sharedir"], { encoding: "utf8" }).trim();
        return existsSync(join(programs, "initdb")) && existsSync(join(share, "extension/vector.control"));
      } catch {
        const version = programs.match(/postgresql\/(\d+)/)?.[1];
        return (
          existsSync(join(programs, "initdb")) &&
          existsSync(`/usr/share/postgresql/${version}/extension/vector.control`)
        );
      }
    })?.programs ?? null
  );
}

async function fromLocal() {
  const programs = localPrograms();
  if (!programs) return null;
  const folder = mkdtempSync(join(tmpdir(), "uhs-pg-"));
  if (!isRoot())
    return startCluster({
      programs,
      folder: join(folder, "data"),
      as: (line) => ["sh", ["-c", line]],
      how: `installed in ${programs}`,
    });
  execFileSync("chown", ["postgres", folder]);
  return startCluster({
    programs,
    folder: join(folder, "data"),
    as: (line) => ["su", ["postgres", "-s", "/bin/sh", "-c", line]],
    how: `installed in ${programs}`,
  });
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** A small Debian in a folder with PostgreSQL 17 and pgvector, kept for the next time. */
async function fromCage() {
  if (!isRoot() || !isDebian() || !has("apt-get")) return null;
  const marker = join(CAGE, "uhs-complete");
  if (!existsSync(marker)) {
    rmSync(CAGE, { recursive: true, force: true });
    await step(`PostgreSQL 17 fetched into ${CAGE}`, async () => {
      if (!has("debootstrap")) {
        await run("apt-get", ["update", "-qq"]);
        await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "debootstrap"], {
          env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        });
      }
      mkdirSync(CAGE, { recursive: true });
      await run("debootstrap", ["--variant=minbase", "--include=postgresql-17,postgresql-17-pgvector", "trixie", CAGE]);
      writeFileSync(marker, "");
    });
  }
  const as = (line) => ["chroot", [CAGE, "su", "postgres", "-s", "/bin/sh", "-c", line]];
  const folder = `/var/lib/postgresql/uhs-${process.pid}`;
  return startCluster({ programs: "/usr/lib/postgresql/17/bin", folder, as, how: `Debian's, in ${CAGE}` });
}

async function given() {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) return null;
  const found = await inspect(url);
  if (Number.parseInt(found.version, 10) < OLDEST) throw new Error(`PostgreSQL ${found.version} is too old`);
  if (!found.vector) throw new Error("it has no pgvector");
  return {
    url,
    how: `TEST_DATABASE_URL (PostgreSQL ${found.version}, pgvector ${found.vector})`,
    stop: async () => {},
  };
}

/** A running PostgreSQL: `{ url, how, stop }`; or `{ url: null, why }` when none can be reached from here. */
export async function startPostgres() {
  const reasons = [];
  for (const [name, way] of [
    ["TEST_DATABASE_URL", given],
    ["an installed PostgreSQL", fromLocal],
    ["debootstrap", fromCage],
  ]) {
    try {
      const found = await way();
      if (found) return found;
      reasons.push(`${name}: not here`);
    } catch (error) {
      reasons.push(`${name}: ${error.message.trim().split("\n").slice(-3).join(" / ")}`);
    }
  }
  return { url: null, why: reasons.join("; ") };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await startPostgres();
  if (!found.url) {
    console.error(`No PostgreSQL: ${found.why}`);
    process.exit(1);
  }
  say(found.how);
  console.log(found.url);
  const stop = async () => {
    await found.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  setInterval(() => {}, 60_000);
}
