/** `npm run bench:queue`: what the grading queue costs while 500 and 10,000 pieces of work wait. */
import "../harness/setup";
import pg from "pg";
import { readNeighbours, readQueue } from "../../server/features/grading/grading.queries";
import { queueInput } from "../../server/features/grading/grading.schema";
import { createStudent } from "../factories/families";
import { createUser } from "../factories/identity";
import { insertRows } from "../factories/insert";
import { createAssignment, createCourse, createEnrollment, createRubric } from "../factories/learning";
import { testDatabase } from "../harness/db";

const [courses, learners] = [20, 50];
const t = await testDatabase("queue");
const owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const places: { courseId: string; assignmentId: string }[] = [];
for (let n = 0; n < courses; n++) {
  const course = await createCourse(t.sql, t.random, { ownerId: owner.id });
  const rubric = await createRubric(t.sql, t.random, { courseId: course.id, createdById: owner.id });
  const given = { courseId: course.id, rubricId: rubric.id, createdById: owner.id };
  places.push({ courseId: course.id, assignmentId: (await createAssignment(t.sql, t.random, given)).id });
}
const children: string[] = [];
for (let n = 0; n < learners; n++) {
  const { id } = await createStudent(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: places[n % courses]?.courseId as string, studentId: id });
  children.push(id);
}

let standing = 0;
/** Hands in until `count` pieces of work wait. */
async function fill(count: number): Promise<void> {
  const rows = [];
  for (; standing < count; standing++) {
    const at = new Date(Date.UTC(2026, 0, 1) + standing * 60_000);
    rows.push({
      id: t.random.uuid(at),
      ...places[standing % courses],
      studentId: children[Math.floor(standing / courses) % learners],
      number: 1 + Math.floor(standing / (courses * learners)),
      status: "SUBMITTED",
      text: "We cut it twice through the middle.",
      revision: 1,
      submittedAt: at,
      isLate: standing % 7 === 0,
      createdAt: at,
      updatedAt: at,
    });
  }
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
  console.log(await measure("next page", () => readQueue(ctx, { ...first, cursor: page.next ?? undefined, from: 50 })));
  console.log(
    await measure("late ones of one course", () =>
      readQueue(ctx, { ...first, filters: { course: places[3]?.courseId, late: true } }),
    ),
  );
  console.log(await measure("next and previous", () => ctx.work((db) => readNeighbours(db, ctx, first, deep))));
}
await t.close();
