import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptState } from "@/server/features/assessment/attempts.schema";
import { questionBody, questionKey } from "@/server/features/assessment/question.schema";
import { percentWith } from "@/server/features/assessment/regrade.domain";
import { scoreAnswer } from "@/server/features/assessment/scoring.domain";
import { lessonDoc } from "@/server/features/courses/lesson.schema";
import { type Example, proposeMarks } from "@/server/features/grading/proposals.domain";
import { type TestDatabase, testDatabase } from "../../../tests/harness/db";
import { seed } from "../main";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("seed-learning");
  expect(await seed(t.sql, { today: "2026-11-20" })).toBe(true);
}, 180_000);
afterAll(() => t.close());
const rows = async <T extends object>(text: string) => (await t.sql.query<T>(text)).rows;
const count = async (text: string) => (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`))[0]?.n ?? 0;

test("there is as much to learn, to answer and to mark as was promised", async () => {
  expect(await count(`"Course"`)).toBeGreaterThan(100);
  expect(await count(`(SELECT DISTINCT grade, "learningAreaCode" FROM "Course" WHERE status = 'PUBLISHED') x`)).toBe(
    94,
  );
  expect(
    await count(`"Competency" c WHERE NOT EXISTS (SELECT FROM "LessonCompetency" l WHERE l."competencyId" = c.id)`),
  ).toBe(0);
  expect(await count(`"Assessment"`)).toBeGreaterThan(50);
  expect(await count(`"Question"`)).toBe(400);
  expect(await count(`"Response"`)).toBeGreaterThan(40_000);
  expect(await count(`"Submission" WHERE "assignmentId" IS NOT NULL`)).toBe(600);
  expect(await count(`"Submission" WHERE "responseId" IS NOT NULL`)).toBeGreaterThan(40);
  expect(await count(`(SELECT DISTINCT status FROM "Submission") x`)).toBe(4);
  expect(await count(`"CourseReview"`)).toBe(300);
  expect(await count(`"BadgeAward"`)).toBeGreaterThan(500);
  expect(await count(`(SELECT DISTINCT status FROM "Course") x`)).toBe(4);
});

describe("answers are no noise", () => {
  test("harder questions are answered right less often", async () => {
    const byDifficulty = await rows<{ facility: number }>(
      `SELECT avg(score)::float AS facility FROM "Response" GROUP BY difficulty HAVING count(*) > 500 ORDER BY difficulty`,
    );
    const facilities = byDifficulty.map(({ facility }) => facility);
    expect(facilities.length).toBeGreaterThanOrEqual(4);
    expect(facilities).toEqual([...facilities].sort((one, other) => other - one));
  });

  test("who is right on odd questions is right on even ones", async () => {
    const [{ r } = { r: 0 }] = await rows<{ r: number }>(
      `SELECT corr(odd, even)::float AS r FROM (SELECT avg(score) FILTER (WHERE place % 2 = 1) AS odd, avg(score) FILTER (WHERE place % 2 = 0) AS even
       FROM "Response" GROUP BY "studentId" HAVING count(*) > 20) x`,
    );
    expect(r).toBeGreaterThan(0.7);
  });

  test("and every score is what the key says", async () => {
    const some = await rows<{ body: unknown; key: unknown; answer: never; score: number }>(
      `SELECT v.body, k.key, r.answer, r.score FROM "Response" r JOIN "QuestionVersion" v ON v.id = r."versionId" JOIN "QuestionKey" k ON k."versionId" = v.id
       WHERE r."gradedBy" = 'KEY' ORDER BY r.id LIMIT 500`,
    );
    for (const { body, key, answer, score } of some) {
      const question = { body: questionBody.parse(body), key: questionKey.parse(key) } as Parameters<
        typeof scoreAnswer
      >[0];
      expect(scoreAnswer(question, answer).score).toBeCloseTo(score, 9);
    }
  });
});

test("an attempt keeps all it takes to be marked anew", async () => {
  const some = await rows<{ state: unknown; percent: number; answers: { questionId: string; score: number }[] }>(
    `SELECT a.state, a.percent, json_agg(json_build_object('questionId', r."questionId", 'score', r.score) ORDER BY r.place) AS answers
     FROM "Attempt" a JOIN "Response" r ON r."attemptId" = a.id WHERE a.percent IS NOT NULL GROUP BY a.id ORDER BY a.id LIMIT 200`,
  );
  for (const { state, percent, answers } of some) {
    const [first] = answers;
    const kept = attemptState.parse(state);
    expect(percentWith(kept, answers, first as { questionId: string; score: number })).toBeCloseTo(percent, 0);
  }
});

test("what is proposed at the desk is what the rules say of waiting work, some of it sure and some not", async () => {
  const proposed = await rows<{ who: string; confidence: number; marks: object; text: string; examples: Example[] }>(
    `SELECT u.email AS who, p.confidence, p.marks, s.text,
       (SELECT json_agg(json_build_object('text', o.text, 'marks', g.marks) ORDER BY o."submittedAt" DESC, o.id DESC) FROM "Submission" o
        JOIN "SubmissionGrade" g ON g."submissionId" = o.id AND g.status = 'RELEASED' WHERE o."assignmentId" = s."assignmentId") AS examples
     FROM "GradeProposal" p JOIN "Submission" s ON s.id = p."submissionId" AND s.status = 'SUBMITTED' JOIN "Course" c ON c.id = s."courseId"
     JOIN "User" u ON u.id = c."ownerId" WHERE p.status = 'OPEN' ORDER BY p.id`,
  );
  expect(proposed.length).toBe(await count(`"GradeProposal"`));
  for (const { marks, text, examples, confidence } of proposed) {
    const ids = Object.keys(marks).map((id) => ({ id }));
    expect(proposeMarks({ text, files: 0 }, ids, examples)).toMatchObject({ marks, confidence });
  }
  const teachers = proposed.filter(({ who }) => who === "instructor@demo.uhs.test").map((one) => one.confidence);
  expect(Math.max(...teachers)).toBeGreaterThan(0.8);
  expect(Math.min(...teachers)).toBeLessThan(0.8);
});

test("every lesson is a document the pages can draw, with words in it", async () => {
  const bodies = await rows<{ lessonId: string; body: unknown }>(`SELECT "lessonId", body FROM "LessonContent"`);
  expect(bodies.length).toBeGreaterThan(1_000);
  for (const { lessonId, body } of bodies)
    expect([lessonId, lessonDoc.safeParse(body).success]).toEqual([lessonId, true]);
});

test("figures kept by triggers are what the rows say", async () => {
  await t.sql.query(`SELECT set_config('app.system', 'courses', false)`);
  expect(await rows(`SELECT * FROM app.course_drift()`)).toEqual([]);
  const off = await rows(
    `SELECT e.id FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId"
     LEFT JOIN (SELECT "courseId", "studentId", count(*) FILTER (WHERE "completedAt" IS NOT NULL) AS done FROM "LessonProgress" GROUP BY 1, 2) p
       ON p."courseId" = e."courseId" AND p."studentId" = e."studentId"
     WHERE e."lessonsDone" <> coalesce(p.done, 0) OR (e.status = 'COMPLETED') <> (coalesce(p.done, 0) >= c."lessonCount")`,
  );
  expect(off).toEqual([]);
});

test("every point has its fact, and nobody learned before they enrolled or after today", async () => {
  expect(
    await count(
      `"BadgeAward" a WHERE NOT EXISTS (SELECT FROM "PointsLog" p WHERE p."studentId" = a."studentId" AND p.fact = 'badge:' || a."badgeCode")`,
    ),
  ).toBe(0);
  expect(await count(`"StudentActivity" WHERE "occurredAt" > '2026-11-20T06:30:00Z'`)).toBe(0);
  expect(
    await count(
      `"LessonProgress" p JOIN "Enrollment" e ON e."courseId" = p."courseId" AND e."studentId" = p."studentId" WHERE p."createdAt" < date_trunc('day', e."createdAt")`,
    ),
  ).toBe(0);
});
