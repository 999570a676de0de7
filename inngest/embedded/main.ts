import { createServer } from "node:http";
import { ports } from "@/scripts/ports.mjs";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { hasInngestServer } from "../server-mode";
import { RunnerDatabase } from "./database";
import { Forwarder, sendToServer } from "./forward";
import { Runner } from "./runner";

/**
 * The runner process. Without an Inngest server it executes the functions the application serves at /api/inngest;
 * with one (see server-mode.ts) it only hands the outbox's events over.
 */
const settings = env();
const port = ports(settings.PORT);
const log = (level: "info" | "warn" | "error", message: string, detail?: unknown) => logger[level]({ detail }, message);

const part = hasInngestServer(settings)
  ? new Forwarder(
      new RunnerDatabase(settings.DATABASE_URL, (error) => log("warn", error.message)),
      sendToServer(settings.INNGEST_BASE_URL ?? "https://inn.gs", settings.INNGEST_EVENT_KEY ?? ""),
      log,
    )
  : new Runner({
      databaseUrl: settings.DATABASE_URL,
      wire: {
        endpoint: `http://127.0.0.1:${port.web}/api/inngest`,
        signingKey: settings.INNGEST_SIGNING_KEY,
        stepTimeoutMs: 270_000,
      },
      log,
    });

const server = createServer((request, response) => {
  if (request.url !== "/health") {
    response.writeHead(404).end();
    return;
  }
  part.health().then(
    (health) => {
      response.writeHead(health.ok ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify(health));
    },
    () => response.writeHead(500).end(),
  );
});
// The port is also the lock: two runners would take each other's interrupted steps for lost ones.
server.on("error", (error) => {
  log("error", "the runner's port is taken: is another runner up?", error.message);
  process.exit(1);
});
server.listen(port.runner, "127.0.0.1", () => {
  part.start();
  log("info", `runner on 127.0.0.1:${port.runner}`);
});

let stopping = false;
async function stop(why: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log("info", `stopping: ${why}`);
  server.close();
  await part.stop();
  process.exit(0);
}
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
process.on("disconnect", () => void stop("its parent is gone"));
