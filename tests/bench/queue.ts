/** `npm run bench:queue`: what the grading queue costs while 500 and 10,000 pieces of work wait. */
import "../harness/setup";
import pg from "pg";
import { readNeighbours, readQueue } from "../../server/features/grading/grading.queries";
import { queueInput } from "../../server/features/grading/grading.schema";
import { createStudent } from "../factories/families";
import { createUser } from "../factories/identity";
import { insertRows } from "../factories/insert";
import {
  createAssessment,
  createAssignment,
  createCourse,
  createEnrollment,
  createQuestion,
  createRubric,
} from "../factories/learning";
import { testDatabase } from "../harness/db";

const [courses, learners] = [20, 50];
const t = await testDatabase("queue");
const owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const essay = await createQuestion(t.sql, t.random, {
  ownerId: owner.id,
  type: "ESSAY",
  body: { type: "essay", stem: "Why?" },
  key: { type: "essay" },
});
const {
  rows: [version],
} = await t.sql.query<{ id: string }>(`SELECT id FROM "QuestionVersion" WHERE "questionId" = $1`, [essay.id]);
const places: { courseId: string; assignmentId: string; assessmentId: string }[] = [];
for (let n = 0; n < courses; n++) {
  const course = await createCourse(t.sql, t.random, { ownerId: owner.id });
  const rubric = await createRubric(t.sql, t.random, { courseId: course.id, createdById: owner.id });
  const given = { courseId: course.id, rubricId: rubric.id, createdById: owner.id };
  const assignment = await createAssignment(t.sql, t.random, given);
  const assessment = await createAssessment(t.sql, t.random, {
    courseId: course.id,
    createdById: owner.id,
    questions: [essay],
  });
  places.push({ courseId: course.id, assignmentId: assignment.id, assessmentId: assessment.id });
}
const children: string[] = [];
for (let n = 0; n < learners; n++) {
  const { id } = await createStudent(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: places[n % courses]?.courseId as string, studentId: id });
  children.push(id);
}

let standing = 0;
/** Hands in until `count` pieces of work wait; every third is an essay of an attempt. */
async function fill(count: number): Promise<void> {
  const rows = [];
  const [attempts, responses]: [object[], object[]] = [[], []];
  for (; standing < count; standing++) {
    const at = new Date(Date.UTC(2026, 0, 1) + standing * 60_000);
    const { assignmentId, assessmentId, courseId } = places[standing % courses] as (typeof places)[number];
    const studentId = children[Math.floor(standing / courses) % learners];
    const number = 1 + Math.floor(standing / (courses * learners));
    const [attemptId, responseId] = [t.random.uuid(at), t.random.uuid(at)];
    const isEssay = standing % 3 === 0;
    const whose = { studentId, courseId, createdAt: at, updatedAt: at };
    if (isEssay) {
      attempts.push({ id: attemptId, assessmentId, number, status: "SUBMITTED", submittedAt: at, ...whose });
      const asked = { questionId: essay.id, versionId: version?.id, place: 1, difficulty: 3 };
      responses.push({ id: responseId, attemptId, ...asked, answeredAt: at, ...whose });
    }
    rows.push({
      id: t.random.uuid(at),
      ...whose,
      ...(isEssay ? { responseId, assignmentId: null } : { responseId: null, assignmentId }),
      number,
      status: "SUBMITTED",
      text: "We cut it twice through the middle.",
      revision: 1,
      submittedAt: at,
      isLate: standing % 7 === 0,
    });
  }
  await insertRows(t.sql, "Attempt", attempts);
  await insertRows(t.sql, "Response", responses);
  await insertRows(t.sql, "Submission", rows);
  await t.sql.query(`ANALYZE "Submission"`);
}

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  statements += 1;
  return (query as (...given: unknown[]) => unknown).apply(this, given);
} as typeof query;

const ctx = await t.ctx(owner);
async function measure(name: string, ask: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < 12; n++) {
    statements = 0;
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  const middle = times.sort((one, two) => one - two)[times.length >> 1] ?? 0;
  return `| ${standing} | ${name} | ${statements} | ${middle.toFixed(0)} ms |`;
}

console.log("| waiting | question | statements | median |\n| --- | --- | --- | --- |");
for (const count of [500, 10_000]) {
  await fill(count);
  const first = queueInput.parse({});
  const page = await readQueue(ctx, first);
  const deep = { id: page.rows[40]?.id ?? "", submittedAt: page.rows[40]?.submittedAt ?? null };
  console.log(await measure("first page", () => readQueue(ctx, first)));
  console.log(await measure("essays alone", () => readQueue(ctx, { ...first, filters: { kind: "essay" } })));
  console.log(await measure("next page", () => readQueue(ctx, { ...first, cursor: page.next ?? undefined, from: 50 })));
  console.log(
    await measure("late ones of one course", () =>
      readQueue(ctx, { ...first, filters: { course: places[3]?.courseId, late: true } }),
    ),
  );
  console.log(await measure("next and previous", () => ctx.work((db) => readNeighbours(db, ctx, first, deep))));
}
await t.close();
