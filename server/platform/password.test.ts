import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, isStale, passwordCost, verifyPassword } from "./password";

describe("passwords", () => {
  it("are kept as argon2id with the agreed cost", async () => {
    expect(await hashPassword("Karibu-2026!")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each([8, 64, 72, 73, 200, 512])("of %i characters count to the last one", async (length) => {
    const password = `${"a".repeat(length - 1)}x`;
    const stored = await hashPassword(password);
    expect((await verifyPassword(stored, password)).ok).toBe(true);
    expect((await verifyPassword(stored, `${"a".repeat(length - 1)}y`)).ok).toBe(false);
  });

  it("are the same however the keyboard composed them", async () => {
    const stored = await hashPassword("Wanjik\u0169-2026");
    expect((await verifyPassword(stored, "Wanjiku\u0303-2026")).ok).toBe(true);
  });

  it("made with an older cost are right, and asked to be made again", async () => {
    const old = await hash("Karibu-2026!", { ...passwordCost, memoryCost: 8_192 });
    expect(await verifyPassword(old, "Karibu-2026!")).toEqual({ ok: true, stale: true });
    expect(await verifyPassword(old, "wrong")).toEqual({ ok: false, stale: false });
    expect(isStale(await hashPassword("x"))).toBe(false);
  });

  it("cost the same work where there is no account", async () => {
    const stored = await hashPassword("Karibu-2026!");
    // In turns, and the quickest of each: what else the machine does must not be taken for a difference.
    const least = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    for (let i = 0; i < 20; i++)
      for (const [who, against] of [
        ["known", stored],
        ["unknown", null],
      ] as const) {
        const from = performance.now();
        expect((await verifyPassword(against, "wrong password")).ok).toBe(false);
        least[who] = Math.min(least[who], performance.now() - from);
      }
    const { known, unknown } = least;
    expect(Math.abs(known - unknown) / known).toBeLessThan(0.35);
  });

  it("never match where there is no hash, not even the decoy's own", async () => {
    expect(await verifyPassword(null, "nobody has this password")).toEqual({ ok: false, stale: false });
  });

  it("are all answered when a crowd arrives", async () => {
    const stored = await hashPassword("one");
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => verifyPassword(stored, i % 2 ? "one" : "two")));
    expect(all.filter((answer) => answer.ok)).toHaveLength(6);
  });
});
