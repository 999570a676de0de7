import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import {
  createAssignment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createRubric,
  createSubmission,
} from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { proposeWaiting, proposeWork } from "./rules.job.service";

let t: TestDatabase;
let owner: { id: string };
let course: { id: string };
let task: { id: string };
let teacher: Caller;

const levels = { EE: "Explains why", ME: "Is right", AE: "Is partly right", BE: "Not yet" };
const criteria = ["idea", "care"].map((id) => ({ id, title: id, weight: 1, levels }));
const given = { idea: "ME", care: "ME" } as const;
const told = "We cut the chapati twice through the middle so that each of us four got one quarter of it.";

beforeAll(async () => {
  t = await testDatabase("proposals");
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  course = await createCourse(t.sql, t.random, { ownerId: owner.id });
  teacher = await t.as(owner);
});
beforeEach(async () => {
  const rubric = await createRubric(t.sql, t.random, { courseId: course.id, criteria, createdById: owner.id });
  task = await createAssignment(t.sql, t.random, {
    courseId: course.id,
    rubricId: rubric.id,
    createdById: owner.id,
    instructions: "Share one chapati.",
  });
});
afterAll(() => t.close());

/** Work of another child each time, handed in to the assignment of the test. */
async function handedIn(text = told) {
  const userId = (await createUser(t.sql, t.random, { roles: ["STUDENT"] })).id;
  const { id: studentId } = await createStudent(t.sql, t.random, { userId, grade: "G4" });
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId });
  const work = await createSubmission(t.sql, t.random, {
    ...{ studentId, assignmentId: task.id, courseId: course.id, text },
  });
  return { id: work.id, userId };
}
/** Three pieces a person has marked and returned: the example the rules go by. */
async function exampleSet() {
  for (let n = 0; n < 3; n++) {
    const { id } = await handedIn();
    await teacher.grading.saveDraft({ id, revision: 0, marks: given, feedback: "" });
    await teacher.grading.giveBack({ id, revision: 1 });
  }
}
/** Work that waits with a proposal of so much confidence. */
async function proposed(confidence: number) {
  const work = await handedIn();
  await proposeWork(task.id);
  const { rows } = await t.sql.query<{ id: string }>(
    `UPDATE "GradeProposal" SET confidence = $2 WHERE "submissionId" = $1 RETURNING id`,
    [work.id, confidence],
  );
  return { ...work, proposalId: rows[0]?.id ?? "" };
}
const gradeOf = async (submissionId: string) =>
  (
    await t.sql.query(
      `SELECT status::text, "gradedById", marks, "proposalId" FROM "SubmissionGrade" WHERE "submissionId" = $1`,
      [submissionId],
    )
  ).rows[0];
const becameOf = async (id: string) =>
  (await t.sql.query(`SELECT status::text, "decidedById" FROM "GradeProposal" WHERE id = $1`, [id])).rows[0];

describe("what the rules propose", () => {
  test("waits with its reason and confidence, and is a grade to nobody; the service that proposes cannot make one", async () => {
    await exampleSet();
    const { id } = await handedIn();
    expect((await proposeWaiting(null)).next).toBeNull();
    expect(await proposeWork(task.id)).toEqual({ proposed: 0 });
    const [row] = (await teacher.grading.proposals({ filters: { assignment: task.id, atLeast: 0.9 } })).rows;
    expect(row).toMatchObject({
      submissionId: id,
      confidence: 1,
      marks: given,
      reason: { code: "alike", examples: 3 },
    });
    expect((await teacher.grading.read({ id })).proposal).toMatchObject({ marks: given, confidence: 1 });
    expect(await gradeOf(id)).toBeUndefined();
    const insert = `INSERT INTO "SubmissionGrade" ("submissionId", "studentId", "courseId", marks, "gradedById", "updatedAt")
      SELECT id, "studentId", "courseId", '{}', $2, now() FROM "Submission" WHERE id = $1`;
    const asService = t.asApp(null, null, (query) => attempt(query, insert, [id, owner.id]), "assessment");
    expect(await asService).toHaveProperty("refused");
    await t.asApp(owner.id, "INSTRUCTOR", async (query) =>
      expect(await attempt(query, insert, [id, owner.id])).not.toHaveProperty("refused"),
    );
  });

  test("becomes a draft of who takes it, once, and is settled when the work goes back", async () => {
    await exampleSet();
    const [kept, changed] = [await proposed(1), await proposed(1)];
    const ids = [kept.proposalId, changed.proposalId];
    expect(await teacher.grading.acceptProposals({ ids, atLeast: 0.9 })).toEqual({ drafted: 2 });
    expect(await gradeOf(kept.id)).toEqual({
      ...{ status: "DRAFT", gradedById: owner.id, marks: given, proposalId: kept.proposalId },
    });
    await expect(teacher.grading.acceptProposals({ ids, atLeast: 0.9 })).rejects.toThrow("grading.no_proposals");
    await teacher.grading.giveBack({ id: kept.id, revision: 1 });
    await teacher.grading.saveDraft({ id: changed.id, revision: 1, marks: { ...given, care: "EE" }, feedback: "" });
    await teacher.grading.giveBack({ id: changed.id, revision: 2 });
    expect(await becameOf(kept.proposalId)).toEqual({ status: "ACCEPTED", decidedById: owner.id });
    expect(await becameOf(changed.proposalId)).toEqual({ status: "CHANGED", decidedById: owner.id });
  });
});

describe("proposals taken together", () => {
  test("are shown a page at a time, the surest first, with how many there are in all", async () => {
    await exampleSet();
    const sure = [await proposed(0.9), await proposed(1), await proposed(1), await proposed(0.95)];
    const unsure = await proposed(0.79);
    const read = (page: { cursor?: string; dir?: "before" } = {}) =>
      teacher.grading.proposals({ filters: { assignment: task.id }, limit: 3, ...page });
    const first = await read();
    const second = await read({ cursor: first.next ?? "" });
    expect([first.total, second.total, first.previous, second.next]).toEqual([4, 4, null, null]);
    expect(first.rows.map(({ confidence }) => confidence)).toEqual([1, 1, 0.95]);
    expect(second.rows).toMatchObject([{ submissionId: sure[0]?.id, confidence: 0.9 }]);
    expect((await read({ cursor: second.previous ?? "", dir: "before" })).rows).toEqual(first.rows);
    const shown = [...first.rows, ...second.rows].map(({ submissionId }) => submissionId);
    expect(shown.sort()).toEqual(sure.map(({ id }) => id).sort());
    expect(shown).not.toContain(unsure.id);
  });

  test("are those chosen, and of them those that are sure enough; the rest stays as it was", async () => {
    await exampleSet();
    const [sure, edge, unsure, left] = [
      await proposed(0.95),
      await proposed(0.8),
      await proposed(0.79),
      await proposed(1),
    ];
    const ids = [sure, edge, unsure].map(({ proposalId }) => proposalId);
    expect(await teacher.grading.acceptProposals({ ids, atLeast: 0.8 })).toEqual({ drafted: 2 });
    for (const { id } of [sure, edge]) expect(await gradeOf(id)).toMatchObject({ status: "DRAFT" });
    for (const { id, proposalId } of [unsure, left]) {
      expect(await gradeOf(id)).toBeUndefined();
      expect(await becameOf(proposalId)).toEqual({ status: "OPEN", decidedById: null });
    }
    const log = await t.sql.query(
      `SELECT after FROM "AuditEvent" WHERE action = 'proposals.accepted' AND "actorId" = $1 ORDER BY "createdAt" DESC LIMIT 1`,
      [owner.id],
    );
    expect(log.rows[0].after.submissions.sort()).toEqual([sure.id, edge.id].sort());
  });

  test("of another's course do not exist, and what a colleague has in hand is left", async () => {
    await exampleSet();
    const { id, proposalId } = await proposed(1);
    const take = { ids: [proposalId], atLeast: 0.5 };
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id, canEdit: true, canLearners: true });
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    for (const who of [looker.userId, stranger.id]) {
      const api = await t.as(who);
      expect(await api.grading.proposals({ filters: { atLeast: 0 } })).toMatchObject({ rows: [], total: 0 });
      await expect(api.grading.acceptProposals(take)).rejects.toThrow("grading.no_proposals");
    }
    const colleague = await createCoTeacher(t.sql, t.random, { courseId: course.id, canGrade: true });
    await (await t.as(colleague.userId)).grading.claim({ id });
    expect(await teacher.grading.acceptProposals(take)).toEqual({ drafted: 0 });
    expect(await gradeOf(id)).toBeUndefined();
  });

  test("speak of no text that was taken back: what is handed in next is looked at anew", async () => {
    await exampleSet();
    const { id, userId, proposalId } = await proposed(1);
    const pupil = await t.as(userId);
    await pupil.work.takeBack({ assignmentId: task.id });
    const again = { assignmentId: task.id, revision: 1, text: "I ate it.", key: t.random.uuid() };
    expect(await pupil.work.handIn(again)).toMatchObject({ handedIn: true });
    await expect(teacher.grading.acceptProposals({ ids: [proposalId], atLeast: 0.5 })).rejects.toThrow(
      "grading.no_proposals",
    );
    expect((await teacher.grading.read({ id })).proposal).toBeNull();
    expect(await gradeOf(id)).toBeUndefined();
    // Nothing like the examples any more: the rules know nothing of it. The first text once more, and they do.
    expect(await proposeWork(task.id)).toEqual({ proposed: 0 });
    await pupil.work.takeBack({ assignmentId: task.id });
    await pupil.work.handIn({ ...again, revision: 3, text: told, key: t.random.uuid() });
    expect(await proposeWork(task.id)).toEqual({ proposed: 1 });
    const [anew] = (await teacher.grading.proposals({ filters: { assignment: task.id, atLeast: 0.5 } })).rows;
    expect(anew).toMatchObject({ submissionId: id, text: told });
  });
});
