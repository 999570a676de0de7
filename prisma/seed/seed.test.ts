import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { lowRun } from "@/server/features/families/families.mood.domain";
import { readPartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import { verifyPassword } from "@/server/platform/password";
import { createConsent } from "../../tests/factories/consent";
import { type TestDatabase, testDatabase } from "../../tests/harness/db";
import { freshDatabase } from "../../tests/harness/engine";
import { learningCases } from "./learning/learning.cases";
import { seed } from "./main";

const today = "2026-11-20";
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  expect(await seed(t.sql, { today })).toBe(true);
}, 180_000);
afterAll(() => t.close());

const one = async <T>(text: string, values: unknown[] = [], sql: pg.Client = t.sql): Promise<T> =>
  (await sql.query(text, values)).rows[0] as T;
const idOf = async (who: string) =>
  (await one<{ id: string }>(`SELECT id FROM "User" WHERE email = $1`, [`${who}@demo.uhs.test`])).id;

/** Names of bytes in the store are drawn anew each time, so that nobody guesses them; the bytes are the same, says their own checksum. */
const rowOf = (table: string) =>
  table === "StoredFile" ? "regexp_replace(x::text, 'course/[0-9a-f]{2}/[0-9a-f]{48}', '', 'g')" : "x::text";

/** A checksum of every table's rows, in an order that does not depend on where they lie. */
async function everything(sql: pg.Client): Promise<Record<string, string>> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of rows)
    sums[name] = (
      await one<{ sum: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(r, E'\\n' ORDER BY r)), '') AS sum FROM (SELECT ${rowOf(name)} AS r FROM "${name}" x) s`,
        [],
        sql,
      )
    ).sum;
  return sums;
}

test("the school has the promised size", async () => {
  const count = async (text: string) => (await one<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`)).n;
  expect(await count(`"Family"`)).toBe(60);
  expect(await count(`"Student"`)).toBe(520);
  expect(await count(`"StaffProfile"`)).toBe(55);
  expect(await count(`"StaffTeam"`)).toBe(5);
  expect(await count(`"StaffProfile" WHERE "isDepartmentLead"`)).toBe(5);
  expect(await count(`"UserRole" WHERE role = 'INSTRUCTOR'`)).toBe(20);
  expect(await count(`"Competency"`)).toBe(1135);
  expect(await count(`"Family" WHERE kind = 'HOME'`)).toBe(10);
  expect(await count(`(SELECT DISTINCT grade FROM "Student") g`)).toBe(11);
  expect(await count(`(SELECT DISTINCT day FROM "MoodEntry") d`)).toBe(30);
  expect(await count(`"MoodEntry"`)).toBeGreaterThan(6000);
});

test("no class is larger than a class, and every teacher has one", async () => {
  const { rows } = await t.sql.query<{ most: number; teachers: number }>(
    `SELECT max(n)::int AS most, count(DISTINCT "instructorId")::int AS teachers FROM (
       SELECT t."instructorId", count(*) AS n FROM "TeachingAssignment" t JOIN "Student" s ON s.id = t."studentId" WHERE t."endsOn" IS NULL
       GROUP BY t."instructorId", t."learningAreaCode", s.grade) c`,
  );
  expect(rows).toEqual([{ most: 28, teachers: 20 }]);
});

test("running again changes nothing, and another school's database is left alone", async () => {
  const before = await everything(t.sql);
  expect(await seed(t.sql, { today, scale: 2 })).toBe(false);
  expect(await everything(t.sql)).toEqual(before);
});

test("the same day gives the same school, to the last byte", async () => {
  const other = await freshDatabase();
  const sql = new pg.Client({ connectionString: other.url });
  await sql.connect();
  try {
    await seed(sql, { today });
    expect(await everything(sql)).toEqual(await everything(t.sql));
  } finally {
    await sql.end();
    await other.stop();
  }
}, 180_000);

test("nothing happened in the future", async () => {
  // Asked before the tests below act themselves. The school is looked at at half past nine in Nairobi when the day is
  // given; database defaults say now.
  for (const table of [
    "User",
    "Student",
    "MoodEntry",
    "FamilyCase",
    "CaseNote",
    "DataRequest",
    "LoginEvent",
    "AuditEvent",
    "Notification",
  ]) {
    const { n } = await one<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}" WHERE "createdAt" > $1`, [
      `${today}T06:30:00Z`,
    ]);
    expect([table, n]).toEqual([table, 0]);
  }
});

describe("learning", () => learningCases(() => t));

describe("the demo accounts", () => {
  it.each([
    ["admin", "ADMIN"],
    ["lead", "STAFF"],
    ["staff", "STAFF"],
    ["instructor", "INSTRUCTOR"],
    ["parent", "PARENT"],
    ["coparent", "PARENT"],
    ["student", "STUDENT"],
    ["partner", "PARTNER"],
    ["teacher-parent", "INSTRUCTOR"],
  ])("%s@ signs in as %s", async (who, role) => {
    const row = await one<{ passwordHash: string }>(`SELECT "passwordHash" FROM "User" WHERE email = $1`, [
      `${who}@demo.uhs.test`,
    ]);
    expect(await verifyPassword(row.passwordHash, "Karibu-2026!")).toEqual({ ok: true, stale: false });
    const { actor } = await t.ctx(await idOf(who));
    expect(actor.role).toBe(role);
    expect(actor.permissions.has("team:read")).toBe(who === "lead");
  });

  const children = async (who: string) => {
    const ctx = await t.ctx(await idOf(who));
    return ctx.work((db) =>
      db.student.findMany({ select: { firstName: true, grade: true }, orderBy: { birthDate: "asc" } }),
    );
  };

  test("parent@ sees four children, coparent@ two, student@ herself", async () => {
    expect(await children("parent")).toEqual([
      { firstName: "Baraka", grade: "G8" },
      { firstName: "Amani", grade: "G6" },
      { firstName: "Chebet", grade: "G3" },
      { firstName: "Daudi", grade: "PP2" },
    ]);
    expect((await children("coparent")).map(({ firstName }) => firstName)).toEqual(["Baraka", "Amani"]);
    expect((await children("student")).map(({ firstName }) => firstName)).toEqual(["Amani"]);
    expect((await children("instructor")).length).toBeGreaterThan(40);
  });

  test("teacher-parent@ sees the pupils as a teacher and one child as a parent", async () => {
    const id = await idOf("teacher-parent");
    const seen = (role: "INSTRUCTOR" | "PARENT") =>
      t.asApp(id, role, (query) => query(`SELECT "firstName" AS name FROM "Student"`));
    expect((await t.ctx(id)).actor.roles).toEqual(["INSTRUCTOR", "PARENT"]);
    expect(await seen("PARENT")).toEqual([{ name: "Zawadi" }]);
    expect((await seen("INSTRUCTOR")).length).toBeGreaterThan(10);
  });

  test("coparent@ may look and nothing else", async () => {
    const id = await idOf("coparent");
    const may = await t.asApp(id, "PARENT", (query) =>
      query(`SELECT (SELECT count(*)::int FROM app.guarded_students('view')) AS view, (SELECT count(*)::int FROM app.guarded_students('consent')) AS consent,
                    (SELECT count(*)::int FROM app.guarded_students('pay')) AS pay, (SELECT count(*)::int FROM app.guarded_students('message')) AS message`),
    );
    expect(may).toEqual([{ view: 2, consent: 0, pay: 0, message: 0 }]);
  });

  test("partner@ has ten signed children or more, and sees what they share", async () => {
    const home = await readPartnerHome(await t.ctx(await idOf("partner")));
    expect(home.signatures?.signed).toBeGreaterThanOrEqual(10);
    expect(home.signatures?.waiting).toBeGreaterThan(0);
    const shared = Object.fromEntries((home.shared ?? []).map((row) => [row.dataType, row.children]));
    expect(shared.PROGRESS).toBeGreaterThanOrEqual(10);
    expect(shared.MESSAGES).toBe(0);
  });

  test("something needs the family today", async () => {
    const moods = async (name: string) =>
      (
        await t.sql.query<{ day: string; mood: number; energy: number | null }>(
          `SELECT to_char(m.day, 'YYYY-MM-DD') AS day, m.mood, m.energy FROM "MoodEntry" m JOIN "Student" s ON s.id = m."studentId"
           JOIN "Guardianship" g ON g."studentId" = s.id AND g."guardianId" = $1 WHERE s."firstName" = $2`,
          [await idOf("parent"), name],
        )
      ).rows;
    expect(lowRun(await moods("Baraka"), today)).toBe(4);
    for (const name of ["Amani", "Daudi"]) expect((await moods(name)).some(({ day }) => day === today)).toBe(false);
    expect((await moods("Chebet")).some(({ day }) => day === today)).toBe(true);
    const soon = await one<{ n: number }>(
      `SELECT count(*)::int AS n FROM "ConsentRecord" c JOIN "Guardianship" g ON g."studentId" = c."studentId" AND g."guardianId" = $1
       WHERE c."supersededAt" IS NULL AND c.granted AND c."expiresAt" BETWEEN $2::date AND $2::date + interval '7 days'`,
      [await idOf("parent"), today],
    );
    expect(soon.n).toBe(1);
    const answered = await one<{ n: number }>(
      `SELECT count(*)::int AS n FROM "DataRequest" WHERE "requestedById" = $1 AND status = 'ANSWERED' AND "answeredAt" > $2::date - interval '7 days'`,
      [await idOf("parent"), today],
    );
    expect(answered.n).toBe(1);
  });
});

test("consent stands in every state, and its history says the same", async () => {
  const { rows } = await t.sql.query<{ state: string }>(
    `SELECT DISTINCT CASE WHEN "supersededAt" IS NOT NULL THEN 'superseded' WHEN NOT granted THEN 'refused' WHEN "expiresAt" < $1::date THEN 'expired' ELSE 'granted' END
            || CASE WHEN "recipientId" IS NULL THEN ', all' ELSE ', one' END AS state FROM "ConsentRecord" ORDER BY 1`,
    [today],
  );
  expect(rows.map(({ state }) => state)).toEqual([
    "expired, all",
    "expired, one",
    "granted, all",
    "granted, one",
    "refused, all",
    "refused, one",
    "superseded, all",
    "superseded, one",
  ]);
  const history = await one<{ same: boolean }>(
    `SELECT (SELECT count(*) FROM "ConsentAudit") = (SELECT count(*) + count("supersededAt") FROM "ConsentRecord") AS same`,
  );
  expect(history.same).toBe(true);
  const before = await one<{ n: number }>(`SELECT count(*)::int AS n FROM "ConsentAudit"`);
  await createConsent(t.sql, t.random);
  expect(await one(`SELECT count(*)::int AS n FROM "ConsentAudit"`)).toEqual({ n: before.n + 1 });
});

test("requests carry the law's date, and stand in every status", async () => {
  const { rows } = await t.sql.query<{ wrong: number; statuses: number }>(
    `SELECT count(*) FILTER (WHERE "dueAt" - "createdAt" <> CASE kind WHEN 'EXPORT' THEN interval '7 days' ELSE interval '14 days' END)::int AS wrong,
            count(DISTINCT status)::int AS statuses FROM "DataRequest"`,
  );
  expect(rows).toEqual([{ wrong: 0, statuses: 5 }]);
});
