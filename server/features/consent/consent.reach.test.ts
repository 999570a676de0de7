/** Where a consent ends while something is open: a stream, a job, a call outside; and what the simulator shows of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStream } from "@/server/features/notify/notify.stream.service";
import { systemActor } from "@/server/platform/actor";
import { makeCtx } from "@/server/platform/context";
import { resetRealtime } from "@/server/platform/realtime";
import { createConsent } from "@/tests/factories/consent";
import { createGuardianship, createHousehold, createTeaching, rights } from "@/tests/factories/families";
import { createMembership, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { tellDueConsents } from "./consent.expiry.service";
import { assertConsent } from "./consent.gate.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("reach");
});
afterAll(async () => {
  await resetRealtime();
  await t.close();
});

async function house() {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 2 });
  const [child, sibling] = students.map(({ id }) => id);
  if (!child || !sibling) throw new Error("A household has two children");
  const { instructorId } = await createTeaching(t.sql, t.random, { studentId: child });
  const member = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  const { organizationId } = await createMembership(t.sql, t.random, { userId: member.id, role: "OWNER" });
  await t.sql.query(`UPDATE "Organization" SET kind = 'PARTNER', status = 'ACTIVE' WHERE id = $1`, [organizationId]);
  for (const studentId of [child, sibling])
    for (const [day, mood] of [
      ["2026-11-19", 4],
      ["2026-11-20", 2],
    ])
      await insertRow(t.sql, "MoodEntry", {
        id: t.random.uuid(),
        studentId,
        day,
        mood,
        energy: 3,
        note: "only for us",
        recordedById: parent.id,
        createdAt: new Date(),
        updatedAt: new Date(),
      });
  return { parent, child, sibling, teacher: instructorId, member: member.id, organizationId };
}
type House = Awaited<ReturnType<typeof house>>;
const grant = (h: House, more: object = {}) =>
  createConsent(t.sql, t.random, {
    studentId: h.child,
    grantedById: h.parent.id,
    dataType: "MOOD",
    recipientId: h.organizationId,
    ...more,
  });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const told = async (userId: string) =>
  (
    await t.sql.query<{ type: string }>(`SELECT type FROM "Notification" WHERE "userId" = $1 ORDER BY type`, [userId])
  ).rows.map(({ type }) => type);

test("an organisation's open page is called the moment consent is taken back, and reads nothing more", async () => {
  const h = await house();
  await grant(h);
  const ctx = await t.ctx(h.member);
  const moods = () => ctx.work((db) => db.moodEntry.count());
  const stop = new AbortController();
  const heard: string[] = [];
  const stream = openStream(ctx, {}, stop.signal);
  const page = (async () => {
    for await (const [, message] of stream) {
      heard.push(message.kind === "changed" ? String(message.payload.topic) : message.kind);
      if (message.kind === "changed") return moods();
      if (message.kind === "ready") {
        expect(await moods()).toBe(2);
        await (await t.as(h.parent)).consent.withdraw({
          studentId: h.child,
          dataType: "MOOD",
          recipientType: "PARTNER",
          recipientId: h.organizationId,
        });
      }
    }
    return null;
  })();
  expect(await page).toBe(0);
  stop.abort();
  expect(heard).toEqual(["ready", "consent"]);
});

describe("what runs out", () => {
  test("is told a week before and at its end, once, to guardians who decide; open pages of recipients are called", async () => {
    const h = await house();
    const looker = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId: h.child, ...rights.viewOnly });
    await grant(h, { expiresAt: inDays(6), createdAt: inDays(-30) });
    await grant(h, { dataType: "PHOTO", expiresAt: inDays(-0.01), createdAt: inDays(-30) });
    // Not yet, chosen for less than a week, and no news any more.
    await grant(h, { dataType: "PROGRESS", expiresAt: inDays(8), createdAt: inDays(-30) });
    await grant(h, { dataType: "PROFILE", expiresAt: inDays(3), createdAt: inDays(-1) });
    await grant(h, { dataType: "RECORDING", expiresAt: inDays(-30), createdAt: inDays(-60) });
    await t.sql.query(`DELETE FROM "LiveEvent"`);
    expect(await tellDueConsents()).toEqual({ reminded: 1, ended: 2, more: false });
    expect(await tellDueConsents()).toEqual({ reminded: 0, ended: 0, more: false });
    expect(await told(h.parent.id)).toEqual(["consent.expired", "consent.expiring"]);
    expect(await told(looker.id)).toEqual([]);
    const { rows } = await t.sql.query(
      `SELECT 1 FROM "LiveEvent" WHERE "userId" = $1 AND payload->>'topic' = 'consent'`,
      [h.member],
    );
    expect(rows.length).toBeGreaterThan(0);
    const history = await t.sql.query<{ action: string }>(
      `SELECT action FROM "ConsentAudit" WHERE "studentId" = $1 ORDER BY seq DESC LIMIT 2`,
      [h.child],
    );
    expect(history.rows.map(({ action }) => action)).toEqual(["expired", "expired"]);
    expect((await (await t.as(h.parent)).consent.verify({ studentId: h.child })).faults).toEqual([]);
  });

  test("of a guardian who is none any more is noted and told to nobody", async () => {
    const h = await house();
    await grant(h, { expiresAt: inDays(-0.01) });
    await t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now() WHERE "guardianId" = $1`, [h.parent.id]);
    expect(await tellDueConsents()).toMatchObject({ ended: 1 });
    expect(await told(h.parent.id)).toEqual([]);
  });

  test("is nobody else's to look at: the list of what is due answers its own service only", async () => {
    const h = await house();
    await grant(h, { expiresAt: inDays(-0.01) });
    for (const [who, role, system] of [
      [h.parent.id, "PARENT", "consent"],
      [null, null, "platform"],
    ] as const)
      expect(await t.asApp(who, role, (query) => query(`SELECT * FROM app.due_consents(10)`), system)).toEqual([]);
  });
});

describe("a call outside the house", () => {
  const asJob = () =>
    makeCtx(systemActor("insight"), { requestId: t.random.uuid(), ip: "", userAgent: "job" }, "en", new Date());
  test("passes with consent, and is refused and written down without, or when it has run out", async () => {
    const h = await house();
    const ask = () => assertConsent(asJob(), h.child, "PROGRESS", { aiProvider: "acme" });
    await expect(ask()).rejects.toMatchObject({ kind: "FORBIDDEN", reason: "consent.none" });
    const ai = { dataType: "PROGRESS", recipientType: "AI_PROVIDER", recipientId: null };
    await grant(h, ai);
    await ask();
    await expect(assertConsent(asJob(), h.child, "MOOD", { aiProvider: "acme" })).rejects.toThrow();
    await expect(assertConsent(asJob(), h.sibling, "PROGRESS", { aiProvider: "acme" })).rejects.toThrow();
    await (await t.as(h.parent)).consent.withdraw({
      studentId: h.child,
      dataType: "PROGRESS",
      recipientType: "AI_PROVIDER",
    });
    await expect(ask()).rejects.toThrow();
    const { rows } = await t.sql.query(
      `SELECT outcome, system, after FROM "AuditEvent" WHERE action = 'consent.use_refused' AND "studentId" = $1 ORDER BY id`,
      [h.child],
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      outcome: "DENIED",
      system: "insight",
      after: { dataType: "PROGRESS", recipientType: "AI_PROVIDER", receiver: "acme" },
    });
  });
});

describe("a teacher outside the class", () => {
  const endClass = (h: House) =>
    t.sql.query(
      `UPDATE "TeachingAssignment" SET "startsOn" = current_date - 90, "endsOn" = current_date - 1 WHERE "instructorId" = $1`,
      [h.teacher],
    );
  /** What the pages of the teacher could read: kinds by the rule, rows by the policies. */
  const reads = async (h: House) => {
    const ctx = await t.ctx({ user: h.teacher, role: "INSTRUCTOR" });
    return ctx.work(async (db) => ({
      kinds: (
        await db.$queryRaw<{ kind: string }[]>`
          SELECT kind FROM unnest(enum_range(NULL::"ConsentDataType")::text[]) kind
          WHERE ${h.child}::uuid IN (SELECT app.readable_students(kind))`
      ).map(({ kind }) => kind),
      moods: await db.moodEntry.count(),
      children: await db.student.count(),
      received: await db.$queryRaw<{ dataType: string }[]>`SELECT "dataType" FROM app.received_consents()`,
    }));
  };
  const nothing = { kinds: [], moods: 0, children: 0, received: [] };
  const seesMoods = { ...nothing, kinds: ["MOOD"], moods: 2, received: [{ dataType: "MOOD" }] };
  const newestText = async () =>
    (
      await t.sql.query<{ id: string }>(
        `SELECT id FROM "ConsentText" WHERE purpose = 'share.instructor' AND locale = 'en' ORDER BY version DESC LIMIT 1`,
      )
    ).rows[0]?.id ?? "";
  const decide = async (h: House, more: object = {}) =>
    (await t.as(h.parent)).consent.decide({
      studentId: h.child,
      dataType: "MOOD",
      recipientType: "INSTRUCTOR",
      recipientId: h.teacher,
      granted: true,
      textId: await newestText(),
      ...more,
    });
  const simulated = async (h: House) => {
    const sight = await (await t.as(h.parent)).consent.simulate({
      studentId: h.child,
      recipientType: "INSTRUCTOR",
      recipientId: h.teacher,
    });
    return sight.records.filter(({ open }) => open).map(({ dataType }) => dataType);
  };
  const cellOf = async (h: House, dataType: string) => {
    const { rows } = await (await t.as(h.parent)).consent.matrix({ studentId: h.child });
    return rows.find(({ recipientId }) => recipientId === h.teacher)?.cells.find((one) => one.dataType === dataType);
  };

  test("sees exactly the kind of record it is named for, and the simulator and the matrix say the same", async () => {
    const h = await house();
    await endClass(h);
    expect(await reads(h)).toEqual(nothing);
    expect(await simulated(h)).toEqual([]);
    expect(await decide(h)).toMatchObject({ open: true });
    expect(await reads(h)).toEqual(seesMoods);
    expect(await simulated(h)).toEqual(["MOOD"]);
    expect(await cellOf(h, "MOOD")).toMatchObject({ open: true, why: "granted" });
    expect(await cellOf(h, "PROFILE")).toMatchObject({ open: false, why: "undecided" });
    await decide(h, { dataType: "PROFILE" });
    expect(await reads(h)).toMatchObject({ kinds: ["PROFILE", "MOOD"], children: 1 });
    await (await t.as(h.parent)).consent.withdrawMany({
      studentId: h.child,
      cells: ["MOOD", "PROFILE"].map((dataType) => ({
        dataType: dataType as "MOOD",
        recipientType: "INSTRUCTOR" as const,
        recipientId: h.teacher,
      })),
    });
    expect(await reads(h)).toEqual(nothing);
  });

  test("sees nothing by a word for all teachers, nor by words that ended with the class, nor after a no or an end", async () => {
    const h = await house();
    await grant(h, { recipientType: "INSTRUCTOR", recipientId: null, textId: await newestText() });
    await endClass(h);
    expect(await reads(h)).toEqual(nothing);
    expect(await cellOf(h, "MOOD")).toMatchObject({ open: false, why: "undecided" });

    const old = await house();
    const version3 = await t.sql.query<{ id: string }>(
      `SELECT id FROM "ConsentText" WHERE purpose = 'share.instructor' AND locale = 'en' AND version = 3`,
    );
    await grant(old, { recipientType: "INSTRUCTOR", recipientId: old.teacher, textId: version3.rows[0]?.id });
    expect((await reads(old)).moods).toBe(2);
    await endClass(old);
    expect(await reads(old)).toEqual(nothing);
    expect(await cellOf(old, "MOOD")).toMatchObject({ open: false, why: "ended" });

    const named = await house();
    await endClass(named);
    const over = { recipientType: "INSTRUCTOR", recipientId: named.teacher, textId: await newestText() };
    await grant(named, { ...over, expiresAt: inDays(-1) });
    await grant(named, { ...over, dataType: "PHOTO" });
    const second = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: second.id, studentId: named.child, ...rights.full });
    await grant(named, { ...over, dataType: "PHOTO", recipientId: null, granted: false, grantedById: second.id });
    expect(await reads(named)).toEqual(nothing);
  });

  test("is called when the consent is taken back; somebody never of the class cannot be named", async () => {
    const h = await house();
    await endClass(h);
    await decide(h);
    await t.sql.query(`DELETE FROM "LiveEvent"`);
    await (await t.as(h.parent)).consent.withdraw({
      studentId: h.child,
      dataType: "MOOD",
      recipientType: "INSTRUCTOR",
      recipientId: h.teacher,
    });
    const { rows } = await t.sql.query(
      `SELECT 1 FROM "LiveEvent" WHERE "userId" = $1 AND payload->>'topic' = 'consent'`,
      [h.teacher],
    );
    expect(rows).toHaveLength(1);
    const other = await house();
    await expect(decide(h, { recipientId: other.teacher })).rejects.toMatchObject({ message: "consent.no_recipient" });
  });
});

describe("the simulator", () => {
  const look = async (h: House, who = h.parent.id, more: object = {}) =>
    (await t.as(who)).consent.simulate({
      studentId: h.child,
      recipientType: "PARTNER",
      recipientId: h.organizationId,
      ...more,
    });
  const open = ({ records }: Awaited<ReturnType<typeof look>>) =>
    records.filter((one) => one.open).map(({ dataType }) => dataType);

  test("shows what the policies hand to that person now: nothing, then what was given, then nothing", async () => {
    const h = await house();
    expect(open(await look(h))).toEqual([]);
    await grant(h);
    await grant(h, { dataType: "PROFILE" });
    const sight = await look(h);
    expect(open(sight)).toEqual(["PROFILE", "MOOD"]);
    const moods = sight.records.find(({ dataType }) => dataType === "MOOD");
    expect(moods?.sources).toEqual([
      {
        table: "MoodEntry",
        count: 2,
        fields: ["day", "mood", "energy"],
        sample: [
          { day: "2026-11-20", mood: "2", energy: "3" },
          { day: "2026-11-19", mood: "4", energy: "3" },
        ],
      },
    ]);
    const [profile] = sight.records.find(({ dataType }) => dataType === "PROFILE")?.sources ?? [];
    expect(profile?.sample[0]).toHaveProperty("firstName");
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE "studentId" = $1`, [h.child]);
    const after = await look(h);
    expect(open(after)).toEqual([]);
    expect(after.records.flatMap(({ sources }) => sources)).toEqual([]);
  });

  test("shows a teacher's class records without any consent, and moods only with it", async () => {
    const h = await house();
    const teacher = { recipientType: "INSTRUCTOR", recipientId: h.teacher };
    expect(open(await look(h, h.parent.id, teacher))).toEqual([
      "PROFILE",
      "PROGRESS",
      "ASSESSMENT",
      "ATTENDANCE",
      "PORTFOLIO",
    ]);
    await grant(h, teacher);
    expect(open(await look(h, h.parent.id, teacher))).toContain("MOOD");
  });

  test("never shows another child: not another family's, not a sibling's, not one the recipient may see", async () => {
    const h = await house();
    const other = await house();
    await grant(h);
    // The organisation is shown another family's child too, and this family's other child.
    await grant(other, { recipientId: h.organizationId });
    await grant(h, { studentId: h.sibling });
    const sight = await look(h);
    expect(sight.records.find(({ dataType }) => dataType === "MOOD")?.sources).toMatchObject([{ count: 2 }]);
    expect(JSON.stringify(sight)).not.toMatch(new RegExp([other.child, h.sibling].join("|")));
    await expect(look(h, other.parent.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is only for who sees and decides; each look is in the log, each refused one changes nothing", async () => {
    const h = await house();
    for (const right of [rights.viewOnly, { ...rights.full, canView: false }]) {
      const guardian = await createUser(t.sql, t.random, { roles: ["PARENT"] });
      await createGuardianship(t.sql, t.random, { guardianId: guardian.id, studentId: h.child, ...right });
      await expect(look(h, guardian.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await look(h);
    const { rows } = await t.sql.query(
      `SELECT "actorId" FROM "AuditEvent" WHERE action = 'consent.simulated' AND "studentId" = $1`,
      [h.child],
    );
    expect(rows).toEqual([{ actorId: h.parent.id }]);
  });

  test("asks nobody who has nothing to do with the child", async () => {
    const h = await house();
    const other = await house();
    for (const more of [
      { recipientType: "INSTRUCTOR", recipientId: other.teacher },
      { recipientType: "INSTRUCTOR", recipientId: h.member },
      { recipientType: "PARTNER", recipientId: h.teacher },
    ])
      expect(await look(h, h.parent.id, more)).toMatchObject({
        nobody: true,
        records: expect.not.arrayContaining([expect.objectContaining({ open: true })]),
      });
  });
});
