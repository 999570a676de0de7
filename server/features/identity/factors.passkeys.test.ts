import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/server/platform/env";
import { resolveSession } from "@/server/platform/session";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { type Given, softAuthenticator } from "@/tests/harness/passkey";
import { addPasskey, answerPasskey, askPasskey, beginPasskey } from "./factors.passkeys.service";
import { signInByPasskey } from "./identity.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  env().APP_URL = "http://localhost:3000";
});
afterAll(() => t.close());

const from = (now = new Date()) => ({
  now,
  ip: "10.6.0.1",
  userAgent: "Chrome",
  requestId: crypto.randomUUID(),
});

async function withPasskey() {
  const user = await createUser(t.sql, t.random);
  const ctx = await t.ctx(user);
  const device = softAuthenticator();
  const options = await beginPasskey(ctx);
  await addPasskey(ctx, { label: "Phone", answer: device.register(options.challenge) });
  return { user, ctx, device };
}
const ask = (about = "") => askPasskey("sign_in", about, null, new Date());
const answer = async (device: ReturnType<typeof softAuthenticator>, given: Given = {}) => {
  const { challenge } = await ask();
  return answerPasskey(from(), "sign_in", "", device.answer(challenge, given), null);
};

describe("a passkey", () => {
  it("signs in alone, as two factors, and is noted as used", async () => {
    const { user, device } = await withPasskey();
    expect(await answer(device)).toEqual({ userId: user.id });
    const session = await signInByPasskey(from(), user.id);
    expect(session.pending).toBe(false);
    expect((await resolveSession(session.token))?.mfaAt).toBeInstanceOf(Date);
    const { rows } = await t.sql.query(`SELECT counter, "lastUsedAt" FROM "Passkey" WHERE "userId" = $1`, [user.id]);
    expect(rows[0]).toMatchObject({ counter: "1", lastUsedAt: expect.any(Date) });
  });

  it("answers once: a copied answer is nothing, also at the same moment", async () => {
    const { device, user } = await withPasskey();
    const { challenge } = await ask();
    const copied = device.answer(challenge);
    const answers = await Promise.all([1, 2, 3].map(() => answerPasskey(from(), "sign_in", "", copied, null)));
    expect(answers.filter(Boolean)).toEqual([{ userId: user.id }]);
    // Signed anew for the same question, as by a stolen question.
    expect(await answerPasskey(from(), "sign_in", "", device.answer(challenge), null)).toBeNull();
  });

  it("whose counter went back is refused: somebody copied it", async () => {
    const { device } = await withPasskey();
    expect(await answer(device, { counter: 7 })).not.toBeNull();
    expect(await answer(device, { counter: 7 })).toBeNull();
    expect(await answer(device, { counter: 3 })).toBeNull();
    expect(await answer(device, { counter: 8 })).not.toBeNull();
  });

  it.each<[string, Given]>([
    ["for another site", { origin: "https://evil.example" }],
    ["for another name", { rpId: "evil.example" }],
    ["without having verified its holder", { verified: false }],
  ])("is refused %s", async (_, given) => {
    const { device } = await withPasskey();
    expect(await answer(device, given)).toBeNull();
  });

  it("of another person, another purpose, another session or an old question is refused", async () => {
    const [one, other] = [await withPasskey(), await withPasskey()];
    const now = new Date();
    const session = one.ctx.actor.sessionId;
    const second = async () => (await askPasskey("second", session, one.user.id, now)).challenge;
    const taken = (about: string, at: Date, reply: ReturnType<typeof one.device.answer>) =>
      answerPasskey(from(at), "second", about, reply, one.user.id);
    expect(await taken(session, now, other.device.answer(await second()))).toBeNull();
    expect(await taken("elsewhere", now, one.device.answer(await second()))).toBeNull();
    expect(await taken(session, new Date(now.getTime() + 301_000), one.device.answer(await second()))).toBeNull();
    expect(await answerPasskey(from(), "sign_in", "", one.device.answer(await second()), null)).toBeNull();
    // As a second step it need not verify its holder: the password did.
    expect(await taken(session, now, one.device.answer(await second(), { verified: false }))).not.toBeNull();
  });

  it("is added only in the session that asked, once, and not twice to anybody", async () => {
    const user = await createUser(t.sql, t.random);
    const ctx = await t.ctx(user);
    const elsewhere = await t.ctx(user);
    const device = softAuthenticator();
    const { challenge } = await beginPasskey(ctx);
    const made = { label: "Key", answer: device.register(challenge) };
    await expect(addPasskey(elsewhere, made)).rejects.toMatchObject({ reason: "passkey.refused" });
    await addPasskey(ctx, made);
    await expect(addPasskey(ctx, made)).rejects.toMatchObject({ reason: "passkey.refused" });
    const again = await beginPasskey(ctx);
    await expect(addPasskey(ctx, { label: "Key", answer: device.register(again.challenge) })).rejects.toMatchObject({
      reason: "passkey.known",
    });
  });
});
