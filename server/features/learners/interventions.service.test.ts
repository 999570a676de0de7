import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, dayAt } from "@/lib/days";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createCourse, createEnrollment } from "@/tests/factories/learning";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { remindOfReviews } from "./interventions.service";

let t: TestDatabase;
let course: { id: string; ownerId: string };
let teacher: Caller;
let child: { id: string };
let parent: { id: string };
const today = dayAt(new Date());
const hours = 3_600_000;

beforeAll(async () => {
  t = await testDatabase("interventions");
});
afterAll(() => t.close());
beforeEach(async () => {
  course = await createCourse(t.sql, t.random);
  const household = await createHousehold(t.sql, t.random, { children: 1 });
  child = household.students[0] as { id: string };
  parent = household.parent;
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: parent.id });
  teacher = await t.as(course.ownerId);
});

const planned = (given = {}) => ({
  studentId: child.id,
  aim: "Reads a page aloud",
  plan: "Ten minutes of reading together on Monday and Thursday.",
  startsOn: today,
  reviewOn: addDays(today, 28),
  ...given,
});
const told = async () =>
  (await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1 ORDER BY "createdAt"`, [parent.id])).rows.map(
    ({ type }) => type,
  );
const learned = (daysAgo: number, seconds: number, courseId = course.id) => {
  const occurredAt = new Date(Date.now() - daysAgo * 24 * hours);
  return insertRow(t.sql, "StudentActivity", {
    id: t.random.uuid(),
    occurredAt,
    studentId: child.id,
    kind: "LESSON_DONE",
    courseId,
    seconds,
    recordedAt: occurredAt,
  });
};

describe("a plan of help", () => {
  test("is told to the guardians, begins, goes on, and ends only with a word for what came of it", async () => {
    const later = addDays(today, 3);
    const { id } = await teacher.interventions.plan(planned({ startsOn: later }));
    expect(await teacher.interventions.read({ id })).toMatchObject({ status: "PLANNED", measure: { days: 0 } });
    expect(await told()).toEqual(["learner.plan_made"]);
    await teacher.interventions.start({ id });
    await expect(teacher.interventions.start({ id })).rejects.toThrow("conflict");
    await teacher.interventions.extend({ id, reviewOn: addDays(today, 40) });
    const words = { id, outcome: "She reads slowly, but to the end." };
    await expect(teacher.interventions.close({ ...words, result: "" as "HELPED" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await teacher.interventions.close({ ...words, result: "PARTLY" });
    expect(await teacher.interventions.read({ id })).toMatchObject({ status: "DONE", result: "PARTLY" });
    await expect(teacher.interventions.close({ ...words, result: "HELPED" })).rejects.toThrow("intervention.ended");
    await expect(teacher.interventions.extend({ id, reviewOn: addDays(today, 50) })).rejects.toThrow(
      "intervention.ended",
    );
    expect(await told()).toEqual(["learner.plan_made", "learner.plan_ended"]);
  });

  test.each([
    ["a review that is not ahead", { reviewOn: today }, "reviewOn"],
    ["a review before the beginning", { startsOn: addDays(today, 30) }, "reviewOn"],
    ["a beginning long ago", { startsOn: addDays(today, -8) }, "startsOn"],
  ])("is refused beside its field: %s", async (_, given, field) => {
    await expect(teacher.interventions.plan(planned(given))).rejects.toMatchObject({
      cause: { fields: { [field]: expect.stringContaining("intervention.") } },
    });
    expect(await told()).toEqual([]);
  });

  test("is its teacher's and the guardians' to read; a plan of staff stays with staff", async () => {
    const { id } = await teacher.interventions.plan(planned());
    const other = await t.as((await createCourse(t.sql, t.random)).ownerId);
    for (const ask of [
      () => other.interventions.read({ id }),
      () => other.interventions.start({ id }),
      () => other.interventions.close({ id, result: "HELPED", outcome: "Not mine at all." }),
    ])
      await expect(ask()).rejects.toThrow("intervention.not_found");
    await expect(other.interventions.plan(planned())).rejects.toThrow("child.not_found");
    await t.sql.query(
      `INSERT INTO "Intervention" (id, "studentId", "ownerId", plan, "updatedAt") VALUES (gen_random_uuid(), $1, $2, 'Staff only', now())`,
      [child.id, (await createUser(t.sql, t.random, { roles: ["STAFF"] })).id],
    );
    const seen = (who: string, role: "PARENT" | "INSTRUCTOR") =>
      t.asApp(who, role, async (query) =>
        (await query(`SELECT id FROM "Intervention" WHERE "studentId" = $1`, [child.id])).map((row) => row.id),
      );
    expect(await seen(parent.id, "PARENT")).toEqual([id]);
    expect(await seen(course.ownerId, "INSTRUCTOR")).toEqual([id]);
    await t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now() WHERE "guardianId" = $1`, [parent.id]);
    expect(await seen(parent.id, "PARENT")).toEqual([]);
    await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1`, [child.id]);
    await expect(teacher.interventions.read({ id })).rejects.toThrow("intervention.not_found");
  });

  test("is measured from what was learned in the own courses, before and since", async () => {
    const { id } = await teacher.interventions.plan(planned({ startsOn: addDays(today, -7) }));
    const [elsewhere, before, since] = [await createCourse(t.sql, t.random), [9, 8], [6, 5, 4]];
    for (const days of before) await learned(days, 600);
    for (const days of since) await learned(days, 900);
    await learned(5, 7_200, elsewhere.id);
    await learned(30, 7_200);
    const { measure } = await teacher.interventions.read({ id });
    expect(measure).toEqual({
      days: 7,
      before: { seconds: 1_200, lessons: 2, marks: 0, mean: null },
      after: { seconds: 2_700, lessons: 3, marks: 0, mean: null },
      time: "more",
      marks: "unclear",
    });
    const [row] = (await teacher.interventions.list({ filters: { state: "running" } })).rows;
    expect(row?.measure).toEqual(measure);
    expect((await teacher.interventions.list({ filters: { state: "ended" } })).total).toBe(0);
  });

  test("stays as the family was told, also when somebody writes past the application", async () => {
    const { id } = await teacher.interventions.plan(planned());
    const change = (text: string) =>
      t.asApp(course.ownerId, "INSTRUCTOR", (query) => query(`UPDATE "Intervention" SET ${text} WHERE id = $1`, [id]));
    await expect(change(`aim = 'Something else'`)).rejects.toThrow("as the family was told");
    await expect(change(`status = 'DONE', "endedOn" = current_date`)).rejects.toThrow("Intervention_told");
  });
});

test("a teacher is reminded of a review once, and again of a day set anew", async () => {
  const { id } = await teacher.interventions.plan(planned());
  const reminders = async () =>
    (
      await t.sql.query(`SELECT href FROM "Notification" WHERE "userId" = $1 AND type = 'learner.review_due'`, [
        course.ownerId,
      ])
    ).rows;
  const [early, late] = [27, 29].map((days) => new Date(Date.now() + days * 24 * hours)) as [Date, Date];
  await remindOfReviews(early);
  expect(await reminders()).toEqual([]);
  await remindOfReviews(late);
  await remindOfReviews(late);
  expect(await reminders()).toEqual([{ href: `/dashboard/instructor/interventions/${id}` }]);
  await teacher.interventions.extend({ id, reviewOn: addDays(today, 50) });
  await remindOfReviews(late);
  expect(await reminders()).toHaveLength(1);
  await remindOfReviews(new Date(Date.now() + 51 * 24 * hours));
  expect(await reminders()).toHaveLength(2);
  await teacher.interventions.extend({ id, reviewOn: addDays(today, 60) });
  await teacher.interventions.close({ id, result: "STOPPED", outcome: "The family moved away." });
  await remindOfReviews(new Date(Date.now() + 61 * 24 * hours));
  expect(await reminders()).toHaveLength(2);
});
