import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { translator } from "@/server/platform/i18n";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createLesson } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { blockersOf } from "./review.domain";

let t: TestDatabase;
let area: string;
let aim: { id: string };
let owner: { id: string };
let staff: { id: string };
let author: Caller;
let reviewer: Caller;
let courseId: string;
beforeAll(async () => {
  t = await testDatabase();
  area = (await createLearningArea(t.sql, t.random, { code: "MATH" })).code;
  aim = await createCompetency(t.sql, t.random, { learningAreaCode: area, grade: "G4" });
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
  author = await t.as(owner);
  reviewer = await t.as(staff);
});
beforeEach(async () => {
  courseId = (await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area, status: "DRAFT" })).id;
});
afterAll(() => t.close());

/** A course with one written lesson that aims at something. */
async function ready(): Promise<void> {
  const lesson = await createLesson(t.sql, t.random, { courseId });
  await t.sql.query(`INSERT INTO "LessonCompetency" VALUES ($1, $2)`, [lesson.id, aim.id]);
}
const status = async () => (await author.courses.read({ id: courseId })).status;
const feedback = "Say how to hold the knife safely.";

test.each<[string, Parameters<typeof blockersOf>, string[]]>([
  [
    "an empty course",
    [{ summary: "", whatYouLearn: [], price: 0n, drip: "OPEN" }, []],
    ["summary", "outcomes", "module"],
  ],
  [
    "a module without lessons and without its day",
    [
      { summary: "Halves, quarters and tenths.", whatYouLearn: ["a"], price: 0n, drip: "BY_DATE" },
      [{ id: "1", title: "a", summary: null, opensOn: null, lessons: [] }],
    ],
    ["lesson", "dates"],
  ],
])("%s is not ready", (_what, args, expected) => {
  expect(blockersOf(...args).map(({ code }) => code)).toEqual(expected);
});

describe("the way to families", () => {
  test("begins when nothing is missing", async () => {
    await expect(author.review.submit({ id: courseId })).rejects.toThrow("course.not_ready");
    const lesson = await createLesson(t.sql, t.random, { courseId });
    await expect(author.review.submit({ id: courseId })).rejects.toThrow("course.not_ready");
    await t.sql.query(`INSERT INTO "LessonCompetency" VALUES ($1, $2)`, [lesson.id, aim.id]);
    await author.review.submit({ id: courseId });
    expect(await status()).toBe("REVIEW");
    await expect(author.review.submit({ id: courseId })).rejects.toThrow("course.closed_review");
  });

  test("leads through a person who reads it as a learner would, and publishes it", async () => {
    await ready();
    const { id } = await author.review.submit({ id: courseId });
    expect((await reviewer.review.list({})).rows.map((row) => row.id)).toContain(id);
    const read = await reviewer.review.read({ id });
    expect(read.lesson).toMatchObject({ aims: [{ id: aim.id }], body: { type: "doc" } });
    expect(read.remarks.map(({ code }) => code)).toEqual(["no_preview", "no_question"]);
    await reviewer.review.approve({ id });
    expect(await author.courses.read({ id: courseId })).toMatchObject({
      status: "PUBLISHED",
      publishedAt: expect.any(Date),
    });
    await expect(reviewer.review.approve({ id })).rejects.toThrow("review.decided");
    const { rows } = await t.sql.query(
      `SELECT type, href FROM "Notification" WHERE "userId" = $1 AND params->>'course' = $2`,
      [owner.id, read.title],
    );
    expect(rows).toEqual([{ type: "course.published", href: `/dashboard/instructor/courses/${courseId}` }]);
    for (const locale of ["en", "sw"] as const)
      expect(translator(locale, "notify").has("types.course.published.title")).toBe(true);
  });

  test("leads back with notes the whole team reads, and can be gone again", async () => {
    await ready();
    const partner = await createCoTeacher(t.sql, t.random, { courseId, canEdit: true });
    const theirs = await t.as(partner.userId);
    const { id } = await theirs.review.submit({ id: courseId });
    await expect(reviewer.review.sendBack({ id, feedback: "no" })).rejects.toThrow("bad_input");
    await reviewer.review.sendBack({ id, feedback });
    expect(await status()).toBe("DRAFT");
    const { rows } = await t.sql.query(
      `SELECT "userId" FROM "Notification" WHERE type = 'course.sent_back' AND href LIKE $1`,
      [`%${courseId}`],
    );
    expect(rows.map(({ userId }) => userId).sort()).toEqual([owner.id, partner.userId].sort());
    await t.asApp(owner.id, "INSTRUCTOR", async (query) => {
      expect(await query(`SELECT feedback FROM "ModerationItem" WHERE id = $1`, [id])).toEqual([{ feedback }]);
    });
    await author.review.submit({ id: courseId });
    expect(await status()).toBe("REVIEW");
  });

  test("is left by whoever entered it, before it is decided", async () => {
    await ready();
    const { id } = await author.review.submit({ id: courseId });
    const partner = await createCoTeacher(t.sql, t.random, { courseId, canEdit: true });
    await expect((await t.as(partner.userId)).review.withdraw({ id: courseId })).rejects.toThrow("review.decided");
    await author.review.withdraw({ id: courseId });
    expect(await status()).toBe("DRAFT");
    await expect(reviewer.review.approve({ id })).rejects.toThrow("review.decided");
    expect(await status()).toBe("DRAFT");
  });

  test("is never judged by somebody who has a part in the course", async () => {
    await ready();
    const both = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR", "STAFF"] });
    await createCoTeacher(t.sql, t.random, { courseId, userId: both.id, canEdit: true });
    const { id } = await (await t.as({ user: both, role: "INSTRUCTOR" })).review.submit({ id: courseId });
    const asStaff = await t.as({ user: both, role: "STAFF" });
    expect(await asStaff.review.read({ id })).toMatchObject({ own: true, mayDecide: false });
    await expect(asStaff.review.approve({ id })).rejects.toThrow("review.own");
    await expect(asStaff.review.sendBack({ id, feedback })).rejects.toThrow("review.own");
    await t.asApp(both.id, "STAFF", async (query) => {
      const change = `UPDATE "ModerationItem" SET status = 'APPROVED' WHERE id = $1 RETURNING id`;
      expect(await attempt(query, change, [id])).toEqual({ refused: expect.stringContaining("row-level security") });
    });
  });

  test("is not judged by a colleague on the course either, who did not hand it in", async () => {
    await ready();
    const both = await createUser(t.sql, t.random, { roles: ["STAFF", "INSTRUCTOR"] });
    await createCoTeacher(t.sql, t.random, { courseId, userId: both.id });
    const { id } = await author.review.submit({ id: courseId });
    await expect((await t.as({ user: both, role: "STAFF" })).review.approve({ id })).rejects.toThrow("review.own");
    expect(await status()).toBe("REVIEW");
  });

  test("is open to nobody else", async () => {
    await ready();
    const { id } = await author.review.submit({ id: courseId });
    const stranger = await t.as(await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }));
    await expect(stranger.review.submit({ id: courseId })).rejects.toThrow("course.not_found");
    await expect(stranger.review.withdraw({ id: courseId })).rejects.toThrow("course.not_found");
    for (const role of ["INSTRUCTOR", "PARENT", "ADMIN"] as const) {
      const api = await t.as(await createUser(t.sql, t.random, { roles: [role] }));
      await expect(api.review.approve({ id })).rejects.toThrow("forbidden");
      await expect(api.review.read({ id })).rejects.toThrow("forbidden");
    }
  });
});
