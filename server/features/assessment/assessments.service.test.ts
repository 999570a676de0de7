import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createHousehold } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import {
  createAssessment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createQuestion,
} from "@/tests/factories/learning";
import { type TestDatabase, testDatabase, attempt as tryQuery } from "@/tests/harness/db";
import { readLearners } from "./accommodations.queries";
import { listWorkedOn, readAssessment, readTrial } from "./assessments.queries";
import { assessmentListInput } from "./assessments.schema";

let t: TestDatabase;
let area: string;
beforeAll(async () => {
  t = await testDatabase("assessments");
  area = (await createLearningArea(t.sql, t.random)).code;
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; cause?: { fields?: Record<string, string> } }) =>
      Object.entries(error.cause?.fields ?? {})
        .map((pair) => pair.join(": "))
        .join() || error.message,
  );

/** A teacher with a course, an adaptive draft in it, and three questions of their own. */
async function making(questions = 3) {
  const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const course = await createCourse(t.sql, t.random, { ownerId: teacher.id, learningAreaCode: area });
  const own: { id: string }[] = [];
  for (let at = 0; at < questions; at++)
    own.push(
      await createQuestion(t.sql, t.random, {
        ownerId: teacher.id,
        learningAreaCode: area,
        title: `Question ${at + 1}`,
        difficulty: at + 2,
        tags: ["making"],
      }),
    );
  const api = await t.as(teacher);
  const { id } = await api.assessments.create({ courseId: course.id, title: "Check", mode: "ADAPTIVE" });
  const read = async () => readAssessment(await t.ctx(teacher), id);
  const add = async () => {
    for (const { id: questionId } of own) await api.assessments.addItem({ assessmentId: id, questionId });
    return (await read()).items.map((item) => item.id) as [string, string, string];
  };
  return { teacher, course, own, api, id, read, add };
}

describe("building an assessment", () => {
  test("questions are added once, put in order, given marks, taken out", async () => {
    const { api, id, own, read, add } = await making();
    const [one, two, three] = await add();
    expect(await api.assessments.addItem({ assessmentId: id, questionId: own[0]?.id ?? "" })).toEqual({ added: 0 });
    await api.assessments.moveItem({ itemId: three, afterId: null });
    await api.assessments.moveItem({ itemId: one, afterId: two });
    await api.assessments.editItem({ itemId: two, points: 4 });
    expect((await read()).items.map((item) => [item.id, item.points])).toEqual([
      [three, 1],
      [two, 4],
      [one, 1],
    ]);
    await api.assessments.removeItem({ itemId: two });
    expect((await read()).items.map((item) => item.id)).toEqual([three, one]);
  });

  test("questions are drawn among those that fit and are not there yet; too few are named", async () => {
    const { api, id, read } = await making(4);
    const drawing = { assessmentId: id, grade: "G4", learningAreaCode: area, type: null, tag: "making" } as const;
    const filter = { ...drawing, difficulty: "3" };
    expect(await api.assessments.addRandom({ ...filter, count: 1 })).toEqual({ added: 1 });
    expect((await read()).items.map(({ question }) => question.title)).toEqual(["Question 2"]);
    expect(await refusal(api.assessments.addRandom({ ...filter, count: 1 }))).toBe("count: field.too_few_fit|0");
    expect(await api.assessments.addRandom({ ...drawing, difficulty: null, count: 3 })).toEqual({ added: 3 });
    expect((await read()).items).toHaveLength(4);
  });

  test("settings are kept on the school's clock; of two who save at once one is told", async () => {
    const { api, id, read } = await making(0);
    const settings = {
      id,
      revision: 1,
      title: "Halves",
      instructions: "",
      mode: "FIXED",
      timeLimitMinutes: 20,
      maxAttempts: 2,
      passPercent: 50,
      opensOn: "2026-11-23",
      opensTime: "08:00",
      dueOn: "2026-11-24",
      dueTime: "18:30",
      shuffle: true,
      showsKey: false,
      choose: "ladder",
      length: 8,
      least: 4,
    } as const;
    expect(await refusal(api.assessments.edit({ ...settings, dueOn: "2026-11-22" }))).toBe(
      "dueOn: field.until_after_from",
    );
    expect(await refusal(api.assessments.edit({ ...settings, least: 9 }))).toBe("least: field.too_big|8");
    await api.assessments.edit(settings);
    expect(await refusal(api.assessments.edit({ ...settings, title: "Quarters" }))).toBe("assessment.changed");
    expect(await read()).toMatchObject({
      title: "Halves",
      passPercent: 50,
      opensAt: new Date("2026-11-23T05:00:00Z"),
      dueAt: new Date("2026-11-24T15:30:00Z"),
      adapts: { length: 8, least: 4 },
    });
  });
});

describe("adaptive paths", () => {
  test("rings and dead ends are refused at their place, whole ways are kept and come into the trial", async () => {
    const { api, id, teacher, add } = await making();
    const [one, two, three] = await add();
    const draw = (itemId: string, rightItemId: string | null, wrongItemId: string | null) =>
      refusal(api.assessments.setWays({ itemId, rightItemId, wrongItemId }));
    expect(await draw(one, two, null)).toBe("wrongItemId: field.path_dead_end");
    expect(await draw(one, two, three)).toBe("done");
    expect(await draw(two, three, one)).toMatch(/^(right|wrong)ItemId: field\.path_cycle\|1$/);
    expect(await draw(two, three, three)).toBe("done");
    const { paper } = await readTrial(await t.ctx(teacher), id);
    expect(paper.map(({ ways }) => ways)).toEqual([
      { right: two, wrong: three },
      { right: three, wrong: three },
      { right: null, wrong: null },
    ]);
    await api.assessments.removeItem({ itemId: three });
    expect((await readTrial(await t.ctx(teacher), id)).paper.map(({ ways }) => ways.right)).toEqual([null, null]);
  });

  test("a way leads to no other assessment, past our code neither", async () => {
    const [mine, other] = [await making(), await making()];
    const [one, two] = await mine.add();
    const [foreign] = await other.add();
    expect(await refusal(mine.api.assessments.setWays({ itemId: one, rightItemId: foreign, wrongItemId: two }))).toBe(
      "rightItemId: field.choice",
    );
    await t.asApp(mine.teacher.id, "INSTRUCTOR", async (query) => {
      const text = `UPDATE "AssessmentItem" SET "rightItemId" = $2, "wrongItemId" = $2 WHERE id = $1`;
      expect(await tryQuery(query, text, [one, foreign])).toHaveProperty("refused");
    });
  });
});

describe("opening and closing", () => {
  test("an empty one is not published; learners of the course find it when it is, and no longer start it when closed", async () => {
    const { api, id, add, read } = await making();
    expect(await refusal(api.assessments.publish({ id }))).toBe("assessment.empty");
    await add();
    expect(await api.assessments.publish({ id })).toEqual({ status: "PUBLISHED" });
    expect(await api.assessments.close({ id })).toEqual({ status: "ARCHIVED" });
    expect((await read()).status).toBe("ARCHIVED");
  });
});

describe("who works on an assessment", () => {
  test("another teacher finds nothing; one who may not edit only looks; the school's keeper changes it", async () => {
    const { course, id, add } = await making();
    const [one] = await add();
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    const { userId } = await createCoTeacher(t.sql, t.random, { courseId: course.id });
    const list = async (who: string) =>
      (await listWorkedOn(await t.ctx(who), assessmentListInput.parse({}))).rows.map((row) => row.id);
    expect(await list(stranger.id)).toEqual([]);
    const foreign = await t.as(stranger);
    expect(await refusal(foreign.assessments.editItem({ itemId: one, points: 2 }))).toBe("assessment.not_found");
    expect(await refusal(foreign.assessments.publish({ id }))).toBe("assessment.not_found");
    expect(await refusal(foreign.assessments.create({ courseId: course.id, title: "Mine", mode: "FIXED" }))).toBe(
      "course.not_found",
    );
    const looks = await t.as(userId);
    expect(await list(userId)).toEqual([id]);
    expect((await readAssessment(await t.ctx(userId), id)).abilities).toEqual({ edit: false });
    expect(await refusal(looks.assessments.publish({ id }))).toBe("assessment.not_yours");
    const write = `UPDATE "Assessment" SET title = 'Taken' WHERE id = $1 RETURNING id`;
    for (const who of [stranger.id, userId])
      expect(await t.asApp(who, "INSTRUCTOR", (query) => query(write, [id]))).toEqual([]);
    const staff = await createStaff(t.sql, t.random);
    const keeper = await t.as(staff);
    expect(await keeper.schoolAssessments.editItem({ itemId: one, points: 2 })).toEqual({ points: 2 });
    expect(await t.asApp(staff.id, "STAFF", (query) => query(write, [id]))).toHaveLength(1);
  });

  test("a question of somebody else is not added", async () => {
    const [mine, other] = [await making(), await making()];
    expect(
      await refusal(mine.api.assessments.addItem({ assessmentId: mine.id, questionId: other.own[0]?.id ?? "" })),
    ).toBe("question.not_found");
  });

  test("a learner's door is another: assessments are taken, not changed", async () => {
    const { id } = await making();
    const pupil = await t.as(await createUser(t.sql, t.random, { roles: ["STUDENT"] }));
    expect(await refusal(pupil.assessments.publish({ id }))).toBe("forbidden");
    expect(await refusal(pupil.schoolAssessments.publish({ id }))).toBe("forbidden");
  });
});

test("a learner of one's course is allowed more time, as the family may read; another's learner is not there", async () => {
  const { teacher, course, api, id } = await making(0);
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 2 });
  const [mine = "", other = ""] = students.map((student) => student.id);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: mine, enrolledById: parent.id });
  const allowed = {
    extraTimePercent: 25,
    extraAttempts: 1,
    largePrint: false,
    readAloud: false,
    reason: "Reads slowly",
  };
  await api.accommodations.set({ studentId: mine, ...allowed });
  await api.accommodations.set({ studentId: mine, ...allowed, extraAttempts: 2, largePrint: true, readAloud: true });
  expect(await readLearners(await t.ctx(teacher), id)).toMatchObject([
    { id: mine, accommodation: { ...allowed, extraAttempts: 2, largePrint: true, readAloud: true } },
  ]);
  expect(await refusal(api.accommodations.set({ studentId: other, ...allowed }))).toBe("child.not_found");
  const text = `SELECT FROM "Accommodation" WHERE "studentId" = $1`;
  const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  expect(await t.asApp(parent.id, "PARENT", (query) => query(text, [mine]))).toHaveLength(1);
  expect(await t.asApp(stranger.id, "INSTRUCTOR", (query) => query(text, [mine]))).toHaveLength(0);
});

test("an assessment that exists already is listed with what it asks", async () => {
  const { teacher, course, own } = await making();
  await createAssessment(t.sql, t.random, { courseId: course.id, questions: own, title: "Older" });
  const page = await listWorkedOn(await t.ctx(teacher), assessmentListInput.parse({ q: "older" }));
  expect(page.rows).toMatchObject([{ title: "Older", _count: { items: 3 } }]);
});
