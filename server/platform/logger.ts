import pino from "pino";

/** Masks what must not be read in a log: addresses, phones, secrets. Keeps enough to recognise one's own. */
export function mask(value: string): string {
  if (value.includes("@")) return value.replace(/^(.).*@/, "$1***@");
  if (/^\+?\d{9,15}$/.test(value)) return `${value.slice(0, 6)}****${value.slice(-3)}`;
  return "***";
}

const secretKeys = [
  "password",
  "passwordHash",
  "token",
  "secret",
  "code",
  "cookie",
  "authorization",
  "apiKey",
  "totpSecret",
  "SecurityCredential",
  "Password",
];

/** One line of JSON per event; request id where there is one; known secrets censored wherever they stand. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: { part: process.env.UHS_PART ?? "web" },
  redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
  formatters: { level: (label) => ({ level: label }) },
  timestamp: pino.stdTimeFunctions.isoTime,
});
