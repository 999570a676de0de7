import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createEnrollment, paragraph } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import type { LessonDoc } from "./lesson.schema";

let t: TestDatabase;
let area: string;
let owner: { id: string };
let api: Caller;
let courseId: string;
beforeAll(async () => {
  t = await testDatabase();
  area = (await createLearningArea(t.sql, t.random, { code: "MATH" })).code;
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  api = await t.as(owner);
});
beforeEach(async () => {
  courseId = (await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area, status: "DRAFT" })).id;
});
afterAll(() => t.close());

const add = async (title: string, lessons: string[] = []) => {
  const { id } = await api.lessons.addModule({ courseId, title });
  for (const lesson of lessons) await api.lessons.add({ moduleId: id, title: lesson });
  return id;
};
/** "Halves: orange, chapati": the course as a person reads it. */
const outline = async () =>
  (await api.lessons.outline({ id: courseId })).map(
    ({ title, lessons }) => `${title}: ${lessons.map((one) => one.title).join(", ")}`,
  );
const lesson = async (title: string) => {
  const found = (await api.lessons.outline({ id: courseId })).flatMap(({ lessons }) => lessons);
  return found.find((one) => one.title === title)?.id ?? expect.fail(`no lesson ${title}`);
};
const words = (text: string) => paragraph(text) as LessonDoc;

describe("the outline", () => {
  test("keeps the order in which a teacher puts it, within a module and across", async () => {
    const halves = await add("Halves", ["orange", "chapati", "rope"]);
    const quarters = await add("Quarters", ["field"]);
    await api.lessons.move({ id: await lesson("rope"), moduleId: halves, afterId: null });
    expect(await outline()).toEqual(["Halves: rope, orange, chapati", "Quarters: field"]);
    await api.lessons.move({ id: await lesson("orange"), moduleId: quarters, afterId: await lesson("field") });
    await api.lessons.moveModule({ id: quarters, afterId: null });
    expect(await outline()).toEqual(["Quarters: field, orange", "Halves: rope, chapati"]);
  });

  test("counts lessons and minutes in the course", async () => {
    await add("Halves", ["orange", "chapati"]);
    const id = await lesson("orange");
    await api.lessons.edit({ id, title: "Orange", minutes: 25, completion: "QUIZ", isPreview: true });
    expect(await api.courses.read({ id: courseId })).toMatchObject({ lessonCount: 2, minutes: 35 });
    await api.lessons.remove({ id });
    expect(await api.courses.read({ id: courseId })).toMatchObject({ lessonCount: 1, minutes: 10 });
  });

  test("two who add and move at once lose nothing", async () => {
    const module = await add("Halves", ["orange"]);
    const orange = await lesson("orange");
    await Promise.all([
      api.lessons.add({ moduleId: module, title: "a" }),
      api.lessons.add({ moduleId: module, title: "b" }),
      api.lessons.move({ id: orange, moduleId: module, afterId: null }),
      api.lessons.add({ moduleId: module, title: "c" }),
    ]);
    const [{ lessons } = expect.fail("no module")] = await api.lessons.outline({ id: courseId });
    expect(lessons.map(({ title }) => title).sort()).toEqual(["a", "b", "c", "orange"]);
  });

  test("a lesson learners follow is moved and rewritten, not thrown away", async () => {
    const module = await add("Halves", ["orange"]);
    await createEnrollment(t.sql, t.random, { courseId });
    await expect(api.lessons.remove({ id: await lesson("orange") })).rejects.toThrow("lesson.followed");
    await expect(api.lessons.removeModule({ id: module })).rejects.toThrow("lesson.followed");
    await api.lessons.removeModule({ id: await add("Empty") });
  });

  test("takes nothing from another course, and gives nothing to it", async () => {
    const mine = await add("Halves", ["orange"]);
    const other = await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area });
    const { id: elsewhere } = await api.lessons.addModule({ courseId: other.id, title: "Elsewhere" });
    const move = api.lessons.move({ id: await lesson("orange"), moduleId: elsewhere, afterId: null });
    await expect(move).rejects.toThrow("module.not_found");
    const stranger = await t.as(await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }));
    for (const act of [
      () => stranger.lessons.outline({ id: courseId }),
      () => stranger.lessons.addModule({ courseId, title: "Mine" }),
      () => stranger.lessons.add({ moduleId: mine, title: "Mine" }),
      () => stranger.lessons.removeModule({ id: mine }),
      // A published course shows its outline to everybody; changing it is another matter.
      () => stranger.lessons.add({ moduleId: elsewhere, title: "Mine" }),
    ])
      await expect(act()).rejects.toThrow("not_found");
  });

  test("is left alone while the course is reviewed", async () => {
    const module = await add("Halves", ["orange"]);
    await t.sql.query(`UPDATE "Course" SET status = 'REVIEW' WHERE id = $1`, [courseId]);
    await expect(api.lessons.add({ moduleId: module, title: "late" })).rejects.toThrow("course.closed_review");
    const save = api.lessons.save({ id: await lesson("orange"), version: 0, body: words("late") });
    await expect(save).rejects.toThrow("course.closed_review");
  });

  test("a co-instructor who may only grade reads it and changes nothing", async () => {
    const module = await add("Halves", ["orange"]);
    const { userId } = await createCoTeacher(t.sql, t.random, { courseId, canGrade: true });
    const theirs = await t.as(userId);
    expect(await theirs.lessons.outline({ id: courseId })).toHaveLength(1);
    await expect(theirs.lessons.add({ moduleId: module, title: "x" })).rejects.toThrow("module.not_found");
    const id = await lesson("orange");
    await t.asApp(userId, "INSTRUCTOR", async (query) => {
      expect(await query(`UPDATE "Lesson" SET title = 'x' RETURNING id`)).toEqual([]);
      const insert = `INSERT INTO "LessonContent" ("lessonId", body, "updatedAt") VALUES ($1, '{}', now())`;
      expect(await attempt(query, insert, [id])).toMatchObject({ refused: expect.stringContaining("row-level") });
    });
  });
});

test("a lesson aims at competencies of the curriculum, each once, and at none that was retired", async () => {
  await add("Halves", ["orange"]);
  const lessonId = await lesson("orange");
  const aim = await createCompetency(t.sql, t.random, { learningAreaCode: area, grade: "G4" });
  const old = await createCompetency(t.sql, t.random, { learningAreaCode: area, grade: "G4", retiredAt: new Date() });
  await api.lessons.addCompetency({ lessonId, competencyId: aim.id });
  await api.lessons.addCompetency({ lessonId, competencyId: aim.id });
  await expect(api.lessons.addCompetency({ lessonId, competencyId: old.id })).rejects.toThrow("not_found");
  expect((await api.lessons.read({ id: lessonId })).competencies.map(({ id }) => id)).toEqual([aim.id]);
  await api.lessons.removeCompetency({ lessonId, competencyId: aim.id });
  expect((await api.lessons.read({ id: lessonId })).competencies).toEqual([]);
});

describe("what a lesson says", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 9, minute));
  const write = async (id: string, version: number, text: string, minute: number) => {
    const as = await t.as(owner, { now: at(minute) });
    const saved = await as.lessons.save({ id, version, body: words(text) });
    // The row's own time is the database's; a sitting is told by the clock of the request.
    await t.sql.query(`UPDATE "LessonContent" SET "updatedAt" = $2 WHERE "lessonId" = $1`, [id, at(minute)]);
    return saved.version;
  };

  test("is saved with its words, unless somebody else has saved meanwhile", async () => {
    await add("Halves", ["orange"]);
    const id = await lesson("orange");
    expect(await api.lessons.save({ id, version: 0, body: words("Cut it.") })).toMatchObject({ version: 1 });
    await expect(api.lessons.save({ id, version: 0, body: words("Mine") })).rejects.toThrow("lesson.changed");
    await api.lessons.save({ id, version: 1, body: words("Cut it twice.") });
    await expect(api.lessons.save({ id, version: 1, body: words("Mine") })).rejects.toThrow("lesson.changed");
    const { rows } = await t.sql.query(`SELECT text, version FROM "LessonContent" WHERE "lessonId" = $1`, [id]);
    expect(rows).toEqual([{ text: "Cut it twice.", version: 2 }]);
  });

  test("gives way when the writer insists, and is kept", async () => {
    await add("Halves", ["orange"]);
    const id = await lesson("orange");
    await api.lessons.save({ id, version: 0, body: words("Theirs") });
    await api.lessons.save({ id, version: 0, body: words("Mine"), instead: true });
    expect(await api.lessons.read({ id })).toMatchObject({
      version: 2,
      body: words("Mine"),
      versions: [{ number: 1 }],
    });
  });

  test("is refused where no page could draw it", async () => {
    await add("Halves", ["orange"]);
    const id = await lesson("orange");
    const body = {
      type: "doc",
      content: [{ type: "iframe", attrs: { src: "https://a.org" } }],
    } as unknown as LessonDoc;
    await expect(api.lessons.save({ id, version: 0, body })).rejects.toThrow("bad_input");
  });

  test("is kept once per sitting, and comes back without losing what stands", async () => {
    await add("Halves", ["orange"]);
    const id = await lesson("orange");
    let version = 0;
    for (const [text, minute] of [
      ["first", 0],
      ["first sitting", 5],
      ["second", 40],
      ["second sitting", 45],
    ] as const)
      version = await write(id, version, text, minute);
    const kept = async () => (await api.lessons.read({ id })).versions.map(({ number }) => number);
    expect(await kept()).toEqual([2]);
    await api.lessons.restore({ id, version, number: 2 });
    const now = await api.lessons.read({ id });
    expect([now.version, now.body]).toEqual([5, words("first sitting")]);
    expect(await kept()).toEqual([4, 2]);
    await expect(api.lessons.restore({ id, version: 4, number: 2 })).rejects.toThrow("lesson.changed");
    await expect(api.lessons.restore({ id, version: 5, number: 3 })).rejects.toThrow("lesson.no_version");
  });
});
