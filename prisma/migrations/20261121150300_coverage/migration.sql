-- Counts what the school does about each competency: lessons of published courses that plan it, completions of those
-- lessons, graded answers to its questions. It runs with the rights of whoever calls it; only the curriculum's own service
-- sees all the rows and may write the counts.
CREATE FUNCTION app.count_coverage(counted_at timestamptz) RETURNS int LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$
DECLARE counted int;
BEGIN
  WITH planned AS (
    SELECT k."competencyId", count(*)::int AS lessons, coalesce(sum(p.n), 0)::int AS completions
    FROM "LessonCompetency" k JOIN "Lesson" l ON l.id = k."lessonId" JOIN "Course" c ON c.id = l."courseId" AND c.status = 'PUBLISHED'
    LEFT JOIN (SELECT "lessonId", count(*) AS n FROM "LessonProgress" WHERE "completedAt" IS NOT NULL GROUP BY 1) p ON p."lessonId" = l.id
    GROUP BY 1),
  assessed AS (
    SELECT q."competencyId", sum(r.n)::int AS answers, sum(r.score) AS score
    FROM "QuestionCompetency" q JOIN (SELECT "questionId", count(*) AS n, sum(score) AS score FROM "Response" WHERE score IS NOT NULL GROUP BY 1) r ON r."questionId" = q."questionId"
    GROUP BY 1)
  INSERT INTO "CompetencyTally" ("competencyId", lessons, completions, answers, "scoreSum", "countedAt")
  SELECT c.id, coalesce(p.lessons, 0), coalesce(p.completions, 0), coalesce(a.answers, 0), coalesce(a.score, 0), counted_at
  FROM "Competency" c LEFT JOIN planned p ON p."competencyId" = c.id LEFT JOIN assessed a ON a."competencyId" = c.id
  ON CONFLICT ("competencyId") DO UPDATE SET lessons = excluded.lessons, completions = excluded.completions, answers = excluded.answers,
    "scoreSum" = excluded."scoreSum", "countedAt" = excluded."countedAt";
  GET DIAGNOSTICS counted = ROW_COUNT;
  RETURN counted;
END $$;
REVOKE ALL ON FUNCTION app.count_coverage(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.count_coverage(timestamptz) TO uhs_app;
