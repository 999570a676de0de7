/** `npm run bench:learning`: what the pages about learning cost in a school of one size and in one of twenty times the size. */
import "../harness/setup";
import pg from "pg";
import { readItemFigures } from "../../server/features/assessment/items.queries";
import { listCatalogue } from "../../server/features/catalogue/catalogue.queries";
import { catalogueInput } from "../../server/features/catalogue/catalogue.schema";
import { listCourses } from "../../server/features/courses/courses.queries";
import { courseListInput } from "../../server/features/courses/courses.schema";
import { readChild } from "../../server/features/families/families.queries";
import { listLearners } from "../../server/features/learners/learners.queries";
import { learnersInput } from "../../server/features/learners/learners.schema";
import { readPulse } from "../../server/features/learners/pulse.queries";
import { pulseInput } from "../../server/features/learners/pulse.schema";
import { readActivity, readJourney } from "../../server/features/progress/progress.queries";
import { createCompetency, createLearningArea } from "../factories/curriculum";
import { buildStudent, createFamily, createHousehold } from "../factories/families";
import { createUser } from "../factories/identity";
import { insertRow, insertRows } from "../factories/insert";
import { buildCourse, buildEnrollment, createAssessment, createQuestion } from "../factories/learning";
import { testDatabase } from "../harness/db";

/** Of one size: the learners of a teacher of six courses, which stay six, and the courses of somebody who has many. */
const [learners, courses, others] = [120, 6, 90];
const [questions, activities, follows] = [10, 30, 3];
const day = 86_400_000;

const t = await testDatabase("learning-bench");
const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const somebody = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const { code: area } = await createLearningArea(t.sql, t.random, { code: "MATH" });
const asked: { id: string; versionId: string }[] = [];
for (let n = 0; n < questions; n++) {
  const question = await createQuestion(t.sql, t.random, { learningAreaCode: area });
  const competency = await createCompetency(t.sql, t.random, { learningAreaCode: area, subStrand: `Part ${n}` });
  await insertRow(t.sql, "QuestionCompetency", { questionId: question.id, competencyId: competency.id });
  asked.push(question);
}
const household = await createHousehold(t.sql, t.random, { children: 2 });
const parent = household.parent;
const child = household.students[0]?.id as string;
const family = await createFamily(t.sql, t.random);

const taught: string[] = [];
const children: string[] = [child];
let assessmentId = "";

async function addCourses(count: number, ownerId: string): Promise<string[]> {
  const rows = Array.from({ length: count }, () => buildCourse(t.random, { ownerId, learningAreaCode: area }));
  await insertRows(t.sql, "Course", rows);
  return rows.map(({ id }) => id);
}

/** What a child did in half a year: enrolments, days of learning, and one attempt with an answer to every question. */
function learnedBy(studentId: string, n: number) {
  const followed = Array.from({ length: follows }, (_, at) => taught[(n + at) % taught.length] as string);
  const stamp = (ago: number) => new Date(Date.now() - ago * day - (n % 500) * 60_000);
  const attempt = { id: t.random.uuid(), courseId: followed[0] as string, studentId };
  const at = stamp(3);
  return {
    Enrollment: followed.map((courseId) =>
      buildEnrollment(t.random, {
        courseId,
        studentId,
        enrolledById: parent.id,
        lastActivityAt: stamp(n % 40),
        lessonsDone: n % 8,
      }),
    ),
    StudentActivity: Array.from({ length: activities }, (_, ago) => ({
      id: t.random.uuid(),
      occurredAt: stamp(ago * 2),
      studentId,
      kind: "LESSON_DONE",
      courseId: followed[ago % follows],
      seconds: 600,
      recordedAt: stamp(ago * 2),
    })),
    Attempt: [
      {
        ...attempt,
        assessmentId,
        number: 1,
        status: "GRADED",
        startedAt: at,
        submittedAt: at,
        createdAt: at,
        updatedAt: at,
      },
    ],
    Response: asked.map((question, place) => ({
      id: t.random.uuid(),
      attemptId: attempt.id,
      studentId,
      courseId: attempt.courseId,
      questionId: question.id,
      versionId: question.versionId,
      place: place + 1,
      difficulty: 3,
      answer: { type: "mcq", chosen: [(n + place) % 3 === 0 ? "B" : "A"] },
      answeredAt: at,
      score: (n + place) % 3 === 0 ? 0 : 1,
      gradedBy: "KEY",
      seconds: 30,
      createdAt: at,
      updatedAt: at,
    })),
  };
}

/** Grows the school to `scale` times its first size; the one family and its children learn as before. */
async function grow(scale: number): Promise<void> {
  taught.push(...(await addCourses(courses - taught.length, teacher.id)));
  const { rows } = await t.sql.query(`SELECT count(*)::int AS n FROM "Course" WHERE "ownerId" = $1`, [somebody.id]);
  await addCourses(others * scale - rows[0].n, somebody.id);
  if (!assessmentId) {
    const given = { courseId: taught[0] as string, createdById: teacher.id, questions: asked };
    assessmentId = (await createAssessment(t.sql, t.random, given)).id;
  }
  const known = children.length === 1 ? 0 : children.length;
  const students = Array.from({ length: learners * scale - children.length }, () =>
    buildStudent(t.random, { familyId: family.id, grade: "G4" }),
  );
  await insertRows(t.sql, "Student", students);
  children.push(...students.map(({ id }) => id));
  const learned = children.slice(known).map((id, at) => learnedBy(id, known + at));
  for (const table of ["Enrollment", "StudentActivity", "Attempt", "Response"] as const)
    await insertRows(
      t.sql,
      table,
      learned.flatMap((one) => one[table] as object[]),
    );
  await t.sql.query("ANALYZE");
}

let statements = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  statements += 1;
  return (query as (...given: unknown[]) => unknown).apply(this, given);
} as typeof query;

const [ctx, many, home, visitor] = [await t.ctx(teacher), await t.ctx(somebody), await t.ctx(parent), t.visitorCtx()];
const pages: Record<string, () => Promise<unknown>> = {
  "a teacher's courses": () => listCourses(many, courseListInput.parse({})),
  "the catalogue": () => listCatalogue(visitor, catalogueInput.parse({})),
  "the catalogue, by grade and area": () =>
    listCatalogue(visitor, catalogueInput.parse({ filters: { grade: ["G4"], area: [area] } })),
  "a teacher's learners": () => listLearners(ctx, learnersInput.parse({})),
  "learners quiet for 14 days": () => listLearners(ctx, learnersInput.parse({ filters: { quiet: "14" } })),
  "the pulse of one course": () => readPulse(ctx, pulseInput.parse({ courseId: taught[0] })),
  "item analysis": () => readItemFigures(ctx, assessmentId),
  "a child, today": () => readChild(home, child),
  "a child, learning": () => readJourney(home, child),
  "a child, activity": () => readActivity(home, { studentId: child }),
};

type Figure = { statements: number; ms: number };
async function measure(ask: () => Promise<unknown>): Promise<Figure> {
  const times: number[] = [];
  // What is asked for the first time is planned, and what was never read is cold: neither is a school's size.
  for (let n = 0; n < 6; n++) await ask();
  for (let n = 0; n < 15; n++) {
    statements = 0;
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return { statements, ms: times.sort((one, two) => one - two)[times.length >> 1] ?? 0 };
}

const found = new Map<string, Figure[]>();
for (const scale of [1, 20]) {
  await grow(scale);
  for (const [name, ask] of Object.entries(pages)) found.set(name, [...(found.get(name) ?? []), await measure(ask)]);
}
console.log("| page | statements, 1× and 20× | 1× | 20× | times |\n| --- | --- | --- | --- | --- |");
for (const [name, [one, twenty]] of found)
  if (one && twenty)
    console.log(
      `| ${name} | ${one.statements}, ${twenty.statements} | ${one.ms.toFixed(1)} ms | ${twenty.ms.toFixed(1)} ms | ${(twenty.ms / one.ms).toFixed(1)} |`,
    );
await t.close();
