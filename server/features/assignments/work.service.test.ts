import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { between } from "@/lib/two-texts";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createAssignment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createGrade,
  createStoredFile,
} from "@/tests/factories/learning";
import { type TestDatabase, testDatabase, attempt as tryQuery } from "@/tests/harness/db";
import { readDueWork } from "./work.queries";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("work");
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string }) => error.message,
  );
const rows = async (text: string, values: unknown[] = []) => (await t.sql.query(text, values)).rows;
const hour = 3_600_000;
const soon = () => new Date(Date.now() + hour);
const earlier = () => new Date(Date.now() - hour);

/** A child with an account in a course with an assignment. */
async function working(given: Parameters<typeof createAssignment>[2] = {}) {
  const house = await createHousehold(t.sql, t.random, { children: 1 });
  const child = house.students[0] as { id: string; firstName: string };
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [pupil.id, child.id]);
  const course = await createCourse(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: house.parent.id });
  const { id: assignmentId } = await createAssignment(t.sql, t.random, { courseId: course.id, ...given });
  return { parent: house.parent, child, pupil, course, assignmentId, api: await t.as(pupil) };
}
type Working = Awaited<ReturnType<typeof working>>;

const roomOf = ({ api, assignmentId }: Working) => api.work.room({ assignmentId });
const writes = ({ api, assignmentId }: Working, text: string, revision = 0) =>
  api.work.save({ assignmentId, text, revision });
const handsIn = (one: Working, text = "Four equal parts.", revision = 0, key = t.random.uuid()) =>
  one.api.work.handIn({ assignmentId: one.assignmentId, text, revision, key });
const photo = ({ pupil, child }: Working, given: object = {}) =>
  createStoredFile(t.sql, t.random, { ownerId: pupil.id, studentId: child.id, purpose: "work", ...given });
const pieceId = async (one: Working) => (await roomOf(one)).piece?.id ?? "";

describe("writing", () => {
  test("what is typed is kept, and two devices lose neither text", async () => {
    const one = await working();
    expect(await writes(one, "Halves.")).toEqual({ body: "Halves.", revision: 1 });
    expect(await writes(one, "Quarters.")).toEqual({ body: `Halves.${between}Quarters.`, revision: 2 });
    expect((await roomOf(one)).piece).toMatchObject({ standing: "todo", revision: 2 });
  });

  test("first words of two devices at once make one piece", async () => {
    const one = await working();
    await Promise.all(["a b c", "d e f", "a b c"].map(async (text) => writes(one, text)));
    const [{ text }] = (await rows(`SELECT text FROM "Submission" WHERE "studentId" = $1`, [one.child.id])) as [
      { text: string },
    ];
    expect([text.includes("a b c"), text.includes("d e f"), text.split("a b c").length]).toEqual([true, true, 2]);
  });

  test("only what is asked for is taken: no text, no film, no more files than fit", async () => {
    const one = await working({ takesText: false, takesFiles: false, maxFiles: 1 });
    expect(await refusal(writes(one, "Words."))).toBe("work.no_text");
    const add = async (given: object = {}) =>
      one.api.work.addFile({ assignmentId: one.assignmentId, fileId: (await photo(one, given)).id });
    expect(await refusal(add({ mime: "video/mp4" }))).toBe("work.file_kind");
    await add();
    expect(await refusal(add())).toBe("work.files_full");
    expect((await roomOf(one)).piece?.files).toHaveLength(1);
  });

  test("nothing is taken before it opens, after it is closed, or too late where late work is refused", async () => {
    expect(await refusal(writes(await working({ opensAt: soon() }), "x"))).toBe("work.early");
    expect(await refusal(writes(await working({ dueAt: earlier(), lateRule: "REFUSE" }), "x"))).toBe("work.late");
    const one = await working();
    await writes(one, "Begun.");
    await t.sql.query(`UPDATE "Assignment" SET status = 'ARCHIVED' WHERE id = $1`, [one.assignmentId]);
    expect(await refusal(handsIn(one, "Begun.", 1))).toBe("work.closed");
    expect((await roomOf(one)).piece?.text).toBe("Begun.");
  });
});

test("a child's home tells of work that can be done now: what is due next on top, then what was due last", async () => {
  const one = await working({ title: "Begun", dueAt: soon() });
  await writes(one, "Halves.");
  const inCourse = { courseId: one.course.id };
  const at = (hours: number) => new Date(Date.now() + hours * hour);
  for (const given of [
    { title: "Without an end" },
    { title: "Late", dueAt: at(-2) },
    { title: "Late for long", dueAt: at(-200) },
    { title: "Next week", dueAt: at(150) },
    { title: "Not open yet", opensAt: soon() },
    { title: "Taken no more", dueAt: earlier(), lateRule: "REFUSE" as const },
    { title: "Handed in" },
    { title: "A draft of the teacher", status: "DRAFT" as const },
  ])
    await createAssignment(t.sql, t.random, { ...inCourse, ...given });
  const done = (await one.api.work.list({})).todo.find(({ title }) => title === "Handed in")?.id ?? "";
  await one.api.work.handIn({ assignmentId: done, text: "Done.", revision: 0, key: t.random.uuid() });
  const ctx = await t.ctx(one.pupil);
  expect((await readDueWork(ctx, 9)).map(({ title, begun, late }) => [title, begun, late])).toEqual([
    ["Begun", true, false],
    ["Next week", false, false],
    ["Without an end", false, false],
    ["Late", false, true],
    ["Late for long", false, true],
  ]);
  // What the home asks for in SQL is what the list says is open.
  const open = (await one.api.work.list({})).todo.filter(({ closed }) => closed === null);
  expect((await readDueWork(ctx, 9)).map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
  expect(await readDueWork(ctx, 2)).toHaveLength(2);
  expect(await readDueWork(await t.ctx((await working()).pupil), 9)).toHaveLength(1);
});

describe("handing in", () => {
  test("happens once, tells who grades, and leaves a line of the child's day and in the log", async () => {
    const one = await working({ title: "Share a chapati" });
    const grader = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canGrade: true });
    await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canEdit: true });
    const key = t.random.uuid();
    const said = { handedIn: true, body: "Four equal parts." };
    expect(await handsIn(one, "Four equal parts.", 0, key)).toMatchObject(said);
    expect(await handsIn(one, "Four equal parts.", 0, key)).toMatchObject(said);
    expect(await refusal(handsIn(one))).toBe("work.handed_in");
    const id = await pieceId(one);
    const told = await rows(`SELECT "userId" FROM "Notification" WHERE type = 'work.handed_in' AND href LIKE $1`, [
      `%${id}`,
    ]);
    expect(told.map(({ userId }) => userId).sort()).toEqual([one.course.ownerId, grader.userId].sort());
    expect(await rows(`SELECT kind FROM "StudentActivity" WHERE "subjectId" = $1`, [id])).toEqual([
      { kind: "SUBMITTED" },
    ]);
    const log = await rows(`SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 ORDER BY action`, [id]);
    expect(log.map(({ action }) => action)).toEqual(["work.handed_in", "work.kept"]);
  });

  test("a press that arrives again after the work was taken back hands nothing in", async () => {
    const one = await working({ dueAt: soon() });
    const key = t.random.uuid();
    await handsIn(one, "Four.", 0, key);
    await one.api.work.takeBack({ assignmentId: one.assignmentId });
    expect(await handsIn(one, "Four.", 0, key)).toMatchObject({ handedIn: false });
    expect((await roomOf(one)).piece?.standing).toBe("todo");
  });

  test("what another device wrote meanwhile is shown before it is handed in", async () => {
    const one = await working();
    await writes(one, "From the tablet.");
    const said = await handsIn(one, "From the phone.");
    expect(said).toEqual({ handedIn: false, revision: 2, body: `From the tablet.${between}From the phone.` });
    expect(await handsIn(one, said.body, said.revision)).toMatchObject({ handedIn: true });
  });

  test("needs a word or a file", async () => {
    const one = await working();
    expect(await refusal(handsIn(one, " \n "))).toBe("work.empty");
    const { id: fileId } = await photo(one);
    const add = () => one.api.work.addFile({ assignmentId: one.assignmentId, fileId });
    expect([await add(), await add()]).toEqual([{ added: true }, { added: true }]);
    expect(await handsIn(one, "")).toMatchObject({ handedIn: true });
    expect(await refusal(one.api.files.remove({ id: fileId }))).toBe("file.handed_in");
  });

  test("says that it came late, and no longer when the teacher gives more time", async () => {
    const one = await working({ dueAt: earlier() });
    await handsIn(one);
    expect((await roomOf(one)).piece?.isLate).toBe(true);
    await t.sql.query(`UPDATE "Assignment" SET "dueAt" = $2 WHERE id = $1`, [one.assignmentId, soon()]);
    expect((await roomOf(one)).piece?.isLate).toBe(false);
  });

  test("may be undone before it is due and before anybody grades it", async () => {
    const one = await working({ dueAt: soon() });
    const back = () => one.api.work.takeBack({ assignmentId: one.assignmentId });
    await handsIn(one);
    expect((await roomOf(one)).mayTakeBack).toBe(true);
    await t.sql.query(
      `UPDATE "Submission" SET "claimedById" = $2, "claimedUntil" = now() + interval '5 min' WHERE "assignmentId" = $1`,
      [one.assignmentId, one.course.ownerId],
    );
    expect(await refusal(back())).toBe("work.not_taken_back");
    await t.sql.query(`UPDATE "Submission" SET "claimedUntil" = NULL WHERE "assignmentId" = $1`, [one.assignmentId]);
    expect(await back()).toEqual({ takenBack: true });
    await handsIn(one, "Four equal parts, drawn.", 2);
    await t.sql.query(`UPDATE "Assignment" SET "dueAt" = $2 WHERE id = $1`, [one.assignmentId, earlier()]);
    expect(await refusal(back())).toBe("work.not_taken_back");
    const never = await working({ mayTakeBack: false });
    await handsIn(never);
    expect(await refusal(never.api.work.takeBack({ assignmentId: never.assignmentId }))).toBe("work.not_taken_back");
  });
});

describe("what came back", () => {
  const grade = async (one: Working, status: "DRAFT" | "RELEASED") => {
    const submissionId = await pieceId(one);
    await createGrade(t.sql, {
      submissionId,
      studentId: one.child.id,
      courseId: one.course.id,
      gradedById: one.course.ownerId,
      status,
    });
    await t.sql.query(`UPDATE "Submission" SET status = $2::"SubmissionStatus" WHERE id = $1`, [
      submissionId,
      status === "DRAFT" ? "GRADED" : "RETURNED",
    ]);
    return submissionId;
  };

  test("is told by level when it is released, and not a word before", async () => {
    const [waiting, one] = [await working(), await working()];
    await handsIn(waiting);
    await grade(waiting, "DRAFT");
    expect(await roomOf(waiting)).toMatchObject({ piece: { standing: "handed_in", returned: null } });
    expect((await waiting.api.work.list({})).done).toMatchObject([{ standing: "handed_in", level: null }]);
    await handsIn(one);
    await grade(one, "RELEASED");
    expect((await roomOf(one)).piece?.returned).toMatchObject({
      level: { code: "ME", nameSw: "Kufikia matarajio" },
      marks: { idea: "ME" },
      feedback: "Right, and clear.",
    });
    expect((await one.api.work.list({})).done).toMatchObject([{ standing: "returned", level: { code: "ME" } }]);
  });

  test("may be asked about by child or guardian, once at a time", async () => {
    const one = await working();
    await handsIn(one);
    const reason = "The second drawing shows all four parts.";
    const mother = await t.as(one.parent);
    const early = { submissionId: await pieceId(one), reason };
    expect(await refusal(mother.work.askRegrade(early))).toBe("work.not_returned");
    const submissionId = await grade(one, "RELEASED");
    expect(await mother.work.askRegrade({ submissionId, reason })).toEqual({ asked: true });
    expect(await refusal(one.api.work.askRegrade({ submissionId, reason }))).toBe("work.asked_already");
    expect((await mother.work.read({ submissionId })).piece.returned?.regrade).toMatchObject({
      status: "ASKED",
      reason,
    });
    const told = `SELECT count(*)::int AS n FROM "Notification" WHERE type = 'work.regrade_asked' AND "userId" = $1 AND href LIKE $2`;
    expect(await rows(told, [one.course.ownerId, `%${submissionId}`])).toEqual([{ n: 1 }]);
  });
});

describe("whose it is", () => {
  test("another child's work, file and assignment are not there; a guardian sees no draft", async () => {
    const [one, other] = [await working(), await working()];
    await writes(one, "Mine.");
    const submissionId = await pieceId(one);
    const { assignmentId } = one;
    expect(await refusal(other.api.work.room({ assignmentId }))).toBe("assignment.not_found");
    expect(await refusal(other.api.work.save({ assignmentId, text: "x", revision: 0 }))).toBe("assignment.not_found");
    const { id: fileId } = await photo(one);
    expect(await refusal(other.api.work.addFile({ assignmentId: other.assignmentId, fileId }))).toBe("file.not_found");
    expect(await refusal((await t.as(one.parent)).work.read({ submissionId }))).toBe("work.not_found");
    await handsIn(one, "Mine.", 1);
    expect((await (await t.as(one.parent)).work.read({ submissionId })).piece.text).toBe("Mine.");
    expect(await refusal((await t.as(other.parent)).work.read({ submissionId }))).toBe("work.not_found");
  });

  test("a file of a draft is the family's; handed in, it is the course's teacher's too, and no other teacher's", async () => {
    const one = await working();
    const { id } = await photo(one);
    await one.api.work.addFile({ assignmentId: one.assignmentId, fileId: id });
    const owner = await t.as({ id: one.course.ownerId, role: "INSTRUCTOR" });
    const elsewhere = await createCourse(t.sql, t.random);
    await createEnrollment(t.sql, t.random, {
      courseId: elsewhere.id,
      studentId: one.child.id,
      enrolledById: one.parent.id,
    });
    const stranger = await t.as({ id: elsewhere.ownerId, role: "INSTRUCTOR" });
    expect(await refusal(owner.files.link({ id }))).toBe("file.not_found");
    await handsIn(one, "");
    expect(await owner.files.link({ id })).toMatchObject({ name: "chapati.jpg" });
    expect(await refusal(stranger.files.link({ id }))).toBe("file.not_found");
    expect(await (await t.as(one.parent)).files.link({ id })).toMatchObject({ name: "chapati.jpg" });
  });

  test("a learner past our code marks nothing, is never early, and changes nothing that was handed in", async () => {
    const one = await working({ dueAt: earlier(), lateRule: "REFUSE" });
    const open = await working();
    await handsIn(open);
    const submissionId = await pieceId(open);
    const { id: fileId } = await photo(open);
    await t.asApp(one.pupil.id, "STUDENT", async (query) => {
      const late = `INSERT INTO "Submission" (id, "assignmentId", "courseId", "studentId", status, "submittedAt", "updatedAt") VALUES ($1, $2, $3, $4, 'SUBMITTED', now(), now())`;
      const values = [t.random.uuid(), one.assignmentId, one.course.id, one.child.id];
      expect(await tryQuery(query, late, values)).toHaveProperty("refused");
    });
    await t.asApp(open.pupil.id, "STUDENT", async (query) => {
      for (const change of [`text = 'better'`, `"claimedUntil" = now()`, `similarity = 0, status = 'DRAFT'`])
        expect(
          await tryQuery(query, `UPDATE "Submission" SET ${change} WHERE id = $1`, [submissionId]),
          change,
        ).toHaveProperty("refused");
      const attach = `INSERT INTO "SubmissionFile" ("submissionId", "fileId", "studentId") VALUES ($1, $2, $3)`;
      expect(await tryQuery(query, attach, [submissionId, fileId, open.child.id])).toHaveProperty("refused");
    });
  });
});
