import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createGuardianship, createHousehold, rights } from "@/tests/factories/families";
import { createMembership, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import {
  createAssessment,
  createAssignment,
  createBadge,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createQuestion,
  createSubmission,
} from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
let parent: { id: string };
let coparent: { id: string };
let child: { id: string };
let course: { id: string; ownerId: string };
const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);
const outcome = { area: "MATH", strand: "Numbers", subStrand: "Fractions" };

/** An attempt with one answer to one question. */
async function answer(given: {
  studentId: string;
  questionId: string;
  versionId: string;
  score: number | null;
  at: Date;
  status?: "OPEN" | "GRADED";
}) {
  const assessment = await createAssessment(t.sql, t.random, { courseId: course.id });
  const attemptId = t.random.uuid();
  const stamps = { createdAt: given.at, updatedAt: given.at };
  const status = given.status ?? "GRADED";
  await insertRow(t.sql, "Attempt", {
    id: attemptId,
    assessmentId: assessment.id,
    courseId: course.id,
    studentId: given.studentId,
    number: 1,
    status,
    startedAt: given.at,
    submittedAt: status === "OPEN" ? null : given.at,
    ...stamps,
  });
  await insertRow(t.sql, "Response", {
    id: t.random.uuid(),
    attemptId,
    studentId: given.studentId,
    courseId: course.id,
    questionId: given.questionId,
    versionId: given.versionId,
    place: 1,
    difficulty: 3,
    answer: { type: "mcq", chosen: ["A"] },
    answeredAt: given.at,
    score: given.score,
    gradedBy: given.score === null ? null : "KEY",
    ...stamps,
  });
}

beforeAll(async () => {
  t = await testDatabase("progress");
  const household = await createHousehold(t.sql, t.random, { children: 1 });
  parent = household.parent;
  child = household.students[0] as { id: string };
  await t.sql.query(`UPDATE "Student" SET grade = 'G4' WHERE id = $1`, [child.id]);
  coparent = await createUser(t.sql, t.random);
  await createGuardianship(t.sql, t.random, { guardianId: coparent.id, studentId: child.id, ...rights.payOnly });
  course = await createCourse(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: parent.id });
  await createLearningArea(t.sql, t.random, { code: "MATH" });
  const fractions = await createCompetency(t.sql, t.random, {
    learningAreaCode: "MATH",
    coreCompetencies: ["learning-to-learn", "self-efficacy"],
  });
  const other = await createCompetency(t.sql, t.random, {
    learningAreaCode: "MATH",
    subStrand: "Decimals",
    coreCompetencies: ["self-efficacy"],
  });
  const [one, two] = [
    await createQuestion(t.sql, t.random, { title: "Which is larger?" }),
    await createQuestion(t.sql, t.random),
  ];
  await insertRow(t.sql, "QuestionCompetency", { questionId: one.id, competencyId: fractions.id });
  await insertRow(t.sql, "QuestionCompetency", { questionId: two.id, competencyId: other.id });
  const of = (question: { id: string; versionId: string }) => ({
    studentId: child.id,
    questionId: question.id,
    versionId: question.versionId,
  });
  await answer({ ...of(one), score: 1, at: ago(3) });
  await answer({ ...of(one), score: 0.5, at: ago(10) });
  await answer({ ...of(two), score: 0, at: ago(2) });
  // Too old, not graded, and not handed in: none of them is evidence.
  await answer({ ...of(one), score: 0, at: ago(200) });
  await answer({ ...of(one), score: null, at: ago(1) });
  await answer({ ...of(one), score: 0, at: ago(1), status: "OPEN" });
  // Another child's answer to the same question.
  const stranger = (await createHousehold(t.sql, t.random, { children: 1 })).students[0] as { id: string };
  await answer({ ...of(one), studentId: stranger.id, score: 0, at: ago(1) });
  const assignment = await createAssignment(t.sql, t.random, { courseId: course.id });
  await insertRow(t.sql, "AssignmentCompetency", { assignmentId: assignment.id, competencyId: fractions.id });
  for (const [number, status] of [
    [1, "RELEASED"],
    [2, "DRAFT"],
  ] as const) {
    const work = await createSubmission(t.sql, t.random, {
      studentId: child.id,
      assignmentId: assignment.id,
      courseId: course.id,
      number,
      status: status === "RELEASED" ? "RETURNED" : "GRADED",
    });
    await insertRow(t.sql, "SubmissionGrade", {
      submissionId: work.id,
      studentId: child.id,
      courseId: course.id,
      marks: { idea: "EE" },
      percent: status === "RELEASED" ? 95 : 15,
      scaleCode: "CBC4",
      levelCode: "EE",
      status,
      gradedById: course.ownerId,
      releasedAt: status === "RELEASED" ? ago(5) : null,
      createdAt: ago(5),
      updatedAt: ago(5),
    });
  }
});
afterAll(() => t.close());
const journey = async (who: { id: string }) => (await t.as(who)).progress.journey({ studentId: child.id });

test("the seven core competencies are what the rows say, counted by hand", async () => {
  const { cores } = await journey(parent);
  expect(cores).toHaveLength(7);
  const found = Object.fromEntries(
    cores.map(({ core, shown }) => [core, shown && [shown.count, Math.round(shown.percent * 100) / 100]]),
  );
  // Fractions: 1, 0.5 and the returned work 0.95; decimals: 0.
  expect(found).toMatchObject({ "learning-to-learn": [3, 81.67], "self-efficacy": [4, 61.25], citizenship: null });
});

test("and what an independent query of the tables says", async () => {
  const { parts } = await journey(parent);
  const { rows } = await t.sql.query(
    `SELECT "subStrand", count(*)::int AS count, 100 * avg(score) AS percent FROM (
       SELECT c."subStrand", r.score FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" JOIN "QuestionCompetency" q USING ("questionId") JOIN "Competency" c ON c.id = q."competencyId"
       WHERE r."studentId" = $1 AND r.score IS NOT NULL AND a.status <> 'OPEN' AND r."answeredAt" > now() - interval '182 days'
       UNION ALL SELECT c."subStrand", g.percent / 100 FROM "SubmissionGrade" g JOIN "Submission" s ON s.id = g."submissionId" JOIN "AssignmentCompetency" a USING ("assignmentId")
       JOIN "Competency" c ON c.id = a."competencyId" WHERE g."studentId" = $1 AND g."releasedAt" IS NOT NULL) e GROUP BY 1 ORDER BY 1`,
    [child.id],
  );
  const mine = parts
    .map(({ subStrand, count, percent }) => ({ subStrand, count, percent }))
    .sort((a, b) => (a.subStrand < b.subStrand ? -1 : 1));
  expect(mine).toEqual(rows);
});

test("a sub-strand shows every piece behind it, newest first, and no other", async () => {
  const page = await (await t.as(parent)).progress.evidence({ studentId: child.id, ...outcome });
  expect(page.rows.map(({ kind, score, title }) => [kind, score, title])).toEqual([
    ["answer", 1, "Which is larger?"],
    ["work", 0.95, "Share a chapati"],
    ["answer", 0.5, "Which is larger?"],
  ]);
  expect(page.next).toBeNull();
});

test("levels are those in force for the child's grade, and moving a grade is a row", async () => {
  expect((await journey(parent)).levels.map(({ code }) => code)).toEqual(["EE", "ME", "AE", "BE"]);
  await insertRow(t.sql, "ScaleUse", { id: t.random.uuid(), grade: "G4", scaleCode: "CBC8", validFrom: "2026-01-02" });
  expect((await journey(parent)).levels[0]?.code).toBe("EE1");
});

describe("nothing is seen", () => {
  it.each(["journey", "activity", "achievements"] as const)(
    "of %s by a guardian without the right, another family or an instructor",
    async (name) => {
      const outsiders = [coparent, (await createHousehold(t.sql, t.random)).parent];
      for (const who of outsiders) {
        const api = await t.as(who);
        await expect(api.progress[name]({ studentId: child.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
      const teacher = await t.as({ id: course.ownerId });
      await expect(teacher.progress[name]({ studentId: child.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    },
  );

  /** What the database itself says, with every line of our code taken away. */
  const evidenceFor = async (id: string, role: "PARENT" | "INSTRUCTOR" | "PARTNER") =>
    t.asApp(
      id,
      role,
      async (query) =>
        (
          await query<{ n: number }>(`SELECT count(*)::int AS n FROM app.evidence($1, now() - interval '1 year')`, [
            child.id,
          ])
        )[0]?.n,
    );

  test("in the database: by a guardian without the right, an instructor of another course, a partner without consent", async () => {
    const another = await createCourse(t.sql, t.random);
    const { userId: sponsor } = await createMembership(t.sql, t.random);
    expect(await evidenceFor(parent.id, "PARENT")).toBe(5);
    expect(await evidenceFor(coparent.id, "PARENT")).toBe(0);
    expect(await evidenceFor(another.ownerId, "INSTRUCTOR")).toBe(0);
    expect(await evidenceFor(sponsor, "PARTNER")).toBe(0);
  });

  test("while the course's own teachers see what was shown there, and a co-teacher only with the right", async () => {
    expect(await evidenceFor(course.ownerId, "INSTRUCTOR")).toBe(5);
    const { userId: without } = await createCoTeacher(t.sql, t.random, { courseId: course.id, canEdit: true });
    const { userId: withRight } = await createCoTeacher(t.sql, t.random, { courseId: course.id, canLearners: true });
    expect(await evidenceFor(without, "INSTRUCTOR")).toBe(0);
    expect(await evidenceFor(withRight, "INSTRUCTOR")).toBe(5);
  });

  test("and a partner the moment consent is withdrawn", async () => {
    const { userId, organizationId } = await createMembership(t.sql, t.random);
    const consent = await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "ASSESSMENT",
      recipientType: "PARTNER",
      recipientId: organizationId,
    });
    expect(await evidenceFor(userId, "PARTNER")).toBe(5);
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    expect(await evidenceFor(userId, "PARTNER")).toBe(0);
  });
});

test("activity counts days by Nairobi's clock, and the feed pages without a gap", async () => {
  // 22:30 UTC is half past one of the next day in Nairobi.
  const late = new Date(`${new Date(Date.now() - 3 * day).toISOString().slice(0, 10)}T22:30:00Z`);
  for (let n = 0; n < 23; n++)
    await insertRow(t.sql, "StudentActivity", {
      id: t.random.uuid(),
      occurredAt: n === 0 ? late : ago(n + 4),
      studentId: child.id,
      kind: "LESSON_DONE",
      courseId: course.id,
      seconds: 600,
    });
  const api = await t.as(parent);
  const first = await api.progress.activity({ studentId: child.id });
  expect(first.days.map((one) => one.day)).toContain(
    new Date(late.getTime() + 3 * 3_600_000).toISOString().slice(0, 10),
  );
  const second = await api.progress.activity({ studentId: child.id, cursor: first.next as string });
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toHaveLength(23);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(23);
  expect(second.next).toBeNull();
});

test("badges stand with the day they were earned, the others as ahead; points are summed", async () => {
  const badge = await createBadge(t.sql, t.random, { code: "earned" });
  await createBadge(t.sql, t.random, { code: "ahead" });
  await insertRow(t.sql, "BadgeAward", {
    id: t.random.uuid(),
    badgeCode: badge.code,
    studentId: child.id,
    awardedAt: ago(1),
  });
  for (const fact of ["lesson:1", "lesson:2"])
    await insertRow(t.sql, "PointsLog", {
      id: t.random.uuid(),
      studentId: child.id,
      reason: "lesson",
      fact,
      points: 10,
      earnedAt: ago(1),
    });
  const { awards, points } = await (await t.as(parent)).progress.achievements({ studentId: child.id });
  expect(points).toBe(20);
  expect(awards.map(({ code, awardedOn }) => [code, awardedOn !== null])).toEqual([
    ["earned", true],
    ["ahead", false],
  ]);
});
