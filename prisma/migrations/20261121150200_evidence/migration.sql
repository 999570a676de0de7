-- What a child has shown of each competency: graded answers and returned work. One truth for every page that tells it.
-- The person asking is checked once, here, and not once for each row of five tables: the family, whoever a guardian
-- named, staff by their office, and a course's own teachers for what was shown in that course.
CREATE FUNCTION app.evidence(student uuid, since timestamptz)
RETURNS TABLE (kind text, id uuid, "courseId" uuid, "competencyId" uuid, score float, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE
  everything boolean := student IN (SELECT app.record_students('ASSESSMENT')) OR app.has_permission('child:read_all');
  courses uuid[] := CASE WHEN everything THEN NULL ELSE array(SELECT app.taught_courses('learners')) END;
BEGIN
  IF NOT everything AND cardinality(courses) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'answer', r.id, r."courseId", q."competencyId", r.score, r."answeredAt"
    FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" AND a.status <> 'OPEN' JOIN "QuestionCompetency" q ON q."questionId" = r."questionId"
    WHERE r."studentId" = student AND r.score IS NOT NULL AND r."answeredAt" >= since AND (everything OR r."courseId" = ANY (courses))
    UNION ALL
    SELECT 'work', g."submissionId", g."courseId", c."competencyId", g.percent / 100, g."releasedAt"
    FROM "SubmissionGrade" g JOIN "Submission" s ON s.id = g."submissionId" JOIN "AssignmentCompetency" c ON c."assignmentId" = s."assignmentId"
    WHERE g."studentId" = student AND g.status = 'RELEASED' AND g."releasedAt" >= since AND (everything OR g."courseId" = ANY (courses));
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.evidence(uuid, timestamptz) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.evidence(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.evidence(uuid, timestamptz) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
