import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createAssessment, createCourse, createEnrollment, createQuestion } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { findRegrade, previewRegrade } from "./regrade.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("regrade");
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; reason?: string }) => error.reason ?? error.message,
  );
const rows = async <R extends object>(text: string, values: unknown[] = []) =>
  (await t.sql.query(text, values)).rows as R[];
const choice = (right: string, options = ["A", "B"]) => ({
  body: {
    type: "mcq" as const,
    stem: "Which is right?",
    options: options.map((key) => ({ key, text: key })),
  },
  key: { type: "mcq" as const, correct: [right] },
});

/** A teacher whose question has a wrong key, and a child who chose what is right: B. */
async function marked() {
  const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const course = await createCourse(t.sql, t.random, { ownerId: teacher.id });
  const question = await createQuestion(t.sql, t.random, {
    ownerId: teacher.id,
    learningAreaCode: course.learningAreaCode,
    ...choice("A"),
  });
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id, questions: [question] });
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  const studentId = students[0]?.id ?? "";
  await t.sql.query(`UPDATE "Student" SET "userId" = $1, grade = 'G6' WHERE id = $2`, [pupil.id, studentId]);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId, enrolledById: parent.id });
  const child = await t.as(pupil);
  const { id: attemptId } = await child.attempts.start({ assessmentId: assessment.id });
  await child.attempts.confirm({ attemptId, place: 1, revision: 0, answer: { type: "mcq", chosen: ["B"] } });
  const api = await t.as(teacher);
  const save = (number: number, next: ReturnType<typeof choice>) =>
    api.questions.save({
      id: question.id,
      number,
      grade: "G4",
      learningAreaCode: course.learningAreaCode,
      language: "en",
      difficulty: 3,
      tags: [],
      competencyIds: [],
      question: next,
    });
  return { teacher, api, question, attemptId, studentId, parent, pupil, child, save };
}

describe("answers marked by a wrong key", () => {
  test("what would change is shown without a trace, and done as it was shown: marks, level, log, family, key", async () => {
    const one = await marked();
    await one.save(1, choice("B"));
    const asked = { questionId: one.question.id, number: 1 };
    const preview = await previewRegrade(await t.ctx(one.teacher), asked);
    expect(preview).toMatchObject({
      answers: 1,
      up: 1,
      down: 0,
      lines: [{ learner: expect.any(String), before: 0, after: 1, percentBefore: 0, percentAfter: 100 }],
    });
    const attempt = () => rows(`SELECT percent, "levelCode" FROM "Attempt" WHERE id = $1`, [one.attemptId]);
    expect(await attempt()).toEqual([{ percent: 0, levelCode: "BE" }]);
    const accept = { ...asked, digest: preview.digest, reason: "The key named the wrong option" };
    expect(await one.api.questions.regrade(accept)).toEqual({ changed: 1 });
    expect(await attempt()).toEqual([{ percent: 100, levelCode: "EE" }]);
    const results = await one.child.attempts.results({ attemptId: one.attemptId });
    expect(results.questions[0]).toMatchObject({ score: 1, told: { key: { correct: ["B"] } } });
    const log = await rows<{ after: object }>(
      `SELECT after FROM "AuditEvent" WHERE action = 'answer.remarked' AND "studentId" = $1 AND "actorId" = $2`,
      [one.studentId, one.teacher.id],
    );
    expect(log).toMatchObject([{ after: { score: 1, percent: 100, reason: accept.reason } }]);
    const told = await rows<{ userId: string }>(
      `SELECT "userId" FROM "Notification" WHERE type = 'work.mark_changed' AND "studentId" = $1`,
      [one.studentId],
    );
    expect(new Set(told.map(({ userId }) => userId))).toEqual(new Set([one.parent.id, one.pupil.id]));
    expect(await refusal(one.api.questions.regrade(accept))).toBe("regrade.moved");
  });

  test("what a person marked stays", async () => {
    const one = await marked();
    await t.sql.query(`UPDATE "Response" SET "gradedBy" = 'HUMAN' WHERE "attemptId" = $1`, [one.attemptId]);
    await one.save(1, choice("B"));
    const preview = await previewRegrade(await t.ctx(one.teacher), { questionId: one.question.id, number: 1 });
    expect(preview).toMatchObject({ answers: 0, lines: [] });
  });

  test("a key that does not speak of what was asked, the version of now, and another's question are refused", async () => {
    const one = await marked();
    await one.save(1, choice("C", ["A", "B", "C"]));
    const asked = { questionId: one.question.id, number: 1 };
    const ctx = await t.ctx(one.teacher);
    expect(await refusal(previewRegrade(ctx, asked))).toBe("regrade.misfit");
    expect(await refusal(previewRegrade(ctx, { ...asked, number: 2 }))).toBe("regrade.misfit");
    expect(await findRegrade(ctx, asked)).toBeNull();
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    expect(await refusal(previewRegrade(await t.ctx(stranger), asked))).toBe("question.not_found");
  });
});
