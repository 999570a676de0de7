import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { shellData } from "@/server/features/platform/platform.queries";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createGuardianship, createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import {
  createAssignment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createRubric,
  createSubmission,
} from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { claimMinutes } from "./grading.schema";
import { compareWork } from "./rules.job.service";

let t: TestDatabase;
let owner: { id: string };
let partner: { userId: string };
let guardian: { id: string };
let child: { id: string; userId: string };
let course: { id: string };
let assignment: { id: string; courseId: string };
let one: Caller;
let two: Caller;
let work: { id: string };

const levels = { EE: "Explains why", ME: "Is right", AE: "Is partly right", BE: "Not yet" };
const criteria = ["idea", "care"].map((id, at) => ({ id, title: id, weight: 2 - at, levels }));
const whole = { idea: "EE", care: "ME" } as const;

beforeAll(async () => {
  t = await testDatabase();
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const area = (await createLearningArea(t.sql, t.random, { code: "MATH" })).code;
  course = await createCourse(t.sql, t.random, { ownerId: owner.id, learningAreaCode: area });
  partner = await createCoTeacher(t.sql, t.random, { courseId: course.id, canGrade: true });
  const rubric = await createRubric(t.sql, t.random, { courseId: course.id, criteria, createdById: owner.id });
  assignment = await createAssignment(t.sql, t.random, {
    courseId: course.id,
    rubricId: rubric.id,
    createdById: owner.id,
  });
  const aim = await createCompetency(t.sql, t.random, { learningAreaCode: area, grade: "G4" });
  await t.sql.query(`INSERT INTO "AssignmentCompetency" VALUES ($1, $2)`, [assignment.id, aim.id]);
  one = await t.as(owner);
  two = await t.as(partner.userId);
});
beforeEach(async () => {
  guardian = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  const userId = (await createUser(t.sql, t.random, { roles: ["STUDENT"] })).id;
  child = { ...(await createStudent(t.sql, t.random, { userId, grade: "G4" })), userId };
  await createGuardianship(t.sql, t.random, { guardianId: guardian.id, studentId: child.id });
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id });
  work = await handIn();
});
afterAll(() => t.close());

const handIn = (given: object = {}) =>
  createSubmission(t.sql, t.random, {
    studentId: child.id,
    assignmentId: assignment.id,
    courseId: course.id,
    ...given,
  });
const draft = (api: Caller, revision = 0, marks: object = whole, feedback = "Read it aloud.") =>
  api.grading.saveDraft({ id: work.id, revision, marks: marks as typeof whole, feedback });
const stands = async () =>
  (
    await t.sql.query(
      `SELECT marks, feedback, revision, status::text, "gradedById" FROM "SubmissionGrade" WHERE "submissionId" = $1`,
      [work.id],
    )
  ).rows[0];
const seenBy = (userId: string, role: "STUDENT" | "PARENT") =>
  t.asApp(userId, role, (query) => query(`SELECT 1 FROM "SubmissionGrade" WHERE "submissionId" = $1`, [work.id]));
const history = async () =>
  (
    await t.sql.query(
      `SELECT before, after, reason FROM "GradeChange" WHERE "submissionId" = $1 ORDER BY "createdAt", id`,
      [work.id],
    )
  ).rows;

describe("the queue", () => {
  test("is of those who mark in the course, the longest waiting first, and knows what comes next", async () => {
    const only = { course: course.id, assignment: assignment.id };
    await t.sql.query(`UPDATE "Submission" SET "submittedAt" = '2026-01-02' WHERE id = $1`, [work.id]);
    const [first, other] = [work, await createStudent(t.sql, t.random)];
    await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: other.id });
    const later = await handIn({ studentId: other.id, submittedAt: new Date("2026-01-03"), isLate: true });
    await handIn({ studentId: (await createStudent(t.sql, t.random)).id, status: "DRAFT" });
    const rows = (await one.grading.queue({ filters: only })).rows.map(({ id }) => id);
    expect(rows.indexOf(first.id)).toBeLessThan(rows.indexOf(later.id));
    expect((await one.grading.queue({ filters: { ...only, late: true } })).rows).toEqual([
      expect.objectContaining({ id: later.id, isLate: true }),
    ]);
    expect(await one.grading.read({ id: first.id })).toMatchObject({ after: later.id });
    await two.grading.claim({ id: later.id });
    expect(await one.grading.read({ id: first.id })).not.toMatchObject({ after: later.id });
    await two.grading.letGo({ id: later.id });
  });

  test("shows nothing to who only looks after learners, nor to another teacher, nor to the family", async () => {
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id, canLearners: true, canEdit: true });
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    for (const who of [looker.userId, stranger.id]) {
      const api = await t.as(who);
      expect((await api.grading.queue({})).rows).toEqual([]);
      await expect(api.grading.read({ id: work.id })).rejects.toThrow("grading.not_found");
      await expect(api.grading.claim({ id: work.id })).rejects.toThrow("grading.not_found");
      await expect(draft(api)).rejects.toThrow("grading.not_found");
    }
    for (const who of [guardian, child.userId])
      await expect((await t.as(who)).grading.queue({})).rejects.toThrow("forbidden");
  });

  test("is as long as the menu says, with what is marked and not yet returned", async () => {
    await draft(one);
    const { rows, total } = await one.grading.queue({});
    expect(rows.map(({ status }) => status)).toContain("GRADED");
    expect((await shellData(await t.ctx(owner))).counters.toGrade).toBe(total);
  });

  test("costs the same number of questions, however much waits", async () => {
    const asked = vi.spyOn(pg.Client.prototype, "query");
    const cost = async (limit: number) => {
      asked.mockClear();
      await one.grading.queue({ limit });
      return asked.mock.calls.length;
    };
    const few = await cost(1);
    for (let n = 0; n < 5; n++) {
      const { id } = await createStudent(t.sql, t.random);
      await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: id });
      await handIn({ studentId: id });
    }
    expect(await cost(50)).toBe(few);
    asked.mockRestore();
  });
});

describe("two who mark at once", () => {
  test("see who has it; it is free again when it is let go or the time is over", async () => {
    await one.grading.claim({ id: work.id });
    await expect(two.grading.claim({ id: work.id })).rejects.toThrow("grading.held");
    await expect(draft(two)).rejects.toThrow("grading.held");
    expect((await two.grading.read({ id: work.id })).holder).toMatchObject({ mine: false, name: expect.any(String) });
    const told = await t.sql.query(
      `SELECT DISTINCT "userId" FROM "LiveEvent" WHERE payload->>'topic' = 'grading' AND "userId" = $1`,
      [partner.userId],
    );
    expect(told.rowCount).toBe(1);
    await two.grading.letGo({ id: work.id });
    await expect(two.grading.claim({ id: work.id })).rejects.toThrow("grading.held");
    const later = new Date(Date.now() + claimMinutes * 60_000 + 1_000);
    await (await t.as(partner.userId, { now: later })).grading.claim({ id: work.id });
    await expect(one.grading.claim({ id: work.id })).rejects.toThrow("grading.held");
  });

  test("lose no mark: what was written stays, and who comes second is told", async () => {
    const told = await Promise.allSettled([draft(one), draft(two, 0, { idea: "BE" })]);
    expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const first = await stands();
    const [winner, loser] = first.gradedById === owner.id ? [one, two] : [two, one];
    await loser.grading.claim({ id: work.id, takeOver: true });
    await expect(draft(winner, 1, { idea: "AE" })).rejects.toThrow("grading.held");
    await expect(draft(loser, 0, { idea: "AE" })).rejects.toThrow("grading.newer");
    expect(await stands()).toEqual(first);
    await draft(loser, 1, { idea: "AE" });
    await expect(draft(loser, 1, { idea: "BE" })).rejects.toThrow("grading.newer");
    expect(await stands()).toMatchObject({ marks: { idea: "AE" }, revision: 2 });
    expect((await history()).map(({ after }) => after.marks)).toEqual([first.marks, { idea: "AE" }]);
  });

  test("returning at once returns once", async () => {
    await draft(one);
    const ids = { id: work.id, revision: 1 };
    const told = await Promise.allSettled([one.grading.giveBack(ids), one.grading.giveBack(ids)]);
    expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a draft", () => {
  test("is nobody's but the graders' until it goes back", async () => {
    await draft(one);
    expect(await seenBy(child.userId, "STUDENT")).toEqual([]);
    expect(await seenBy(guardian.id, "PARENT")).toEqual([]);
    await one.grading.giveBack({ id: work.id, revision: 1 });
    expect(await seenBy(child.userId, "STUDENT")).toHaveLength(1);
    expect(await seenBy(guardian.id, "PARENT")).toHaveLength(1);
  });

  test("may lack marks and then has no figure; it goes back whole", async () => {
    await draft(one, 0, { idea: "EE" });
    expect((await one.grading.read({ id: work.id })).grade).toMatchObject({ percent: null, levelCode: null });
    await expect(one.grading.giveBack({ id: work.id, revision: 1 })).rejects.toThrow("grading.unmarked");
    await expect(draft(one, 1, { other: "EE" })).rejects.toThrow("grading.rubric_changed");
    await draft(one, 1);
    expect((await one.grading.read({ id: work.id })).grade).toMatchObject({ percent: 85.3, levelCode: "EE" });
    await expect(one.grading.giveBack({ id: work.id, revision: 1 })).rejects.toThrow("grading.newer");
  });
});

describe("work that went back", () => {
  beforeEach(async () => {
    await draft(one);
    await one.grading.giveBack({ id: work.id, revision: 1 });
  });

  test("is evidence, part of the child's days, and told to child and guardian once", async () => {
    const shown = await t.asApp(guardian.id, "PARENT", (query) =>
      query(`SELECT kind, round(score::numeric, 3)::float AS score FROM app.evidence($1, now() - interval '1 day')`, [
        child.id,
      ]),
    );
    expect(shown).toEqual([{ kind: "work", score: 0.853 }]);
    const told = await t.sql.query(
      `SELECT "userId", href FROM "Notification" WHERE type = 'work.returned' AND "studentId" = $1`,
      [child.id],
    );
    expect(told.rows.map(({ userId }) => userId).sort()).toEqual([guardian.id, child.userId].sort());
    const days = await t.sql.query(`SELECT kind FROM "StudentActivity" WHERE "subjectId" = $1`, [work.id]);
    expect(days.rows).toEqual([{ kind: "RETURNED" }]);
    const jobs = await t.sql.query(
      `SELECT 1 FROM "OutboxEvent" WHERE name = 'grading/work.returned' AND payload->>'submissionId' = $1`,
      [work.id],
    );
    expect(jobs.rowCount).toBe(1);
  });

  test("is changed with a reason only, which stays in its history, and the family is told", async () => {
    const change = { id: work.id, revision: 2, marks: { ...whole, care: "EE" as const }, feedback: "Better still." };
    await expect(draft(one, 2)).rejects.toThrow("grading.returned_already");
    await expect(one.grading.changeMark({ ...change, reason: "" })).rejects.toThrow("bad_input");
    const reason = "The drawing on the second page was overlooked.";
    await two.grading.changeMark({ ...change, reason });
    expect(await stands()).toMatchObject({ marks: change.marks, status: "RELEASED", gradedById: partner.userId });
    expect((await history()).at(-1)).toMatchObject({
      before: { marks: whole, feedback: "Read it aloud." },
      after: { marks: change.marks, feedback: "Better still." },
      reason,
    });
    const told = await t.sql.query(
      `SELECT 1 FROM "Notification" WHERE type = 'work.mark_changed' AND "studentId" = $1`,
      [child.id],
    );
    expect(told.rowCount).toBe(2);
  });

  test("that a family asks about is looked at again, and they are told whether it stays or changes", async () => {
    const ask = () =>
      t.sql.query(
        `INSERT INTO "RegradeRequest" (id, "submissionId", "studentId", "courseId", "requestedById", reason, "updatedAt") VALUES ($1, $2, $3, $4, $5, 'The second page was overlooked.', now())`,
        [t.random.uuid(), work.id, child.id, course.id, guardian.id],
      );
    const answer = {
      id: work.id,
      revision: 2,
      marks: whole,
      feedback: "Read it aloud.",
      reason: "I looked at both pages.",
    };
    await expect(one.grading.answerRegrade(answer)).rejects.toThrow("grading.not_asked");
    await ask();
    expect((await one.grading.queue({ filters: { regrade: true } })).rows.map(({ id }) => id)).toEqual([work.id]);
    expect(await two.grading.answerRegrade(answer)).toEqual({ outcome: "KEPT" });
    expect((await one.grading.queue({ filters: { regrade: true } })).rows).toEqual([]);
    await ask();
    const better = { ...answer, marks: { ...whole, care: "EE" as const } };
    expect(await one.grading.answerRegrade(better)).toEqual({ outcome: "CHANGED" });
    expect(await stands()).toMatchObject({ marks: better.marks, revision: 3 });
    expect((await history()).at(-1)).toMatchObject({ reason: answer.reason });
    const told = await t.sql.query(
      `SELECT type, count(*)::int FROM "Notification" WHERE type LIKE 'regrade.%' AND "studentId" = $1 GROUP BY 1 ORDER BY 1`,
      [child.id],
    );
    expect(told.rows).toEqual([
      { type: "regrade.changed", count: 2 },
      { type: "regrade.kept", count: 2 },
    ]);
  });

  test("comes back also to a child who has left the course", async () => {
    work = await handIn({ number: 2 });
    await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1`, [child.id]);
    expect((await one.grading.read({ id: work.id })).child).toBeNull();
    await draft(one);
    await one.grading.giveBack({ id: work.id, revision: 1 });
    expect(await seenBy(guardian.id, "PARENT")).toHaveLength(1);
  });
});

test("past all of our code a grader changes neither the work nor a mark unseen, and deletes none", async () => {
  await draft(one);
  await one.grading.giveBack({ id: work.id, revision: 1 });
  await t.asApp(owner.id, "INSTRUCTOR", async (query) => {
    const refused = async (text: string) => expect(await attempt(query, text, [work.id])).toHaveProperty("refused");
    await refused(`UPDATE "Submission" SET text = 'mine' WHERE id = $1`);
    await refused(`UPDATE "SubmissionGrade" SET percent = 1 WHERE "submissionId" = $1`);
    await refused(`UPDATE "SubmissionGrade" SET status = 'DRAFT', revision = 3 WHERE "submissionId" = $1`);
    await refused(`UPDATE "SubmissionGrade" SET "gradedById" = "studentId", revision = 3 WHERE "submissionId" = $1`);
    await refused(`DELETE FROM "SubmissionGrade" WHERE "submissionId" = $1`);
  });
});

test("comments one keeps are one's own", async () => {
  const { id } = await one.grading.keepSnippet({ body: "Say how you know." });
  await expect(one.grading.keepSnippet({ body: "Say how you know." })).rejects.toThrow("grading.snippet_kept");
  expect((await one.grading.read({ id: work.id })).snippets).toEqual([{ id, body: "Say how you know." }]);
  expect((await two.grading.read({ id: work.id })).snippets).toEqual([]);
  await expect(two.grading.dropSnippet({ id })).rejects.toThrow("grading.snippet_not_found");
  await one.grading.dropSnippet({ id });
  expect((await one.grading.read({ id: work.id })).snippets).toEqual([]);
});

describe("what the rules notice", () => {
  const told = "We cut the chapati twice through the middle so that each of us four got one quarter of it.";
  const piece = async (text: string) => {
    const { id: studentId } = await createStudent(t.sql, t.random);
    await createEnrollment(t.sql, t.random, { courseId: course.id, studentId });
    return handIn({ studentId, text });
  };
  let task: { id: string };
  beforeEach(async () => {
    const rubric = await createRubric(t.sql, t.random, { courseId: course.id, criteria, createdById: owner.id });
    task = await createAssignment(t.sql, t.random, {
      courseId: course.id,
      rubricId: rubric.id,
      createdById: owner.id,
      instructions: "Share one chapati.",
    });
  });
  const handInTask = async (text: string) => {
    const made = await piece(text);
    await t.sql.query(`UPDATE "Submission" SET "assignmentId" = $1 WHERE id = $2`, [task.id, made.id]);
    return made;
  };

  test("likeness is written with the work, and both are shown beside each other to graders only", async () => {
    const [first, second] = [await handInTask(told), await handInTask(`${told} It was warm.`)];
    expect(await compareWork(second.id)).toEqual({ similarity: expect.closeTo(0.84, 1) });
    const alike = await one.grading.alike({ id: second.id });
    expect(alike.other).toMatchObject({ id: first.id, passages: [{ shared: true }, { text: "." }] });
    const stranger = await t.as(await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }));
    await expect(stranger.grading.alike({ id: second.id })).rejects.toThrow("grading.not_found");
    await expect(one.grading.alike({ id: first.id })).rejects.toThrow("grading.not_found");
  });
});

describe("notes on files and spoken feedback", () => {
  const file = async (purpose: string, ownerId: string, mime = purpose === "work" ? "image/png" : "audio/webm") => {
    const id = t.random.uuid();
    await insertRow(t.sql, "StoredFile", {
      id,
      ownerId,
      studentId: child.id,
      dataType: "ASSESSMENT",
      purpose,
      name: "one",
      mime,
      size: 10,
      sha256: "0".repeat(64),
      storageKey: id,
      scan: "SKIPPED",
    });
    return id;
  };
  const seen = (table: "Annotation" | "StoredFile", id: string) =>
    t.asApp(guardian.id, "PARENT", (query) => query(`SELECT 1 FROM "${table}" WHERE id = $1`, [id]));

  test("reach the family when the work goes back, and not before", async () => {
    const [picture, spoken] = [await file("work", child.userId), await file("feedback", owner.id)];
    await insertRow(t.sql, "SubmissionFile", { submissionId: work.id, fileId: picture, studentId: child.id });
    const place = { fileId: picture, page: 1, x: 0.2, y: 0.4, width: 0.1, height: 0 };
    const note = await one.grading.annotate({ id: work.id, ...place, words: "Look at this corner." });
    await expect(one.grading.annotate({ id: work.id, ...place, fileId: spoken, words: "x" })).rejects.toThrow(
      "file.not_found",
    );
    await expect(one.grading.annotate({ id: work.id, ...place, x: 1.2, words: "x" })).rejects.toThrow("bad_input");
    await expect(two.grading.eraseNote({ id: note.id })).rejects.toThrow("grading.no_note");
    const draft = { id: work.id, marks: whole, feedback: "" };
    await expect(one.grading.saveDraft({ ...draft, revision: 0, audioFileId: picture })).rejects.toThrow(
      "file.not_found",
    );
    await one.grading.saveDraft({ ...draft, revision: 0, audioFileId: spoken });
    expect([await seen("Annotation", note.id), await seen("StoredFile", spoken)]).toEqual([[], []]);
    await one.grading.giveBack({ id: work.id, revision: 1 });
    expect([(await seen("Annotation", note.id)).length, (await seen("StoredFile", spoken)).length]).toEqual([1, 1]);
    await expect(one.grading.eraseNote({ id: note.id })).rejects.toThrow("grading.returned_already");
    expect((await two.grading.read({ id: work.id })).notes).toEqual([
      expect.objectContaining({ id: note.id, x: 0.2, body: "Look at this corner.", mine: false }),
    ]);
  });

  test("stand on a place of a document's page, or on a page as a whole", async () => {
    const paper = await file("work", child.userId, "application/pdf");
    await insertRow(t.sql, "SubmissionFile", { submissionId: work.id, fileId: paper, studentId: child.id });
    const place = { page: 2, x: 0.25, y: 0.5, width: 0, height: 0 };
    const put = (at: object) => one.grading.annotate({ id: work.id, fileId: paper, words: "Here.", ...place, ...at });
    const [placed, whole] = [await put({}), await put({ page: 1, x: 0, y: 0, width: 1, height: 1 })];
    for (const nowhere of [{ page: 0 }, { page: 1.5 }, { page: 2_001 }, { x: -0.1 }, { y: 1.1 }, { width: 2 }])
      await expect(put(nowhere), JSON.stringify(nowhere)).rejects.toThrow("bad_input");
    for (const nowhere of ["page = 0", "x = -0.1", "y = 1.1", "height = 2"])
      await expect(t.sql.query(`UPDATE "Annotation" SET ${nowhere} WHERE id = $1`, [placed.id])).rejects.toThrow(
        "Annotation_place",
      );
    await draft(one);
    await one.grading.giveBack({ id: work.id, revision: 1 });
    const told = await (await t.as(guardian)).work.read({ submissionId: work.id });
    expect(told.piece.returned?.remarks).toEqual([
      expect.objectContaining({ id: whole.id, page: 1, width: 1, height: 1 }),
      expect.objectContaining({ id: placed.id, ...place }),
    ]);
  });
});
