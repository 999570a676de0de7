import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { createHousehold } from "@/tests/factories/families";
import { createUser, type UserRow } from "@/tests/factories/identity";
import { createNotification } from "@/tests/factories/notify";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { fanOut } from "./notify.fanout.service";
import { unreadNotifications } from "./notify.queries";
import { type Notice, notify } from "./notify.service";

let t: TestDatabase;
let staff: UserRow;
beforeAll(async () => {
  t = await testDatabase();
  staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
});
afterAll(() => t.close());

const parentWith = (given: Partial<UserRow> = {}) =>
  createUser(t.sql, t.random, {
    name: "Wanjiru Kamau",
    phone: `+2547${String(t.random.int(10_000_000, 99_999_999))}`,
    phoneVerifiedAt: new Date(),
    ...given,
  });
const moodLow = (userId: string, more: Partial<Notice> = {}): Notice => ({
  userId,
  type: "family.mood_low",
  params: { child: "Amani", days: 3 },
  href: "/dashboard/parent/children",
  dedupeKey: "amani:2026-11-21",
  ...more,
});
/** Told by somebody else, as it happens in earnest. */
async function tell(notice: Notice): Promise<boolean> {
  const ctx = await t.ctx(staff);
  return ctx.work((db) => notify(db, notice));
}
const rows = async (text: string, values: unknown[]) => (await t.sql.query(text, values)).rows;
const idOf = async (userId: string): Promise<string> =>
  (await rows(`SELECT id FROM "Notification" WHERE "userId" = $1 ORDER BY "createdAt" DESC LIMIT 1`, [userId]))[0].id;
const messagesOf = (userId: string) =>
  rows(`SELECT * FROM "OutboxMessage" WHERE "userId" = $1 ORDER BY channel`, [userId]);

describe("telling", () => {
  test("somebody else's inbox, open pages and the job's event are written in one unit", async () => {
    const parent = await parentWith();
    expect(await tell(moodLow(parent.id))).toBe(true);
    const id = await idOf(parent.id);
    expect(await rows(`SELECT kind, payload FROM "LiveEvent" WHERE "userId" = $1`, [parent.id])).toEqual([
      { kind: "notification", payload: { id, type: "family.mood_low", severity: "NOTICE" } },
    ]);
    expect(await rows(`SELECT payload FROM "OutboxEvent" WHERE "dedupeKey" LIKE '%' || $1`, [id])).toEqual([
      { payload: { notificationId: id } },
    ]);
  });

  test("the same fact told twice is told once, also to open pages and jobs; to another person it is new", async () => {
    const [one, other] = [await parentWith(), await parentWith()];
    expect(await tell(moodLow(one.id))).toBe(true);
    expect(await tell(moodLow(one.id))).toBe(false);
    expect(await tell(moodLow(other.id))).toBe(true);
    expect(await rows(`SELECT 1 FROM "Notification" WHERE "userId" = $1`, [one.id])).toHaveLength(1);
    expect(await rows(`SELECT 1 FROM "LiveEvent" WHERE "userId" = $1`, [one.id])).toHaveLength(1);
  });

  test("a unit that fails tells nobody", async () => {
    const parent = await parentWith();
    const ctx = await t.ctx(staff);
    await expect(
      ctx.work(async (db) => {
        await notify(db, moodLow(parent.id));
        throw new Error("the fact did not happen");
      }),
    ).rejects.toThrow("did not happen");
    for (const table of ["Notification", "LiveEvent"])
      expect(await rows(`SELECT 1 FROM "${table}" WHERE "userId" = $1`, [parent.id])).toEqual([]);
  });

  test("a link away from our own pages and a sentence with a gap are refused", async () => {
    await expect(tell(moodLow(staff.id, { href: "//elsewhere.example" }))).rejects.toThrow("a page of our own");
    await expect(tell(moodLow(staff.id, { params: { child: "Amani" } }))).rejects.toThrow("lacks days");
  });
});

describe("carrying out of the house", () => {
  const noon = new Date("2026-11-21T09:00:00Z");
  const night = new Date("2026-11-21T20:00:00Z");

  test("mail in the reader's language, at once by day, once however often the job runs", async () => {
    const parent = await parentWith({ locale: "sw" });
    await tell(moodLow(parent.id));
    const id = await idOf(parent.id);
    expect(await fanOut(id, noon)).toEqual(["EMAIL"]);
    expect(await fanOut(id, night)).toEqual(["EMAIL"]);
    const [mail, ...more] = await messagesOf(parent.id);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      toAddress: parent.email,
      locale: "sw",
      subject: "Kuhusu hali ya mtoto wako",
      messageId: `<notification-${id}-email@127.0.0.1>`,
      nextAttemptAt: noon,
      status: "PENDING",
    });
    expect(mail.text).toContain("Hujambo Wanjiru");
    expect(mail.text).toContain("Amani hajisikii vizuri kwa siku 3");
    expect(
      await rows(`SELECT 1 FROM "OutboxEvent" WHERE "dedupeKey" = $1`, [`notify/message.enqueued:notification:${id}`]),
    ).toHaveLength(1);
  });

  test("what can wait waits until the reader's morning; what is urgent goes by SMS too, at night", async () => {
    const parent = await parentWith();
    await t.sql.query(
      `INSERT INTO "NotificationSetting" ("userId", "quietFrom", "quietUntil", "updatedAt") VALUES ($1, 1320, 420, now())`,
      [parent.id],
    );
    await tell(moodLow(parent.id));
    await fanOut(await idOf(parent.id), night);
    expect(await messagesOf(parent.id)).toMatchObject([
      { channel: "EMAIL", nextAttemptAt: new Date("2026-11-22T04:00:00Z") },
    ]);
    await tell(moodLow(parent.id, { dedupeKey: "worse", severity: "URGENT" }));
    await fanOut(await idOf(parent.id), night);
    const urgent = (await messagesOf(parent.id)).filter(
      (message) => message.nextAttemptAt.getTime() === night.getTime(),
    );
    expect(urgent.map(({ channel, toAddress }) => [channel, toAddress])).toEqual([
      ["EMAIL", parent.email],
      ["SMS", parent.phone],
    ]);
    expect(urgent[1].text).not.toContain("Amani");
  });

  test("preferences are followed, security mail goes all the same, unproved addresses get nothing", async () => {
    const quiet = await parentWith();
    const api = await t.as(quiet);
    await api.notify.setPreference({ type: "family.mood_low", channel: "EMAIL", enabled: false });
    await expect(
      api.notify.setPreference({ type: "account.new_sign_in", channel: "EMAIL", enabled: false }),
    ).rejects.toThrow("preference.fixed");
    await tell(moodLow(quiet.id));
    expect(await fanOut(await idOf(quiet.id), noon)).toEqual([]);
    await tell({
      userId: quiet.id,
      type: "account.new_sign_in",
      params: { device: "Firefox", at: noon.toISOString() },
      dedupeKey: "one",
    });
    expect(await fanOut(await idOf(quiet.id), noon)).toEqual(["EMAIL"]);

    const unproved = await parentWith({ emailVerifiedAt: null, phoneVerifiedAt: null });
    await tell(moodLow(unproved.id, { severity: "URGENT" }));
    expect(await fanOut(await idOf(unproved.id), noon)).toEqual([]);
    const shut = await parentWith({ status: "SUSPENDED" });
    await tell(moodLow(shut.id, { severity: "URGENT" }));
    expect(await fanOut(await idOf(shut.id), noon)).toEqual([]);
  });

  test("the acting person cannot read addresses, the job can", async () => {
    const parent = await parentWith();
    const stranger = await t.ctx(await parentWith());
    const where = { where: { id: parent.id }, select: { email: true } };
    expect(await stranger.work((db) => db.user.findUnique(where))).toBeNull();
    expect(await work(systemActor("notify"), (db) => db.user.findUnique(where))).toEqual({ email: parent.email });
  });
});

describe("the inbox", () => {
  test("is its owner's alone: by list, by id and by SQL", async () => {
    const [owner, other] = [await parentWith(), await parentWith()];
    await tell(moodLow(owner.id));
    const id = await idOf(owner.id);
    const api = await t.as(other);
    expect(await api.notify.list({})).toMatchObject({ rows: [], first: [], unread: 0 });
    expect(await api.notify.markRead({ ids: [id] })).toEqual({ read: 0 });
    expect(await api.notify.markAllRead({ before: new Date("2030-01-01") })).toEqual({ read: 0 });
    await t.asApp(other.id, "PARENT", async (query) => {
      expect(await query(`SELECT 1 FROM "Notification"`)).toEqual([]);
      expect(await query(`SELECT 1 FROM "LiveEvent"`)).toEqual([]);
      expect(await query(`UPDATE "Notification" SET "readAt" = now() RETURNING id`)).toEqual([]);
    });
    expect(await (await t.as(owner)).notify.unread()).toBe(1);
    await expect(t.asVisitor().notify.list({})).rejects.toThrow("unauthenticated");
  });

  test("what presses stands first with its reason and not again below; pages go by place, not by number", async () => {
    const parent = await parentWith();
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute));
    for (let n = 0; n < 60; n++)
      await createNotification(t.sql, t.random, {
        userId: parent.id,
        type: "goal.reached",
        params: { goal: `Goal ${n}`, by: "Amani" },
        // Two at a time: equal times must not lose or double a row between pages.
        createdAt: at(n >> 1),
      });
    await tell(moodLow(parent.id));
    const api = await t.as(parent);
    const page = await api.notify.list({});
    expect(page.first.map(({ row, reason }) => [row.type, reason])).toEqual([["family.mood_low", "asks"]]);
    const seen = page.rows.map(({ id }) => id);
    for (let next = page.next; next; ) {
      await tell(moodLow(parent.id, { dedupeKey: `meanwhile ${next}`, severity: "INFO" }));
      const more = await api.notify.list({ cursor: next });
      expect(more.first).toEqual([]);
      seen.push(...more.rows.map(({ id }) => id));
      next = more.next;
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });

  test("all are marked up to what was shown: what arrives meanwhile stays, and every page learns of it", async () => {
    const parent = await parentWith();
    await createNotification(t.sql, t.random, { userId: parent.id, type: "welcome" });
    const shownAt = new Date("2026-11-20T08:00:00Z");
    await createNotification(t.sql, t.random, { userId: parent.id, type: "welcome", createdAt: shownAt });
    const later = await createNotification(t.sql, t.random, {
      userId: parent.id,
      type: "welcome",
      createdAt: new Date(shownAt.getTime() + 1),
    });
    const api = await t.as(parent);
    expect(await api.notify.markAllRead({ before: shownAt })).toEqual({ read: 2 });
    const left = await api.notify.list({ filters: { show: "unread" } });
    expect(left.rows.map(({ id }) => id)).toEqual([later.id]);
    expect(await rows(`SELECT payload FROM "LiveEvent" WHERE "userId" = $1`, [parent.id])).toEqual([
      { payload: { topic: "notifications" } },
    ]);
    expect(await rows(`SELECT action FROM "AuditEvent" WHERE "actorId" = $1`, [parent.id])).toEqual([
      { action: "notification.all_read" },
    ]);
  });

  test("filters: unread, urgent, one child; only guardians are offered children", async () => {
    const home = await createHousehold(t.sql, t.random, { children: 2 });
    const guardian = home.parent;
    const [first, second] = home.students;
    if (!first || !second) throw new Error("an empty household");
    await tell(moodLow(guardian.id, { studentId: first.id }));
    await tell(moodLow(guardian.id, { studentId: second.id, dedupeKey: "second", severity: "URGENT" }));
    const api = await t.as(guardian);
    const about = await api.notify.list({ filters: { child: first.id } });
    expect([...about.first.map(({ row }) => row), ...about.rows].map((row) => row.studentId)).toEqual([first.id]);
    const urgent = await api.notify.list({ filters: { show: "urgent" } });
    expect(urgent.first.map(({ row }) => row.studentId)).toEqual([second.id]);
    expect(about.children.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    expect((await (await t.as(staff)).notify.list({})).children).toEqual([]);
  });

  test("what somebody turned off is neither shown nor counted, unless it is urgent", async () => {
    const parent = await parentWith();
    const ctx = await t.ctx(parent);
    const api = await t.as(parent);
    await api.notify.setPreference({ type: "family.mood_low", channel: "IN_APP", enabled: false });
    await tell(moodLow(parent.id));
    expect(await ctx.work((db) => unreadNotifications(db, parent.id))).toBe(0);
    expect((await api.notify.list({})).first).toEqual([]);
    await tell(moodLow(parent.id, { dedupeKey: "urgent", severity: "URGENT" }));
    expect(await ctx.work((db) => unreadNotifications(db, parent.id))).toBe(1);
    expect((await api.notify.list({})).first).toHaveLength(1);
  });
});
