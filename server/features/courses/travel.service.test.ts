import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as exportRoute from "@/app/api/exports/courses/[id]/route";
import * as uploadRoute from "@/app/api/files/uploads/[id]/route";
import * as uploadsRoute from "@/app/api/files/uploads/route";
import { env } from "@/server/platform/env";
import { cleanPicture } from "@/server/platform/media/image";
import { storage } from "@/server/platform/storage";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { createCoTeacher, createEnrollment, createReview } from "@/tests/factories/learning";
import { createPicturedCourse, createWholeCourse, storeCourseFile } from "@/tests/factories/travel";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pdf, photo } from "@/tests/harness/files";
import { cookieOf, type Site, serveRoutes } from "@/tests/harness/http";

let t: TestDatabase;
let site: Site;
let folder: string;
let area: string;
let picture: Uint8Array;
beforeAll(async () => {
  t = await testDatabase("travel");
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-travel-"));
  env().STORAGE_DIR = folder;
  site = await serveRoutes({
    "/api/exports/courses/[id]": exportRoute,
    "/api/files/uploads": uploadsRoute,
    "/api/files/uploads/[id]": uploadRoute,
  });
  area = (await createLearningArea(t.sql, t.random)).code;
  // As it lies in the store: what a phone writes into a picture is taken out when it comes.
  picture = cleanPicture(await photo("png", { width: 40, height: 30 }))?.bytes as Uint8Array;
});
afterAll(async () => {
  await site.close();
  await t.close();
  await fs.rm(folder, { recursive: true, force: true });
});

type Teacher = { id: string; api: Caller; cookie: string };
const teacher = async (): Promise<Teacher> => {
  const { id } = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  return { id, api: await t.as(id), cookie: await cookieOf(t, id, "INSTRUCTOR") };
};
const wholeCourse = (ownerId: string) => createWholeCourse(t.sql, t.random, { ownerId, area, picture, handout: pdf() });

const asked = (who: Teacher, courseId: string, format = "school") =>
  fetch(`${site.url}/api/exports/courses/${courseId}?format=${format}`, { headers: { cookie: who.cookie } });
async function exported(who: Teacher, courseId: string): Promise<Uint8Array> {
  const answer = await asked(who, courseId);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Sends an archive as the page does. */
async function sent(who: Teacher, bytes: Uint8Array): Promise<string> {
  const headers = { cookie: who.cookie, origin: new URL(env().APP_URL).origin };
  const begun = await fetch(`${site.url}/api/files/uploads`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      name: "course.zip",
      type: "application/zip",
      size: bytes.length,
      purpose: "course-archive",
    }),
  });
  const { id } = await begun.json();
  const answer = await fetch(`${site.url}/api/files/uploads/${id}`, {
    method: "PATCH",
    headers: { ...headers, "upload-offset": "0" },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  return (await answer.json()).file.id;
}
const laid = async (who: Teacher, bytes: Uint8Array): Promise<string> =>
  (
    await storeCourseFile(t.sql, t.random, {
      ownerId: who.id,
      name: "course.zip",
      mime: "application/zip",
      bytes,
      purpose: "course-archive",
    })
  ).id;
const counted = async (table: string) => Number((await t.sql.query(`SELECT count(*) FROM "${table}"`)).rows[0]?.count);
async function objects(): Promise<number> {
  let count = 0;
  for await (const _ of storage().list()) count += 1;
  return count;
}

let owner: Teacher;
let whole: Awaited<ReturnType<typeof wholeCourse>>;
let archive: Uint8Array;
beforeAll(async () => {
  owner = await teacher();
  whole = await wholeCourse(owner.id);
  archive = await exported(owner, whole.course.id);
});

describe("a course that leaves", () => {
  test("comes back as a new course that leaves with the very same bytes", async () => {
    const other = await teacher();
    const fileId = await sent(other, archive);
    const { id } = await other.api.travel.accept({ fileId });
    expect(id).not.toBe(whole.course.id);
    expect(Buffer.compare(await exported(other, id), archive)).toBe(0);
    expect(await other.api.courses.read({ id })).toMatchObject({
      status: "DRAFT",
      title: "Fractions in the kitchen",
      cover: { alt: "Half an orange on a plate" },
      lessonCount: 2,
      requires: [{ title: "Counting" }],
      team: [{ id: other.id, owner: true }],
    });
    // With everything that hangs on it.
    expect(await other.api.courses.discard({ id })).toEqual({ discarded: true });
  });

  test("takes the picture beside a question along, and comes back with it", async () => {
    const course = await createPicturedCourse(t.sql, t.random, { ownerId: owner.id, area, picture });
    const bytes = await exported(owner, course.id);
    const entries = unzipSync(bytes);
    const { body } = JSON.parse(new TextDecoder().decode(entries["questions/q1.json"]));
    expect(body.media).toMatchObject([{ kind: "image", alt: "A yellow fruit, cut in half" }]);
    expect(Buffer.compare(entries[`files/${body.media[0].fileId}.png`] as Uint8Array, picture)).toBe(0);
    const other = await teacher();
    const { id } = await other.api.travel.accept({ fileId: await laid(other, bytes) });
    expect(Buffer.compare(await exported(other, id), bytes)).toBe(0);
  });

  test("says nothing of children, colleagues, reviews or rows", async () => {
    const child = await createEnrollment(t.sql, t.random, { courseId: whole.course.id });
    await createReview(t.sql, t.random, { courseId: whole.course.id, body: "Ours loved it" });
    const colleague = await createCoTeacher(t.sql, t.random, { courseId: whole.course.id, canEdit: true });
    const bytes = await exported(owner, whole.course.id);
    expect(Buffer.compare(bytes, archive)).toBe(0);
    const said = Object.entries(unzipSync(bytes))
      .flatMap(([name, body]) => [name, ...(name.endsWith(".json") ? [new TextDecoder().decode(body)] : [])])
      .join("\n");
    const secret = [owner.id, child.studentId, colleague.userId, whole.course.id, whole.lesson.id, whole.picture.id];
    for (const id of [...secret, whole.competency.id, whole.questions[0]?.id as string, "Ours loved it"])
      expect(said).not.toContain(id);
    expect(said).toContain(whole.competency.code);
  });

  test("goes only to who may change it", async () => {
    const [reader, editor, stranger] = [await teacher(), await teacher(), await teacher()];
    await createCoTeacher(t.sql, t.random, { courseId: whole.course.id, userId: reader.id });
    await createCoTeacher(t.sql, t.random, { courseId: whole.course.id, userId: editor.id, canEdit: true });
    const answers = await Promise.all([reader, editor, stranger].map((who) => asked(who, whole.course.id)));
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 404]);
    const { rows } = await t.sql.query(
      `SELECT 1 FROM "AuditEvent" WHERE action = 'course.exported' AND "actorId" = $1`,
      [editor.id],
    );
    expect(rows).toHaveLength(1);
  });

  test("is not made without one of its files, and says which lesson needs it", async () => {
    const { course, handout } = await wholeCourse(owner.id);
    await t.sql.query(`DELETE FROM "CourseResource" WHERE "fileId" = $1`, [handout.id]);
    await t.sql.query(`DELETE FROM "StoredFile" WHERE id = $1`, [handout.id]);
    const answer = await asked(owner, course.id);
    expect([answer.status, (await answer.json()).error.message]).toEqual([
      409,
      expect.stringContaining("Half an orange"),
    ]);
  });
});

describe("an archive that comes", () => {
  let importer: Teacher;
  beforeEach(async () => {
    importer = await teacher();
  });

  test("is looked into before anything is written", async () => {
    const before = [await counted("Course"), await counted("StoredFile"), await counted("Question"), await objects()];
    const fileId = await laid(importer, archive);
    const preview = await importer.api.travel.preview({ fileId });
    expect(preview).toMatchObject({
      kind: "school",
      faults: [],
      course: { title: "Fractions in the kitchen", learningArea: area },
      modules: [
        { title: "In the kitchen", lessons: [{ title: "Half an orange", written: true }] },
        { title: "At the market", lessons: [{ title: "Change" }] },
      ],
      questions: 2,
      assessments: ["Check: fractions"],
      assignments: ["Share a chapati"],
      unknown: { competencies: [], courses: [] },
    });
    expect(preview.files.map(({ name }) => name).sort()).toEqual(["cover.png", "halves.pdf"]);
    const after = [await counted("Course"), await counted("StoredFile"), await counted("Question"), await objects()];
    expect(after).toEqual([before[0], Number(before[1]) + 1, before[2], Number(before[3]) + 1]);
  });

  test("names what is not known here, and comes without it", async () => {
    const fileId = await laid(
      importer,
      changed({
        "course.json": (text) =>
          text.replaceAll(whole.competency.code, "OTHER.9.9").replace(whole.before.slug, "elsewhere-12345678"),
      }),
    );
    const { unknown, faults } = await importer.api.travel.preview({ fileId });
    expect([unknown, faults]).toEqual([{ competencies: ["OTHER.9.9"], courses: ["Counting"] }, []]);
    const { id } = await importer.api.travel.accept({ fileId });
    expect((await importer.api.courses.read({ id })).requires).toEqual([]);
  });

  test("accepted twice, also at once, becomes one course", async () => {
    const fileId = await laid(importer, archive);
    const before = await counted("Course");
    const accepted = await Promise.all([
      importer.api.travel.accept({ fileId }),
      importer.api.travel.accept({ fileId }),
    ]);
    expect(accepted[0]).toEqual(accepted[1]);
    expect(await importer.api.travel.accept({ fileId })).toEqual(accepted[0]);
    expect(await counted("Course")).toBe(before + 1);
  });

  test("belongs to who sent it", async () => {
    const fileId = await laid(importer, archive);
    for (const act of ["preview", "accept"] as const)
      await expect(owner.api.travel[act]({ fileId })).rejects.toThrow("file.not_found");
  });

  test("that fails half way leaves nothing behind, and can be accepted again", async () => {
    const fileId = await laid(importer, archive);
    const before = [await counted("Course"), await counted("StoredFile"), await objects()];
    await t.sql.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
      CREATE TRIGGER fail BEFORE INSERT ON "AssignmentCompetency" EXECUTE FUNCTION fail()`);
    await expect(importer.api.travel.accept({ fileId })).rejects.toThrow();
    expect([await counted("Course"), await counted("StoredFile"), await objects()]).toEqual(before);
    await t.sql.query(`DROP TRIGGER fail ON "AssignmentCompetency"; DROP FUNCTION fail()`);
    await importer.api.travel.accept({ fileId });
  });

  test.each<[string, () => Uint8Array, string]>([
    ["no archive of a course", () => zipSync({ "readme.txt": strToU8("Hello") }), " courseFile.unknownFormat"],
    ["no archive at all", () => strToU8("PK\u0003\u0004 but no more"), " courseFile.zip_broken"],
    ["cut off", () => archive.slice(0, -100), " courseFile.zip_broken"],
    ["a path that leads out", () => put({ "../out.json": strToU8("{}") }), "../out.json courseFile.zip_path"],
    ["a link", () => put({ "files/x": [strToU8("/etc/passwd"), symlink] }), "files/x courseFile.zip_symlink"],
    ["a bomb", () => put({ "lessons/l9.json": new Uint8Array(9_000_000) }), "lessons/l9.json courseFile.zip_bomb"],
    ["a name that stands twice", twice, "lessons/l1.json courseFile.zip_duplicate"],
    ["an entry nobody asked for", () => put({ "run.sh": strToU8("rm -rf /") }), "run.sh courseFile.unexpected"],
    ["broken JSON", () => changed({ "lessons/l1.json": (text) => text.slice(1) }), "lessons/l1.json courseFile.json"],
    [
      "another format",
      () => changed({ "course.json": swap(`"version":1`, `"version":2`) }),
      "course.json courseFile.version",
    ],
    ["a lesson that is missing", () => without("lessons/l2.json"), "lessons/l2.json courseFile.missing"],
    [
      "a script in a lesson",
      () => changed({ "lessons/l2.json": swap("paragraph", "script") }),
      "lessons/l2.json field.invalid content.0.type",
    ],
    [
      "a title that is too long",
      () => changed({ "course.json": swap("At the market", "x".repeat(141)) }),
      "course.json field.too_long|140 modules.1.title",
    ],
    [
      "an area nobody teaches here",
      () => changed({ "course.json": swap(`"learningArea":"${area}"`, `"learningArea":"ALCHEMY"`) }),
      "course.json courseFile.area ALCHEMY",
    ],
    [
      "a question without its key",
      () => changed({ "questions/q1.json": swap(`"correct":["A"]`, `"correct":["C"]`) }),
      "questions/q1.json field.choice key.correct.0",
    ],
    ["a file that is another", () => changed({ ".png": (text) => `${text}x` }), "files/*.png courseFile.digest"],
    ["a file that is not what it says", disguised, "files/*.mp3 file.disagrees"],
  ])("with %s is refused whole, with the entry and the reason", async (_, make, fault) => {
    const fileId = await laid(importer, make());
    const before = [await counted("Course"), await objects()];
    const { faults } = await importer.api.travel.preview({ fileId });
    expect(faults.map(told)).toContainEqual(fault);
    await expect(importer.api.travel.accept({ fileId })).rejects.toThrow("courseFile.faulty");
    expect([await counted("Course"), await objects()]).toEqual(before);
  });
});

const symlink = { os: 3, attrs: (0o120777 << 16) >>> 0 } as const;
const put = (more: Zippable): Uint8Array => zipSync({ ...unzipSync(archive), ...more });
const without = (entry: string): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(unzipSync(archive)).filter(([name]) => name !== entry)));
const swap = (from: string, to: string) => (text: string) => text.replace(from, to);
/** The archive with some of its entries, named by how they end, written otherwise. */
function changed(edits: Record<string, (text: string) => string>): Uint8Array {
  const entries = Object.entries(unzipSync(archive)).map(([name, body]) => {
    const edit = Object.entries(edits).find(([end]) => name.endsWith(end))?.[1];
    return [name, edit ? Buffer.from(edit(Buffer.from(body).toString("latin1")), "latin1") : body] as const;
  });
  return zipSync(Object.fromEntries(entries));
}
/** A PDF that says it is a recording. */
function disguised(): Uint8Array {
  const entries = unzipSync(changed({ "course.json": swap("application/pdf", "audio/mpeg") }));
  return zipSync(
    Object.fromEntries(Object.entries(entries).map(([name, body]) => [name.replace(".pdf", ".mp3"), body])),
  );
}
/** A fault as "entry reason place", with files by their kind. */
const told = ({ entry, reason, at, detail }: { entry: string; reason: string; at: string; detail: string }) =>
  [entry.replace(/[0-9a-f-]{36}/, "*"), reason, at || (reason === "courseFile.area" ? detail : "")].join(" ").trimEnd();
/** An archive in which two entries have one name. */
function twice(): Uint8Array {
  const text = Buffer.from(archive).toString("latin1").replaceAll("lessons/l2.json", "lessons/l1.json");
  return Buffer.from(text, "latin1");
}
