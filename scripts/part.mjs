import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { at, node, root } from "./paths.mjs";
import { pause, signalGroup } from "./processes.mjs";
import { dim, Stop, say, seconds, yellow } from "./progress.mjs";

const STOP_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;
/** A part that lived so long was well: its next death starts counting anew. */
const WELL_MS = 30_000;
const KEPT_LINES = 25;

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const end = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.setTimeout(2000, () => end(false));
  });
}

async function healthy(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

/**
 * One process of the school. It is restarted, with growing pauses, whenever it ends unasked.
 * `ready`: { port } waits until it listens, { url } until it answers, { line } until it prints a line that starts so.
 */
export class Part {
  #stopping = false;
  #child = null;
  #deaths = 0;
  #lines = [];

  constructor({ name, args, env, ready, dataDir, pids, echo = false }) {
    Object.assign(this, { name, args, env, ready, pids, echo });
    mkdirSync(join(dataDir, "logs"), { recursive: true });
    this.logFile = join(dataDir, "logs", `${name}.log`);
    this.log = createWriteStream(this.logFile);
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Starts it and waits until it is ready; fails with its last words if it dies first. */
  async start({ timeoutMs = 60_000 } = {}) {
    const child = this.#spawn();
    await this.#untilReady(child, timeoutMs);
  }

  #spawn() {
    const bornAt = Date.now();
    this.#lines = [];
    const child = spawn(node(), ["--import", pathToFileURL(at("scripts/follow.mjs")).href, ...this.args], {
      cwd: root,
      env: { ...this.env, UHS_PART: this.name, UHS_SUPERVISOR: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Its own group: Ctrl+C reaches only the supervisor, which stops the parts in order.
      detached: process.platform !== "win32",
    });
    this.#child = child;
    child.exited = new Promise((resolve) => child.once("close", resolve));
    if (child.pid) this.pids.add(this.name, child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        this.log.write(text);
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.#heard(child, line);
      });
    }
    child.on("error", (error) => this.#heard(child, error.message));
    child.once("close", (code, signal) => this.#ended(child, signal ?? `exit ${code}`, Date.now() - bornAt));
    return child;
  }

  #heard(child, line) {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    if (this.ready.line && line.startsWith(this.ready.line)) child.isReady = true;
    if (this.echo) console.log(`${dim(this.name.padEnd(9))} ${line}`);
  }

  lastWords() {
    return this.#lines.map((line) => `    ${line}`).join("\n");
  }

  async #untilReady(child, timeoutMs) {
    const until = Date.now() + timeoutMs;
    while (!child.isReady) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Stop(`${this.name} ended while starting:\n${this.lastWords()}`);
      }
      if (Date.now() > until)
        throw new Stop(`${this.name} was not ready after ${seconds(timeoutMs)}:\n${this.lastWords()}`);
      if (this.ready.port) child.isReady = await answers(this.ready.port);
      else if (this.ready.url) child.isReady = await healthy(this.ready.url);
      if (!child.isReady) await pause(40);
    }
  }

  #ended(child, how, livedMs) {
    this.pids.remove(this.name);
    // During the first start the caller is waiting and is told there.
    if (this.#stopping || (!child.isReady && !child.isRestart)) return;
    this.#deaths = livedMs > WELL_MS ? 1 : this.#deaths + 1;
    const wait = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** (this.#deaths - 1));
    say(yellow(`${this.name} stopped (${how}); starting it again in ${seconds(wait)}`));
    if (how !== "SIGKILL" && this.#lines.length && !this.echo) console.log(dim(this.lastWords()));
    void this.#restart(wait);
  }

  async #restart(wait) {
    await pause(wait);
    if (this.#stopping) return;
    const from = Date.now();
    const child = this.#spawn();
    child.isRestart = true;
    try {
      await this.#untilReady(child, 120_000);
      if (!this.#stopping) say(`${this.name} is back ${dim(seconds(Date.now() - from))}`);
    } catch (error) {
      // If it died, its end has already planned the next try.
      if (child.exitCode === null && child.signalCode === null) {
        say(yellow(error.message));
        signalGroup(child.pid, "SIGKILL");
      }
    }
  }

  /** Asks it to stop, so that what it is doing can finish, and makes it after ten seconds. */
  async stop() {
    this.#stopping = true;
    const child = this.#child;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      signalGroup(child.pid, "SIGTERM");
      const force = setTimeout(() => signalGroup(child.pid, "SIGKILL"), STOP_MS);
      await child.exited;
      clearTimeout(force);
    }
    this.log.end();
  }
}
