import { z } from "zod";

/**
 * What the environment must say, parsed once. A missing or weak value stops the start and names the variable;
 * nothing falls back to a fake. `UHS_ENV` absent means production, so that forgetting it can only be strict.
 */
const text = z.string().min(1);
const schema = z.object({
  UHS_ENV: z.enum(["local", "test", "production"]).default("production"),
  DATABASE_URL: text,
  DATABASE_ENGINE: z.enum(["embedded", "postgres"]).default("postgres"),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
  APP_URL: z.url(),
  PORT: z.coerce.number().int().default(3000),
  NEXTAUTH_SECRET: z.string().min(32, "must be at least 32 characters"),
  FIELD_KEYS: z.string().transform((value, ctx) => {
    const parsed = z
      .record(
        text,
        z.string().refine((key) => Buffer.from(key, "base64").length === 32),
      )
      .safeParse(safeJson(value));
    if (parsed.success) return parsed.data;
    ctx.addIssue({ code: "custom", message: "must be JSON {keyId: base64 of 32 bytes}" });
    return z.NEVER;
  }),
  FIELD_KEY_ID: text,
  INNGEST_SIGNING_KEY: z.string().regex(/^signkey-[a-z]+-([0-9a-f]{2}){16,}$/, "must look like signkey-<env>-<hex>"),
  INNGEST_EVENT_KEY: text.optional(),
  INNGEST_BASE_URL: z.url().optional(),
  INNGEST_DEV: z.string().optional(),
  SMTP_URL: text,
  MAIL_FROM: text,
  AT_BASE_URL: z.url(),
  AT_USERNAME: text,
  AT_API_KEY: text,
  AT_SENDER: text.optional(),
  AT_CALLBACK_TOKEN: z.string().min(16),
  VAPID_PRIVATE_KEY: z
    .string()
    .refine((key) => /^[\w-]{43}$/.test(key), "must be 32 bytes in base64url: npx web-push generate-vapid-keys"),
  REDIS_URL: text.optional(),
  STORAGE_DIR: text,
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: text.optional(),
  S3_REGION: text.default("us-east-1"),
  S3_ACCESS_KEY_ID: text.optional(),
  S3_SECRET_ACCESS_KEY: text.optional(),
  CLAMD_URL: z
    .string()
    .regex(/^tcp:\/\/[^/:]+:\d+$/, "must look like tcp://host:3310")
    .optional(),
  COLLAB_URL: text.optional(),
  SANDBOX_URL: z.url().optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Env = z.infer<typeof schema>;

function safeJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** Words that only a local set-up may contain. */
const localOnly = /localhost|127\.0\.0\.1|changeme|devkey|signkey-local-|karibu/i;

/** Parses an environment. Throws one Error that names every variable at fault, never its value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(filled);
  const faults = result.success
    ? []
    : result.error.issues.map(
        (issue) =>
          `${String(issue.path[0])}: ${filled[String(issue.path[0])] === undefined ? "is missing" : issue.message}`,
      );
  if (result.success && result.data.UHS_ENV === "production") {
    const env = result.data;
    if (env.INNGEST_DEV && env.INNGEST_DEV !== "0")
      faults.push("INNGEST_DEV: must not be set in production, it would leave the job endpoint open");
    if (env.SANDBOX_URL && source.SANDBOX_ALLOWED !== "yes") faults.push("SANDBOX_URL: must not be set in production");
    if (!env.APP_URL.startsWith("https://")) faults.push("APP_URL: must be https in production");
    for (const name of ["NEXTAUTH_SECRET", "INNGEST_SIGNING_KEY", "AT_API_KEY", "AT_BASE_URL", "SMTP_URL"] as const)
      if (localOnly.test(env[name]) && source.SANDBOX_ALLOWED !== "yes")
        faults.push(`${name}: is a local default, not a production value`);
  }
  const s3 = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
  if (s3.some((name) => filled[name] !== undefined))
    for (const name of s3)
      if (filled[name] === undefined) faults.push(`${name}: is missing, though other S3_* are set`);
  if (result.success && !(result.data.FIELD_KEY_ID in result.data.FIELD_KEYS))
    faults.push("FIELD_KEY_ID: names no key of FIELD_KEYS");
  if (!result.success || faults.length)
    throw new Error(`The environment is not complete:\n  ${faults.join("\n  ")}\nSee .env.example.`);
  return result.data;
}

let parsed: Env | undefined;
/** The environment of this process. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
