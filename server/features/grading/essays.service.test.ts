import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCompetency } from "@/tests/factories/curriculum";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createAssessment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createQuestion,
} from "@/tests/factories/learning";
import { type Caller, type TestDatabase, testDatabase, attempt as tried } from "@/tests/harness/db";

let t: TestDatabase;
let course: { id: string; learningAreaCode: string };
let owner: { id: string };
let partner: { userId: string };
let one: Caller;
let two: Caller;
let questions: { id: string }[];

beforeAll(async () => {
  t = await testDatabase("essays");
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  course = await createCourse(t.sql, t.random, { ownerId: owner.id });
  partner = await createCoTeacher(t.sql, t.random, { courseId: course.id, canGrade: true });
  [one, two] = [await t.as(owner), await t.as(partner.userId)];
  const essay = (stem: string, criteria: object[]) =>
    createQuestion(t.sql, t.random, {
      ownerId: owner.id,
      learningAreaCode: course.learningAreaCode,
      type: "ESSAY",
      body: { type: "essay", stem },
      key: { type: "essay", criteria },
    });
  const given = { ownerId: owner.id, learningAreaCode: course.learningAreaCode };
  questions = [
    await createQuestion(t.sql, t.random, {
      ...given,
      body: { type: "mcq", stem: "Which is right?", options: ["A", "B"].map((key) => ({ key, text: key })) },
      key: { type: "mcq", correct: ["A"] },
    }),
    await essay("Why do we boil water?", [
      { text: "Names germs", marks: 2 },
      { text: "Says that heat stops them", marks: 1 },
    ]),
    await essay("Tell it to a younger child.", []),
  ];
  const aim = await createCompetency(t.sql, t.random, { learningAreaCode: course.learningAreaCode, grade: "G4" });
  await t.sql.query(`INSERT INTO "QuestionCompetency" VALUES ($1, $2)`, [questions[1]?.id, aim.id]);
});
afterAll(() => t.close());

const rows = async <R extends object>(text: string, values: unknown[] = []) =>
  (await t.sql.query(text, values)).rows as R[];

/** A child who has answered all three questions, and the essays that wait because of it. */
async function answered(said = ["They have germs.", "Hot water is safe."]) {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  const studentId = students[0]?.id ?? "";
  await t.sql.query(`UPDATE "Student" SET "userId" = $1, grade = 'G4' WHERE id = $2`, [pupil.id, studentId]);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId, enrolledById: parent.id });
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id, questions });
  const child = await t.as(pupil);
  const { id: attemptId } = await child.attempts.start({ assessmentId: assessment.id });
  const answers = [{ type: "mcq" as const, chosen: ["A"] }, ...said.map((text) => ({ type: "essay" as const, text }))];
  for (const [at, answer] of answers.entries())
    await child.attempts.confirm({ attemptId, place: at + 1, revision: 0, answer });
  const work = await rows<{ id: string }>(
    `SELECT w.id FROM "Submission" w JOIN "Response" r ON r.id = w."responseId" WHERE r."attemptId" = $1 ORDER BY r.place`,
    [attemptId],
  );
  return { parent, pupil, child, studentId, attemptId, assessment, work: work.map(({ id }) => id) };
}
type Answered = Awaited<ReturnType<typeof answered>>;
let made: Answered;
let [first, second] = ["", ""];
beforeEach(async () => {
  made = await answered();
  [first, second] = made.work as [string, string];
});

const attempt = async () =>
  (await rows(`SELECT status::text, percent, "levelCode" FROM "Attempt" WHERE id = $1`, [made.attemptId]))[0];
const draft = (api: Caller, id: string, marks: Record<string, "EE" | "ME" | "AE" | "BE">, revision = 0) =>
  api.grading.saveDraft({ id, revision, marks, feedback: "You named the germs." });
const giveBack = (api: Caller, id: string, revision = 1) => api.grading.giveBack({ id, revision });

describe("an essay of an attempt that ended", () => {
  test("waits in the queue of who marks, beside other work, with its question and criteria", async () => {
    expect(await attempt()).toMatchObject({ status: "SUBMITTED", percent: null });
    const queue = (await one.grading.queue({ filters: { kind: "essay" } })).rows;
    expect(queue.filter(({ id }) => made.work.includes(id))).toEqual([
      expect.objectContaining({ kind: "essay", title: made.assessment.title, status: "SUBMITTED" }),
      expect.objectContaining({ kind: "essay" }),
    ]);
    expect((await one.grading.queue({ filters: { kind: "assignment" } })).rows).toEqual([]);
    expect(await two.grading.read({ id: first })).toMatchObject({
      text: "They have germs.",
      after: second,
      task: {
        kind: "essay",
        instructions: "Why do we boil water?",
        criteria: [
          { id: "1", title: "Names germs", weight: 2 },
          { id: "2", title: "Says that heat stops them", weight: 1, levels: { EE: "Exceeding expectation" } },
        ],
      },
    });
    const told = await rows(`SELECT "userId" FROM "Notification" WHERE type = 'work.handed_in' AND "studentId" = $1`, [
      made.studentId,
    ]);
    expect(told).toHaveLength(2);
  });

  test("is nobody else's: not a colleague's without the right, not the family's", async () => {
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id, canLearners: true, canEdit: true });
    const api = await t.as(looker.userId);
    await expect(api.grading.read({ id: first })).rejects.toThrow("grading.not_found");
    await expect(draft(api, first, { 1: "EE" })).rejects.toThrow("grading.not_found");
    await expect(made.child.grading.read({ id: first })).rejects.toThrow("forbidden");
  });

  test("left blank earns nothing and waits for nobody", async () => {
    made = await answered(["They have germs.", "  "]);
    expect(made.work).toHaveLength(1);
  });
});

describe("marks of an essay", () => {
  test("stay the teacher's until they go back; the last one makes the result, once", async () => {
    await draft(one, first, { 1: "EE", 2: "BE" });
    const waiting = await made.child.attempts.results({ attemptId: made.attemptId });
    expect(waiting.questions[1]).toMatchObject({ score: null, feedback: null, marked: null });
    await giveBack(one, first);
    expect(await attempt()).toMatchObject({ status: "SUBMITTED", percent: null });
    await draft(two, second, { 1: "ME" });
    await giveBack(two, second);
    // 95 twice and 15 once of the first, 66 of the second, and the whole mark of the choice.
    expect(await attempt()).toEqual({ status: "GRADED", percent: 78.1, levelCode: "EE" });
    const results = await made.child.attempts.results({ attemptId: made.attemptId });
    expect(results.questions[1]).toMatchObject({
      score: 0.683,
      feedback: "You named the germs.",
      marked: { marks: { 1: "EE", 2: "BE" }, level: { code: "ME" } },
    });
    const shown = await t.asApp(made.parent.id, "PARENT", (query) =>
      query(`SELECT kind, score FROM app.evidence($1, now() - interval '1 day')`, [made.studentId]),
    );
    expect(shown).toEqual([{ kind: "answer", score: 0.683 }]);
    const jobs = await rows(
      `SELECT payload->'percent' AS percent FROM "OutboxEvent" WHERE name = 'assessment/attempt.graded' AND payload->>'attemptId' = $1`,
      [made.attemptId],
    );
    expect(jobs).toEqual([{ percent: 78.1 }]);
  });

  test("are read by the guardian with the question, and the family hears of them", async () => {
    await draft(one, first, { 1: "EE", 2: "EE" });
    const parent = await t.as(made.parent);
    expect((await parent.work.read({ submissionId: first })).piece).toMatchObject({
      standing: "handed_in",
      returned: null,
    });
    await giveBack(one, first);
    const { task, piece } = await parent.work.read({ submissionId: first });
    expect(task).toMatchObject({ title: made.assessment.title, instructions: "Why do we boil water?" });
    expect(piece.returned).toMatchObject({ percent: 95, feedback: "You named the germs." });
    const told = await rows(
      `SELECT href FROM "Notification" WHERE type = 'work.returned' AND "studentId" = $1 ORDER BY href`,
      [made.studentId],
    );
    expect(told).toEqual([
      { href: `/dashboard/parent/children/${made.studentId}/work/${first}` },
      { href: `/dashboard/student/assessments/${made.assessment.id}?attempt=${made.attemptId}` },
    ]);
  });

  test("change with a reason, and the result follows", async () => {
    for (const [id, marks] of [
      [first, { 1: "EE", 2: "EE" }],
      [second, { 1: "BE" }],
    ] as const) {
      await draft(one, id, marks);
      await giveBack(one, id);
    }
    const change = {
      id: second,
      revision: 2,
      marks: { 1: "EE" as const },
      feedback: "I read it again.",
      reason: "Overlooked a sentence.",
    };
    await two.grading.changeMark(change);
    expect(await attempt()).toMatchObject({ percent: 96.7 });
    const history = await rows<{ reason: string }>(
      `SELECT reason FROM "GradeChange" WHERE "submissionId" = $1 ORDER BY "createdAt", id`,
      [second],
    );
    expect(history.at(-1)).toEqual({ reason: "Overlooked a sentence." });
  });

  test("by two at once: no mark is lost, and both of two essays count", async () => {
    await draft(one, first, { 1: "EE", 2: "EE" });
    await expect(draft(two, first, { 1: "BE" })).rejects.toThrow("grading.held");
    await two.grading.claim({ id: first, takeOver: true });
    await expect(draft(two, first, { 1: "BE" })).rejects.toThrow("grading.newer");
    await two.grading.letGo({ id: first });
    await draft(two, second, { 1: "EE" });
    await Promise.all([giveBack(one, first), giveBack(two, second)]);
    expect(await attempt()).toMatchObject({ status: "GRADED", percent: 96.7 });
  });
});

test("past all of our code nobody makes work of an answer, marks in another's name, or reads a draft", async () => {
  await draft(one, first, { 1: "EE" });
  const seen = (userId: string, role: "PARENT" | "STUDENT") =>
    t.asApp(userId, role, (query) => query(`SELECT 1 FROM "SubmissionGrade" WHERE "submissionId" = $1`, [first]));
  expect(await seen(made.parent.id, "PARENT")).toEqual([]);
  expect(await seen(made.pupil.id, "STUDENT")).toEqual([]);
  await t.asApp(owner.id, "INSTRUCTOR", async (query) => {
    const forged = `UPDATE "Response" SET score = 1, "gradedBy" = 'HUMAN', "gradedById" = $2 WHERE id = (SELECT "responseId" FROM "Submission" WHERE id = $1)`;
    expect(await tried(query, forged, [first, partner.userId])).toHaveProperty("refused");
  });
  await t.asApp(made.pupil.id, "STUDENT", async (query) => {
    const own = `UPDATE "Submission" SET text = 'Better now' WHERE id = $1`;
    expect(await tried(query, own, [first])).not.toMatchObject({ rows: [expect.anything()] });
    const anew = `INSERT INTO "Submission" (id, "responseId", "courseId", "studentId", status, text, "submittedAt", "updatedAt")
      SELECT gen_random_uuid(), r.id, r."courseId", r."studentId", 'SUBMITTED', 'mine', now(), now() FROM "Response" r WHERE r."attemptId" = $1 AND r.place = 1`;
    expect(await tried(query, anew, [made.attemptId])).toHaveProperty("refused");
  });
  expect(await rows(`SELECT text FROM "Submission" WHERE id = $1`, [first])).toEqual([{ text: "They have germs." }]);
});
