import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { Stop } from "./progress.mjs";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** When a process started; a pid alone may belong to somebody else by now. Null when it is gone. */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : fields[19];
  } catch {
    if (existsSync("/proc/self/stat")) return null;
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

const isSame = ({ pid, start }) => start !== null && startOf(pid) === start;

function signal(pid, name) {
  try {
    // Children lead their own group, so what they started goes with them.
    process.kill(process.platform === "win32" ? pid : -pid, name);
  } catch {
    // Already gone.
  }
}

/** The processes of one school, on disk, so that the next start can find what a killed one left. */
export class PidFile {
  constructor(file) {
    this.file = file;
    this.children = {};
  }

  #read() {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      return null;
    }
  }

  #write() {
    mkdirSync(dirname(this.file), { recursive: true });
    const me = { pid: process.pid, start: startOf(process.pid) };
    writeFileSync(`${this.file}.new`, JSON.stringify({ supervisor: me, children: this.children }));
    renameSync(`${this.file}.new`, this.file);
  }

  /** Takes the file over; stops leftovers of a killed start and returns their names. Throws when a school lives here. */
  async claim() {
    const held = this.#read();
    if (held && isSame(held.supervisor) && held.supervisor.pid !== process.pid) {
      throw new Stop(
        `This school is already running here (process ${held.supervisor.pid}). Stop that one with Ctrl+C, or: kill ${held.supervisor.pid}`,
      );
    }
    const left = Object.entries(held?.children ?? {}).filter(([, child]) => isSame(child));
    for (const [, child] of left) signal(child.pid, "SIGTERM");
    for (const until = Date.now() + 10_000; left.some(([, child]) => isSame(child)) && Date.now() < until; )
      await pause(50);
    for (const [, child] of left) if (isSame(child)) signal(child.pid, "SIGKILL");
    this.#write();
    return left.map(([name]) => name);
  }

  add(name, pid) {
    this.children[name] = { pid, start: startOf(pid) };
    this.#write();
  }

  remove(name) {
    delete this.children[name];
    this.#write();
  }

  release() {
    rmSync(this.file, { force: true });
  }
}

/** Sends a signal to a child and everything it started. */
export const signalGroup = signal;

export function portIsFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Who listens on a port, in words, where the system tells. */
function holder(port) {
  try {
    const line = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const pid = /^p(\d+)/m.exec(line)?.[1];
    const name = /^c(.+)/m.exec(line)?.[1];
    return pid ? ` by ${name} (process ${pid})` : "";
  } catch {
    return "";
  }
}

/** Stops with the port's name when another program holds it. `needed` maps names to ports. */
export async function requirePorts(needed) {
  for (const [name, port] of Object.entries(needed)) {
    // A program that was stopped a moment ago may take a little to let go.
    for (let tries = 0; !(await portIsFree(port, name === "web" ? "0.0.0.0" : "127.0.0.1")); tries++) {
      if (tries < 10) await pause(100);
      else
        throw new Stop(`Port ${port} (${name}) is in use${holder(port)}. Stop it, or choose another with PORT=3100.`);
    }
  }
}

/** The first base from which all six ports are free. */
export async function freeBase(from = 4300) {
  for (let base = from; base < 60_000; base += 10) {
    const all = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => portIsFree(base + offset, "0.0.0.0")));
    if (all.every(Boolean)) return base;
  }
  throw new Stop("No free ports.");
}
