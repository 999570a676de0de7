import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mask } from "./logger";

describe("the log", () => {
  it("holds no secret, however deep it stands", () => {
    const said = execFileSync(
      process.execPath,
      [
        "--import",
        "tsx",
        "--input-type=module",
        "-e",
        `const { logger } = await import(${JSON.stringify(path.resolve("server/platform/logger.ts"))});
         logger.warn({ password: "Karibu-2026!", user: { passwordHash: "$argon2id$x", deep: { token: "tok-123" } }, headers: { cookie: "uhs.session=abc", authorization: "Bearer b" }, kept: "yes" }, "event");`,
      ],
      { env: { ...process.env, LOG_LEVEL: "info" }, encoding: "utf8" },
    );
    expect(said).toContain('"kept":"yes"');
    expect(said).toContain("[redacted]");
    expect(said).not.toMatch(/Karibu|argon2id|tok-123|uhs\.session|Bearer/);
  });

  it("masks people's addresses and phones so that only they know them again", () => {
    expect(mask("wanjiru@demo.uhs.test")).toBe("w***@demo.uhs.test");
    expect(mask("+254712345678")).toBe("+25471****678");
    expect(mask("anything else")).toBe("***");
  });
});
