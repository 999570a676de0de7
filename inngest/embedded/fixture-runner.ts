import { Runner } from "./runner";

/** The runner loop without the application around it; the tests start and kill it. */
const { DATABASE_URL = "", ENDPOINT = "", SIGNING_KEY = "", IDLE_MS = "60" } = process.env;
const runner = new Runner({
  databaseUrl: DATABASE_URL,
  wire: { endpoint: ENDPOINT, signingKey: SIGNING_KEY, stepTimeoutMs: 30_000 },
  idleMs: Number(IDLE_MS),
  log: (level, message, detail) => {
    if (process.env.RUNNER_LOG) process.stderr.write(`${level} ${message} ${detail ? JSON.stringify(detail) : ""}\n`);
  },
});
runner.start();
process.on("SIGTERM", () => void runner.stop().then(() => process.exit(0)));
process.on("disconnect", () => process.exit(0));
