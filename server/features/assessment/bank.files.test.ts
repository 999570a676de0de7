import { afterAll, beforeAll, expect, test } from "vitest";
import { filesNamed, renameFiles } from "@/lib/named-files";
import { storage } from "@/server/platform/storage";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createHousehold } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import {
  createAssessment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createStoredFile,
} from "@/tests/factories/learning";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { photo, tellsPlace } from "@/tests/harness/files";
import { exportBank, previewExport } from "./bank.export.service";
import { acceptImport, previewImport } from "./bank.import.service";

let t: TestDatabase;
let area: string;
beforeAll(async () => {
  t = await testDatabase("question_files");
  area = (await createLearningArea(t.sql, t.random)).code;
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; reason?: string }) => error.reason ?? error.message,
  );
const teacher = () => createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const labels = () => ({
  grade: "G4" as const,
  learningAreaCode: area,
  language: "en" as const,
  difficulty: 2 as const,
  tags: [],
  competencyIds: [],
});
const picture = (ownerId: string, more: object = {}) =>
  createStoredFile(t.sql, t.random, {
    ownerId,
    purpose: "course",
    mime: "image/png",
    width: 640,
    height: 200,
    ...more,
  });
const shows = (fileId: string, alt = "A bar of four parts, three of them dark") => ({
  fileId,
  kind: "image" as const,
  alt,
});
const asks = (media: ReturnType<typeof shows>[], explained?: string) => ({
  body: { type: "short_answer" as const, stem: "Which part is dark?", media },
  key: {
    type: "short_answer" as const,
    accepted: [{ kind: "text" as const, spellings: ["3/4"] }],
    ...(explained && {
      explanation: {
        type: "doc" as const,
        content: [{ type: "image" as const, attrs: { fileId: explained, alt: "Three of four" } }],
      },
    }),
  },
});

/** A teacher whose question shows a picture and explains itself with another, in an assessment a child may take. */
async function asking() {
  const owner = await teacher();
  const api = await t.as(owner);
  const course = await createCourse(t.sql, t.random, { ownerId: owner.id });
  const [shown, told] = [await picture(owner.id), await picture(owner.id)];
  const question = await api.questions.create({ ...labels(), question: asks([shows(shown.id)], told.id) });
  const house = await createHousehold(t.sql, t.random, { children: 1 });
  const child = house.students[0] as { id: string };
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [pupil.id, child.id]);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: house.parent.id });
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id, questions: [question] });
  const begin = async () => (await (await t.as(pupil)).attempts.start({ assessmentId: assessment.id })).id;
  return { owner, api, course, shown, told, question, house, pupil, assessment, begin };
}
type Who = Parameters<TestDatabase["as"]>[0];
/** What comes of it when each of these people opens a file. */
async function opens(fileId: string, people: readonly Who[]) {
  const said = [];
  for (const person of people) said.push(await refusal((await t.as(person)).files.link({ id: fileId })));
  return said;
}
const [open, closed] = ["done", "file.not_found"];

test("a picture opens for the child once it is asked, for the family once it is over, for those who teach, and for nobody else", async () => {
  const one = await asking();
  const colleague = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canGrade: true });
  const taught: Who[] = [one.owner, { id: colleague.userId, role: "INSTRUCTOR" }];
  const other = await createHousehold(t.sql, t.random, { children: 1 });
  const strangers = [await teacher(), other.parent];
  const family = [one.pupil, one.house.parent];
  expect(await opens(one.shown.id, [...taught, ...family])).toEqual([open, open, closed, closed]);
  const attemptId = await one.begin();
  expect(await opens(one.shown.id, [...family, ...strangers])).toEqual([open, closed, closed, closed]);
  expect(await opens(one.told.id, [...taught, ...family])).toEqual([open, open, closed, closed]);
  await (await t.as(one.pupil)).attempts.finish({ attemptId });
  expect(await opens(one.shown.id, [...family, ...strangers])).toEqual([open, open, closed, closed]);
  expect(await opens(one.told.id, [...family, ...strangers])).toEqual([open, open, closed, closed]);
});

test("what is told afterwards stays closed where the assessment does not tell it", async () => {
  const one = await asking();
  await t.sql.query(`UPDATE "Assessment" SET "showsKey" = false WHERE id = $1`, [one.assessment.id]);
  await (await t.as(one.pupil)).attempts.finish({ attemptId: await one.begin() });
  expect(await opens(one.told.id, [one.pupil, one.house.parent])).toEqual([closed, closed]);
  expect(await opens(one.shown.id, [one.pupil, one.house.parent])).toEqual([open, open]);
});

test("a picture of a version that was answered stays, for who saw it and against whoever would remove it", async () => {
  const one = await asking();
  await one.begin();
  const { id } = one.question;
  await one.api.questions.save({ id, number: 1, ...labels(), question: asks([]) });
  expect(await opens(one.shown.id, [one.pupil, one.owner])).toEqual([open, open]);
  expect(await refusal(one.api.files.remove({ id: one.shown.id }))).toBe("file.asked");
  const past = `DELETE FROM "StoredFile" WHERE id = $1`;
  const removed = t.asApp(one.owner.id, "INSTRUCTOR", (query) => attempt(query, past, [one.shown.id]));
  expect(await removed).toMatchObject({ refused: expect.stringContaining("QuestionFile") });
});

test("sizes and kinds are the school's to say; what is neither picture nor sound is refused", async () => {
  const owner = await teacher();
  const api = await t.as(owner);
  const image = await picture(owner.id);
  const sound = await picture(owner.id, { mime: "audio/mpeg", size: 420_000n, width: null, height: null });
  const [pdf, infected] = [
    await picture(owner.id, { mime: "application/pdf" }),
    await picture(owner.id, { scan: "INFECTED" }),
  ];
  const wrong = { ...shows(image.id), width: 1, bytes: 1 };
  const question = asks([wrong, { ...shows(sound.id, "A song") }]);
  const { id } = await api.questions.create({ ...labels(), question });
  const { rows } = await t.sql.query(`SELECT body FROM "QuestionVersion" WHERE "questionId" = $1`, [id]);
  expect(rows[0].body.media).toEqual([
    { ...shows(image.id), width: 640, height: 200 },
    { fileId: sound.id, kind: "audio", alt: "A song", bytes: 420_000 },
  ]);
  const create = (fileId: string, alt?: string) =>
    api.questions.create({ ...labels(), question: asks([shows(fileId, alt)]) });
  expect(await refusal(create(pdf.id))).toBe("file.kind");
  expect(await refusal(create(infected.id))).toBe("file.not_found");
  await expect(create(image.id, " ")).rejects.toMatchObject({
    cause: { fields: { "question.body.media.0.alt": "field.required|1" } },
  });
});

test("a question shows one's own files and those of courses one changes; another's neither by the door nor past it", async () => {
  const [owner, other] = [await teacher(), await teacher()];
  const api = await t.as(owner);
  const course = await createCourse(t.sql, t.random, { ownerId: other.id });
  const theirs = await picture(other.id);
  await (await t.as(other)).resources.add({ courseId: course.id, lessonId: null, fileId: theirs.id, title: "Bar" });
  const create = () => api.questions.create({ ...labels(), question: asks([shows(theirs.id)]) });
  expect(await refusal(create())).toBe("file.not_found");
  await createCoTeacher(t.sql, t.random, { courseId: course.id, userId: owner.id, canGrade: true });
  expect(await refusal(create())).toBe("file.not_found");
  const mine = await api.questions.create({ ...labels(), question: asks([]) });
  const insert = `INSERT INTO "QuestionFile" ("versionId", "fileId") SELECT id, $1 FROM "QuestionVersion" WHERE "questionId" = $2`;
  const past = t.asApp(owner.id, "INSTRUCTOR", (query) => attempt(query, insert, [theirs.id, mine.id]));
  expect(await past).toMatchObject({ refused: expect.stringContaining("row-level security") });
  await t.sql.query(`UPDATE "CourseInstructor" SET "canEdit" = true WHERE "courseId" = $1`, [course.id]);
  expect(await refusal(create())).toBe("done");
});

test("taken out of the course, a file stays with the question that shows it", async () => {
  const one = await asking();
  const given = { courseId: one.course.id, lessonId: null, fileId: one.shown.id, title: "Bar" };
  const { id: resourceId } = await one.api.resources.add(given);
  expect(await refusal(one.api.resources.remove({ resourceId }))).toBe("done");
  expect(await opens(one.shown.id, [one.owner])).toEqual([open]);
});

test("a cover that is changed or taken away stays with a colleague's own question that shows it", async () => {
  const one = await asking();
  const { id } = one.course;
  const colleague = await createCoTeacher(t.sql, t.random, { courseId: id, canEdit: true });
  const [cover, next] = [await picture(one.owner.id), await picture(one.owner.id)];
  for (const file of [cover, next]) {
    const put = { courseId: id, lessonId: null, fileId: file.id, title: "Bar" };
    const { id: resourceId } = await one.api.resources.add(put);
    const theirs = await t.as(colleague.userId);
    await theirs.questions.create({ ...labels(), question: asks([shows(file.id)]) });
    await one.api.courses.setCover({ id, fileId: file.id, alt: "A bar of four parts" });
    expect(await refusal(one.api.resources.remove({ resourceId }))).toBe("done");
  }
  expect(await refusal(one.api.courses.removeCover({ id }))).toBe("done");
  expect(await opens(cover.id, [one.owner, colleague.userId])).toEqual([open, open]);
  expect(await opens(next.id, [one.owner, colleague.userId])).toEqual([open, open]);
});

test("who keeps the school's bank sends pictures for it, and every teacher sees them", async () => {
  const keeper = await createStaff(t.sql, t.random);
  const { parent } = await createHousehold(t.sql, t.random);
  const file = await picture(keeper.id);
  const api = await t.as(keeper);
  await api.schoolQuestions.create({ ...labels(), question: asks([shows(file.id)]) });
  expect(await opens(file.id, [await teacher(), parent])).toEqual([open, closed]);
});

// ── Files of other programs ──────────────────────────────────────────────────────────────────────
/** A question with a picture as Moodle writes it: the file beside the text, named in it. */
const moodle = (image: Uint8Array) =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="multichoice">
<name><text>Bar</text></name>
<questiontext format="html"><text><![CDATA[<p dir="ltr">Which part is dark?<br><img src="@@PLUGINFILE@@/a%20bar.jpg" alt="A bar" class="img-fluid" width="40" height="30"></p>]]></text>
<file name="a bar.jpg" path="/" encoding="base64">${Buffer.from(image).toString("base64")}</file></questiontext>
<single>true</single><shuffleanswers>true</shuffleanswers>
<answer fraction="100" format="html"><text><![CDATA[<p>Half</p>]]></text></answer>
<answer fraction="0" format="html"><text><![CDATA[<p>All</p>]]></text></answer>
</question>
</quiz>`);
const place = () => ({ grade: "G4" as const, learningAreaCode: area, language: "en" as const });
const counted = async () => {
  const { rows } = await t.sql.query(
    `SELECT (SELECT count(*) FROM "Question")::int AS q, (SELECT count(*) FROM "StoredFile")::int AS f`,
  );
  return rows[0];
};
const imported = async (ctx: Awaited<ReturnType<typeof t.ctx>>, file: Uint8Array) => {
  const { digest, problems } = await previewImport(ctx, file);
  expect(problems).toEqual([]);
  return acceptImport(ctx, file, { ...place(), digest });
};
/** What the newest question of a person says, without the names of its files. */
async function newest(ctx: Awaited<ReturnType<typeof t.ctx>>) {
  const { rows } = await t.sql.query(
    `SELECT q.id, v.body FROM "Question" q JOIN "QuestionVersion" v ON v."questionId" = q.id WHERE q."ownerId" = $1 ORDER BY q.id DESC LIMIT 1`,
    [ctx.actor.userId],
  );
  const [fileId = ""] = filesNamed(rows[0].body);
  return { id: rows[0].id as string, fileId, body: renameFiles(rows[0].body, () => "file") };
}

test("a picture of another program's file is cleaned, becomes its importer's, and travels on in both formats", async () => {
  const ctx = await t.ctx(await teacher());
  await imported(ctx, moodle(await photo("jpeg", { width: 40, height: 30 })));
  const first = await newest(ctx);
  expect(first.body).toMatchObject({
    stem: "Which part is dark?",
    media: [{ kind: "image", alt: "A bar", width: 40, height: 30 }],
  });
  const { rows } = await t.sql.query(`SELECT * FROM "StoredFile" WHERE id = $1`, [first.fileId]);
  expect(rows).toMatchObject([{ ownerId: ctx.actor.userId, purpose: "course", name: "a bar.jpg", mime: "image/jpeg" }]);
  const bytes = await storage().open(rows[0].storageKey);
  expect(await tellsPlace(new Uint8Array(await new Response(bytes).arrayBuffer()))).toEqual([]);
  for (const format of ["moodle", "qti"] as const) {
    const other = await t.ctx(await teacher());
    await imported(other, (await exportBank(ctx, { format, ids: [first.id] })).bytes);
    const back = await newest(other);
    expect(back.body).toEqual(first.body);
    expect(back.fileId).not.toBe(first.fileId);
  }
  expect((await previewExport(ctx, [first.id])).map(({ losses }) => losses.map(({ what }) => what))).toEqual([
    ["media"],
    [],
    [],
  ]);
});

test("a picture that is none is named with its line, and nothing is written", async () => {
  const ctx = await t.ctx(await teacher());
  const broken = moodle(Buffer.from("\x89PNG\r\n\x1a\n and no more", "latin1"));
  const before = await counted();
  const { digest, problems } = await previewImport(ctx, broken);
  expect(problems).toMatchObject([{ line: 6, reason: "mediaDamaged", detail: "a bar.jpg" }]);
  expect(await refusal(acceptImport(ctx, broken, { ...place(), digest }))).toBe("question.faulty_file");
  expect(await counted()).toEqual(before);
});
