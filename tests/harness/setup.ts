/**
 * The environment of every test file: complete, harmless and the same everywhere. Runs before the file's own imports;
 * `testDatabase()` later points DATABASE_URL at a real database. Addresses of outside services lead to ports nobody
 * listens on: a test that needs one starts its sandbox and says so.
 *
 * Many files share a process (vitest.config.ts): what it remembers on globalThis, and what another file set in its
 * environment, is forgotten here.
 */
const values: Record<string, string> = {
  UHS_ENV: "test",
  // Nothing listens here: a test that reads data without testDatabase() fails at once.
  DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none?sslmode=disable",
  DATABASE_ENGINE: process.env.TEST_DATABASE_URL ? "postgres" : "embedded",
  APP_URL: "http://127.0.0.1:3000",
  PORT: "3000",
  NEXTAUTH_SECRET: "a secret for tests only, forty characters",
  FIELD_KEYS: JSON.stringify({ test: Buffer.alloc(32, 7).toString("base64") }),
  FIELD_KEY_ID: "test",
  INNGEST_SIGNING_KEY: `signkey-test-${"5a".repeat(32)}`,
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "Urban Home School <school@uhs.test>",
  AT_BASE_URL: "http://127.0.0.1:9",
  AT_USERNAME: "sandbox",
  AT_API_KEY: "test-api-key",
  AT_CALLBACK_TOKEN: "test-callback-token-32-characters",
  VAPID_PRIVATE_KEY: Buffer.alloc(32, 9).toString("base64url"),
  STORAGE_DIR: ".data/test/storage",
  LOG_LEVEL: "silent",
};

Object.assign(process.env, values);
// Left by the developer's own shell they would change what a test means.
for (const name of ["REDIS_URL", "INNGEST_BASE_URL", "INNGEST_DEV", "SANDBOX_URL", "COLLAB_URL"])
  delete process.env[name];
// The Redis variant of a test asks for it by name.
if (process.env.TEST_REDIS_URL) process.env.REDIS_URL = process.env.TEST_REDIS_URL;

for (const name of Object.keys(globalThis)) if (name.startsWith("__uhs")) Reflect.deleteProperty(globalThis, name);
