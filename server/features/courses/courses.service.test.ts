import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { courseFacts } from "@/server/features/catalogue/catalogue.domain";
import { listCatalogue, readPublicCourse } from "@/server/features/catalogue/catalogue.queries";
import { catalogueInput } from "@/server/features/catalogue/catalogue.schema";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import {
  createCoTeacher,
  createCourse,
  createEnrollment,
  createLesson,
  createStoredFile,
} from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { mendDrift } from "./courses.drift.service";

let t: TestDatabase;
let area: string;
let owner: { id: string; email: string };
let api: Caller;
beforeAll(async () => {
  t = await testDatabase();
  area = (await createLearningArea(t.sql, t.random, { code: "MATH" })).code;
  owner = (await teacher()) as typeof owner;
  api = await t.as(owner);
});
afterAll(() => t.close());

const teacher = () => createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const draft = (title = "Fractions") =>
  api.courses.create({ title, grade: "G4", learningAreaCode: area, language: "en" });
const whole = {
  title: "Fractions in the kitchen",
  grade: "G4",
  learningAreaCode: "MATH",
  language: "en",
  summary: "Halves and quarters.",
  description: "First part.\n\nSecond part.",
  whatYouLearn: "Compare fractions\n\n Add fractions ",
  audience: "",
  requirements: "A knife",
  price: 150_000n,
  inPlan: true,
  drip: "BY_PROGRESS",
  certificate: { given: true, least: "ME", words: "You share fairly." },
  allowsReviews: true,
  allowsQuestions: false,
  allowsComments: true,
  requires: [] as string[],
} as const;

describe("a course", () => {
  test("begins as a draft that only its teacher finds", async () => {
    const { id } = await draft("Sehemu za machungwa — nusu");
    const course = await api.courses.read({ id });
    expect(course).toMatchObject({ status: "DRAFT", revision: 1, title: "Sehemu za machungwa — nusu" });
    expect(course.slug).toMatch(/^sehemu-za-machungwa-nusu-[0-9a-f]{8}$/);
    expect((await api.courses.list({})).rows.map((row) => row.id)).toContain(id);
    const stranger = await t.as(await teacher());
    expect((await stranger.courses.list({})).rows).toEqual([]);
    await expect(stranger.courses.read({ id })).rejects.toThrow("course.not_found");
    await expect(stranger.courses.edit({ id, revision: 1, ...whole })).rejects.toThrow("course.not_found");
  });

  test("keeps what is written about it: paragraphs, one outcome a line, whole cents", async () => {
    const { id } = await draft();
    await api.courses.edit({ id, revision: 1, ...whole });
    const course = await api.courses.read({ id });
    expect(course).toMatchObject({
      revision: 2,
      price: 150_000n,
      whatYouLearn: ["Compare fractions", "Add fractions"],
      audience: null,
      requirements: "A knife",
    });
    expect(course.description).toMatchObject({ content: [{ type: "paragraph" }, { type: "paragraph" }] });
    const unknown = api.courses.edit({ id, revision: 2, ...whole, learningAreaCode: "ALCHEMY" });
    await expect(unknown).rejects.toMatchObject({ cause: { fields: { learningAreaCode: "field.choice" } } });
  });

  test("changed by somebody else meanwhile is not overwritten", async () => {
    const { id } = await draft();
    await api.courses.edit({ id, revision: 1, ...whole });
    await expect(api.courses.edit({ id, revision: 1, ...whole, title: "Mine" })).rejects.toThrow("course.changed");
    expect((await api.courses.read({ id })).title).toBe(whole.title);
  });

  test("waits for no course that waits for it", async () => {
    const [a, b, c] = await Promise.all([draft("A course"), draft("B course"), draft("C course")]);
    await api.courses.edit({ ...whole, id: a.id, revision: 1, requires: [b.id] });
    await api.courses.edit({ ...whole, id: b.id, revision: 1, requires: [c.id] });
    const refused = expect.objectContaining({ fields: { requires: "field.circle" } });
    await expect(api.courses.edit({ ...whole, id: c.id, revision: 1, requires: [a.id] })).rejects.toMatchObject({
      cause: refused,
    });
    await expect(api.courses.edit({ ...whole, id: c.id, revision: 1, requires: [c.id] })).rejects.toMatchObject({
      cause: refused,
    });
    const hidden = await createCourse(t.sql, t.random, { status: "DRAFT" });
    await expect(api.courses.edit({ ...whole, id: c.id, revision: 1, requires: [hidden.id] })).rejects.toMatchObject({
      cause: { fields: { requires: "field.choice" } },
    });
    expect((await api.courses.read({ id: a.id })).requires.map(({ id }) => id)).toEqual([b.id]);
  });

  test("goes to the archive and comes back to where it was; only a draft is thrown away", async () => {
    const published = await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area });
    await createEnrollment(t.sql, t.random, { courseId: published.id });
    await api.courses.archive({ id: published.id });
    await expect(api.courses.edit({ ...whole, id: published.id, revision: 2 })).rejects.toThrow("closed_archived");
    expect(await api.courses.restore({ id: published.id })).toEqual({ status: "PUBLISHED" });
    await expect(api.courses.discard({ id: published.id })).rejects.toThrow("course.not_discarded");
    const { id } = await draft();
    await api.courses.archive({ id });
    expect(await api.courses.restore({ id })).toEqual({ status: "DRAFT" });
    await api.courses.discard({ id });
    await expect(api.courses.read({ id })).rejects.toThrow("course.not_found");
  });

  test("is published by nobody who only teaches it, past all our code", async () => {
    const { id } = await draft();
    await t.asApp(owner.id, "INSTRUCTOR", async (query) => {
      for (const change of [
        `status = 'PUBLISHED', "publishedAt" = now()`,
        `"publishedAt" = now()`,
        `status = 'ARCHIVED', "publishedAt" = now()`,
      ])
        expect(await attempt(query, `UPDATE "Course" SET ${change} WHERE id = $1`, [id])).toMatchObject({
          refused: expect.stringContaining("published by whoever reviewed it"),
        });
    });
  });

  test("is copied as a draft with its lessons, their aims and words, and without its learners", async () => {
    const course = await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area });
    const lesson = await createLesson(t.sql, t.random, { courseId: course.id });
    const aim = await createCompetency(t.sql, t.random, { learningAreaCode: area, grade: "G4" });
    await t.sql.query(`INSERT INTO "LessonCompetency" VALUES ($1, $2)`, [lesson.id, aim.id]);
    await createEnrollment(t.sql, t.random, { courseId: course.id });
    const { id } = await api.courses.duplicate({ id: course.id });
    const copy = await api.courses.read({ id });
    expect(copy).toMatchObject({ status: "DRAFT", lessonCount: 1, enrolledCount: 0, publishedAt: null, revision: 1 });
    const { rows } = await t.sql.query(
      `SELECT l.title, x.text, c."competencyId" FROM "Lesson" l JOIN "LessonContent" x ON x."lessonId" = l.id
       JOIN "LessonCompetency" c ON c."lessonId" = l.id WHERE l."courseId" = $1`,
      [id],
    );
    expect(rows).toEqual([
      { title: lesson.title, text: "Cut an orange in two equal parts. Each part is one half.", competencyId: aim.id },
    ]);
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id });
    await expect((await t.as(looker.userId)).courses.duplicate({ id: course.id })).rejects.toThrow("course.not_found");
  });
});

describe("a cover", () => {
  const alt = "Three chapati cut into halves and quarters";
  const picture = (ownerId = owner.id, given: object = {}) =>
    createStoredFile(t.sql, t.random, { ownerId, purpose: "course", mime: "image/png", ...given });
  const files = async (...ids: string[]) =>
    (await t.sql.query(`SELECT id FROM "StoredFile" WHERE id = ANY($1)`, [ids])).rows.map(({ id }) => id);

  test("is what its teacher chose, in words too: on the course's page, in the lists, on its copy", async () => {
    const course = await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area });
    const { id: fileId } = await picture();
    await api.courses.setCover({ id: course.id, fileId, alt: ` ${alt} ` });
    const cover = { fileId, alt };
    expect((await api.courses.read({ id: course.id })).cover).toEqual(cover);
    expect((await api.courses.list({ q: course.title })).rows.find(({ id }) => id === course.id)?.cover).toEqual(cover);
    const visitor = t.visitorCtx();
    const shown = await readPublicCourse(visitor, course.slug);
    expect(shown?.cover).toEqual(cover);
    expect(
      (await listCatalogue(visitor, catalogueInput.parse({}))).rows.find(({ id }) => id === course.id)?.cover,
    ).toEqual(cover);
    expect(shown && courseFacts(shown, (path) => path).image).toBe(`/api/files/course/${fileId}?size=w960`);
    const copy = await api.courses.duplicate({ id: course.id });
    expect((await api.courses.read({ id: copy.id })).cover).toEqual(cover);
  });

  test("is a picture of one's own or of the course, with words, once it has been looked at", async () => {
    const { id } = await draft();
    const stranger = await teacher();
    const { id: theirs } = await picture(stranger.id);
    const set = (fileId: string, words = alt) => api.courses.setCover({ id, fileId, alt: words });
    await expect(set((await picture()).id, " ")).rejects.toMatchObject({
      cause: { fields: { alt: expect.stringMatching(/^field\.required/) } },
    });
    await expect(set((await picture(owner.id, { mime: "application/pdf" })).id)).rejects.toThrow("file.not_found");
    await expect(set((await picture(owner.id, { scan: "PENDING" })).id)).rejects.toThrow("file.being_checked");
    await expect(set(theirs)).rejects.toThrow("file.not_found");
    await expect((await t.as(stranger)).courses.setCover({ id, fileId: theirs, alt })).rejects.toThrow(
      "course.not_found",
    );
    const past = async (fileId: string) =>
      t.asApp(owner.id, "INSTRUCTOR", (query) =>
        attempt(query, `UPDATE "Course" SET "coverFileId" = $2, "coverAlt" = 'x' WHERE id = $1 RETURNING id`, [
          id,
          fileId,
        ]),
      );
    expect(await past(theirs)).toMatchObject({ refused: expect.stringContaining("its editor may see") });
    expect(await past((await picture()).id)).toMatchObject({ rows: [{ id }] });
    expect((await api.courses.read({ id })).cover).toBeNull();
  });

  test("goes with its file when nothing else in a course shows it", async () => {
    const { id } = await draft();
    const [first, second] = [(await picture()).id, (await picture()).id];
    await api.courses.setCover({ id, fileId: first, alt });
    await api.resources.add({ courseId: id, lessonId: null, fileId: second, title: "A plate" });
    await api.courses.setCover({ id, fileId: second, alt });
    expect(await files(first, second)).toEqual([second]);
    await api.courses.removeCover({ id });
    expect(await files(second)).toEqual([second]);
    expect((await api.courses.read({ id })).cover).toBeNull();
  });

  test("stays with a colleague's copy of the course, which its owner does not see", async () => {
    const { id } = await draft();
    const [cover, beside] = [(await picture()).id, (await picture()).id];
    await api.courses.setCover({ id, fileId: cover, alt });
    const { id: resourceId } = await api.resources.add({
      courseId: id,
      lessonId: null,
      fileId: beside,
      title: "A plate",
    });
    const { userId } = await createCoTeacher(t.sql, t.random, { courseId: id, canEdit: true });
    const copy = await (await t.as(userId)).courses.duplicate({ id });
    await api.courses.removeCover({ id });
    await api.resources.remove({ resourceId });
    expect(await files(cover, beside)).toHaveLength(2);
    await expect(api.files.remove({ id: beside })).rejects.toThrow("file.in_course");
    expect((await (await t.as(userId)).courses.read({ id: copy.id })).cover?.fileId).toBe(cover);
  });
});

describe("teaching together", () => {
  test("a colleague is named by a whole address, and may do what the owner says", async () => {
    const { id } = await draft();
    const colleague = await teacher();
    const rights = { canEdit: false, canGrade: true, canLearners: true };
    const share = (email: string) => api.courses.share({ courseId: id, email, ...rights });
    await share(colleague.email as string);
    for (const [email, message] of [
      ["nobody@example.org", "field.no_teacher"],
      [(await createUser(t.sql, t.random, { roles: ["PARENT"] })).email, "field.no_teacher"],
      [owner.email, "field.yourself"],
      [colleague.email, "field.teaches_already"],
    ] as const)
      await expect(share(email as string)).rejects.toMatchObject({ cause: { fields: { email: message } } });

    const theirs = await t.as(colleague);
    const seen = await theirs.courses.read({ id });
    expect(seen.abilities).toMatchObject({ edit: false, share: false, submit: false, archive: false });
    expect(seen.team.map(({ owner: first, canEdit }) => [first, canEdit])).toEqual([
      [true, true],
      [false, false],
    ]);
    await expect(theirs.courses.edit({ id, revision: 1, ...whole })).rejects.toThrow("course.not_found");
    await api.courses.changeTeacher({ courseId: id, userId: colleague.id, ...rights, canEdit: true });
    await theirs.courses.edit({ id, revision: 1, ...whole });
    for (const act of [
      () => theirs.courses.archive({ id }),
      () => theirs.courses.share({ courseId: id, email: owner.email, ...rights }),
      () => theirs.courses.changeTeacher({ courseId: id, userId: colleague.id, ...rights }),
      () => theirs.courses.removeTeacher({ courseId: id, userId: colleague.id }),
    ])
      await expect(act()).rejects.toThrow("course.not_found");
    await api.courses.removeTeacher({ courseId: id, userId: colleague.id });
    await expect(theirs.courses.read({ id })).rejects.toThrow("course.not_found");
  });

  test("who may not edit cannot, past all our code", async () => {
    const { id } = await draft();
    const looker = await createCoTeacher(t.sql, t.random, { courseId: id, canGrade: true });
    await t.asApp(looker.userId, "INSTRUCTOR", async (query) => {
      expect(await query(`SELECT id FROM "Course" WHERE id = $1`, [id])).toHaveLength(1);
      expect(await query(`UPDATE "Course" SET title = 'Mine' WHERE id = $1 RETURNING id`, [id])).toEqual([]);
      expect(
        await attempt(
          query,
          `INSERT INTO "CourseModule" (id, "courseId", title, position, "updatedAt") VALUES (gen_random_uuid(), $1, 'x', 'a0', now())`,
          [id],
        ),
      ).toMatchObject({ refused: expect.stringContaining("row-level security") });
      expect(await query(`UPDATE "CourseInstructor" SET "canEdit" = true RETURNING "userId"`)).toEqual([]);
    });
    const stranger = await teacher();
    await t.asApp(stranger.id, "INSTRUCTOR", async (query) => {
      expect(await query(`SELECT * FROM app.course_team($1)`, [id])).toEqual([]);
    });
    await t.asApp((await createUser(t.sql, t.random, { roles: ["PARENT"] })).id, "PARENT", async (query) => {
      expect(await query(`SELECT * FROM app.teacher_by_email($1)`, [owner.email])).toEqual([]);
    });
  });
});

test("figures that are not what their rows say are mended by night, with a line in the log", async () => {
  const [drifted, right] = [await createCourse(t.sql, t.random), await createCourse(t.sql, t.random)];
  for (const { id } of [drifted, right]) await createEnrollment(t.sql, t.random, { courseId: id });
  await t.sql.query(`UPDATE "Course" SET "enrolledCount" = 7, minutes = 5 WHERE id = $1`, [drifted.id]);
  expect(await mendDrift()).toEqual({ mended: 1 });
  const { rows } = await t.sql.query(`SELECT "enrolledCount", minutes FROM "Course" WHERE id = ANY($1)`, [
    [drifted.id, right.id],
  ]);
  expect(rows).toEqual(Array(2).fill({ enrolledCount: 1, minutes: 0 }));
  expect(await mendDrift()).toEqual({ mended: 0 });
  const lines = await t.sql.query(`SELECT after FROM "AuditEvent" WHERE action = 'course.figures_mended'`);
  expect(lines.rows).toEqual([{ after: { mended: 1 } }]);
});
