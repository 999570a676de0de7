/**
 * Whatever the school keeps about a child is named in one list with what a deletion does to it; and what the list says is
 * what really happens, in every table of the catalogue, with rows in all of them.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { heldAboutChildren } from "@/server/features/families/privacy.erasure.domain";
import { eraseChild } from "@/server/features/families/privacy.erasure.service";
import { insertRow } from "@/tests/factories/insert";
import { createConsentText } from "../factories/consent";
import { createLearningArea } from "../factories/curriculum";
import { createHousehold } from "../factories/families";
import { createOrganization, createStaff, createUser } from "../factories/identity";
import { createAssessment, createAssignment, createBadge, createLesson, createQuestion } from "../factories/learning";
import { type TestDatabase, testDatabase } from "../harness/db";
import { fillTables, learningRows, type Owner, publicTables, type Table, tablesOf } from "../harness/fill";

let t: TestDatabase;
let about: string[];
let tables: Table[];
beforeAll(async () => {
  t = await testDatabase("erasure");
  tables = await tablesOf(t.sql);
  about = tables.filter(({ columns }) => columns.some(({ name }) => name === "studentId")).map(({ name }) => name);
});
afterAll(() => t.close());

test("every table about a child says what a deletion does to it, and no other is named", () => {
  expect(about.length).toBeGreaterThan(15);
  expect(Object.keys(heldAboutChildren).sort(), "server/features/families/privacy.erasure.domain.ts").toEqual(
    [...about, "Student"].sort(),
  );
});

test("a deletion leaves nothing of a child anywhere but what the list keeps, and touches nobody else", async () => {
  const make = async () => {
    const { family, parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const child = students[0]!;
    const account = await createUser(t.sql, t.random, { roles: ["STUDENT"], name: "Zuhura Erasable" });
    await t.sql.query(
      `UPDATE "Student" SET "userId" = $1, "firstName" = 'Zuhura', "lastName" = 'Erasable', upi = '\\x01', "numbersKeyId" = 'test' WHERE id = $2`,
      [account.id, child.id],
    );
    const organization = await createOrganization(t.sql, t.random);
    const lesson = await createLesson(t.sql, t.random);
    const question = await createQuestion(t.sql, t.random);
    const asked = { versionId: question.versionId, askedById: parent.id, reason: "A wrong key", total: 1 };
    const run = { id: t.random.uuid(), ...asked };
    await insertRow(t.sql, "RegradeRun", run);
    const owner: Owner = {
      tables: {
        Course: { id: lesson.courseId },
        Lesson: { id: lesson.id },
        Assessment: { id: (await createAssessment(t.sql, t.random, { courseId: lesson.courseId })).id },
        Assignment: { id: (await createAssignment(t.sql, t.random, { courseId: lesson.courseId })).id },
        QuestionVersion: { id: question.versionId },
        RegradeRun: { id: run.id },
        Badge: { code: (await createBadge(t.sql, t.random)).code },
        User: { id: parent.id },
        Family: { id: family.id },
        Student: { id: child.id },
        Organization: { id: organization.id },
        LearningArea: { code: (await createLearningArea(t.sql, t.random)).code },
        ConsentText: { id: (await createConsentText(t.sql, t.random)).id },
      },
      columns: { userId: account.id, studentId: child.id, familyId: family.id, organizationId: organization.id },
    };
    const wanted = tables.filter(
      ({ name, columns }) => !publicTables.includes(name) && columns.some((column) => column.name === "studentId"),
    );
    await fillTables(
      t.sql,
      wanted.filter(({ name }) => name !== "DataRequest" && name !== "LegalHold"),
      owner,
      t.random,
      {
        Guardianship: { guardianId: (await createUser(t.sql, t.random)).id, isPrimary: false, endedAt: new Date() },
        MoodEntry: { mood: 3, energy: 3, note: "private" },
        ConsentRecord: { recipientType: "RESEARCH", recipientId: null, withdrawal: false, endedAt: null },
        TeachingAssignment: {
          instructorId: (await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] })).id,
          endsOn: null,
        },
        StoredFile: { purpose: "portfolio", variants: [{ storageKey: "portfolio/small" }] },
        ChildContest: { liftedAt: new Date() },
        ChildKey: { hash: "$argon2id$" },
        ...learningRows,
      },
    );
    return { parent, child, account };
  };
  const [one, other] = [await make(), await make()];
  const api = await t.as(one.parent);
  const { id } = await api.privacy.ask({
    studentId: one.child.id,
    kind: "DELETION",
    details: "Zuhura Erasable leaves",
  });
  for (let n = 0; n < 2; n++) await (await t.as(await createStaff(t.sql, t.random))).privacy.confirmDeletion({ id });
  const count = async (table: string, studentId: string) =>
    Number((await t.sql.query(`SELECT count(*) FROM "${table}" WHERE "studentId" = $1`, [studentId])).rows[0].count);
  const counts = async (studentId: string) => {
    const found: Record<string, number> = {};
    for (const table of about) found[table] = await count(table, studentId);
    return found;
  };
  const [before, others] = [await counts(one.child.id), await counts(other.child.id)];
  // Rows stand in every table that is to be emptied, else the test would prove nothing.
  for (const table of about)
    if (!["DataRequest", "LegalHold"].includes(table)) expect([table, (before[table] ?? 0) > 0]).toEqual([table, true]);

  expect(await eraseChild(id)).toHaveProperty("erased");

  for (const table of about) {
    const left = await count(table, one.child.id);
    if (heldAboutChildren[table]?.does === "delete") expect([table, left]).toEqual([table, 0]);
    else expect([table, left >= (before[table] ?? 0)]).toEqual([table, true]);
    expect([table, await count(table, other.child.id)]).toEqual([table, others[table]]);
  }
  // Nothing of the name anywhere, in any column of any table.
  for (const { name } of tables) {
    const { rows } = await t.sql.query(
      `SELECT count(*)::int AS n FROM "${name}" whole WHERE to_jsonb(whole)::text ~ $1`,
      [`${one.account.id}.*Erasable|Zuhura.*${one.child.id}|${one.child.id}.*Zuhura`],
    );
    expect([name, rows[0]?.n]).toEqual([name, 0]);
  }
  const student = (await t.sql.query(`SELECT * FROM "Student" WHERE id = $1`, [one.child.id])).rows[0];
  expect(student).toMatchObject({
    firstName: "Erased",
    lastName: "Erased",
    userId: null,
    upi: null,
    numbersKeyId: null,
    sex: null,
    status: "LEFT",
  });
  expect(student.familyId).not.toBe(one.child.familyId);
  expect((await t.sql.query(`SELECT 1 FROM "User" WHERE id = $1`, [one.account.id])).rowCount).toBe(0);
  expect((await t.sql.query(`SELECT 1 FROM "User" WHERE id = $1`, [one.parent.id])).rowCount).toBe(1);
  const live = await t.sql.query(`SELECT 1 FROM "ConsentRecord" WHERE "studentId" = $1 AND "supersededAt" IS NULL`, [
    one.child.id,
  ]);
  expect(live.rowCount).toBe(0);
  const orphans = await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE name = 'files/bytes.orphaned'`);
  expect(orphans.rows.map(({ payload }) => payload.keys.length)).toEqual([2]);
});
