import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createAssessment, createCourse, createEnrollment, createQuestion } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase, attempt as tryQuery } from "@/tests/harness/db";
import { nextItem } from "./attempts.domain";
import { closeOverdue } from "./attempts.run.service";
import { attemptState } from "./attempts.schema";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("attempts");
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string }) => error.message,
  );
const rows = async <R extends object>(text: string, values: unknown[] = []) =>
  (await t.sql.query(text, values)).rows as R[];
const only = async <R extends object>(text: string, values: unknown[] = []) => (await rows<R>(text, values))[0] as R;

/** A word nobody else writes, so that a key is found wherever it leaks to. */
const secret = "zebrawood";
const explained = "because-the-grain-says-so";
const spelled = (right = secret) => ({
  type: "SHORT_ANSWER" as const,
  body: { type: "short_answer", stem: "Which wood?", wanted: 1 },
  key: {
    type: "short_answer",
    accepted: [{ kind: "text", spellings: [right] }],
    explanation: explained,
  },
});
const says = (text: string) => ({ type: "short_answer" as const, texts: [text] });

type Given = Parameters<typeof createAssessment>[2] & { asked?: object[] };

/** A child with an account in a course with an assessment of short questions. */
async function taking({ asked = [spelled(), spelled(), spelled()], ...given }: Given = {}) {
  const house = await createHousehold(t.sql, t.random, { children: 1 });
  const child = house.students[0] as { id: string };
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1, grade = 'G6' WHERE id = $2`, [pupil.id, child.id]);
  const course = await createCourse(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: house.parent.id });
  const questions = [];
  for (const one of asked)
    questions.push(await createQuestion(t.sql, t.random, { learningAreaCode: course.learningAreaCode, ...one }));
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id, questions, ...given });
  return { house, parent: house.parent, child, pupil, course, questions, assessment, api: await t.as(pupil) };
}
type Taking = Awaited<ReturnType<typeof taking>>;

const roomOf = ({ api, assessment }: Taking) => api.attempts.room({ assessmentId: assessment.id });
async function begin(one: Taking) {
  const { id } = await one.api.attempts.start({ assessmentId: one.assessment.id });
  return { attemptId: id, place: 1, revision: 0 };
}
/** Answers what is asked until the end; every answer of the server on the way. */
async function takeAll(one: Taking, answerOf: (place: number) => string) {
  const { attemptId } = await begin(one);
  const heard: unknown[] = [await one.api.attempts.list()];
  for (;;) {
    const room = await roomOf(one);
    heard.push(room);
    if (!room.asked) return { attemptId, heard };
    const { place, revision } = room.asked;
    heard.push(await one.api.attempts.confirm({ attemptId, place, revision, answer: says(answerOf(place)) }));
  }
}

/** What jobs are told of an attempt that is marked whole: it earns points. */
const graded = (attemptId: string) =>
  rows(
    `SELECT (payload->>'percent')::float AS percent FROM "OutboxEvent" WHERE name = 'assessment/attempt.graded' AND payload->>'attemptId' = $1`,
    [attemptId],
  );

describe("taking a fixed assessment", () => {
  test("asks one after the other, scores by the key, and tells level, answers and explanations at the end", async () => {
    const one = await taking();
    const { attemptId } = await takeAll(one, (place) => (place === 2 ? "oak" : secret));
    const results = await one.api.attempts.results({ attemptId });
    expect(results).toMatchObject({ number: 1, percent: 66.7, level: { code: "ME", nameSw: "Kufikia matarajio" } });
    expect(results.standardError).toBeGreaterThan(0);
    expect(results.questions.map(({ score }) => score)).toEqual([1, 0, 1]);
    expect(results.questions[1]?.told).toMatchObject({
      key: { explanation: explained },
      parts: [{ verdict: "wrong" }],
    });
    const line = await only<object>(`SELECT kind, "courseId" FROM "StudentActivity" WHERE "subjectId" = $1`, [
      attemptId,
    ]);
    expect(line).toEqual({ kind: "ANSWERS", courseId: one.course.id });
    expect(await graded(attemptId)).toEqual([{ percent: 66.7 }]);
    const log = await rows<{ action: string }>(
      `SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 AND "actorId" = $2`,
      [attemptId, one.pupil.id],
    );
    expect(new Set(log.map(({ action }) => action))).toEqual(
      new Set(["attempt.started", "answer.saved", "answer.confirmed", "attempt.ended"]),
    );
  });

  test("says nothing of what is right before the end, nor where the assessment keeps it to itself", async () => {
    const one = await taking({ showsKey: false });
    const { attemptId, heard } = await takeAll(one, () => "oak");
    const results = await one.api.attempts.results({ attemptId });
    const said = JSON.stringify([...heard, results]);
    expect(said).not.toContain(secret);
    expect(said).not.toContain(explained);
    expect(results.questions[0]).toMatchObject({ answer: says("oak"), score: 0, told: null });
    const shown = await taking();
    const { heard: before } = await takeAll(shown, () => "oak");
    expect(JSON.stringify(before)).not.toContain(secret);
  });

  test("what is right is not told of an earlier attempt while another is open", async () => {
    const one = await taking();
    const { attemptId } = await takeAll(one, () => "oak");
    expect(JSON.stringify(await one.api.attempts.results({ attemptId }))).toContain(secret);
    await begin(one);
    expect(JSON.stringify(await one.api.attempts.results({ attemptId }))).not.toContain(secret);
  });

  test("a question left blank earns nothing, nor do those not reached", async () => {
    const one = await taking();
    const asked = await begin(one);
    await one.api.attempts.confirm({ ...asked, answer: says(secret) });
    expect(await one.api.attempts.finish({ attemptId: asked.attemptId })).toEqual({ ended: true });
    expect(await one.api.attempts.finish({ attemptId: asked.attemptId })).toEqual({ ended: true });
    expect(await one.api.attempts.results({ attemptId: asked.attemptId })).toMatchObject({ percent: 33.3 });
  });

  test("an essay waits for a person: no percentage and no level before", async () => {
    const one = await taking({
      asked: [spelled(), { type: "ESSAY", body: { type: "essay", stem: "Why?" }, key: { type: "essay" } }],
    });
    const asked = await begin(one);
    await one.api.attempts.confirm({ ...asked, answer: says(secret) });
    await one.api.attempts.confirm({ ...asked, place: 2, answer: { type: "essay", text: "So it is." } });
    expect(await only(`SELECT status, percent, "levelCode" FROM "Attempt" WHERE id = $1`, [asked.attemptId])).toEqual({
      status: "SUBMITTED",
      percent: null,
      levelCode: null,
    });
    const { questions } = await one.api.attempts.results({ attemptId: asked.attemptId });
    expect(questions.map(({ score }) => score)).toEqual([1, null]);
    expect(await graded(asked.attemptId)).toEqual([]);
  });

  test("keeps asking in the version it began with while the author edits", async () => {
    const one = await taking();
    const asked = await begin(one);
    const [, second] = one.questions;
    await t.sql.query(
      `WITH v AS (INSERT INTO "QuestionVersion" (id, "questionId", number, type, body, difficulty, "createdById")
         SELECT gen_random_uuid(), "questionId", 2, type, jsonb_set(body, '{stem}', '"Changed"'), difficulty, "createdById" FROM "QuestionVersion" WHERE id = $1 RETURNING id)
       INSERT INTO "QuestionKey" ("versionId", key) SELECT v.id, k.key FROM v, "QuestionKey" k WHERE k."versionId" = $1`,
      [second?.versionId],
    );
    await t.sql.query(`UPDATE "Question" SET "currentNumber" = 2 WHERE id = $1`, [second?.id]);
    await one.api.attempts.confirm({ ...asked, answer: says(secret) });
    expect((await roomOf(one)).asked).toMatchObject({ place: 2, body: { stem: "Which wood?" } });
    await one.api.attempts.finish({ attemptId: asked.attemptId });
    await begin(one);
    const versions = await rows(
      `SELECT "versionId" FROM "Attempt" a, jsonb_to_recordset(a.state->'paper') AS p("versionId" uuid) WHERE a."assessmentId" = $1 AND a.number = 2 AND p."versionId" = $2`,
      [one.assessment.id, second?.versionId],
    );
    expect(versions).toEqual([]);
  });
});

describe("who may take", () => {
  test("another child's attempt and another course's assessment are not there", async () => {
    const [one, other] = [await taking(), await taking()];
    const asked = await begin(one);
    const answer = says(secret);
    expect(await refusal(other.api.attempts.save({ ...asked, answer }))).toBe("attempt.not_found");
    expect(await refusal(other.api.attempts.confirm({ ...asked, answer }))).toBe("attempt.not_found");
    expect(await refusal(other.api.attempts.finish({ attemptId: asked.attemptId }))).toBe("attempt.not_found");
    expect(await refusal(other.api.attempts.start({ assessmentId: one.assessment.id }))).toBe("assessment.not_found");
    expect(await refusal(other.api.attempts.room({ assessmentId: one.assessment.id }))).toBe("assessment.not_found");
    await one.api.attempts.finish({ attemptId: asked.attemptId });
    expect(await refusal(other.api.attempts.results({ attemptId: asked.attemptId }))).toBe("attempt.not_found");
  });

  test("drafts and courses that were left are closed; a parent takes nothing", async () => {
    const draft = await taking({ status: "DRAFT" });
    expect(await refusal(begin(draft))).toBe("assessment.not_found");
    const left = await taking();
    await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1`, [left.child.id]);
    expect(await refusal(begin(left))).toBe("assessment.not_found");
    const parent = await t.as(left.parent);
    expect(await refusal(parent.attempts.start({ assessmentId: left.assessment.id }))).toBe("forbidden");
  });

  test("nothing of an open attempt is read by the family, past our code; what has ended is", async () => {
    const one = await taking();
    const { attemptId } = await begin(one);
    const seen = () =>
      t.asApp(one.parent.id, "PARENT", async (query) => [
        (await query(`SELECT FROM "Attempt" WHERE id = $1`, [attemptId])).length,
        (await query(`SELECT FROM "Response" WHERE "attemptId" = $1`, [attemptId])).length,
      ]);
    expect(await seen()).toEqual([0, 0]);
    await one.api.attempts.finish({ attemptId });
    expect(await seen()).toEqual([1, 1]);
  });

  test("a learner past our code marks nothing and reads no key", async () => {
    const one = await taking();
    const { attemptId } = await begin(one);
    await t.asApp(one.pupil.id, "STUDENT", async (query) => {
      expect(await query(`SELECT FROM "QuestionKey"`)).toEqual([]);
      expect(
        await tryQuery(query, `UPDATE "Response" SET score = 1 WHERE "attemptId" = $1`, [attemptId]),
      ).toHaveProperty("refused");
    });
  });
});

describe("time and number", () => {
  test("attempts are counted, with those a child is allowed beside the rule", async () => {
    const one = await taking({ maxAttempts: 1 });
    await one.api.attempts.finish({ attemptId: (await begin(one)).attemptId });
    expect(await refusal(begin(one))).toBe("attempt.used_up");
    await t.sql.query(
      `INSERT INTO "Accommodation" ("studentId", "extraTimePercent", "extraAttempts", "setById", "updatedAt") VALUES ($1, 50, 1, $2, now())`,
      [one.child.id, one.parent.id],
    );
    expect(await roomOf(one)).toMatchObject({ left: 1, refusal: null });
    await begin(one);
    expect(await roomOf(one)).toMatchObject({ left: 0, asked: { place: 1 } });
  });

  test("larger print and a voice are for the child they were set for, until they are taken back", async () => {
    const [one, other] = [await taking(), await taking()];
    const teacher = await t.as(one.course.ownerId);
    const allowed = { studentId: one.child.id, extraTimePercent: 0, extraAttempts: 0, reason: "Sees little" };
    for (const largePrint of [true, false]) {
      await teacher.accommodations.set({ ...allowed, largePrint, readAloud: !largePrint });
      expect(await roomOf(one)).toMatchObject({ largePrint, readAloud: !largePrint });
      expect(await roomOf(other)).toMatchObject({ largePrint: false, readAloud: false });
    }
    await begin(one);
    await teacher.accommodations.set({ ...allowed, largePrint: true, readAloud: true });
    expect(await roomOf(one)).toMatchObject({ largePrint: true, asked: { place: 1 } });
  });

  test("opens and closes on its days", async () => {
    const [hour, now] = [3_600_000, Date.now()];
    expect(await refusal(begin(await taking({ opensAt: new Date(now + hour) })))).toBe("attempt.early");
    expect(await refusal(begin(await taking({ dueAt: new Date(now - hour) })))).toBe("attempt.late");
  });

  test("the deadline is the server's, longer for who is allowed more time, never after the day it is due", async () => {
    const one = await taking({ timeLimitMinutes: 20 });
    await t.sql.query(
      `INSERT INTO "Accommodation" ("studentId", "extraTimePercent", "setById", "updatedAt") VALUES ($1, 50, $2, now())`,
      [one.child.id, one.parent.id],
    );
    const minutes = async (id: string) =>
      Number(
        (
          await only<{ m: string }>(
            `SELECT extract(epoch FROM "deadlineAt" - "startedAt") / 60 AS m FROM "Attempt" WHERE id = $1`,
            [id],
          )
        ).m,
      );
    expect(await minutes((await begin(one)).attemptId)).toBe(30);
    const due = await taking({ timeLimitMinutes: 20, dueAt: new Date(Date.now() + 5 * 60_000) });
    expect(await minutes((await begin(due)).attemptId)).toBeLessThanOrEqual(5);
  });

  test("after the deadline nothing is taken, and the attempt ends at the moment its time was up", async () => {
    const one = await taking({ timeLimitMinutes: 20 });
    const asked = await begin(one);
    await one.api.attempts.save({ ...asked, answer: says(secret) });
    const up = new Date(Date.now() - 1_000);
    await t.sql.query(`UPDATE "Attempt" SET "deadlineAt" = $2 WHERE id = $1`, [asked.attemptId, up]);
    const late = { ...asked, revision: 1, answer: says("too late") };
    const back = { ...one, api: await t.as(one.pupil) };
    expect(await refusal(back.api.attempts.save(late))).toBe("attempt.ended");
    expect(await refusal(back.api.attempts.confirm(late))).toBe("attempt.ended");
    expect(await roomOf(back)).toMatchObject({ asked: null, ended: [{ submittedAt: up, percent: 33.3 }] });
  });

  test("the sweep ends what nobody came back to", async () => {
    const [one, going] = [await taking({ timeLimitMinutes: 20 }), await taking({ timeLimitMinutes: 20 })];
    const [{ attemptId }, other] = [await begin(one), await begin(going)];
    await t.sql.query(`UPDATE "Attempt" SET "deadlineAt" = now() - interval '1 hour' WHERE id = $1`, [attemptId]);
    const acting = { ...t.visitorCtx(), actor: { kind: "system" as const, name: "assessment" } };
    expect(await closeOverdue(acting)).toEqual({ closed: 1, more: false });
    expect(await closeOverdue(acting)).toEqual({ closed: 0, more: false });
    const states = await rows(`SELECT status FROM "Attempt" WHERE id = ANY($1::uuid[]) ORDER BY status`, [
      [attemptId, other.attemptId],
    ]);
    expect(states).toEqual([{ status: "OPEN" }, { status: "GRADED" }]);
  });
});

describe("several presses and several devices", () => {
  test("starts at once make one attempt with one first question", async () => {
    const one = await taking();
    const ids = await Promise.all(Array.from({ length: 5 }, () => begin(one)));
    expect(new Set(ids.map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(await rows(`SELECT place FROM "Response" WHERE "attemptId" = $1`, [ids[0]?.attemptId])).toEqual([
      { place: 1 },
    ]);
  });

  test("an older device does not overwrite a newer answer, and is told", async () => {
    const one = await taking();
    const asked = await begin(one);
    const [phone, tablet] = [await t.as(one.pupil), await t.as(one.pupil)];
    expect(await phone.attempts.save({ ...asked, answer: says("oak") })).toEqual({ revision: 1 });
    expect(await refusal(tablet.attempts.save({ ...asked, answer: says("pine") }))).toBe("attempt.newer");
    expect((await roomOf(one)).asked).toMatchObject({ revision: 1, answer: says("oak") });
  });

  test("of saves at once on top of the same one, one stands; the same one sent twice is kept once", async () => {
    const one = await taking();
    const asked = await begin(one);
    const said = await Promise.all(
      ["oak", "pine", "elm"].map((text) => refusal(one.api.attempts.save({ ...asked, answer: says(text) }))),
    );
    expect(said.filter((one) => one === "done")).toHaveLength(1);
    const answer = (await roomOf(one)).asked?.answer ?? says("nothing stands");
    expect(await one.api.attempts.save({ ...asked, answer })).toEqual({ revision: 1 });
  });

  test("a confirmation that arrives twice settles once, and a settled answer stays", async () => {
    const one = await taking();
    const asked = await begin(one);
    await Promise.all([1, 2].map(() => one.api.attempts.confirm({ ...asked, answer: says(secret) })));
    expect(await one.api.attempts.confirm({ ...asked, answer: says(secret) })).toEqual({ ended: false });
    const lines = `SELECT id FROM "AuditEvent" WHERE "subjectId" = $1 AND action = 'answer.confirmed'`;
    expect(await rows(lines, [asked.attemptId])).toHaveLength(1);
    expect(await refusal(one.api.attempts.confirm({ ...asked, revision: 1, answer: says("oak") }))).toBe(
      "attempt.answered",
    );
    expect(await refusal(one.api.attempts.save({ ...asked, revision: 1, answer: says("oak") }))).toBe(
      "attempt.answered",
    );
    expect((await roomOf(one)).asked).toMatchObject({ place: 2 });
    expect(await rows(`SELECT place FROM "Response" WHERE "attemptId" = $1 ORDER BY place`, [asked.attemptId])).toEqual(
      [{ place: 1 }, { place: 2 }],
    );
  });

  test("an answer to another kind of question is refused", async () => {
    const one = await taking();
    const asked = await begin(one);
    expect(await refusal(one.api.attempts.save({ ...asked, answer: { type: "mcq", chosen: ["A"] } }))).toBe(
      "bad_input",
    );
    expect(await refusal(one.api.attempts.save({ ...asked, place: 2, answer: says(secret) }))).toBe(
      "attempt.not_found",
    );
  });
});

describe("an adaptive assessment", () => {
  test("goes the way of the pure engine, and its level is told by the ability", async () => {
    const asked = [1, 2, 3, 4, 5].flatMap((difficulty) =>
      Array.from({ length: 3 }, () => ({ ...spelled(), difficulty })),
    );
    const one = await taking({ asked, mode: "ADAPTIVE", adaptiveConfig: { length: 6 } });
    const right = (place: number) => place % 3 !== 0;
    const { attemptId } = await takeAll(one, (place) => (right(place) ? secret : "oak"));
    const { state: stored } = await only<{ state: unknown }>(`SELECT state FROM "Attempt" WHERE id = $1`, [attemptId]);
    const state = attemptState.parse(stored);
    const expected: { id: string; credit: number; questionId: string }[] = [];
    for (let item = nextItem(state, []); item; item = nextItem(state, expected))
      expected.push({ id: item.id, questionId: item.questionId, credit: right(expected.length + 1) ? 1 : 0 });
    const path = await rows<{ questionId: string }>(
      `SELECT "questionId" FROM "Response" WHERE "attemptId" = $1 ORDER BY place`,
      [attemptId],
    );
    expect(path.map(({ questionId }) => questionId)).toEqual(expected.map(({ questionId }) => questionId));
    expect(path).toHaveLength(6);
    expect(await one.api.attempts.results({ attemptId })).toMatchObject({ level: { code: expect.any(String) } });
  });
});
