import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/files/course/[id]/route";
import { env } from "@/server/platform/env";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createCourse, createLesson } from "@/tests/factories/learning";
import { storeCourseFile } from "@/tests/factories/travel";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { photo } from "@/tests/harness/files";

let t: TestDatabase;
let folder: string;
let picture: Buffer;
beforeAll(async () => {
  t = await testDatabase("open");
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-open-"));
  env().STORAGE_DIR = folder;
  picture = await photo("png", { width: 40, height: 30 });
});
afterAll(async () => {
  await t.close();
  await fs.rm(folder, { recursive: true, force: true });
});

/** Asked by somebody who is not signed in. */
const asked = (id: string, headers: Record<string, string> = {}) =>
  GET(new Request(`${env().APP_URL}/api/files/course/${id}?size=w960`, { headers }), {
    params: Promise.resolve({ id }),
  });

/** A course with a picture as its cover, one in a lesson open to everybody, and one in a lesson that is not. */
async function shown(status: "PUBLISHED" | "DRAFT") {
  const { id: ownerId } = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const file = (name: string, purpose = "course") =>
    storeCourseFile(t.sql, t.random, { ownerId, name, mime: "image/png", bytes: picture, purpose });
  const [cover, open, closed, other] = [
    await file("c.png"),
    await file("o.png"),
    await file("x.png"),
    await file("r.png", "resource"),
  ];
  const course = await createCourse(t.sql, t.random, { ownerId, status, coverFileId: cover.id, coverAlt: "A plate" });
  const first = await createLesson(t.sql, t.random, { courseId: course.id, isPreview: true });
  const second = await createLesson(t.sql, t.random, { courseId: course.id, moduleId: first.moduleId, position: "a1" });
  for (const [lessonId, { id: fileId, name: title }] of [
    [first.id, open],
    [second.id, closed],
    [first.id, other],
  ] as const)
    await insertRow(t.sql, "CourseResource", {
      id: t.random.uuid(),
      courseId: course.id,
      lessonId,
      fileId,
      title,
      addedById: ownerId,
    });
  return [cover.id, open.id, closed.id, other.id];
}

test("a visitor sees the cover and the pictures of an open lesson of a published course, and nothing else", async () => {
  const statuses = async (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await asked(id)).status));
  expect(await statuses(await shown("PUBLISHED"))).toEqual([200, 200, 404, 404]);
  expect(await statuses(await shown("DRAFT"))).toEqual([404, 404, 404, 404]);
  expect((await asked("no-id")).status).toBe(404);
});

test("what a visitor gets is the picture itself, which cannot act and is asked for again", async () => {
  const [, open = ""] = await shown("PUBLISHED");
  const answer = await asked(open);
  expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": expect.stringMatching(/^inline/),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  expect((await asked(open, { "if-none-match": answer.headers.get("etag") ?? "" })).status).toBe(304);
  const part = await asked(open, { range: "bytes=0-3" });
  expect([part.status, Buffer.from(await part.arrayBuffer()).toString("latin1")]).toEqual([206, "\x89PNG"]);
});
