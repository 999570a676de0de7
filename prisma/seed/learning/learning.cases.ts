import { describe, expect, test } from "vitest";
import { attemptState } from "@/server/features/assessment/attempts.schema";
import { questionBody, questionKey } from "@/server/features/assessment/question.schema";
import { percentWith } from "@/server/features/assessment/regrade.domain";
import { scoreAnswer } from "@/server/features/assessment/scoring.domain";
import { filesOf, lessonDoc } from "@/server/features/courses/lesson.schema";
import { listAllResources } from "@/server/features/courses/resources.queries";
import { allResourcesInput } from "@/server/features/courses/resources.schema";
import type { StoredVariant } from "@/server/features/files/files.queries";
import { sweepFiles } from "@/server/features/files/files.sweep.service";
import { type Example, proposeMarks } from "@/server/features/grading/proposals.domain";
import type { TestDatabase } from "../../../tests/harness/db";

/** What the seed says of learning, asked of a school that was seeded on 20 November 2026: to seed one takes long. */
export function learningCases(school: () => TestDatabase): void {
  const rows = async <T extends object>(text: string) => (await school().sql.query<T>(text)).rows;
  const count = async (text: string) =>
    (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`))[0]?.n ?? 0;

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
    await school().sql.query(`SELECT set_config('app.system', 'courses', false)`);
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

  describe("files", () => {
    test("lie in the store as their facts say, and nobody waits to open them", async () => {
      const { facts, missing, damaged } = await sweepFiles({ verify: 1_000 });
      expect([missing, damaged]).toEqual([[], []]);
      expect(facts).toBeGreaterThan(30);
      expect(
        await count(`"StoredFile" WHERE scan = 'PENDING' OR sha256 = '' OR (mime = 'image/png') <> (width > 0)`),
      ).toBe(0);
    });

    test("stand small in the catalogue, each cover with its words", async () => {
      const covers = await rows<{ variants: StoredVariant[]; alt: string }>(
        `SELECT f.variants, c."coverAlt" AS alt FROM "Course" c JOIN "StoredFile" f ON f.id = c."coverFileId"`,
      );
      expect(covers).toHaveLength(6);
      for (const { variants, alt } of covers) {
        expect(alt.length).toBeGreaterThan(10);
        expect(variants).toMatchObject([{ name: "w320", width: 320 }]);
        expect(variants[0]?.size).toBeLessThan(6_000);
      }
    });

    test("are shown by questions that were asked, as the bank writes it", async () => {
      const shown = await rows<{ media: { fileId: string; alt: string }[]; files: string[]; answers: number }>(
        `SELECT v.body->'media' AS media, (SELECT array_agg(f."fileId") FROM "QuestionFile" f JOIN "StoredFile" s ON s.id = f."fileId"
         AND s.width = (v.body#>>'{media,0,width}')::int WHERE f."versionId" = v.id AND NOT f."inKey") AS files,
         (SELECT count(*)::int FROM "Response" r WHERE r."versionId" = v.id) AS answers
       FROM "QuestionVersion" v WHERE v.body ? 'media'`,
      );
      expect(shown).toHaveLength(18);
      for (const { media, files } of shown) expect(media.map(({ fileId }) => fileId)).toEqual(files);
      expect(shown.filter(({ answers }) => answers > 50).length).toBeGreaterThan(9);
    });

    test("no picture's words are the answer to its question", async () => {
      const told = await rows<{ alt: string; answers: string[] }>(
        `SELECT v.body#>>'{media,0,alt}' AS alt, CASE v.type WHEN 'MCQ'
         THEN (SELECT array_agg(o->>'text') FROM jsonb_array_elements(v.body->'options') o WHERE k.key->'correct' ? (o->>'key'))
         ELSE ARRAY(SELECT s #>> '{}' FROM jsonb_path_query(k.key, 'strict $.**.spellings[*]') s) END AS answers
       FROM "QuestionVersion" v JOIN "QuestionKey" k ON k."versionId" = v.id WHERE v.body ? 'media'`,
      );
      for (const { alt, answers } of told) {
        expect(answers.length, alt).toBeGreaterThan(0);
        for (const answer of answers) expect(alt.toLowerCase()).not.toContain(answer.toLowerCase());
      }
    });

    test("lie in the courses of the demonstration's teacher, one after an earlier one, one in a lesson's text", async () => {
      const [teacher] = await rows<{ id: string }>(`SELECT id FROM "User" WHERE email = 'instructor@demo.uhs.test'`);
      const { rows: listed } = await listAllResources(
        await school().ctx(teacher?.id ?? ""),
        allResourcesInput.parse({}),
      );
      expect(listed).toHaveLength(9);
      expect(listed.some(({ opens }) => (opens ?? 0) > 3)).toBe(true);
      expect(await count(`"CourseFileVersion"`)).toBe(2);
      const bodies = await rows<{ body: unknown }>(`SELECT body FROM "LessonContent" WHERE body::text LIKE '%fileId%'`);
      const named = bodies.flatMap(({ body }) => filesOf(lessonDoc.parse(body)));
      expect(named).toHaveLength(1);
      expect(await count(`"CourseResource" WHERE "lessonId" IS NOT NULL AND "fileId" = '${named[0]}'`)).toBe(1);
    });
  });
}
