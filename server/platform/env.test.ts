import { describe, expect, it } from "vitest";
import { env, parseEnv } from "./env";

const whole = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^(UHS_ENV|DATABASE_|APP_URL|PORT|NEXTAUTH_SECRET|FIELD_|INNGEST_|SMTP_URL|MAIL_FROM|AT_|VAPID_|STORAGE_DIR)/.test(
      name,
    ),
  ),
);
const production = {
  ...whole,
  UHS_ENV: "production",
  APP_URL: "https://school.example",
  SMTP_URL: "smtps://mail.example",
  AT_BASE_URL: "https://api.africastalking.com",
};
const fault = (source: Record<string, string | undefined>) => {
  try {
    parseEnv(source);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("the environment", () => {
  it.each([
    "DATABASE_URL",
    "NEXTAUTH_SECRET",
    "FIELD_KEYS",
    "INNGEST_SIGNING_KEY",
    "SMTP_URL",
    "AT_API_KEY",
    "VAPID_PRIVATE_KEY",
    "STORAGE_DIR",
  ])("without %s stops the start and names it", (name) => {
    expect(fault({ ...whole, [name]: undefined })).toContain(`${name}: is missing`);
    expect(fault({ ...whole, [name]: "" })).toContain(`${name}: is missing`);
  });

  it("names everything at fault at once and never says a value", () => {
    const said = fault({
      ...whole,
      NEXTAUTH_SECRET: "short-and-secret",
      FIELD_KEYS: '{"a":"b"}',
      AT_API_KEY: undefined,
    });
    expect(said).toMatch(/NEXTAUTH_SECRET: must be at least 32/);
    expect(said).toMatch(/FIELD_KEYS: must be JSON/);
    expect(said).toMatch(/AT_API_KEY: is missing/);
    expect(said).not.toContain("short-and-secret");
  });

  it("that does not say what it is, is production", () => {
    expect(fault({ ...whole, UHS_ENV: undefined })).toContain("APP_URL: must be https in production");
  });

  it.each([
    [{ INNGEST_DEV: "1" }, "INNGEST_DEV"],
    [{ SANDBOX_URL: "http://x.example" }, "SANDBOX_URL"],
    [{ APP_URL: "http://school.example" }, "APP_URL"],
    [{ SMTP_URL: "smtp://localhost:1025" }, "SMTP_URL"],
    [{ INNGEST_SIGNING_KEY: `signkey-local-${"ab".repeat(32)}` }, "INNGEST_SIGNING_KEY"],
    [{ FIELD_KEY_ID: "gone" }, "FIELD_KEY_ID"],
  ])("of production refuses %j", (change, name) => expect(fault({ ...production, ...change })).toContain(`${name}:`));

  it("of production that is whole is accepted", () => expect(fault(production)).toBe(""));
  it("is read once", () => expect(env()).toBe(env()));
});
