import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { at } from "./paths.mjs";
import { ports } from "./ports.mjs";
import { secrets } from "./secrets.mjs";

/**
 * The environment of a school that runs on this machine. What the caller's environment or `.env` says goes first, so
 * any part can be replaced by a real one (DATABASE_URL, SMTP_URL, REDIS_URL …); a school under test takes nothing.
 */
export function environment({ dataDir, base, mode, dev = false }) {
  if (mode !== "test" && existsSync(at(".env"))) process.loadEnvFile?.(at(".env"));
  const given = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const port = ports(base);
  const school = {
    ...secrets(dataDir),
    DATABASE_URL: `postgresql://postgres:postgres@127.0.0.1:${port.database}/postgres?sslmode=disable`,
    APP_URL: `http://localhost:${port.web}`,
    SMTP_URL: `smtp://127.0.0.1:${port.smtp}`,
    MAIL_FROM: "Urban Home School <school@uhs.test>",
    AT_BASE_URL: `http://127.0.0.1:${port.sandbox}`,
    AT_USERNAME: "sandbox",
    SANDBOX_URL: `http://localhost:${port.sandbox}`,
    COLLAB_URL: `ws://localhost:${port.collab}`,
    STORAGE_DIR: join(dataDir, "storage"),
    TRUSTED_PROXY_HOPS: "0",
    LOG_LEVEL: dev ? "info" : "warn",
  };
  const env = mode === "test" ? { ...given, ...school } : { ...school, ...given };
  return {
    ...env,
    UHS_ENV: mode,
    DATABASE_ENGINE: env.DATABASE_URL === school.DATABASE_URL ? "embedded" : "postgres",
    PORT: String(port.web),
    NEXTAUTH_URL: env.APP_URL,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PATH: `${at("node_modules/.bin")}${delimiter}${process.env.PATH}`,
  };
}
