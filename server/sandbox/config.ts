import path from "node:path";
import { z } from "zod";
import { ports } from "@/scripts/ports.mjs";

const schema = z.object({
  UHS_ENV: z.enum(["local", "test", "production"]).default("production"),
  SANDBOX_ALLOWED: z.string().optional(),
  PORT: z.coerce.number().int().default(3000),
  STORAGE_DIR: z.string().optional(),
  SANDBOX_DIR: z.string().optional(),
  AT_CALLBACK_TOKEN: z.string().optional(),
});

/** What the sandbox needs of the environment. It has none of the school's keys, so it does not ask for them. */
export type SandboxConfig = { httpPort: number; smtpPort: number; dataDir: string; smsReportUrl: string | null };

/** Reads the environment; throws when this would be a fake service in production that nobody asked for by name. */
export function sandboxConfig(source: Record<string, string | undefined>): SandboxConfig {
  const values = schema.parse(source);
  if (values.UHS_ENV === "production" && values.SANDBOX_ALLOWED !== "yes") {
    throw new Error(
      "UHS_ENV is production: the sandbox swallows mail and SMS, and starts there only with SANDBOX_ALLOWED=yes.",
    );
  }
  const port = ports(values.PORT);
  const beside = values.STORAGE_DIR
    ? path.join(path.dirname(path.resolve(values.STORAGE_DIR)), "sandbox")
    : ".data/sandbox";
  return {
    httpPort: port.sandbox,
    smtpPort: port.smtp,
    dataDir: values.SANDBOX_DIR ?? beside,
    smsReportUrl: values.AT_CALLBACK_TOKEN
      ? `http://127.0.0.1:${port.web}/api/webhooks/sms/${values.AT_CALLBACK_TOKEN}`
      : null,
  };
}
