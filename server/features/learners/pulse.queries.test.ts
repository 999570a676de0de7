import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createCompetency } from "@/tests/factories/curriculum";
import { createHousehold, createMood } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createAssessment, createCourse, createEnrollment, createQuestion } from "@/tests/factories/learning";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { listSchool } from "./school.queries";
import { schoolInput } from "./school.schema";

let t: TestDatabase;
let course: { id: string; ownerId: string; learningAreaCode: string };
let teacher: Caller;
let child: { id: string };
let parent: { id: string };
const inCourse = (page: { limit?: number; cursor?: string; dir?: "after" | "before" } = {}) => ({
  ...page,
  courseId: course.id,
});
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

beforeAll(async () => {
  t = await testDatabase("pulse");
});
afterAll(() => t.close());
beforeEach(async () => {
  course = await createCourse(t.sql, t.random);
  const household = await createHousehold(t.sql, t.random, { children: 1 });
  child = household.students[0] as { id: string };
  parent = household.parent;
  await t.sql.query(`UPDATE "Student" SET grade = 'G4' WHERE id = $1`, [child.id]);
  await createEnrollment(t.sql, t.random, {
    courseId: course.id,
    studentId: child.id,
    enrolledById: parent.id,
    createdAt: ago(80),
    lastActivityAt: ago(12),
  });
  teacher = await t.as(course.ownerId);
});

async function learned(days: number, seconds: number, courseId = course.id) {
  await insertRow(t.sql, "StudentActivity", {
    id: t.random.uuid(),
    occurredAt: ago(days),
    studentId: child.id,
    kind: "LESSON_DONE",
    courseId,
    seconds,
    recordedAt: ago(days),
  });
}

/** Answers to as many questions of one competency, each right or wrong. */
async function answered(days: number, scores: readonly number[]) {
  const { id: competencyId } = await createCompetency(t.sql, t.random, { learningAreaCode: course.learningAreaCode });
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id });
  const stamps = { createdAt: ago(days), updatedAt: ago(days) };
  const attempt = { id: t.random.uuid(), courseId: course.id, studentId: child.id };
  await insertRow(t.sql, "Attempt", {
    ...attempt,
    assessmentId: assessment.id,
    number: 1,
    status: "GRADED",
    startedAt: ago(days),
    submittedAt: ago(days),
    ...stamps,
  });
  for (const [at, score] of scores.entries()) {
    const question = await createQuestion(t.sql, t.random);
    await insertRow(t.sql, "QuestionCompetency", { questionId: question.id, competencyId });
    await insertRow(t.sql, "Response", {
      id: t.random.uuid(),
      attemptId: attempt.id,
      studentId: child.id,
      courseId: course.id,
      questionId: question.id,
      versionId: question.versionId,
      place: at + 1,
      difficulty: 3,
      answer: { type: "mcq", chosen: ["A"] },
      answeredAt: ago(days),
      score,
      gradedBy: "KEY",
      ...stamps,
    });
  }
}

describe("the pulse", () => {
  test("is counted from what was learned and assessed in the own courses, four weeks against four", async () => {
    await learned(3, 1_800);
    await learned(40, 3_600);
    await learned(60, 36_000);
    await learned(3, 36_000, (await createCourse(t.sql, t.random)).id);
    await answered(3, [1, 0]);
    await answered(40, [1, 1, 1]);
    const { learners, weeks } = await teacher.learners.pulse(inCourse());
    const { groups } = await teacher.learners.pulse({});
    const now = { minutes: 30, lessons: 1, competencies: 1, marks: 2, mean: 50 };
    const before = { minutes: 60, lessons: 1, competencies: 1, marks: 3, mean: 100 };
    expect(learners.rows).toMatchObject([
      { id: child.id, now, before, mood: null, looks: [{ key: "quiet", days: 12 }] },
    ]);
    expect(groups).toMatchObject([{ id: course.id, learners: 1, now, before }]);
    expect(weeks.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(90);
  });

  test("tells moods only while the family shares them, and belongs to the course's own teachers", async () => {
    for (const days of [1, 2, 3])
      await createMood(t.sql, t.random, { studentId: child.id, mood: 2, createdAt: ago(days) });
    const mood = async () => (await teacher.learners.pulse({})).learners.rows[0]?.mood;
    expect(await mood()).toBeNull();
    const consent = await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "MOOD",
      recipientType: "INSTRUCTOR",
      recipientId: null,
    });
    expect(await mood()).toEqual({ entries: 3, average: 2 });
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    expect(await mood()).toBeNull();
    const stranger = await t.as((await createCourse(t.sql, t.random)).ownerId);
    await expect(stranger.learners.pulse(inCourse())).rejects.toThrow("course.not_found");
    expect((await stranger.learners.pulse({})).learners.rows).toEqual([]);
  });

  test("asks each child's own family for its moods; the function tells the class's teacher alone", async () => {
    const { studentId: silent } = await createEnrollment(t.sql, t.random, { courseId: course.id });
    const both = [child.id, silent];
    for (const studentId of both) await createMood(t.sql, t.random, { studentId, mood: 2, createdAt: ago(1) });
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "MOOD",
      recipientType: "INSTRUCTOR",
      recipientId: null,
    });
    const { learners } = await teacher.learners.pulse(inCourse());
    const shared = { entries: 1, average: 2 };
    expect(new Map(learners.rows.map(({ id, mood }) => [id, mood]))).toEqual(
      new Map([
        [child.id, shared],
        [silent, null],
      ]),
    );
    const told = (who: string, role: "INSTRUCTOR" | "PARENT") =>
      t.asApp(who, role, (query) => query("SELECT * FROM app.class_moods($1::uuid[], current_date - 7)", [both]));
    expect(await told(course.ownerId, "INSTRUCTOR")).toEqual([{ studentId: child.id, ...shared }]);
    expect(await told((await createCourse(t.sql, t.random)).ownerId, "INSTRUCTOR")).toEqual([]);
    expect(await told(parent.id, "PARENT")).toEqual([]);
  });

  test("begins with those who need a look, and among them with who has been without a sign for longest", async () => {
    const enrolled = (lastActivityAt: Date) =>
      createEnrollment(t.sql, t.random, { courseId: course.id, createdAt: ago(80), lastActivityAt });
    const calm = await enrolled(ago(9));
    const quiet = await enrolled(ago(30));
    // An hour in the four weeks before, nothing since, and seen two days ago.
    await learned(40, 3_600);
    await t.sql.query(`UPDATE "Enrollment" SET "lastActivityAt" = $2 WHERE "studentId" = $1`, [child.id, ago(2)]);
    const { learners } = await teacher.learners.pulse(inCourse());
    expect(learners.rows.map(({ id, looks }) => [id, looks.map(({ key }) => key)])).toEqual([
      [quiet.studentId, ["quiet"]],
      [child.id, ["less"]],
      [calm.studentId, []],
    ]);
  });
});

test("one course is turned page by page, longest without a sign first; nobody twice, nobody left out", async () => {
  const [others, twenty] = [[] as string[], ago(20)];
  for (const lastActivityAt of [ago(30), twenty, twenty, ago(9), ago(3)])
    others.push((await createEnrollment(t.sql, t.random, { courseId: course.id, lastActivityAt })).studentId);
  const never = (await createEnrollment(t.sql, t.random, { courseId: course.id, createdAt: ago(40) })).studentId;
  await createEnrollment(t.sql, t.random, { courseId: course.id, status: "WITHDRAWN" });
  await createEnrollment(t.sql, t.random, { courseId: (await createCourse(t.sql, t.random)).id });
  const pages: string[][] = [];
  let page = (await teacher.learners.pulse(inCourse({ limit: 3 }))).learners;
  for (pages.push(page.rows.map(({ id }) => id)); page.next; pages.push(page.rows.map(({ id }) => id)))
    page = (await teacher.learners.pulse(inCourse({ limit: 3, cursor: page.next }))).learners;
  expect(page.total).toBe(7);
  const [longest, ...rest] = others as [string, ...string[]];
  const [first, second] = rest.slice(0, 2).toSorted();
  const wanted = [[never, longest, first], [second, child.id, rest[2]], [rest[3]]];
  expect(pages.map((ids) => ids.toSorted())).toEqual(wanted.map((ids) => ids.toSorted()));
  const back = await teacher.learners.pulse(inCourse({ limit: 3, cursor: page.previous ?? "", dir: "before" }));
  expect(back.learners.rows.map(({ id }) => id)).toEqual(pages[1]);
});

test("staff find learners by grade, area, level and quiet, with what was shown; each is noted as read", async () => {
  await answered(3, [1, 1, 0, 1]);
  const staff = await t.ctx(await createUser(t.sql, t.random, { roles: ["STAFF"] }));
  const area = course.learningAreaCode;
  const found = async (filters: object) => {
    const page = await listSchool(staff, schoolInput.parse({ filters: { area, ...filters } }));
    return page.rows.map(({ id, shown }) => [id, shown && [shown.count, shown.percent]]);
  };
  const mine = [child.id, [4, 75]];
  expect(await found({})).toContainEqual(mine);
  expect(await found({ grade: "G4", level: "EE" })).toEqual([mine]);
  expect(await found({ grade: "G4", level: "ME" })).toEqual([]);
  expect(await found({ grade: "G5" })).toEqual([]);
  expect(await found({ quiet: "7" })).toContainEqual(mine);
  expect(await found({ quiet: "14" })).not.toContainEqual(mine);
  expect(await found({ team: true })).toEqual([]);
  await t.sql.query(
    `INSERT INTO "FamilyCase" (id, "studentId", "openedById", "ownerId", title, reason, "updatedAt") VALUES (gen_random_uuid(), $1, $2, $2, 'Title', 'Reason', now())`,
    [child.id, staff.actor.userId],
  );
  expect(await found({ team: true })).toEqual([mine]);
  const { rows } = await t.sql.query(
    `SELECT DISTINCT after->>'where' AS place FROM "AuditEvent" WHERE action = 'child.read' AND "studentId" = $1`,
    [child.id],
  );
  expect(rows).toEqual([{ place: "progress_list" }]);
  const nobody = await t.ctx(course.ownerId);
  const means = (who: string, role: "STAFF" | "INSTRUCTOR") =>
    t.asApp(who, role, (query) => query(`SELECT * FROM app.area_means('G4', $1, now() - interval '30 days')`, [area]));
  expect(await means(nobody.actor.userId, "INSTRUCTOR")).toEqual([]);
  expect(await means(staff.actor.userId, "STAFF")).toEqual([{ studentId: child.id, percent: 75 }]);
});
