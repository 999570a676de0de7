import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGuardianship, createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createCoTeacher,
  createCourse,
  createEnrollment,
  createLesson,
  createReview,
} from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
let parent: Caller;
let parentId: string;
let child: { id: string };
let teacher: Caller;
let course: { id: string; ownerId: string; title: string };

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(async () => {
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  parentId = home.parent.id;
  child = home.students[0] ?? expect.fail("no child");
  course = await createCourse(t.sql, t.random);
  const { moduleId } = await createLesson(t.sql, t.random, { courseId: course.id });
  for (const position of ["a1", "a2"]) await createLesson(t.sql, t.random, { courseId: course.id, moduleId, position });
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, lessonsDone: 2 });
  parent = await t.as(parentId);
  teacher = await t.as(course.ownerId);
});

const place = () => ({ courseId: course.id, studentId: child.id });
const said = {
  rating: "4",
  clarity: "5",
  engagement: "",
  usefulness: "",
  words: "Clear, and never too long.",
} as const;
const rated = async () =>
  (await t.sql.query(`SELECT "ratingCount" AS count, "ratingSum" AS sum FROM "Course" WHERE id = $1`, [course.id]))
    .rows[0];
const toldTo = async (userId: string) =>
  (await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1`, [userId])).rows.map(({ type }) => type);
const open = { filters: {} };

describe("a guardian", () => {
  test("reviews what the child follows, changes it and takes it back; the course's mean follows", async () => {
    const { id } = await parent.feedback.write({ ...place(), ...said });
    expect(await rated()).toEqual({ count: 1, sum: 4 });
    expect(await toldTo(course.ownerId)).toEqual(["feedback.received"]);
    expect(await parent.feedback.write({ ...place(), ...said, rating: "2" })).toEqual({ id });
    expect(await rated()).toEqual({ count: 1, sum: 2 });
    const [mine] = (await parent.enrolment.courses()).children[0]?.courses ?? [];
    expect(mine?.review).toMatchObject({ own: true, rating: 2, clarity: 5, engagement: null, body: said.words });
    await parent.feedback.remove(place());
    expect(await rated()).toEqual({ count: 0, sum: 0 });
    await expect(parent.feedback.remove(place())).rejects.toThrow("feedback.not_found");
  });

  test("waits until the child has been through enough of it", async () => {
    await t.sql.query(`UPDATE "Enrollment" SET "lessonsDone" = 1 WHERE "studentId" = $1`, [child.id]);
    await expect(parent.feedback.write({ ...place(), ...said })).rejects.toThrow("feedback.early");
  });

  test("is told where a course takes none, and leaves contact details out", async () => {
    await expect(parent.feedback.write({ ...place(), ...said, words: "Ring 0712345678" })).rejects.toMatchObject({
      cause: { fields: { words: "feedback.contact" } },
    });
    await t.sql.query(`UPDATE "Course" SET "allowsReviews" = false WHERE id = $1`, [course.id]);
    await expect(parent.feedback.write({ ...place(), ...said })).rejects.toThrow("feedback.closed");
  });

  test("does not write over another guardian, nor for another family's child", async () => {
    await parent.feedback.write({ ...place(), ...said });
    const father = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: father.id, studentId: child.id });
    const his = await t.as(father);
    await expect(his.feedback.write({ ...place(), ...said })).rejects.toThrow("feedback.other_guardian");
    await expect(his.feedback.remove(place())).rejects.toThrow("feedback.not_found");
    const stranger = await t.as(await createUser(t.sql, t.random, { roles: ["PARENT"] }));
    await expect(stranger.feedback.write({ ...place(), ...said })).rejects.toThrow("enrolment.not_found");
  });
});

describe("a teacher", () => {
  test("reads what families say of their own courses and of no other, with figures from the rows", async () => {
    const { id } = await parent.feedback.write({ ...place(), ...said });
    await createReview(t.sql, t.random, {
      courseId: course.id,
      rating: 1,
      reply: "Sorry.",
      createdAt: new Date(),
      hiddenReason: "No",
    });
    await createReview(t.sql, t.random, { courseId: (await createCourse(t.sql, t.random)).id });
    const seen = await teacher.feedback.list(open);
    expect(seen.rows).toHaveLength(2);
    expect(seen.rows.find((row) => row.id === id)).toMatchObject({
      course: { title: course.title },
      rating: 4,
      reported: false,
    });
    expect(seen.figures).toMatchObject({
      count: 1,
      mean: 4,
      waiting: 1,
      lately: 4,
      before: null,
      spread: [0, 1, 0, 0, 0],
    });
    const kept = (state: "waiting" | "hidden") => teacher.feedback.list({ filters: { state } });
    expect((await kept("waiting")).rows.map((row) => row.id)).toEqual([id]);
    expect((await kept("hidden")).total).toBe(1);
    expect(JSON.stringify(seen)).not.toContain(child.id);
  });

  test("answers in public, and the family is told once", async () => {
    const { id } = await parent.feedback.write({ ...place(), ...said });
    await teacher.feedback.reply({ id, reply: "Thank you." });
    await teacher.feedback.reply({ id, reply: "Thank you both." });
    expect((await toldTo(parentId)).filter((type) => type === "feedback.answered")).toHaveLength(1);
    const [mine] = (await parent.enrolment.courses()).children[0]?.courses ?? [];
    expect(mine?.review?.reply).toBe("Thank you both.");
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id, canGrade: true });
    const theirs = await t.as(looker.userId);
    expect(await theirs.feedback.read({ id })).toMatchObject({ mayReply: false, reply: "Thank you both." });
    expect(await teacher.feedback.read({ id })).toMatchObject({ mayReply: true });
    await expect(parent.feedback.read({ id })).rejects.toThrow("forbidden");
    await expect(theirs.feedback.reply({ id, reply: "Me too." })).rejects.toThrow("feedback.not_found");
  });

  test("brings a review before moderation, where it is kept or hidden by somebody else, for good", async () => {
    const staff = await t.as(await createUser(t.sql, t.random, { roles: ["STAFF"] }));
    const { id } = await parent.feedback.write({ ...place(), ...said });
    const reason = "Names another child of the class.";
    await teacher.feedback.report({ id, reason });
    await expect(teacher.feedback.report({ id, reason })).rejects.toThrow("conflict");
    const find = async () =>
      (await staff.feedback.reported({})).rows.find((row) => row.review.id === id) ?? expect.fail("not there");
    const item = await find();
    expect(item).toMatchObject({ reason, title: course.title, review: { body: said.words } });
    await staff.feedback.keep({ id: item.id });
    expect(await rated()).toEqual({ count: 1, sum: 4 });
    await teacher.feedback.report({ id, reason });
    const again = await find();
    await staff.feedback.hide({ id: again.id, reason: "It names a child." });
    await expect(staff.feedback.keep({ id: again.id })).rejects.toThrow("review.decided");
    expect(await rated()).toEqual({ count: 0, sum: 0 });
    expect(await toldTo(parentId)).toContain("feedback.hidden");
    await expect(parent.feedback.write({ ...place(), ...said })).rejects.toThrow("feedback.hidden");
    await expect(parent.feedback.remove(place())).rejects.toThrow("feedback.hidden");
    await expect(teacher.feedback.reply({ id, reply: "But" })).rejects.toThrow("feedback.hidden");
  });
});

describe("the database alone refuses", () => {
  const insert = `INSERT INTO "CourseReview" (id, "courseId", "studentId", "authorId", rating, "updatedAt") VALUES (gen_random_uuid(), $1, $2, $3, 5, now())`;
  const write = () => t.asApp(parentId, "PARENT", (query) => attempt(query, insert, [course.id, child.id, parentId]));

  test("a review too early, of a course that takes none, and by whoever is no guardian", async () => {
    expect(await write()).toHaveProperty("rows");
    const { userId } = (await t.sql.query(`SELECT id AS "userId" FROM "User" WHERE id = $1`, [course.ownerId])).rows[0];
    expect(
      await t.asApp(userId, "INSTRUCTOR", (query) => attempt(query, insert, [course.id, child.id, userId])),
    ).toHaveProperty("refused");
    await t.sql.query(`UPDATE "Enrollment" SET "lessonsDone" = 1 WHERE "studentId" = $1`, [child.id]);
    expect(await write()).toHaveProperty("refused");
    await t.sql.query(`UPDATE "Enrollment" SET "lessonsDone" = 2 WHERE "studentId" = $1`, [child.id]);
    await t.sql.query(`UPDATE "Course" SET "allowsReviews" = false WHERE id = $1`, [course.id]);
    expect(await write()).toHaveProperty("refused");
  });

  test("words put into another's mouth, and taking back what was hidden", async () => {
    const { id } = await parent.feedback.write({ ...place(), ...said });
    const as = (who: string, role: "PARENT" | "INSTRUCTOR", text: string) =>
      t.asApp(who, role, (query) => attempt(query, text, [id]));
    expect(await as(course.ownerId, "INSTRUCTOR", `UPDATE "CourseReview" SET rating = 5 WHERE id = $1`)).toHaveProperty(
      "refused",
    );
    expect(await as(parentId, "PARENT", `UPDATE "CourseReview" SET reply = 'Lovely' WHERE id = $1`)).toHaveProperty(
      "refused",
    );
    await t.sql.query(`UPDATE "CourseReview" SET "hiddenReason" = 'No' WHERE id = $1`, [id]);
    expect(await as(parentId, "PARENT", `DELETE FROM "CourseReview" WHERE id = $1 RETURNING id`)).toEqual({ rows: [] });
    expect(await as(parentId, "PARENT", `UPDATE "CourseReview" SET rating = 1 WHERE id = $1`)).toHaveProperty(
      "refused",
    );
  });
});
