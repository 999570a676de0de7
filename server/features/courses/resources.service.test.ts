import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createCoTeacher,
  createCourse,
  createEnrollment,
  createLesson,
  createStoredFile,
} from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import type { Block } from "./lesson.schema";
import { readFileHistory } from "./resources.queries";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("resources");
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string }) => error.message,
  );

/** A teacher with a course, a lesson in it, and a file that was sent for a course. */
async function teaching() {
  const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const course = await createCourse(t.sql, t.random, { ownerId: teacher.id });
  const lesson = await createLesson(t.sql, t.random, { courseId: course.id });
  const file = await createStoredFile(t.sql, t.random, {
    ownerId: teacher.id,
    purpose: "course",
    name: "halves.pdf",
    mime: "application/pdf",
  });
  const api = await t.as(teacher);
  const given = {
    courseId: course.id,
    lessonId: lesson.id as string | null,
    fileId: file.id,
    title: "Halves to cut out",
  };
  return { teacher, course, lesson, file, api, given };
}

/** A family whose child follows a course. */
async function following(courseId: string) {
  const house = await createHousehold(t.sql, t.random, { children: 1 });
  const child = house.students[0] as { id: string };
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [pupil.id, child.id]);
  await createEnrollment(t.sql, t.random, { courseId, studentId: child.id, enrolledById: house.parent.id });
  return { pupil: await t.as(pupil), parent: await t.as(house.parent), parentId: house.parent.id };
}

test("a file of a course is read by its learners, their guardians and its teachers, and by nobody else", async () => {
  const one = await teaching();
  const { id } = one.file;
  const colleague = await createCoTeacher(t.sql, t.random, { courseId: one.course.id });
  const [ours, others] = [await following(one.course.id), await following((await teaching()).course.id)];
  const opens = async (api: typeof ours.pupil) => refusal(api.files.link({ id }));
  expect(await opens(ours.pupil)).toBe("file.not_found");
  await one.api.resources.add(one.given);
  const readers = [ours.pupil, ours.parent, await t.as({ id: colleague.userId, role: "INSTRUCTOR" })];
  for (const reader of readers) expect(await opens(reader)).toBe("done");
  const strangers = [others.pupil, others.parent, (await teaching()).api];
  for (const stranger of strangers) expect(await opens(stranger)).toBe("file.not_found");
});

test("a learner finds a file beside its lesson, and one of the whole course beside every lesson", async () => {
  const one = await teaching();
  const { moduleId } = one.lesson;
  const other = await createLesson(t.sql, t.random, { courseId: one.course.id, moduleId, position: "a1" });
  const { pupil } = await following(one.course.id);
  const beside = async (lessonId: string) =>
    (await pupil.learning.lesson({ lessonId })).resources.map(({ title }) => title);
  const { id: resourceId } = await one.api.resources.add(one.given);
  expect([await beside(one.lesson.id), await beside(other.id)]).toEqual([["Halves to cut out"], []]);
  await one.api.resources.edit({ resourceId, title: "Halves", lessonId: null });
  expect(await beside(other.id)).toEqual(["Halves"]);
});

test("the same file is there once; taken out of its last course it is gone", async () => {
  const one = await teaching();
  const { id: resourceId } = await one.api.resources.add(one.given);
  expect(await one.api.resources.add(one.given)).toEqual({ id: resourceId });
  await one.api.resources.remove({ resourceId });
  expect(await one.api.resources.list({ courseId: one.course.id })).toEqual([]);
  expect(await refusal(one.api.files.link({ id: one.file.id }))).toBe("file.not_found");
});

test("nobody puts another's file, a lesson of another course, or anything into another's course", async () => {
  const [one, other] = [await teaching(), await teaching()];
  expect(await refusal(one.api.resources.add({ ...one.given, fileId: other.file.id }))).toBe("file.not_found");
  expect(await refusal(one.api.resources.add({ ...one.given, lessonId: other.lesson.id }))).toBe("lesson.not_found");
  expect(await refusal(one.api.resources.add({ ...one.given, courseId: other.course.id }))).toBe("course.not_found");
});

/** What a lesson says, saved over what it said: the answer, or why not. */
async function write({ api, lesson }: Awaited<ReturnType<typeof teaching>>, blocks: Block[]) {
  const { version } = await api.lessons.read({ id: lesson.id });
  const body = { type: "doc" as const, content: [...blocks, { type: "paragraph" as const }] };
  return refusal(api.lessons.save({ id: lesson.id, version, body }));
}
const saying = ({ lesson, file }: Awaited<ReturnType<typeof teaching>>, words = "Halves to cut out") => ({
  lessonId: lesson.id,
  fileId: file.id,
  words,
});

test("a file in a lesson's text is opened by who reads the lesson, and not listed below it once more", async () => {
  const one = await teaching();
  const { pupil } = await following(one.course.id);
  const block = await one.api.resources.show(saying(one));
  expect(block).toEqual({ type: "file", attrs: { fileId: one.file.id, name: "Halves to cut out", megabytes: 0.01 } });
  expect(await write(one, [block])).toBe("done");
  expect(await one.api.resources.show(saying(one, "Halves"))).toMatchObject({ attrs: { name: "Halves" } });
  expect(await one.api.resources.list({ courseId: one.course.id })).toHaveLength(1);
  expect(await refusal(pupil.files.link({ id: one.file.id }))).toBe("done");
  const { doc, resources } = await pupil.learning.lesson({ lessonId: one.lesson.id });
  expect([doc?.content[0], resources]).toEqual([block, []]);
});

test("a picture stands with its size and its words, a recording with what is said in it", async () => {
  const one = await teaching();
  const sent = (mime: string, more: object = {}) =>
    createStoredFile(t.sql, t.random, { ownerId: one.teacher.id, purpose: "course", mime, ...more });
  const [picture, sound, early] = [
    await sent("image/png", { width: 40, height: 30 }),
    await sent("audio/mpeg"),
    await sent("image/png", { scan: "PENDING" }),
  ];
  const show = (fileId: string, words: string, transcript?: string) =>
    one.api.resources.show({ lessonId: one.lesson.id, fileId, words, transcript });
  const image = { fileId: picture.id, alt: "Half an orange", width: 40, height: 30 };
  expect(await show(picture.id, " Half an orange ")).toEqual({ type: "image", attrs: image });
  const audio = { fileId: sound.id, title: "A song", transcript: "La la" };
  expect(await show(sound.id, "A song", "La la")).toEqual({ type: "audio", attrs: audio });
  await expect(show(picture.id, " ")).rejects.toThrow("bad_input");
  expect(await refusal(show(early.id, "Too early"))).toBe("file.being_checked");
});

test("a lesson shows no file of another course, neither by the dialog nor written into its text", async () => {
  const [one, other] = [await teaching(), await teaching()];
  await other.api.resources.add(other.given);
  const theirs: Block = { type: "file", attrs: { fileId: other.file.id, name: "Theirs", megabytes: 1 } };
  const borrow = () => refusal(one.api.resources.show({ ...saying(one), fileId: other.file.id }));
  expect(await borrow()).toBe("file.not_found");
  // Also where one may open it, because one grades there.
  await createCoTeacher(t.sql, t.random, { courseId: other.course.id, userId: one.teacher.id, canGrade: true });
  expect(await borrow()).toBe("file.not_found");
  expect(await refusal(one.api.resources.show({ ...saying(one), lessonId: other.lesson.id }))).toBe("lesson.not_found");
  expect(await write(one, [theirs])).toBe("file.not_found");
  expect(await write(other, [theirs])).toBe("done");
  await t.sql.query(`DELETE FROM "CourseResource" WHERE "fileId" = $1`, [other.file.id]);
  expect(await write(other, [{ type: "paragraph" }, theirs])).toBe("done");
  const { userId } = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canGrade: true });
  const grader = await t.as({ id: userId, role: "INSTRUCTOR" });
  expect(await refusal(grader.resources.show(saying(one)))).toBe("lesson.not_found");
});

test("a colleague shows what the course holds; the text keeps it until it is taken out there", async () => {
  const one = await teaching();
  const { id: resourceId } = await one.api.resources.add(one.given);
  const { userId } = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canEdit: true });
  const block = await (await t.as({ id: userId, role: "INSTRUCTOR" })).resources.show(saying(one));
  expect(await write(one, [block])).toBe("done");
  expect(await refusal(one.api.resources.remove({ resourceId }))).toBe("resource.shown");
  expect(await write(one, [])).toBe("done");
  expect(await refusal(one.api.resources.remove({ resourceId }))).toBe("done");
  expect(await write(one, [block])).toBe("file.not_found");
});

test("a file goes to no other lesson while the text of its own shows it, except to that lesson itself", async () => {
  const one = await teaching();
  const { id: resourceId } = await one.api.resources.add({ ...one.given, lessonId: null });
  const attrs = { fileId: one.file.id, name: "Halves", megabytes: 0.01 };
  expect(await write(one, [{ type: "file", attrs }])).toBe("done");
  const { moduleId, courseId } = one.lesson;
  const other = await createLesson(t.sql, t.random, { courseId, moduleId, position: "a1" });
  const move = (lessonId: string | null) =>
    refusal(one.api.resources.edit({ resourceId, title: one.given.title, lessonId }));
  expect(await move(other.id)).toBe("resource.shown");
  expect(await move(one.lesson.id)).toBe("done");
  expect(await move(other.id)).toBe("resource.shown");
  expect(await move(null)).toBe("done");
  expect(await write(one, [])).toBe("done");
  expect(await move(other.id)).toBe("done");
});

// ── Versions ─────────────────────────────────────────────────────────────────────────────────────
/** A course whose lesson shows a handout, and a newer file of it that has been sent. */
async function versioned() {
  const one = await teaching();
  const { id: resourceId } = await one.api.resources.add(one.given);
  expect(await write(one, [await one.api.resources.show(saying(one))])).toBe("done");
  const sent = (given: object = {}) =>
    createStoredFile(t.sql, t.random, {
      ownerId: one.teacher.id,
      purpose: "course",
      name: "newer.pdf",
      mime: "application/pdf",
      size: 2_500_000n,
      ...given,
    });
  return { ...one, resourceId, sent, newer: await sent() };
}
const shownIn = async ({ lesson }: { lesson: { id: string } }) =>
  (
    await t.sql.query(
      `SELECT body->'content'->0->'attrs' AS attrs, version FROM "LessonContent" WHERE "lessonId" = $1`,
      [lesson.id],
    )
  ).rows[0];

test("a newer file takes the place of one wherever the course shows it, and back again", async () => {
  const one = await versioned();
  const { api, resourceId, file, newer } = one;
  const { pupil } = await following(one.course.id);
  const before = await shownIn(one);
  await api.resources.replace({ resourceId, fileId: newer.id });
  const now = await shownIn(one);
  expect(now).toEqual({
    attrs: { fileId: newer.id, name: "Halves to cut out", megabytes: 2.5 },
    version: before.version + 1,
  });
  expect(await api.resources.list({ courseId: one.course.id })).toMatchObject([
    { id: resourceId, title: one.given.title, file: { id: newer.id, name: "newer.pdf" } },
  ]);
  // A learner has what is shown now; its teachers have both.
  expect(await refusal(pupil.files.link({ id: newer.id }))).toBe("done");
  expect(await refusal(pupil.files.link({ id: file.id }))).toBe("file.not_found");
  expect(await refusal(api.files.link({ id: file.id }))).toBe("done");
  const { versions } = await readFileHistory(await t.ctx(one.teacher), one.course.id);
  expect(versions.map(({ fileId, number, by }) => [fileId, number, by])).toEqual([
    [newer.id, 2, one.teacher.name],
    [file.id, 1, one.teacher.name],
  ]);
  await api.resources.restore({ resourceId, fileId: file.id });
  expect((await shownIn(one)).attrs.fileId).toBe(file.id);
  // What a lesson said before the files changed places is there to be read.
  const kept = await t.sql.query(`SELECT body FROM "LessonVersion" WHERE "lessonId" = $1 ORDER BY number`, [
    one.lesson.id,
  ]);
  expect(kept.rows.slice(-2).map(({ body }) => body.content[0].attrs.fileId)).toEqual([file.id, newer.id]);
});

test("a writer who began before, and an old text, show the newest file too", async () => {
  const one = await versioned();
  await one.api.resources.replace({ resourceId: one.resourceId, fileId: one.newer.id });
  const old: Block = { type: "file", attrs: { fileId: one.file.id, name: "Halves", megabytes: 0.01 } };
  expect(await write(one, [old])).toBe("done");
  expect((await shownIn(one)).attrs).toEqual({ fileId: one.newer.id, name: "Halves", megabytes: 2.5 });
  const { version } = await shownIn(one);
  await one.api.lessons.restore({ id: one.lesson.id, number: 2, version });
  expect((await shownIn(one)).attrs.fileId).toBe(one.newer.id);
});

test("only a file of one's own and of the same kind takes a place, in a course one may change", async () => {
  const one = await versioned();
  const { api, resourceId, newer } = one;
  const replace = (fileId: string) => refusal(api.resources.replace({ resourceId, fileId }));
  const stranger = await versioned();
  expect(await replace(stranger.newer.id)).toBe("file.not_found");
  expect(await replace((await one.sent({ mime: "image/png" })).id)).toBe("resource.other_kind");
  expect(await replace((await one.sent({ scan: "PENDING" })).id)).toBe("file.being_checked");
  expect(await refusal(stranger.api.resources.replace({ resourceId, fileId: stranger.newer.id }))).toBe(
    "resource.not_found",
  );
  expect(await replace(newer.id)).toBe("done");
  expect(await replace(newer.id)).toBe("file.not_found");
  const restore = (fileId: string) => refusal(api.resources.restore({ resourceId, fileId }));
  expect(await restore(stranger.file.id)).toBe("resource.no_version");
  expect(await refusal(stranger.api.resources.restore({ resourceId, fileId: one.file.id }))).toBe("resource.not_found");
  await t.asApp(stranger.teacher.id, "INSTRUCTOR", async (query) => {
    expect(await query(`SELECT FROM "CourseFileVersion" WHERE "courseId" = $1`, [one.course.id])).toEqual([]);
    expect(
      await query(`DELETE FROM "CourseFileVersion" WHERE "courseId" = $1 RETURNING number`, [one.course.id]),
    ).toEqual([]);
  });
});

test("with a file goes what it was before; none of them goes while a course shows it", async () => {
  const one = await versioned();
  const { api, resourceId, file, newer } = one;
  await api.resources.replace({ resourceId, fileId: newer.id });
  const removed = ({ id }: { id: string }) => refusal(api.files.remove({ id }));
  expect([await removed(file), await removed(newer)]).toEqual(["file.in_course", "resource.shown"]);
  expect(await write(one, [])).toBe("done");
  expect(await removed(newer)).toBe("file.in_course");
  await api.resources.remove({ resourceId });
  const { rows } = await t.sql.query(`SELECT id FROM "StoredFile" WHERE id = ANY($1)`, [[file.id, newer.id]]);
  expect(rows).toEqual([]);
});

test("openings are counted without a name, for learners and families, and go on with the next version", async () => {
  const one = await versioned();
  const { api, resourceId, course, file, newer } = one;
  const open = (userId: string, role: "PARENT" | "INSTRUCTOR", id: string) =>
    t.ctx({ user: userId, role }).then((ctx) => ctx.work((db) => db.$executeRaw`SELECT app.count_open(${id}::uuid)`));
  const { parentId } = await following(course.id);
  const stranger = await createHousehold(t.sql, t.random);
  await open(parentId, "PARENT", file.id);
  await open(stranger.parent.id, "PARENT", file.id);
  await open(one.teacher.id, "INSTRUCTOR", file.id);
  await api.resources.replace({ resourceId, fileId: newer.id });
  await open(parentId, "PARENT", newer.id);
  expect((await api.resources.all({})).rows).toMatchObject([{ id: resourceId, opens: 2 }]);
  const { opens } = await readFileHistory(await t.ctx(one.teacher), course.id);
  expect([...opens]).toEqual([[newer.id, 2]]);
  expect(
    (await t.sql.query(`SELECT * FROM "CourseFileOpens" WHERE "fileId" = $1`, [file.id])).fields.map(
      ({ name }) => name,
    ),
  ).toEqual(["fileId", "opens", "lastOpenedOn"]);
});

// ── All files of one's courses ───────────────────────────────────────────────────────────────────
const nothing = { found: [], more: false };

/** Puts one more file of this name into the course. */
async function another(
  { teacher, api, given }: Awaited<ReturnType<typeof teaching>>,
  name: string,
  scan: "CLEAN" | "PENDING" = "CLEAN",
) {
  const file = await createStoredFile(t.sql, t.random, {
    ownerId: teacher.id,
    purpose: "course",
    name,
    mime: name.endsWith(".mp3") ? "audio/mpeg" : "application/pdf",
    scan,
  });
  return api.resources.add({ ...given, fileId: file.id, title: `About ${name}` });
}

test("all files are listed to who may change their courses, and to nobody else", async () => {
  const one = await teaching();
  const { id } = await one.api.resources.add(one.given);
  const { courseId } = one.given;
  const editor = await createCoTeacher(t.sql, t.random, { courseId, canEdit: true });
  const reader = await createCoTeacher(t.sql, t.random, { courseId, canGrade: true, canLearners: true });
  for (const api of [one.api, await t.as({ id: editor.userId, role: "INSTRUCTOR" })])
    expect(await api.resources.all({})).toMatchObject({
      rows: [
        {
          id,
          title: one.given.title,
          course: { id: courseId },
          file: { id: one.file.id, name: "halves.pdf", size: 1_000, scan: "SKIPPED" },
          whole: false,
          uses: { lesson: one.lesson.title, lessons: 1 },
        },
      ],
      courses: [{ id: courseId }],
      total: 1,
    });
  const stranger = (await teaching()).api;
  for (const api of [await t.as({ id: reader.userId, role: "INSTRUCTOR" }), stranger]) {
    const asked = await api.resources.all({ filters: { course: [courseId] } });
    expect(asked).toMatchObject({ rows: [], total: 0 });
    expect(JSON.stringify([asked, await api.resources.hints()])).not.toContain(courseId);
  }
});

test("all files are searched, filtered and read page by page, in as many reads for one as for several", async () => {
  const one = await teaching();
  for (const name of ["chapati.pdf", "song.mp3"]) await another(one, name);
  await another(one, "waiting.pdf", "PENDING");
  const reads = vi.spyOn(pg.Client.prototype, "query");
  const titles = async (input: Parameters<typeof one.api.resources.all>[0]) => {
    reads.mockClear();
    const { rows, next } = await one.api.resources.all({ sort: "title", ...input });
    return { titles: rows.map(({ title }) => title), next, reads: reads.mock.calls.length };
  };
  const whole = await titles({});
  expect(whole.titles).toEqual(["About chapati.pdf", "About song.mp3", "About waiting.pdf"]);
  expect(await titles({ limit: 1 })).toMatchObject({ titles: ["About chapati.pdf"], reads: whole.reads });
  const begun = await titles({ limit: 2 });
  expect((await titles({ limit: 2, cursor: begun.next ?? undefined })).titles).toEqual(["About waiting.pdf"]);
  expect((await titles({ q: "SONG.mp3" })).titles).toEqual(["About song.mp3"]);
  expect((await titles({ filters: { kind: ["audio"] } })).titles).toEqual(["About song.mp3"]);
  expect((await titles({ filters: { scan: ["PENDING"] } })).titles).toEqual(["About waiting.pdf"]);
  reads.mockRestore();
});

test("two rules find lessons without a file and files without a lesson, also by what lessons say", async () => {
  const one = await teaching();
  const { api, lesson, file, given } = one;
  const { id: resourceId } = await api.resources.add({ ...given, lessonId: null });
  expect(await api.resources.hints()).toMatchObject({
    lessons: { found: [{ id: lesson.id, course: { id: given.courseId } }], more: false },
    files: { found: [{ id: resourceId, course: { id: given.courseId } }], more: false },
  });
  const attrs = { fileId: file.id, alt: "Halves", width: 100, height: 100 };
  const callout = { type: "callout", attrs: { kind: "note" }, content: [{ type: "image", attrs }] };
  const { moduleId } = lesson;
  const body = { type: "doc", content: [callout] };
  const { courseId } = given;
  await createLesson(t.sql, t.random, { courseId, moduleId, position: "a1", title: "Showing", body });
  expect((await api.resources.hints()).files).toEqual(nothing);
  expect((await api.resources.all({})).rows).toMatchObject([{ whole: true, uses: { lesson: "Showing", lessons: 1 } }]);
  await api.resources.add({ ...given, lessonId: lesson.id });
  expect(await api.resources.hints()).toEqual({ lessons: nothing, files: nothing });
  expect((await api.resources.all({ sort: "createdAt" })).rows).toMatchObject([
    { whole: true, uses: { lessons: 2 } },
    { whole: false, uses: { lessons: 2 } },
  ]);
});

test("a rule shows what it finds first, and says that there is more", async () => {
  const one = await teaching();
  const { courseId } = one.given;
  for (let at = 1; at <= 3; at += 1)
    await createLesson(t.sql, t.random, { courseId, moduleId: one.lesson.moduleId, position: `a${at}` });
  const { lessons } = await one.api.resources.hints();
  expect(lessons.found).toHaveLength(3);
  expect([lessons.found[0]?.id, lessons.more]).toEqual([one.lesson.id, true]);
});
