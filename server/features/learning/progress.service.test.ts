import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCount } from "@/server/platform/db/reads";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createCourse,
  createEnrollment,
  createLesson,
  createModule,
  createStoredFile,
  paragraph,
} from "@/tests/factories/learning";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { rewardLesson } from "../recognition/recognition.service";
import type { SaveProgress } from "./learning.schema";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const rows = async <R extends object>(text: string, values: unknown[]) => (await t.sql.query(text, values)).rows as R[];
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string }) => error.message,
  );

/** A child with an account, enrolled in a course of two parts with two lessons each. */
async function pupil(course: Parameters<typeof createCourse>[2] = {}, body?: object) {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  const child = students[0] as { id: string };
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [account.id, child.id]);
  const owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const { id: courseId } = await createCourse(t.sql, t.random, { ownerId: owner.id, ...course });
  const lessons: { id: string }[] = [];
  for (const [n, title] of ["Kitchen", "Garden"].entries()) {
    const part = await createModule(t.sql, t.random, { courseId, title, position: `a${n}` });
    for (const position of ["a0", "a1"])
      lessons.push(
        await createLesson(t.sql, t.random, {
          courseId,
          moduleId: part.id,
          position,
          title: `${title} ${position}`,
          ...(body ? { body } : {}),
        }),
      );
  }
  const enrollment = await createEnrollment(t.sql, t.random, {
    courseId,
    studentId: child.id,
    enrolledById: parent.id,
  });
  const [first, second, third] = lessons;
  if (!first || !second || !third) throw new Error("no lessons");
  return { account, parent, owner, child, courseId, first, second, third, enrollment, api: await t.as(account) };
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const report = (lessonId: string, given: Partial<SaveProgress> = {}): SaveProgress => ({
  lessonId,
  sitting: randomUUID(),
  startedAt: minutesAgo(20),
  seconds: 60,
  percent: 30,
  place: "3",
  placeAt: minutesAgo(10),
  doneAt: null,
  answers: {},
  ...given,
});
const finish = (lessonId: string, given: Partial<SaveProgress> = {}) =>
  report(lessonId, { percent: 100, doneAt: minutesAgo(5), ...given });
const standing = async (lessonId: string) =>
  (
    await rows<{ percent: number; seconds: number; place: string; completedAt: Date | null }>(
      `SELECT percent, seconds, place, "completedAt" FROM "LessonProgress" WHERE "lessonId" = $1`,
      [lessonId],
    )
  )[0];
const activity = (studentId: string) =>
  rows<{ kind: string; seconds: number; occurredAt: Date }>(
    `SELECT kind, seconds, "occurredAt" FROM "StudentActivity" WHERE "studentId" = $1 ORDER BY kind, seconds`,
    [studentId],
  );

describe("progress", () => {
  test("is kept as it happens, shown where the child goes on, and counted for the course", async () => {
    const { api, first, second, courseId, child } = await pupil();
    expect(await api.learning.saveProgress(report(first.id))).toEqual({ percent: 30, completed: false });
    expect((await api.learning.lesson({ lessonId: first.id })).progress).toMatchObject({ percent: 30, place: "3" });
    expect((await api.learning.courses())[0]).toMatchObject({
      courseId,
      done: 0,
      lessons: 4,
      next: { id: first.id, percent: 30 },
    });
    expect(await api.learning.saveProgress(finish(first.id))).toEqual({ percent: 100, completed: true });
    expect((await api.learning.courses())[0]).toMatchObject({ done: 1, next: { id: second.id } });
    expect((await activity(child.id)).map(({ kind }) => kind)).toEqual(["LESSON", "LESSON", "LESSON_DONE"]);
    const lines = await rows(`SELECT 1 FROM "AuditEvent" WHERE action = 'lesson.completed' AND "studentId" = $1`, [
      child.id,
    ]);
    expect(lines).toHaveLength(1);
  });

  test("the same report twice is one; a longer one of the same sitting adds what is new", async () => {
    const { api, first, child } = await pupil();
    const one = finish(first.id, { seconds: 60 });
    await api.learning.saveProgress(one);
    await api.learning.saveProgress(one);
    await api.learning.saveProgress({ ...one, seconds: 100 });
    await api.learning.saveProgress(one);
    expect(await standing(first.id)).toMatchObject({ percent: 100, seconds: 100 });
    expect((await activity(child.id)).map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ["LESSON", 100],
      ["LESSON_DONE", 0],
    ]);
    const events = await rows(
      `SELECT 1 FROM "OutboxEvent" WHERE name = 'learning/lesson.completed' AND payload->>'lessonId' = $1`,
      [first.id],
    );
    expect(events).toHaveLength(1);
  });

  test("two devices at once lose nothing", async () => {
    const { account, first, child } = await pupil();
    const devices = await Promise.all([t.as(account), t.as(account)]);
    const sittings = [randomUUID(), randomUUID()];
    const reports = sittings.flatMap((sitting, device) =>
      [1, 2, 3, 4, 5].map((n) => ({
        device,
        input: report(first.id, {
          sitting,
          seconds: n * 10 + device,
          percent: n * 10 + device,
          place: String(n + device),
          placeAt: minutesAgo(10 - n - device / 2),
        }),
      })),
    );
    await Promise.all(reports.map(({ device, input }) => devices[device]?.learning.saveProgress(input)));
    expect(await standing(first.id)).toMatchObject({ percent: 51, seconds: 50 + 51, place: "6" });
    expect((await activity(child.id)).map(({ seconds }) => seconds)).toEqual([50, 51]);
  });

  test("the first completion stands, also when the device that knows it comes last; a fast clock says now", async () => {
    const { api, first, second } = await pupil();
    await api.learning.saveProgress(finish(first.id, { doneAt: minutesAgo(2) }));
    const early = minutesAgo(600);
    await api.learning.saveProgress(finish(first.id, { doneAt: early }));
    expect((await standing(first.id))?.completedAt).toEqual(early);
    await api.learning.saveProgress(
      finish(second.id, { doneAt: new Date(Date.now() + 86_400_000), startedAt: new Date(Date.now() + 86_400_000) }),
    );
    expect((await standing(second.id))?.completedAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const [ahead] = await rows(`SELECT 1 FROM "StudentActivity" WHERE "lessonId" = $1 AND "occurredAt" > now()`, [
      second.id,
    ]);
    expect(ahead).toBeUndefined();
  });

  test("a lesson with questions is done when each has an answer, and the key says which is right", async () => {
    const blocks = [randomUUID(), randomUUID()];
    const quiz = (blockId: string) => ({
      type: "quiz",
      attrs: {
        blockId,
        question: "Which is larger?",
        options: [
          { key: "a", text: "Half" },
          { key: "b", text: "Quarter" },
        ],
        right: "a",
      },
    });
    const { api, first } = await pupil(
      {},
      { type: "doc", content: [...paragraph("Read.").content, ...blocks.map(quiz)] },
    );
    await t.sql.query(`UPDATE "Lesson" SET completion = 'QUIZ' WHERE id = $1`, [first.id]);
    const answer = (block: string | undefined, key: string) => ({ [block ?? ""]: { answer: key, at: minutesAgo(4) } });
    const half = await api.learning.saveProgress(finish(first.id, { answers: answer(blocks[0], "b") }));
    expect(half).toEqual({ percent: 99, completed: false });
    expect(await api.learning.saveProgress(report(first.id, { answers: answer(blocks[1], "a") }))).toEqual({
      percent: 100,
      completed: true,
    });
    const { progress } = await api.learning.lesson({ lessonId: first.id });
    expect(blocks.map((block) => progress.answers[block]?.right)).toEqual([false, true]);
  });
});

describe("who may learn", () => {
  test("another child's lesson, a withdrawn one and an unknown one are not found, to look at and to write", async () => {
    const [mine, theirs] = [await pupil(), await pupil()];
    const left = await pupil();
    await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE id = $1`, [left.enrollment.id]);
    for (const [api, lessonId] of [
      [mine.api, theirs.first.id],
      [mine.api, randomUUID()],
      [left.api, left.first.id],
    ] as const) {
      expect(await refusal(api.learning.lesson({ lessonId }))).toBe("lesson.not_found");
      expect(await refusal(api.learning.saveProgress(report(lessonId)))).toBe("lesson.not_found");
    }
    expect(await left.api.learning.courses()).toEqual([]);
    expect(await standing(theirs.first.id)).toBeUndefined();
  });

  test("the database says so by itself", async () => {
    const [mine, theirs] = [await pupil(), await pupil()];
    const insert = `INSERT INTO "LessonProgress" ("studentId", "lessonId", "courseId", "updatedAt") VALUES ($1, $2, $3, now())`;
    await t.asApp(mine.account.id, "STUDENT", async (query) => {
      expect(await attempt(query, insert, [theirs.child.id, theirs.first.id, theirs.courseId])).toHaveProperty(
        "refused",
      );
      expect(await attempt(query, insert, [mine.child.id, theirs.first.id, theirs.courseId])).toHaveProperty("refused");
      expect(await attempt(query, insert, [mine.child.id, mine.first.id, mine.courseId])).toHaveProperty("rows");
    });
    await theirs.api.learning.saveProgress(report(theirs.first.id));
    await mine.api.learning.saveProgress(report(mine.first.id, { seconds: 90 }));
    await t.asApp(mine.account.id, "STUDENT", async (query) => {
      const longer = `UPDATE "StudentActivity" SET seconds = seconds + 1 WHERE "studentId" = $1 RETURNING 1`;
      expect(await query(longer, [theirs.child.id])).toEqual([]);
      expect(await query(longer, [mine.child.id])).toHaveLength(1);
      expect(
        await attempt(query, `UPDATE "StudentActivity" SET seconds = 1 WHERE "studentId" = $1`, [mine.child.id]),
      ).toHaveProperty("refused");
    });
  });

  test("a locked lesson shows nothing of itself and takes nothing; it opens when what comes before is finished", async () => {
    const { api, first, second, third } = await pupil({ drip: "BY_PROGRESS" });
    const shut = await api.learning.lesson({ lessonId: third.id });
    expect(shut).toMatchObject({ doc: null, lock: { kind: "after", module: "Kitchen" } });
    expect(await refusal(api.learning.saveProgress(finish(third.id)))).toBe("lesson.locked");
    expect(await standing(third.id)).toBeUndefined();
    for (const { id } of [first, second]) await api.learning.saveProgress(finish(id));
    expect((await api.learning.lesson({ lessonId: third.id })).doc).not.toBeNull();
    expect(await api.learning.saveProgress(finish(third.id))).toMatchObject({ completed: true });
  });

  test("by date: on its day in Nairobi", async () => {
    const { account, first, courseId } = await pupil({ drip: "BY_DATE" });
    await t.sql.query(`UPDATE "CourseModule" SET "opensOn" = '2027-01-05' WHERE "courseId" = $1`, [courseId]);
    const before = await t.as(account, { now: new Date("2027-01-04T20:59:00Z") });
    expect((await before.learning.lesson({ lessonId: first.id })).lock).toEqual({
      kind: "date",
      opensOn: "2027-01-05",
    });
    expect((await before.learning.courses())[0]?.next).toMatchObject({ opensOn: "2027-01-05" });
    const after = await t.as(account, { now: new Date("2027-01-04T21:00:00Z") });
    expect((await after.learning.lesson({ lessonId: first.id })).lock).toBeNull();
  });
});

describe("past all of our code", () => {
  const seen = async (account: { id: string }, ids: readonly string[]) => {
    const found = await t.asApp(account.id, "STUDENT", (query) =>
      query(`SELECT "lessonId" AS id FROM "LessonContent" WHERE "lessonId" = ANY ($1)`, [ids]),
    );
    return ids.filter((id) => found.some((row) => row.id === id));
  };

  test("a child reads no lesson that what comes before still locks, nor its files; guardian and teacher do", async () => {
    const { account, parent, owner, api, first, second, third, courseId } = await pupil({ drip: "BY_PROGRESS" });
    const file = await createStoredFile(t.sql, t.random, { ownerId: owner.id, purpose: "course" });
    await t.sql.query(
      `INSERT INTO "CourseResource" (id, "courseId", "lessonId", "fileId", title, "addedById")
       VALUES ($1, $2, $3, $4, 'Seeds', $5)`,
      [randomUUID(), courseId, third.id, file.id, owner.id],
    );
    const files = (who: { id: string }, role: "STUDENT" | "PARENT" | "INSTRUCTOR") =>
      t.asApp(who.id, role, (query) =>
        query(
          `SELECT 'place' FROM "CourseResource" WHERE "courseId" = $1 UNION ALL SELECT 'file' FROM "StoredFile" WHERE id = $2`,
          [courseId, file.id],
        ),
      );
    const all = [first.id, second.id, third.id];
    expect(await seen(account, all)).toEqual([first.id, second.id]);
    expect(await files(account, "STUDENT")).toEqual([]);
    expect(await files(parent, "PARENT")).toHaveLength(2);
    expect(await files(owner, "INSTRUCTOR")).toHaveLength(2);
    await api.learning.saveProgress(finish(first.id));
    expect(await seen(account, all)).toEqual([first.id, second.id]);
    await api.learning.saveProgress(finish(second.id));
    expect(await seen(account, all)).toEqual(all);
    expect(await files(account, "STUDENT")).toHaveLength(2);
  });

  test("nor one whose day has not come, unless it is a preview", async () => {
    const { account, first, second, third, courseId } = await pupil({ drip: "BY_DATE" });
    const all = [first.id, second.id, third.id];
    const opens = (day: string) =>
      t.sql.query(`UPDATE "CourseModule" SET "opensOn" = ${day} WHERE "courseId" = $1`, [courseId]);
    const today = `(now() AT TIME ZONE 'Africa/Nairobi')::date`;
    await opens(today);
    expect(await seen(account, all)).toEqual(all);
    await opens(`${today} + 1`);
    expect(await seen(account, all)).toEqual([]);
    await t.sql.query(`UPDATE "Lesson" SET "isPreview" = true WHERE id = $1`, [second.id]);
    expect(await seen(account, all)).toEqual([second.id]);
  });
});

describe("notes", () => {
  test("are kept by revision; two devices that wrote apart keep both texts, and a repeated save changes nothing", async () => {
    const { api, first, child } = await pupil();
    const save = (text: string, revision: number) => api.learning.saveNote({ lessonId: first.id, text, revision });
    expect(await save("Halves.", 0)).toEqual({ body: "Halves.", revision: 1 });
    expect(await save("Halves are equal.", 1)).toEqual({ body: "Halves are equal.", revision: 2 });
    const both = await save("A quarter is half of a half.", 1);
    expect(both).toEqual({ body: "Halves are equal.\n\n— — —\n\nA quarter is half of a half.", revision: 3 });
    expect(await save("A quarter is half of a half.", 1)).toEqual(both);
    expect((await api.learning.lesson({ lessonId: first.id })).note).toEqual(both);
    const log = await rows<{ after: object }>(
      `SELECT after FROM "AuditEvent" WHERE action = 'note.kept' AND "studentId" = $1`,
      [child.id],
    );
    expect(log).toHaveLength(3);
    expect(JSON.stringify(log)).not.toContain("alves");
  });

  test("written at once by two devices are both there", async () => {
    const { account, first } = await pupil();
    const texts = ["From the phone.", "From the laptop.", "From the tablet."];
    await Promise.all(
      texts.map(async (text) => (await t.as(account)).learning.saveNote({ lessonId: first.id, text, revision: 0 })),
    );
    const { note } = await (await t.as(account)).learning.lesson({ lessonId: first.id });
    for (const text of texts) expect(note.body).toContain(text);
  });

  test("belong to lessons the child may open, and are seen by the family alone", async () => {
    const [mine, theirs] = [await pupil({ drip: "BY_PROGRESS" }), await pupil()];
    const note = { text: "Mine.", revision: 0 };
    expect(await refusal(mine.api.learning.saveNote({ lessonId: theirs.first.id, ...note }))).toBe("lesson.not_found");
    expect(await refusal(mine.api.learning.saveNote({ lessonId: mine.third.id, ...note }))).toBe("lesson.locked");
    await theirs.api.learning.saveNote({ lessonId: theirs.first.id, ...note });
    await t.asApp(mine.account.id, "STUDENT", async (query) => {
      expect(await query(`SELECT 1 FROM "LearnerNote"`)).toEqual([]);
    });
  });
});

test("the pages read as often for one course as for many", async () => {
  const { account, child, first } = await pupil();
  const reads = async (read: () => Promise<unknown>) => {
    const before = readCount();
    await read();
    return readCount() - before;
  };
  const api = await t.as(account);
  const one = await reads(() => api.learning.courses());
  for (let n = 0; n < 6; n++) {
    const lesson = await createLesson(t.sql, t.random);
    await createEnrollment(t.sql, t.random, { courseId: lesson.courseId, studentId: child.id });
  }
  expect(await reads(() => api.learning.courses())).toBe(one);
  expect(await api.learning.courses()).toHaveLength(7);
  expect(await reads(() => api.learning.lesson({ lessonId: first.id }))).toBeLessThanOrEqual(one + 4);
});

test("a home says where to go on, on which days the child learned, and what that earned", async () => {
  const { account, child, first, second } = await pupil();
  const now = new Date("2026-11-21T09:00:00Z");
  const api = await t.as(account, { now });
  expect(await api.learning.home()).toMatchObject({
    course: { next: { id: first.id } },
    days: [],
    recognition: { points: 0, count: 0 },
  });
  // Late on the 19th in London is the 20th in Nairobi.
  const startedAt = new Date("2026-11-19T22:30:00Z");
  await api.learning.saveProgress(finish(first.id, { startedAt, doneAt: startedAt }));
  await rewardLesson({ studentId: child.id, lessonId: first.id, completedAt: startedAt });
  expect(await api.learning.home()).toMatchObject({
    course: { done: 1, next: { id: second.id } },
    days: ["2026-11-20"],
    recognition: { points: 10, pointsThisWeek: 10 },
  });
});
