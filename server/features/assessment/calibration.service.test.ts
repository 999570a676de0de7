import { afterAll, beforeAll, expect, test } from "vitest";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createHousehold, createStudent } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import { insertRow, insertRows } from "@/tests/factories/insert";
import { createAssessment, createCourse, createEnrollment, createQuestion } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { attemptState } from "./attempts.schema";
import { readCalibration } from "./calibration.queries";
import { calibrateQuestions } from "./calibration.service";
import { readItemFigures } from "./items.queries";

let t: TestDatabase;
let course: { id: string; ownerId: string };
let assessment: { id: string };
const questions: { id: string; versionId: string }[] = [];
/** Who of forty answers each of three questions right: most, half, few; the fourth is asked of ten alone. */
const right = [32, 20, 9, 5];

beforeAll(async () => {
  t = await testDatabase("calibration");
  const { code } = await createLearningArea(t.sql, t.random);
  course = await createCourse(t.sql, t.random, { learningAreaCode: code });
  for (let at = 0; at < right.length; at++)
    questions.push(
      await createQuestion(t.sql, t.random, {
        learningAreaCode: code,
        grade: "G4",
        ownerId: course.ownerId,
        difficulty: 3,
      }),
    );
  assessment = await createAssessment(t.sql, t.random, {
    courseId: course.id,
    createdById: course.ownerId,
    questions,
    status: "PUBLISHED",
  });
  for (let learner = 0; learner < 40; learner++) await answered(learner, 1);
  // Later attempts, which say more of practice than of the question, are all right.
  for (let learner = 0; learner < 40; learner++) await answered(learner, 2);
});
afterAll(() => t.close());

const students: string[] = [];
async function answered(learner: number, number: number): Promise<void> {
  students[learner] ??= (await createStudent(t.sql, t.random)).id;
  const [id, studentId, at] = [t.random.uuid(), students[learner] as string, new Date("2026-11-01T08:00:00Z")];
  const kept = { createdAt: at, updatedAt: at };
  await insertRow(t.sql, "Attempt", {
    id,
    assessmentId: assessment.id,
    courseId: course.id,
    studentId,
    number,
    status: "GRADED",
    startedAt: at,
    submittedAt: at,
    ...kept,
  });
  const asked = questions.slice(0, learner < 10 ? 4 : 3);
  await insertRows(
    t.sql,
    "Response",
    asked.map((question, place) => ({
      id: t.random.uuid(),
      attemptId: id,
      studentId,
      courseId: course.id,
      questionId: question.id,
      versionId: question.versionId,
      place: place + 1,
      difficulty: 3,
      answer: { type: "mcq", chosen: ["A"] },
      answeredAt: at,
      gradedBy: "KEY",
      score: number === 2 || (learner * (2 * place + 3)) % 40 < (right[place] ?? 0) ? 1 : 0,
      ...kept,
    })),
  );
}
const read = async () =>
  (await readItemFigures(await t.ctx(course.ownerId), assessment.id)).questions.map(({ calibration }) => calibration);

test("difficulties come from first answers, enough of them, and stand in the item analysis with how sure they are", async () => {
  expect((await read()).map(({ b, over }) => [b, over])).toEqual(Array(4).fill([null, 0]));
  expect(await calibrateQuestions()).toEqual({ groups: 1, questions: 3 });
  const [easy, middle, hard, few] = await read();
  expect(easy?.b).toBeLessThan(middle?.b as number);
  expect(middle?.b).toBeLessThan(hard?.b as number);
  for (const one of [easy, middle, hard])
    expect(one).toMatchObject({
      a: 1,
      aError: null,
      over: 40,
      bError: expect.toSatisfy((error: number) => error > 0.2 && error < 0.6),
    });
  expect(few).toMatchObject({ b: null, a: null, bError: null, over: 10 });
  const staff = await t.ctx(await createStaff(t.sql, t.random));
  expect(await readCalibration(staff)).toMatchObject({ calibrated: 3, questions: 4 });
  // Nothing new, nothing different.
  await calibrateQuestions();
  expect((await read())[0]?.b).toBe(easy?.b);
});

test("an attempt goes on with the figures it began with, and the next one takes those of now", async () => {
  const begin = async () => {
    const household = await createHousehold(t.sql, t.random, { children: 1 });
    const child = household.students[0] as { id: string };
    const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
    await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [account.id, child.id]);
    await createEnrollment(t.sql, t.random, {
      courseId: course.id,
      studentId: child.id,
      enrolledById: household.parent.id,
    });
    return (await (await t.as(account)).attempts.start({ assessmentId: assessment.id })).id;
  };
  const stateOf = async (id: string) => {
    const { rows } = await t.sql.query(`SELECT state FROM "Attempt" WHERE id = $1`, [id]);
    return attemptState.parse(rows[0].state).paper.map(({ questionId, parameters }) => [questionId, parameters?.b]);
  };
  const version = questions[0]?.versionId;
  const before = await begin();
  const [asked] = await stateOf(before);
  expect(asked?.[1]).toBe((await read())[0]?.b);
  await t.sql.query(`UPDATE "QuestionVersion" SET b = 2.5, a = 1 WHERE id = $1`, [version]);
  expect((await stateOf(before))[0]).toEqual(asked);
  expect((await stateOf(await begin()))[0]?.[1]).toBe(2.5);
});

test("staff have it done now, once, and nobody else", async () => {
  const now = new Date("2026-11-21T10:00:30Z");
  const staff = await createStaff(t.sql, t.random);
  const api = await t.as(staff, { now });
  for (let press = 0; press < 2; press++) expect(await api.calibration.ask()).toEqual({ asked: true });
  const { rows } = await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE name = 'assessment/calibration.asked'`);
  expect(rows).toEqual([{ payload: {} }]);
  await expect((await t.as(course.ownerId)).calibration.ask()).rejects.toMatchObject({ code: "FORBIDDEN" });
});
