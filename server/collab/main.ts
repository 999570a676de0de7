import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { beginShutdown, closeAll } from "@/server/platform/shutdown";
import { documentKinds } from "./registry";
import { startCollab } from "./server";

/** The process for documents people write together, on the port after the web server's. */
const { UHS_ENV, PORT, APP_URL, NEXTAUTH_SECRET } = env();
const local = UHS_ENV !== "production";
const ownOrigin = new URL(APP_URL).origin;

/** Our own pages; on one's own machine under any of its names. */
function allowsOrigin(origin: string | undefined): boolean {
  if (origin === ownOrigin) return true;
  if (!local || !origin || !URL.canParse(origin)) return false;
  const { protocol, port, hostname } = new URL(origin);
  return protocol === "http:" && port === String(PORT) && /^(localhost|127\.0\.0\.1|\[::1\]|[\d.]+)$/.test(hostname);
}

const collab = await startCollab({
  port: PORT + 1,
  host: local ? "127.0.0.1" : "0.0.0.0",
  kinds: documentKinds,
  secret: NEXTAUTH_SECRET,
  allowsOrigin,
  logger,
});
logger.info({ port: collab.port, kinds: documentKinds.map(({ kind }) => kind) }, "collaboration is ready");

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    beginShutdown();
    // What cannot be stored in time is known from the log; waiting for ever would only end in a kill.
    setTimeout(() => process.exit(1), 9_000).unref();
    await collab.stop();
    await closeAll((name, error) => logger.error({ err: error, name }, "collaboration: not closed"));
    logger.info("collaboration has stopped");
    process.exit(0);
  });
