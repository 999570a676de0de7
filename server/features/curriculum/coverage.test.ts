import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createStudent } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import {
  createAssessment,
  createCourse,
  createEnrollment,
  createLesson,
  createQuestion,
} from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { gapOf, shareOf } from "./coverage.domain";
import { countCoverage } from "./coverage.service";

const at = new Date("2026-11-20T06:00:00Z");
const stamps = { createdAt: at, updatedAt: at };
let t: TestDatabase;
const codes = ["MATH.G4.NUM.01", "MATH.G4.NUM.02", "MATH.G4.NUM.03", "MATH.G4.NUM.04"];

/** Four competencies: one nobody plans, one only planned, one taught, one taught and assessed. */
beforeAll(async () => {
  t = await testDatabase("coverage");
  await createLearningArea(t.sql, t.random, { code: "MATH" });
  const made = [];
  for (const code of codes)
    made.push(await createCompetency(t.sql, t.random, { learningAreaCode: "MATH", grade: "G4", code }));
  const [, planned, taught, assessed] = made;
  const studentId = (await createStudent(t.sql, t.random)).id;
  const course = await createCourse(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId });
  const lesson = async (competency: { id: string } | undefined, courseId: string, done: boolean) => {
    const made = await createLesson(t.sql, t.random, { courseId });
    await insertRow(t.sql, "LessonCompetency", { lessonId: made.id, competencyId: competency?.id });
    if (done)
      await insertRow(t.sql, "LessonProgress", {
        studentId,
        lessonId: made.id,
        courseId,
        percent: 100,
        completedAt: at,
        ...stamps,
      });
    await t.sql.query(`UPDATE "CourseModule" SET position = $1 WHERE "courseId" = $2 AND position = 'a0'`, [
      `b${made.id.replaceAll("-", "")}`,
      courseId,
    ]);
  };
  await lesson(planned, course.id, false);
  await lesson(taught, course.id, true);
  await lesson(assessed, course.id, true);
  // A draft plans nothing.
  await lesson(taught, (await createCourse(t.sql, t.random, { status: "DRAFT" })).id, false);
  const question = await createQuestion(t.sql, t.random);
  await insertRow(t.sql, "QuestionCompetency", { questionId: question.id, competencyId: assessed?.id });
  for (const [number, score] of [
    [1, 1],
    [2, 0.5],
    [3, null],
  ] as const) {
    const attemptId = t.random.uuid();
    const { id: assessmentId } = await createAssessment(t.sql, t.random, { courseId: course.id });
    await insertRow(t.sql, "Attempt", {
      id: attemptId,
      assessmentId,
      courseId: course.id,
      studentId,
      number,
      status: "GRADED",
      submittedAt: at,
      ...stamps,
    });
    await insertRow(t.sql, "Response", {
      id: t.random.uuid(),
      attemptId,
      studentId,
      courseId: course.id,
      questionId: question.id,
      versionId: question.versionId,
      place: 1,
      difficulty: 3,
      answeredAt: at,
      score,
      ...stamps,
    });
  }
  expect(await countCoverage(at)).toEqual({ counted: 4 });
});
afterAll(() => t.close());

test("the map counts what is planned, taught and assessed, and the debt", async () => {
  const api = await t.as(await createStaff(t.sql, t.random));
  const map = await api.curriculum.coverage();
  expect(map.cells).toEqual([{ grade: "G4", area: "MATH", all: 4, planned: 3, taught: 2, assessed: 1, debt: 1 }]);
  expect(map.countedAt).toEqual(at);
  expect(shareOf(map.cells[0], "planned")).toBe(75);
});

test("and one field of it says for each competency how often, and how well it was answered", async () => {
  const api = await t.as(await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }));
  const rows = await api.curriculum.covered({ grade: "G4", area: "MATH" });
  expect(
    rows.map(({ code, lessons, completions, answers, percent }) => [code, lessons, completions, answers, percent]),
  ).toEqual([
    [codes[0], 0, 0, 0, null],
    [codes[1], 1, 0, 0, null],
    [codes[2], 1, 1, 0, null],
    [codes[3], 1, 1, 2, 75],
  ]);
  expect(rows.map(gapOf)).toEqual(["unplanned", null, "debt", null]);
});

test("counting again changes nothing but the moment", async () => {
  const later = new Date(at.getTime() + 900_000);
  await countCoverage(later);
  const map = await (await t.as(await createStaff(t.sql, t.random))).curriculum.coverage();
  expect(map.cells[0]).toMatchObject({ planned: 3, taught: 2, assessed: 1 });
  expect(map.countedAt).toEqual(later);
});

describe("closed to families and partners", () => {
  it.each(["PARENT", "STUDENT", "PARTNER"] as const)("%s", async (role) => {
    const api = await t.as(await createUser(t.sql, t.random, { roles: [role] }));
    await expect(api.curriculum.coverage()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
