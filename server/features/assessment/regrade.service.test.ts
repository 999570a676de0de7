import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createAssessment, createCourse, createEnrollment, createQuestion } from "@/tests/factories/learning";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { goOnRegrading } from "./regrade.job.service";
import { LINES_SHOWN } from "./regrade.schema";
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

/** The run that was asked for, as the job is told of it. */
async function runOf(questionId: string): Promise<string> {
  const found = await rows<{ id: string }>(
    `SELECT e.payload->>'runId' AS id FROM "OutboxEvent" e JOIN "RegradeRun" r ON r.id::text = e.payload->>'runId'
     JOIN "QuestionVersion" v ON v.id = r."versionId" WHERE e.name = 'assessment/regrade.asked' AND v."questionId" = $1`,
    [questionId],
  );
  return found[0]?.id ?? "";
}
/** The job to its end; says how often it went on. */
async function work(runId: string): Promise<number> {
  for (let rounds = 1; ; rounds++) if (!(await goOnRegrading(runId)).more) return rounds;
}
/** More attempts of the same child with the same answer: copies, as many as wanted. */
async function again({ attemptId }: { attemptId: string }, times: number): Promise<void> {
  const copy = (table: string, changes: string) =>
    `INSERT INTO "${table}" SELECT (jsonb_populate_record(r, ${changes})).* FROM "${table}" r, generate_series(1, $2) n`;
  const id = (of: string) => `md5(${of} || n)::uuid`;
  await t.sql.query(
    `${copy("Attempt", `jsonb_build_object('id', ${id("r.id::text")}, 'number', 1 + n)`)} WHERE r.id = $1`,
    [attemptId, times],
  );
  await t.sql.query(
    `${copy("Response", `jsonb_build_object('id', ${id("r.id::text")}, 'attemptId', ${id(`r."attemptId"::text`)})`)} WHERE r."attemptId" = $1`,
    [attemptId, times],
  );
}
const remarkedTimes = async (studentId: string) =>
  (await rows(`SELECT 1 FROM "AuditEvent" WHERE action = 'answer.remarked' AND "studentId" = $1`, [studentId])).length;

describe("answers marked by a wrong key", () => {
  test("what would change is shown without a trace, and done as it was shown: marks, level, log, family, key", async () => {
    const one = await marked();
    await one.save(1, choice("B"));
    const asked = { questionId: one.question.id, number: 1 };
    const preview = await previewRegrade(await t.ctx(one.teacher), { ...asked, page: 1 });
    expect(preview).toMatchObject({
      ...{ answers: 1, count: 1, up: 1, down: 0 },
      lines: [{ learner: expect.any(String), before: 0, after: 1, percentBefore: 0, percentAfter: 100 }],
    });
    const result = () => rows(`SELECT percent, "levelCode" FROM "Attempt" WHERE id = $1`, [one.attemptId]);
    expect(await result()).toEqual([{ percent: 0, levelCode: "BE" }]);
    const accept = { ...asked, digest: preview.digest, reason: "The key named the wrong option" };
    expect(await one.api.questions.regrade(accept)).toEqual({ accepted: 1 });
    await work(await runOf(one.question.id));
    expect(await result()).toEqual([{ percent: 100, levelCode: "EE" }]);
    const results = await one.child.attempts.results({ attemptId: one.attemptId });
    expect(results.questions[0]).toMatchObject({ score: 1, told: { key: { correct: ["B"] } } });
    const log = await rows<{ after: object }>(
      `SELECT after FROM "AuditEvent" WHERE action = 'answer.remarked' AND "studentId" = $1`,
      [one.studentId],
    );
    expect(log).toMatchObject([{ after: { score: 1, percent: 100, reason: accept.reason, askedBy: one.teacher.id } }]);
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
    const preview = await previewRegrade(await t.ctx(one.teacher), {
      ...{ questionId: one.question.id, number: 1, page: 1 },
    });
    expect(preview).toMatchObject({ answers: 0, count: 0, lines: [] });
    const accept = { questionId: one.question.id, number: 1, digest: preview.digest, reason: "Nothing to change" };
    expect(await refusal(one.api.questions.regrade(accept))).toBe("regrade.moved");
  });

  test("a key that does not speak of what was asked, the version of now, and another's question are refused", async () => {
    const one = await marked();
    await one.save(1, choice("C", ["A", "B", "C"]));
    const asked = { questionId: one.question.id, number: 1, page: 1 };
    const ctx = await t.ctx(one.teacher);
    expect(await refusal(previewRegrade(ctx, asked))).toBe("regrade.misfit");
    expect(await refusal(previewRegrade(ctx, { ...asked, number: 2 }))).toBe("regrade.misfit");
    expect(await findRegrade(ctx, asked)).toEqual({ preview: null, run: null });
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    expect(await refusal(previewRegrade(await t.ctx(stranger), asked))).toBe("question.not_found");
  });

  test("of many are looked through by pages and marked by a job, whose way who asked sees; one at a time", async () => {
    const one = await marked();
    await again(one, LINES_SHOWN);
    await one.save(1, choice("B"));
    const ctx = await t.ctx(one.teacher);
    const asked = { questionId: one.question.id, number: 1 };
    const first = await previewRegrade(ctx, { ...asked, page: 1 });
    const second = await previewRegrade(ctx, { ...asked, page: 2 });
    expect([first.lines.length, second.lines.length]).toEqual([LINES_SHOWN, 1]);
    expect(second).toMatchObject({ count: LINES_SHOWN + 1, up: LINES_SHOWN + 1, pages: 2, digest: first.digest });
    const accept = { ...asked, digest: first.digest, reason: "The key named the wrong option" };
    expect(await one.api.questions.regrade(accept)).toEqual({ accepted: LINES_SHOWN + 1 });
    expect(await refusal(one.api.questions.regrade(accept))).toBe("regrade.running");

    const runId = await runOf(one.question.id);
    expect(await goOnRegrading(runId)).toEqual({ more: true });
    const { run } = await findRegrade(ctx, { ...asked, page: 1 });
    expect(run).toMatchObject({ status: "RUNNING", total: LINES_SHOWN + 1, done: 25, changed: 25 });
    const told = await rows(`SELECT 1 FROM "LiveEvent" WHERE "userId" = $1 AND payload->>'topic' = 'regrade'`, [
      one.teacher.id,
    ]);
    expect(told).toHaveLength(1);
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    const seen = await t.asApp(stranger.id, "INSTRUCTOR", (query) =>
      query(`SELECT 1 FROM "RegradeRun" WHERE id = $1`, [runId]),
    );
    expect(seen).toEqual([]);
  });

  test("are marked once, also when the job breaks off in the middle and when two of it run at once", async () => {
    const one = await marked();
    await again(one, 3);
    await one.save(1, choice("B"));
    const asked = { questionId: one.question.id, number: 1 };
    const { digest } = await previewRegrade(await t.ctx(one.teacher), { ...asked, page: 1 });
    await one.api.questions.regrade({ ...asked, digest, reason: "The key named the wrong option" });
    const runId = await runOf(one.question.id);
    const ids = (
      await rows<{ id: string }>(`SELECT "responseId" AS id FROM "RegradeLine" WHERE "runId" = $1 ORDER BY 1`, [runId])
    ).map(({ id }) => id);
    await t.sql.query(
      `CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$`,
    );
    await t.sql.query(
      `CREATE TRIGGER break_off BEFORE UPDATE ON "Response" FOR EACH ROW WHEN (OLD.id = '${ids[2]}') EXECUTE FUNCTION break_off()`,
    );
    await expect(goOnRegrading(runId)).rejects.toThrow();
    await t.sql.query(`DROP FUNCTION break_off CASCADE`);
    expect(await remarkedTimes(one.studentId)).toBe(2);
    await Promise.all([work(runId), work(runId)]);
    await work(runId);
    expect(await remarkedTimes(one.studentId)).toBe(4);
    const [run] = await rows(`SELECT status::text, total, done, changed FROM "RegradeRun" WHERE id = $1`, [runId]);
    expect(run).toEqual({ status: "DONE", total: 4, done: 4, changed: 4 });
    const { preview } = await findRegrade(await t.ctx(one.teacher), { ...asked, page: 1 });
    expect(preview).toMatchObject({ answers: 4, count: 0 });
  });

  test("change as they were looked at or not at all: a mark that moved before is a conflict, one that moves after stays", async () => {
    const one = await marked();
    await again(one, 1);
    await one.save(1, choice("B"));
    const asked = { questionId: one.question.id, number: 1 };
    const look = async () => (await previewRegrade(await t.ctx(one.teacher), { ...asked, page: 1 })).digest;
    const before = await look();
    await t.sql.query(`UPDATE "Response" SET "gradedBy" = 'HUMAN' WHERE "attemptId" = $1`, [one.attemptId]);
    const reason = "The key named the wrong option";
    expect(await refusal(one.api.questions.regrade({ ...asked, digest: before, reason }))).toBe("regrade.moved");
    expect(
      await rows(
        `SELECT 1 FROM "RegradeRun" r JOIN "QuestionVersion" v ON v.id = r."versionId" WHERE v."questionId" = $1`,
        [one.question.id],
      ),
    ).toEqual([]);
    await one.api.questions.regrade({ ...asked, digest: await look(), reason });
    await t.sql.query(`UPDATE "Response" SET score = 0.5, "gradedBy" = 'HUMAN' WHERE "questionId" = $1`, [
      one.question.id,
    ]);
    await work(await runOf(one.question.id));
    const { run } = await findRegrade(await t.ctx(one.teacher), { ...asked, page: 1 });
    expect(run).toMatchObject({ status: "DONE", total: 1, done: 1, changed: 0 });
    expect(await rows(`SELECT DISTINCT score FROM "Response" WHERE "questionId" = $1`, [one.question.id])).toEqual([
      { score: 0.5 },
    ]);
    expect(await remarkedTimes(one.studentId)).toBe(0);
  });

  test("are moved by the service alone: past all of our code nobody writes what is to change", async () => {
    const one = await marked();
    await t.asApp(one.teacher.id, "INSTRUCTOR", async (query) => {
      const run = `INSERT INTO "RegradeRun" (id, "versionId", "askedById", reason, total) SELECT gen_random_uuid(), v.id, $2, 'mine', 1 FROM "QuestionVersion" v WHERE v."questionId" = $1`;
      expect(await attempt(query, run, [one.question.id, one.teacher.id])).toHaveProperty("refused");
    });
  });
});
