/** From the fact to the channel, through the front door, on a real database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as askStop, POST as doStop } from "@/app/(public)/unsubscribe/route";
import { GET as openPush } from "@/app/api/notify/open/[id]/route";
import { PushBusy, PushGone } from "@/server/integrations/push/client";
import { SmsUnwanted } from "@/server/integrations/sms/client";
import { forgetDocuments } from "@/server/platform/document";
import { env } from "@/server/platform/env";
import { sealSession, sessionCookie } from "@/server/platform/session";
import { createHousehold } from "@/tests/factories/families";
import { createUser, type UserRow } from "@/tests/factories/identity";
import { createNotification } from "@/tests/factories/notify";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { type Clients, deliverDue } from "./notify.delivery.service";
import { dueDigests, writeDigest } from "./notify.digest.service";
import { fanOut, sendInstead } from "./notify.fanout.service";
import { forgetEndedDevices } from "./notify.push.service";
import { type Notice, notify } from "./notify.service";
import { readStopToken, stopAddress, stopToken } from "./notify.unsubscribe";

let t: TestDatabase;
let staff: UserRow;
beforeAll(async () => {
  t = await testDatabase();
  staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
  env().SANDBOX_URL = "http://localhost:3002";
});
afterAll(async () => {
  env().SANDBOX_URL = undefined;
  await t.close();
});

const noon = () => new Date("2026-11-21T09:00:00Z");
let serial = 0;
const reachable = () => ({
  phone: `+25471${String(t.random.int(1_000_000, 9_999_999))}`,
  phoneVerifiedAt: new Date(),
  emailVerifiedAt: new Date(),
});
const parentOf = (given: Partial<UserRow> = {}) => createUser(t.sql, t.random, { ...reachable(), ...given });
const rows = async (text: string, values: unknown[] = []) => (await t.sql.query(text, values)).rows;
const messagesOf = (userId: string) =>
  rows(`SELECT * FROM "OutboxMessage" WHERE "userId" = $1 ORDER BY "createdAt", channel`, [userId]);
const channelsOf = async (userId: string) => (await messagesOf(userId)).map(({ channel }) => channel).sort();

/** Told by somebody else, as it happens in earnest. Gives the notification's id. */
async function tell(userId: string, more: Partial<Notice> = {}): Promise<string> {
  const ctx = await t.ctx(staff);
  const notice: Notice = {
    userId,
    type: "family.mood_low",
    params: { child: "Amani", days: 3 },
    href: "/dashboard/parent/children",
    dedupeKey: `fact:${serial++}`,
    ...more,
  };
  await ctx.work((db) => notify(db, notice));
  const [row] = await rows(`SELECT id FROM "Notification" WHERE "dedupeKey" LIKE '%' || $1`, [notice.dedupeKey]);
  return row.id;
}
const device = () => ({
  endpoint: `http://localhost:3002/push/devices/${t.random.uuid()}`,
  p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString("base64url"),
  auth: Buffer.alloc(16, 1).toString("base64url"),
});
/** Nobody's page is open: sessions were last seen an hour ago. */
const away = () => t.sql.query(`UPDATE "AuthSession" SET "lastSeenAt" = now() - interval '1 hour'`);
const onlyOnce = (
  fail?: unknown,
): Clients & { sent: { to: string; text: string; headers?: Record<string, string> }[] } => {
  const sent: { to: string; text: string; headers?: Record<string, string> }[] = [];
  const note = (to: string, text: string, headers?: Record<string, string>) => {
    if (fail) throw fail;
    sent.push({ to, text, headers });
  };
  return {
    sent,
    mail: {
      send: async ({ to, text, headers }) => {
        note(to, text, headers);
        return { providerId: null };
      },
    },
    sms: {
      send: async ({ to, text }) => {
        note(to, text);
        return { providerId: `AT${serial++}`, costCents: 80n };
      },
      balance: async () => 0n,
    },
    push: {
      send: async ({ target, payload }) => {
        note(target.endpoint, payload);
        return { providerId: null };
      },
    },
  };
};
const dueNow = () =>
  t.sql.query(
    `UPDATE "OutboxMessage" SET "nextAttemptAt" = now() - interval '1 second' WHERE status IN ('PENDING', 'FAILED')`,
  );

describe("a device", () => {
  test("is switched on, pushed to first, and says nothing of the matter", async () => {
    const parent = await parentOf({ locale: "sw" });
    const api = await t.as(parent);
    const one = device();
    await api.notify.subscribePush(one);
    expect((await api.notify.settings()).devices).toBe(1);
    await away();
    const id = await tell(parent.id);
    expect(await fanOut(id, noon())).toEqual(["PUSH"]);
    expect(await fanOut(id, noon())).toEqual(["PUSH"]);
    const [push, ...more] = await messagesOf(parent.id);
    expect(more).toEqual([]);
    expect(JSON.parse(push.text)).toEqual({
      id,
      title: "Urban Home School",
      text: "Kuna jambo jipya kwako.",
      lang: "sw",
    });
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    expect(used.sent.map(({ to }) => to)).toEqual([one.endpoint]);
    expect(
      await rows(`SELECT "lastOkAt" IS NOT NULL AS ok FROM "PushSubscription" WHERE "userId" = $1`, [parent.id]),
    ).toEqual([{ ok: true }]);
  });

  test("leads its reader to the matter, and nobody else", async () => {
    const parent = await parentOf();
    const other = await parentOf();
    const id = await tell(parent.id);
    const opened = async (who: UserRow | null, what = id) => {
      const headers = new Headers();
      if (who) {
        const token = t.random.uuid();
        const { createHash } = await import("node:crypto");
        await t.sql.query(
          `INSERT INTO "AuthSession" (id, "tokenHash", "userId", "activeRole", "userVersion", amr, "expiresAt")
           SELECT gen_random_uuid(), $1, id, 'PARENT', "sessionVersion", '{pwd}', now() + interval '1 day' FROM "User" WHERE id = $2`,
          [createHash("sha256").update(token).digest(), who.id],
        );
        headers.set("cookie", `${sessionCookie()}=${await sealSession(token)}`);
      }
      const response = await openPush(new Request(`http://127.0.0.1:3000/api/notify/open/${what}`, { headers }), {
        params: Promise.resolve({ id: what }),
      });
      return [response.status, response.headers.get("location")];
    };
    expect(await opened(parent)).toEqual([303, "/dashboard/parent/children"]);
    expect(await opened(other)).toEqual([303, "/dashboard/parent/notifications"]);
    expect(await opened(parent, "nonsense")).toEqual([303, "/dashboard/parent/notifications"]);
    expect(await opened(null)).toEqual([303, "/login"]);
  });

  test("gets nothing once its session has ended, though the message was written before", async () => {
    const parent = await parentOf();
    const ctx = await t.ctx(parent);
    const { subscribePush } = await import("./notify.push.service");
    await subscribePush(ctx, device());
    await away();
    const id = await tell(parent.id);
    await fanOut(id, noon());
    await t.sql.query(`UPDATE "AuthSession" SET "revokedAt" = now() WHERE id = $1`, [ctx.actor.sessionId]);
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    expect(used.sent).toEqual([]);
    expect(await messagesOf(parent.id)).toMatchObject([{ status: "SUPPRESSED", reason: "gone" }]);
    const next = await tell(parent.id);
    expect(await fanOut(next, noon())).toEqual(["EMAIL"]);
    await forgetEndedDevices();
    expect(await rows(`SELECT 1 FROM "PushSubscription" WHERE "userId" = $1`, [parent.id])).toEqual([]);
  });

  test("changes hands on a shared computer, and is nobody's to push to by guessing", async () => {
    const [first, second] = [await parentOf(), await parentOf()];
    const shared = device();
    await (await t.as(first)).notify.subscribePush(shared);
    await (await t.as(second)).notify.subscribePush(shared);
    expect(await rows(`SELECT "userId" FROM "PushSubscription" WHERE endpoint = $1`, [shared.endpoint])).toEqual([
      { userId: second.id },
    ]);
    await (await t.as(first)).notify.unsubscribePush({ endpoint: shared.endpoint });
    expect(await rows(`SELECT 1 FROM "PushSubscription" WHERE endpoint = $1`, [shared.endpoint])).toHaveLength(1);
    const api = await t.as(first);
    for (const endpoint of ["https://evil.example/x", "http://169.254.169.254/latest", "http://localhost:5432/push/x"])
      await expect(api.notify.subscribePush({ ...device(), endpoint })).rejects.toMatchObject({
        message: expect.stringContaining("push"),
      });
  });

  test("that is gone is forgotten; one whose service is busy is asked again when it said", async () => {
    const parent = await parentOf();
    await (await t.as(parent)).notify.subscribePush(device());
    await away();
    const later = new Date(Date.now() + 600_000);
    await fanOut(await tell(parent.id), noon());
    await dueNow();
    await deliverDue({ clients: onlyOnce(new PushBusy("429", later)) });
    expect(await messagesOf(parent.id)).toMatchObject([{ status: "FAILED", nextAttemptAt: later }]);
    await dueNow();
    await deliverDue({ clients: onlyOnce(new PushGone("410")) });
    expect(await messagesOf(parent.id)).toMatchObject([{ status: "SUPPRESSED", reason: "gone" }]);
    expect(await rows(`SELECT 1 FROM "PushSubscription" WHERE "userId" = $1`, [parent.id])).toEqual([]);
  });

  test("waits for the morning like everything that can", async () => {
    const parent = await parentOf();
    await (await t.as(parent)).notify.subscribePush(device());
    await away();
    await fanOut(await tell(parent.id), new Date("2026-11-21T20:00:00Z"));
    expect(await messagesOf(parent.id)).toMatchObject([
      { channel: "PUSH", nextAttemptAt: new Date("2026-11-22T03:30:00Z") },
    ]);
  });
});

describe("a channel after the other", () => {
  const waits = (id: string) =>
    rows(
      `SELECT payload FROM "OutboxEvent" WHERE name = 'notify/notification.waits' AND payload->>'notificationId' = $1 ORDER BY "createdAt"`,
      [id],
    );

  test("somebody with an open page is left alone, until they have not read it in time", async () => {
    const parent = await parentOf();
    const ctx = await t.ctx(parent);
    await away();
    await t.sql.query(`UPDATE "AuthSession" SET "lastSeenAt" = $1 WHERE id = $2`, [noon(), ctx.actor.sessionId]);
    const id = await tell(parent.id, { severity: "URGENT" });
    expect(await fanOut(id, noon())).toEqual([]);
    const [first] = await waits(id);
    expect(first.payload).toEqual({ notificationId: id, tried: ["IN_APP"], until: "2026-11-21T09:10:00.000Z" });
    const at = (minutes: number) => new Date(noon().getTime() + minutes * 60_000);
    expect(await fanOut(id, at(10), ["IN_APP"])).toEqual(["EMAIL"]);
    const [, second] = await waits(id);
    expect(second.payload).toEqual({
      notificationId: id,
      tried: ["IN_APP", "EMAIL"],
      until: "2026-11-21T09:20:00.000Z",
    });
    expect(await fanOut(id, at(20), ["IN_APP", "EMAIL"])).toEqual(["SMS"]);
    expect(await waits(id)).toHaveLength(2);
  });

  test("ends when it is read, also for what already lies in the outbox", async () => {
    const parent = await parentOf();
    const api = await t.as(parent);
    await away();
    const id = await tell(parent.id, { severity: "URGENT" });
    await fanOut(id, noon());
    await api.notify.markRead({ ids: [id] });
    expect(await fanOut(id, noon(), ["EMAIL"])).toEqual([]);
    await t.sql.query(`UPDATE "OutboxMessage" SET "createdAt" = now() - interval '10 minutes' WHERE "userId" = $1`, [
      parent.id,
    ]);
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    expect(used.sent.filter(({ to }) => to === parent.email)).toEqual([]);
    expect(await messagesOf(parent.id)).toMatchObject([{ status: "SUPPRESSED", reason: "read" }]);
  });

  test("what was asked for by name comes all the same, read or not", async () => {
    const parent = await parentOf();
    const api = await t.as(parent);
    await api.notify.setPreference({ type: "family.mood_low", channel: "EMAIL", enabled: true });
    const id = await tell(parent.id);
    await fanOut(id, noon());
    await api.notify.markRead({ ids: [id] });
    await t.sql.query(`UPDATE "OutboxMessage" SET "createdAt" = now() - interval '10 minutes' WHERE "userId" = $1`, [
      parent.id,
    ]);
    await dueNow();
    await deliverDue({ clients: onlyOnce() });
    expect(await messagesOf(parent.id)).toMatchObject([{ channel: "EMAIL", status: "SENT" }]);
  });
});

describe("what SMS cost", () => {
  /** Urgent at night: it goes by SMS at once. */
  const night = () => new Date("2026-11-21T20:00:00Z");
  async function family(limit?: number) {
    const home = await createHousehold(t.sql, t.random, { children: 1 });
    await t.sql.query(`UPDATE "User" SET phone = $2, "phoneVerifiedAt" = now() WHERE id = $1`, [
      home.parent.id,
      reachable().phone,
    ]);
    if (limit !== undefined)
      await t.sql.query(
        `INSERT INTO "FamilyMessageBudget" ("familyId", "monthCents", "updatedAt") VALUES ($1, $2, now())`,
        [home.family.id, limit],
      );
    await away();
    return home;
  }
  const told = (userId: string, more: Partial<Notice> = {}) => tell(userId, { severity: "URGENT", ...more });
  const sms = async (userId: string) => (await messagesOf(userId)).filter(({ channel }) => channel === "SMS");

  test("is counted for the family, and its guardian sees it", async () => {
    const { parent, family: home } = await family();
    await fanOut(await told(parent.id), night());
    await dueNow();
    await deliverDue({ clients: onlyOnce() });
    expect(await sms(parent.id)).toMatchObject([{ status: "SENT", costCents: "80", familyId: home.id }]);
    const settings = await (await t.as(parent)).notify.settings();
    expect(settings.families).toEqual([
      { familyId: home.id, name: home.name, spent: 80n, limit: 10_000n, sent: 1, beyond: 0, own: false, maySet: true },
    ]);
    const stranger = await parentOf();
    expect((await (await t.as(stranger)).notify.settings()).families).toEqual([]);
  });

  test("beyond the budget a mail goes instead and says so; safety goes all the same and says so too", async () => {
    const { parent } = await family(100);
    await (await t.as(parent)).notify.setPreference({ type: "goal.reached", channel: "SMS", enabled: true });
    await away();
    const goal: Partial<Notice> = { type: "goal.reached", severity: "NOTICE", params: { goal: "Read", by: "Baba" } };
    for (let n = 0; n < 2; n++) await fanOut(await tell(parent.id, goal), noon());
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    const [first, second] = await sms(parent.id);
    expect([first, second].map(({ status, reason }) => [status, reason])).toEqual(
      expect.arrayContaining([
        ["SENT", null],
        ["SUPPRESSED", "family"],
      ]),
    );
    const [event] = await rows(
      `SELECT payload FROM "OutboxEvent" WHERE name = 'notify/sms.withheld' ORDER BY "createdAt" DESC LIMIT 1`,
    );
    expect(event.payload.why).toBe("family");
    expect(await sendInstead(event.payload.notificationId, "family", noon())).toBe(true);
    expect(await sendInstead(event.payload.notificationId, "family", noon())).toBe(false);
    const mail = (await messagesOf(parent.id)).find(({ channel }) => channel === "EMAIL");
    expect(mail.text).toContain("SMS limit for this month is used up");

    await fanOut(await told(parent.id), night());
    await dueNow();
    const safety = onlyOnce();
    await deliverDue({ clients: safety });
    expect(safety.sent.some(({ text }) => text.includes("beyond your SMS limit"))).toBe(true);
    expect((await (await t.as(parent)).notify.settings()).families).toMatchObject([{ sent: 2, beyond: 1 }]);
  });

  test("two senders never spend the same shilling twice", async () => {
    const { parent } = await family(200);
    await (await t.as(parent)).notify.setPreference({ type: "goal.reached", channel: "SMS", enabled: true });
    await away();
    for (let n = 0; n < 8; n++)
      await fanOut(
        await tell(parent.id, { type: "goal.reached", severity: "NOTICE", params: { goal: `Read ${n}`, by: "Baba" } }),
        noon(),
      );
    await dueNow();
    await Promise.all([1, 2, 3].map(() => deliverDue({ clients: onlyOnce() })));
    expect((await sms(parent.id)).filter(({ status }) => status === "SENT")).toHaveLength(2);
  });

  test("a number that wants nothing is not asked again, and a mail goes instead", async () => {
    const { parent } = await family();
    await fanOut(await told(parent.id), night());
    await dueNow();
    await deliverDue({ clients: onlyOnce(new SmsUnwanted("406")) });
    expect(await sms(parent.id)).toMatchObject([{ status: "SUPPRESSED", reason: "unwanted", costCents: null }]);
    await fanOut(await told(parent.id), night());
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    expect(used.sent.filter(({ to }) => to.startsWith("+"))).toEqual([]);
    const events = await rows(
      `SELECT payload->>'why' AS why FROM "OutboxEvent" WHERE name = 'notify/sms.withheld' ORDER BY "createdAt" DESC LIMIT 2`,
    );
    expect(events).toEqual([{ why: "unwanted" }, { why: "unwanted" }]);
  });

  test("caps of a number and of the school stop what nobody meant", async () => {
    const { parent } = await family();
    for (let n = 0; n < 25; n++) await fanOut(await told(parent.id), night());
    await dueNow();
    await deliverDue({ clients: onlyOnce() });
    const states = (await sms(parent.id)).map(({ status, reason }) => reason ?? status);
    expect(states.filter((state) => state === "SENT")).toHaveLength(20);
    expect(states.filter((state) => state === "number")).toHaveLength(5);
  });

  test("a family may raise its limit to KES 500 a month and no further: the school pays", async () => {
    const { parent, family: home } = await family();
    await t.sql.query(`UPDATE "Guardianship" SET "canPay" = true WHERE "guardianId" = $1`, [parent.id]);
    const api = await t.as(parent);
    await api.notify.setBudget({ familyId: home.id, monthCents: 50_000n });
    await expect(api.notify.setBudget({ familyId: home.id, monthCents: 50_001n })).rejects.toMatchObject({
      cause: { fields: { monthCents: "field.too_big|50000" } },
    });
    expect((await api.notify.settings()).families).toMatchObject([{ limit: 50_000n }]);
    await expect(
      t.sql.query(`UPDATE "FamilyMessageBudget" SET "monthCents" = 50001 WHERE "familyId" = $1`, [home.id]),
    ).rejects.toThrow("FamilyMessageBudget_amount");
  });

  test("the budget is set by who pays, and by nobody else", async () => {
    const { parent, family: home } = await family();
    const api = await t.as(parent);
    await t.sql.query(`UPDATE "Guardianship" SET "canPay" = true WHERE "guardianId" = $1`, [parent.id]);
    await api.notify.setBudget({ familyId: home.id, monthCents: 5_000n });
    expect((await api.notify.settings()).families).toMatchObject([{ limit: 5_000n, own: true, maySet: true }]);
    await api.notify.setBudget({ familyId: home.id, monthCents: null });
    expect((await api.notify.settings()).families).toMatchObject([{ limit: 10_000n, own: false, maySet: true }]);
    await t.sql.query(`UPDATE "Guardianship" SET "canPay" = false WHERE "guardianId" = $1`, [parent.id]);
    await expect(api.notify.setBudget({ familyId: home.id, monthCents: 1n })).rejects.toMatchObject({
      message: "family.not_found",
    });
    expect((await api.notify.settings()).families).toMatchObject([{ maySet: false }]);
    const stranger = await t.as(await parentOf());
    await expect(stranger.notify.setBudget({ familyId: home.id, monthCents: 1n })).rejects.toMatchObject({
      message: "family.not_found",
    });
  });
});

describe("mail that may be ended", () => {
  const origin = "http://127.0.0.1:3000";
  const post = (address: string, body: string, headers: Record<string, string> = {}) =>
    doStop(
      new Request(address, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      }),
    );
  const said = (userId: string) =>
    rows(`SELECT type, enabled FROM "NotificationPreference" WHERE "userId" = $1 AND channel = 'EMAIL'`, [userId]);
  async function mailTo(parent: UserRow, more: Partial<Notice> = {}) {
    await away();
    await fanOut(await tell(parent.id, more), noon());
    await dueNow();
    const used = onlyOnce();
    await deliverDue({ clients: used });
    const mail = used.sent.find(({ to }) => to === parent.email);
    if (!mail) throw new Error("no mail went");
    return mail;
  }

  test("carries one-click headers and a link; pressing it in the mail program is enough", async () => {
    const parent = await parentOf();
    const mail = await mailTo(parent);
    expect(mail.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const address = /^<(http.*)>$/.exec(mail.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(mail.text).toContain(address);
    const response = await post(address, "List-Unsubscribe=One-Click");
    expect([response.status, response.headers.get("location")]).toEqual([200, null]);
    expect(await said(parent.id)).toEqual([{ type: "family.mood_low", enabled: false }]);
    expect(await fanOut(await tell(parent.id), noon())).toEqual([]);
    expect(await rows(`SELECT action, system FROM "AuditEvent" WHERE "subjectId" = $1`, [parent.id])).toEqual([
      { action: "notification.mail_stopped", system: "notify" },
    ]);
  });

  test("works without a script and without signing in, in both languages, and can be taken back", async () => {
    forgetDocuments();
    const parent = await parentOf({ locale: "sw" });
    const address = stopAddress({ userId: parent.id, what: "consent.changed" }, "sw");
    const asked = await (await askStop(new Request(address))).text();
    expect(asked).toContain('<html lang="sw"');
    expect(asked).toContain("Hutaki tena barua pepe hizi?");
    expect(asked).toContain("Idhini imebadilishwa");
    expect(asked).not.toContain("<script");
    // Programs that look into mail open every link.
    expect(await said(parent.id)).toEqual([]);
    const token = new URL(address).searchParams.get("t") ?? "";
    const done = await post(`${origin}/unsubscribe?lang=sw`, `t=${token}&act=stop`);
    expect(await done.text()).toContain("Hatutaandika tena");
    expect(await said(parent.id)).toEqual([{ type: "consent.changed", enabled: false }]);
    await post(`${origin}/unsubscribe`, `t=${token}&act=again`);
    expect(await said(parent.id)).toEqual([{ type: "consent.changed", enabled: true }]);
  });

  test("what protects an account or is asked by law carries no such link, and says why", async () => {
    const parent = await parentOf();
    const mail = await mailTo(parent, { type: "account.locked", params: { at: "2026-11-21T08:00:00Z" }, href: null });
    expect(mail.headers).toEqual({});
    expect(mail.text).not.toContain("/unsubscribe");
    expect(mail.text).toContain("it protects your account");
    const law = await mailTo(parent, { type: "data_request.answered", params: { child: "Amani", kind: "export" } });
    expect(law.text).toContain("the law asks us");
  });

  test("nobody makes a link for somebody else, or for what may not be ended", async () => {
    const [parent, other] = [await parentOf(), await parentOf()];
    const token = stopToken({ userId: parent.id, what: "consent.changed" });
    expect(readStopToken(token)).toEqual({ userId: parent.id, what: "consent.changed" });
    const [, signed] = token.split(".");
    const forged = `${Buffer.from(`${other.id}:consent.changed`).toString("base64url")}.${signed}`;
    expect(readStopToken(forged)).toBeNull();
    expect(readStopToken(stopToken({ userId: parent.id, what: "account.locked" as never }))).toBeNull();
    expect((await post(`${origin}/unsubscribe?t=${forged}`, "List-Unsubscribe=One-Click")).status).toBe(404);
    expect((await askStop(new Request(`${origin}/unsubscribe?t=nonsense`))).status).toBe(404);
    expect(await said(other.id)).toEqual([]);
  });
});

describe("the summary", () => {
  const morning = new Date("2026-11-21T04:00:00Z");
  async function reader(given: Partial<UserRow> = {}) {
    const parent = await parentOf(given);
    await t.sql.query(
      `INSERT INTO "NotificationSetting" ("userId", digest, "updatedAt") VALUES ($1, 'DAILY', '2026-11-01')`,
      [parent.id],
    );
    return parent;
  }
  const news = (userId: string, type: string, params: Record<string, string>, more = {}) =>
    createNotification(t.sql, t.random, {
      userId,
      type,
      params,
      severity: "NOTICE",
      createdAt: new Date("2026-11-20T12:00:00Z"),
      ...more,
    });
  const mine = (due: Awaited<ReturnType<typeof dueDigests>>, id: string) => due.filter(({ userId }) => userId === id);

  test("comes once, in the morning, in the reader's language, grouped, and holds what has not been read", async () => {
    const parent = await reader({ locale: "sw" });
    await news(parent.id, "consent.changed", { child: "Amani", recipient: "Tumaini" });
    await news(parent.id, "goal.reached", { goal: "Vitabu kumi", by: "Baba" }, { severity: "INFO" });
    await news(parent.id, "consent.expired", { child: "Amani", recipient: "X", on: "2026-11-20" }, { readAt: morning });
    await news(parent.id, "account.locked", { at: "2026-11-20T12:00:00Z" });
    const [due] = mine(await dueDigests(morning), parent.id);
    expect(due).toEqual({ userId: parent.id, rhythm: "DAILY", startsOn: "2026-11-20" });
    if (!due) return;
    const both = await Promise.all([writeDigest(due, morning), writeDigest(due, morning)]);
    expect(both.sort()).toEqual([false, true]);
    const [mail, ...more] = await messagesOf(parent.id);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ channel: "EMAIL", template: "digest", locale: "sw", rank: 9 });
    expect(mail.subject).toBe("Siku yako Urban Home School: jumbe 2");
    expect(mail.text).toMatch(/MALENGO[\s\S]*Vitabu kumi[\s\S]*IDHINI[\s\S]*Amani/);
    expect(mail.text).not.toContain("imefungwa");
    expect(mine(await dueDigests(morning), parent.id)).toEqual([]);
  });

  test("is not sent when there is nothing to tell, and not asked for again", async () => {
    const parent = await reader();
    const [due] = mine(await dueDigests(morning), parent.id);
    expect(due && (await writeDigest(due, morning))).toBe(false);
    expect(await messagesOf(parent.id)).toEqual([]);
    expect(mine(await dueDigests(morning), parent.id)).toEqual([]);
  });

  test("takes the place of single mails, is chosen on the preferences page and ended by its own link", async () => {
    const parent = await parentOf();
    const api = await t.as(parent);
    await api.notify.chooseDigest({ digest: "DAILY" });
    expect((await api.notify.settings()).digest).toBe("DAILY");
    await away();
    expect(await fanOut(await tell(parent.id), noon())).toEqual([]);
    expect(await fanOut(await tell(parent.id, { severity: "URGENT" }), noon())).toEqual(["EMAIL"]);
    await doStop(
      new Request(stopAddress({ userId: parent.id, what: "digest" }, "en"), {
        method: "POST",
        body: "List-Unsubscribe=One-Click",
      }),
    );
    expect((await api.notify.settings()).digest).toBe("NONE");
    expect(await channelsOf(parent.id)).toEqual(["EMAIL"]);
  });
});

describe("messages that failed", () => {
  test("are seen by an administrator without their words, and sent again under their id", async () => {
    const admin = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
    const parent = await parentOf();
    await away();
    await fanOut(await tell(parent.id), noon());
    await t.sql.query(
      `UPDATE "OutboxMessage" SET status = 'DEAD', attempts = 14, "lastError" = '550 no such mailbox' WHERE "userId" = $1`,
      [parent.id],
    );
    const api = await t.as(admin);
    const { rows: failed } = await api.notify.failedMessages();
    const one = failed.find(({ lastError }) => lastError === "550 no such mailbox");
    expect(one).toMatchObject({ channel: "EMAIL", attempts: 14, status: "DEAD" });
    expect(JSON.stringify(failed)).not.toContain(parent.email);
    expect(one).not.toHaveProperty("text");
    const [before] = await messagesOf(parent.id);
    await api.notify.retryMessage({ id: before.id });
    expect(await messagesOf(parent.id)).toMatchObject([
      { status: "PENDING", attempts: 0, messageId: before.messageId },
    ]);
    await expect(api.notify.retryMessage({ id: before.id })).rejects.toMatchObject({ message: "message.not_failed" });
    await expect((await t.as(parent)).notify.retryMessage({ id: before.id })).rejects.toMatchObject({
      message: expect.any(String),
    });
    await expect((await t.as(staff)).notify.failedMessages()).rejects.toThrow();
  });
});
