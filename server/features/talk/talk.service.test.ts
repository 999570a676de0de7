import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGuardianship, createHousehold } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createEnrollment, createLesson, createPost } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
let course: { id: string; ownerId: string; title: string };
let lessonId: string;
let teacher: Caller;
let one: Family;
let other: Family;
let staffId: string;
let staff: Caller;

type Family = { child: Caller; childUserId: string; studentId: string; parent: Caller; parentId: string };

/** A family whose child follows the course with an account of its own. */
async function family(): Promise<Family> {
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  const studentId = home.students[0]?.id ?? expect.fail("no child");
  const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [account.id, studentId]);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId });
  return {
    child: await t.as(account),
    childUserId: account.id,
    studentId,
    parent: await t.as(home.parent),
    parentId: home.parent.id,
  };
}

beforeAll(async () => {
  t = await testDatabase("talk");
  staffId = (await createStaff(t.sql, t.random, { department: "SAFETY" })).id;
  staff = await t.as({ user: staffId, role: "STAFF" });
});
afterAll(() => t.close());
beforeEach(async () => {
  course = await createCourse(t.sql, t.random);
  lessonId = (await createLesson(t.sql, t.random, { courseId: course.id })).id;
  [one, other] = [await family(), await family()];
  teacher = await t.as(course.ownerId);
});

const question = (text = "Why is one half more than one third?", id: string = t.random.uuid()) => ({
  id,
  courseId: course.id,
  lessonId: lessonId as string | null,
  kind: "QUESTION" as const,
  text,
});
const stateOf = async (id: string) =>
  (await t.sql.query(`SELECT state, sensitive, reason, replies, "answerId" FROM "ForumPost" WHERE id = $1`, [id]))
    .rows[0];
const toldTo = async (userId: string) =>
  (
    await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1 ORDER BY "createdAt", id`, [userId])
  ).rows.map(({ type }) => type);
const titles = async (api: Caller) =>
  (await api.talk.topics({ filters: { course: course.id } })).page.rows.map(({ title }) => title);
const waiting = async (postId: string) =>
  (await t.sql.query(`SELECT id FROM "ModerationItem" WHERE "subjectId" = $1 AND status = 'WAITING'`, [postId])).rows[0]
    ?.id as string;

test("a child asks about a lesson, the teacher answers, and the class and every guardian of it read both", async () => {
  const asked = question();
  expect(await one.child.talk.begin(asked)).toEqual({ id: asked.id, held: false, care: false });
  expect(await toldTo(course.ownerId)).toEqual(["talk.asked"]);
  const { page, open } = await teacher.talk.led({ filters: { show: "open" } });
  expect([page.rows.map(({ id }) => id), open]).toEqual([[asked.id], 1]);

  const answer = { id: t.random.uuid(), topicId: asked.id, text: "Two parts are larger than three parts of the same." };
  await teacher.talk.answer(answer);
  expect(await stateOf(asked.id)).toMatchObject({ replies: 1, answerId: answer.id });
  expect(await toldTo(one.childUserId)).toEqual(["talk.answered"]);
  expect(await toldTo(one.parentId)).toEqual(["talk.answered"]);
  expect(await toldTo(other.parentId)).toEqual([]);
  for (const reader of [one.child, one.parent, other.child, other.parent]) {
    const { topic, replies } = await reader.talk.thread({ topicId: asked.id });
    expect([topic.lesson?.id, replies.rows.map(({ body }) => body)]).toEqual([lessonId, [answer.text]]);
  }
  expect((await teacher.talk.led({ filters: { show: "open" } })).page.rows).toEqual([]);
});

test("what is sent twice over a bad line is said once", async () => {
  const asked = question();
  await one.child.talk.begin(asked);
  await one.child.talk.begin(asked);
  const reply = { id: t.random.uuid(), topicId: asked.id, text: "With three friends you get less." };
  await other.child.talk.reply(reply);
  await other.child.talk.reply(reply);
  expect(await stateOf(asked.id)).toMatchObject({ replies: 1 });
  expect(await toldTo(course.ownerId)).toEqual(["talk.asked"]);
  await expect(other.child.talk.begin({ ...question(), id: asked.id })).rejects.toThrow("conflict");
});

describe("what the rules hold", () => {
  test("is read by the child, its guardians and the teacher, and by the class once staff let it", async () => {
    const asked = question("Nisaidie, namba yangu ni 0712 345 678");
    expect(await one.child.talk.begin(asked)).toMatchObject({ held: true, care: false });
    expect([await titles(one.child), await titles(one.parent)]).toEqual([[asked.text], [asked.text]]);
    expect([await titles(other.child), await titles(other.parent)]).toEqual([[], []]);
    expect((await teacher.talk.led({ filters: { show: "held" } })).held).toBe(1);
    await expect(teacher.talk.show({ postId: asked.id })).rejects.toThrow("talk.waiting");
    expect(await toldTo(course.ownerId)).toEqual([]);

    const id = await waiting(asked.id);
    const row = (await staff.talk.queue({})).rows.find((item) => item.id === id);
    expect(row?.post.findings.map(({ code }) => code)).toEqual(["contact"]);
    await staff.talk.approve({ id });
    expect(await titles(other.parent)).toEqual([asked.text]);
    expect(await toldTo(course.ownerId)).toEqual(["talk.asked"]);
    expect(await toldTo(one.childUserId)).toEqual(["talk.shown"]);
    await expect(staff.talk.remove({ id, reason: "Decided already, no.", readers: "family" })).rejects.toThrow(
      "review.decided",
    );
  });

  test("stays out of view when staff take it, and the family reads why", async () => {
    const asked = question("You are all stupid");
    await one.child.talk.begin(asked);
    await staff.talk.remove({ id: await waiting(asked.id), reason: "Unkind words for classmates.", readers: "family" });
    expect(await stateOf(asked.id)).toMatchObject({ state: "REMOVED", reason: "Unkind words for classmates." });
    expect(await toldTo(one.parentId)).toEqual(["talk.removed"]);
    expect((await one.parent.talk.thread({ topicId: asked.id })).first.reason).toBe("Unkind words for classmates.");
    await expect(other.parent.talk.thread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
    await expect(teacher.talk.show({ postId: asked.id })).rejects.toThrow("talk.waiting");
  });

  test("words of harm wake the school at once, and nobody but the child reads them first", async () => {
    const asked = question("Naogopa kurudi nyumbani, baba ananipiga");
    expect(await one.child.talk.begin(asked)).toMatchObject({ held: true, care: true });
    const told = await t.sql.query(
      `SELECT type, severity, params->>'child' AS child FROM "Notification" WHERE "userId" = $1 AND "studentId" = $2`,
      [staffId, one.studentId],
    );
    expect(told.rows).toMatchObject([{ type: "talk.urgent", severity: "URGENT" }]);
    expect([await titles(one.child), await titles(one.parent)]).toEqual([[asked.text], []]);
    await expect(teacher.talk.ledThread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
    await staff.talk.remove({ id: await waiting(asked.id), reason: "We speak with you today.", readers: "school" });
    expect(await titles(one.parent)).toEqual([]);
    expect(await toldTo(one.parentId)).toEqual([]);
    expect(await toldTo(one.childUserId)).toEqual(["talk.removed"]);
  });

  test("a teacher may not lead pupils elsewhere", async () => {
    const asked = question();
    await one.child.talk.begin(asked);
    for (const text of ["Write to me on WhatsApp", "0712345678", "See https://example.com"])
      await expect(teacher.talk.answer({ id: t.random.uuid(), topicId: asked.id, text })).rejects.toThrow("bad_input");
  });
});

test("a report waits once before the school and hides nothing by itself", async () => {
  const asked = question();
  await one.child.talk.begin(asked);
  const reported = { postId: asked.id, reason: "This was copied from a book." };
  await other.parent.talk.report(reported);
  await other.child.talk.report(reported);
  const { rows } = await t.sql.query(`SELECT status FROM "ModerationItem" WHERE "subjectId" = $1`, [asked.id]);
  expect(rows).toEqual([{ status: "WAITING" }]);
  expect(await titles(other.child)).toEqual([asked.text]);
  expect((await staff.talk.queue({})).rows.find(({ post }) => post.id === asked.id)?.report).toBe(reported.reason);
  await staff.talk.approve({ id: await waiting(asked.id) });
  expect(await stateOf(asked.id)).toMatchObject({ state: "VISIBLE" });
});

test("a course closes questions and comments; a child goes on with its own question", async () => {
  const asked = question();
  await one.child.talk.begin(asked);
  const reply = (topicId: string) => ({ id: t.random.uuid(), topicId, text: "I see it now, thank you." });
  await teacher.talk.switch({ courseId: course.id, what: "allowsComments", open: false });
  await expect(one.child.talk.begin({ ...question(), kind: "DISCUSSION" })).rejects.toThrow("talk.closed");
  await expect(other.child.talk.reply(reply(asked.id))).rejects.toThrow("talk.closed");
  await one.child.talk.reply(reply(asked.id));
  await teacher.talk.switch({ courseId: course.id, what: "allowsQuestions", open: false });
  await expect(one.child.talk.begin(question())).rejects.toThrow("talk.closed");
  await teacher.talk.switch({ courseId: course.id, what: "allowsComments", open: true });
  await teacher.talk.lock({ topicId: asked.id, locked: true });
  await expect(one.child.talk.reply(reply(asked.id))).rejects.toThrow("talk.closed");
});

test("an announcement reaches every child and guardian once; pinned, it stands on top", async () => {
  const said = { courseId: course.id, title: "Bring bottle tops", text: "Ten of them, for Monday.", pinned: true };
  const { id } = await teacher.talk.announce(said);
  for (const userId of [one.childUserId, one.parentId, other.parentId])
    expect(await toldTo(userId)).toEqual(["talk.announced"]);
  const { pinned, page } = await one.parent.talk.topics({ filters: { course: course.id } });
  expect([pinned.map((topic) => topic.id), page.rows]).toEqual([[id], []]);
});

test("the teacher hides with a reason, shows again, and marks another reply as the answer", async () => {
  const asked = question();
  await one.child.talk.begin(asked);
  const reply = { id: t.random.uuid(), topicId: asked.id, text: "Think of chapatis." };
  await other.child.talk.reply(reply);
  await teacher.talk.markAnswer({ topicId: asked.id, replyId: reply.id });
  await teacher.talk.hide({ postId: reply.id, reason: "Let the asker think first." });
  expect(await stateOf(asked.id)).toMatchObject({ replies: 0, answerId: null });
  expect(await toldTo(other.parentId)).toEqual(["talk.removed"]);
  expect((await one.child.talk.thread({ topicId: asked.id })).replies.rows).toEqual([]);
  await teacher.talk.show({ postId: reply.id });
  expect(await stateOf(asked.id)).toMatchObject({ replies: 1 });
  await teacher.talk.hide({ postId: asked.id, reason: "Asked twice, see above." });
  await expect(other.child.talk.thread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
});

test("nobody outside the course hears it: another family, a teacher without the right, a withdrawn child", async () => {
  const asked = question();
  await one.child.talk.begin(asked);
  const colleague = await createCoTeacher(t.sql, t.random, { courseId: course.id, canEdit: true });
  const stranger = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  const blind = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  await createGuardianship(t.sql, t.random, { guardianId: blind.id, studentId: one.studentId, canView: false });
  for (const person of [stranger, blind])
    await expect((await t.as(person)).talk.thread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
  await expect((await t.as(colleague.userId)).talk.ledThread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
  await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1`, [other.studentId]);
  await expect(other.child.talk.thread({ topicId: asked.id })).rejects.toThrow("talk.not_found");
  await expect(other.child.talk.begin(question())).rejects.toThrow("course.not_found");
});

test("words are found wherever they were said, by those who hear them", async () => {
  const topic = await createPost(t.sql, t.random, {
    courseId: course.id,
    title: "About seeds",
    body: "How do they wake?",
  });
  await createPost(t.sql, t.random, {
    courseId: course.id,
    topicId: topic.id,
    body: "A germinating bean drinks first.",
  });
  await createPost(t.sql, t.random, {
    courseId: course.id,
    title: "Held",
    body: "A bean with a phone number",
    state: "HELD",
  });
  const found = async (api: Caller, q: string) =>
    (await api.talk.topics({ q, filters: { course: course.id } })).page.rows.map(({ title }) => title);
  expect(await found(one.child, "beans")).toEqual(["About seeds"]);
  expect(await found(one.child, "maize")).toEqual([]);
  expect((await teacher.talk.led({ q: "bean" })).page.rows.map(({ title }) => title).sort()).toEqual([
    "About seeds",
    "Held",
  ]);
});

describe("the database alone refuses", () => {
  const said = `INSERT INTO "ForumPost" (id, "courseId", "topicId", "studentId", "authorId", signed, kind, title, body, pinned, "updatedAt")
    VALUES (gen_random_uuid(), $1, $2, $3, $4, 'A', $5, $6, 'words', $7, now())`;
  const write = (who: string, role: "STUDENT" | "INSTRUCTOR" | "PARENT", values: unknown[]) =>
    t.asApp(who, role, (query) => attempt(query, said, values));

  test("a child who announces, pins, speaks for another, or writes where it does not learn", async () => {
    const mine = (kind: string, pinned = false) => [course.id, null, one.studentId, one.childUserId, kind, "T", pinned];
    expect(await write(one.childUserId, "STUDENT", mine("QUESTION"))).toHaveProperty("rows");
    expect(await write(one.childUserId, "STUDENT", mine("ANNOUNCEMENT"))).toHaveProperty("refused");
    expect(await write(one.childUserId, "STUDENT", mine("QUESTION", true))).toHaveProperty("refused");
    const foreign = [course.id, null, other.studentId, one.childUserId, "QUESTION", "T", false];
    expect(await write(one.childUserId, "STUDENT", foreign)).toHaveProperty("refused");
    const elsewhere = await createCourse(t.sql, t.random);
    const there = [elsewhere.id, null, one.studentId, one.childUserId, "QUESTION", "T", false];
    expect(await write(one.childUserId, "STUDENT", there)).toHaveProperty("refused");
    const guardian = [course.id, null, one.studentId, one.parentId, "QUESTION", "T", false];
    expect(await write(one.parentId, "PARENT", guardian)).toHaveProperty("refused");
    await t.sql.query(`UPDATE "Course" SET "allowsQuestions" = false WHERE id = $1`, [course.id]);
    expect(await write(one.childUserId, "STUDENT", mine("QUESTION"))).toHaveProperty("refused");
  });

  test("words put into another's mouth, and a teacher who decides what the school holds", async () => {
    const { id } = await createPost(t.sql, t.random, { courseId: course.id, state: "HELD", studentId: one.studentId });
    const seen = await createPost(t.sql, t.random, { courseId: course.id, studentId: one.studentId });
    const as = (who: string, role: "STUDENT" | "INSTRUCTOR" | "STAFF", text: string, of: string) =>
      t.asApp(who, role, (query) => attempt(query, `${text} WHERE id = $1 RETURNING id`, [of]));
    const show = `UPDATE "ForumPost" SET state = 'VISIBLE'`;
    expect(await as(course.ownerId, "INSTRUCTOR", show, id)).toEqual({ rows: [] });
    expect(await as(one.childUserId, "STUDENT", show, id)).toEqual({ rows: [] });
    expect(await as(staffId, "STAFF", show, id)).toMatchObject({ rows: [{ id }] });
    for (const [who, role] of [
      [course.ownerId, "INSTRUCTOR"],
      [staffId, "STAFF"],
    ] as const)
      expect(await as(who, role, `UPDATE "ForumPost" SET body = 'other'`, seen.id)).toHaveProperty("refused");
  });
});
