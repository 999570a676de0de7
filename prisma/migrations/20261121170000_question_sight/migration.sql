-- Who sees a question, its versions and its key was said by policies that asked each other; a real PostgreSQL took longer
-- to plan such a question than to answer it. Here each is one function that asks once, by index.
CREATE FUNCTION app.in_taught_assessment(question uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.role() = 'INSTRUCTOR' AND EXISTS (SELECT FROM "AssessmentItem" i JOIN "Assessment" s ON s.id = i."assessmentId"
    WHERE i."questionId" = question AND s."courseId" IN (SELECT app.taught_courses()));
END $$;

CREATE FUNCTION app.keeps_question(question uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.has_permission('question:school') OR (app.has_permission('question:write')
    AND EXISTS (SELECT FROM "Question" q WHERE q.id = question AND q."ownerId" = app.user_id()));
END $$;

CREATE FUNCTION app.sees_question(question uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.system() IN ('assessment', 'curriculum') OR app.keeps_question(question) OR app.in_taught_assessment(question)
    OR (app.has_permission('question:read') AND EXISTS (SELECT FROM "Question" q WHERE q.id = question AND q."ownerId" IS NULL));
END $$;

-- Whether a version was shown to a child whose answers the person may read; `ended`: in an attempt that is over and tells its key.
CREATE FUNCTION app.saw_version(version uuid, ended boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.role() IS NOT NULL AND EXISTS (
    SELECT FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" JOIN "Assessment" s ON s.id = a."assessmentId"
    WHERE r."versionId" = version AND (NOT ended OR (a.status <> 'OPEN' AND s."showsKey"))
      AND (r."studentId" IN (SELECT app.my_students())
        OR (a.status <> 'OPEN' AND r."studentId" IN (SELECT app.record_students('ASSESSMENT')))
        OR r."courseId" IN (SELECT app.taught_courses('learners')) OR app.has_permission('child:read_all')));
END $$;

CREATE FUNCTION app.edits_lesson(lesson uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "Lesson" l WHERE l.id = lesson AND l."courseId" IN (SELECT app.taught_courses('edit')));
END $$;

CREATE FUNCTION app.edits_assignment(assignment uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "Assignment" s WHERE s.id = assignment AND s."courseId" IN (SELECT app.taught_courses('edit')));
END $$;

CREATE FUNCTION app.sees_assignment(assignment uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.has_permission('course:review') OR app.system() IN ('assessment', 'courses')
    OR EXISTS (SELECT FROM "Assignment" s WHERE s.id = assignment AND (s."courseId" IN (SELECT app.taught_courses())
      OR (s.status <> 'DRAFT' AND s."courseId" IN (SELECT app.enrolled_courses()))));
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.in_taught_assessment(uuid)', 'app.keeps_question(uuid)', 'app.sees_question(uuid)', 'app.saw_version(uuid, boolean)',
    'app.edits_lesson(uuid)', 'app.edits_assignment(uuid)', 'app.sees_assignment(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

ALTER POLICY read_questions ON "Question" USING (
  ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'INSTRUCTOR') OR ("ownerId" IS NULL AND (SELECT app.has_permission('question:read')))
  OR (SELECT app.has_permission('question:school')) OR (SELECT app.system()) IN ('assessment', 'curriculum') OR app.in_taught_assessment(id));
ALTER POLICY read_versions ON "QuestionVersion" USING (app.sees_question("questionId") OR app.saw_version(id, false));
ALTER POLICY write_versions ON "QuestionVersion" USING (app.keeps_question("questionId") OR (SELECT app.system()) = 'assessment');
ALTER POLICY read_keys ON "QuestionKey" USING (
  app.sees_question((SELECT v."questionId" FROM "QuestionVersion" v WHERE v.id = "versionId")) OR app.saw_version("versionId", true));
ALTER POLICY write_keys ON "QuestionKey" USING (app.keeps_question((SELECT v."questionId" FROM "QuestionVersion" v WHERE v.id = "versionId")));
ALTER POLICY read_with_question ON "QuestionCompetency" USING (app.sees_question("questionId")
  OR EXISTS (SELECT FROM "QuestionVersion" v WHERE v."questionId" = "QuestionCompetency"."questionId"));
ALTER POLICY write_with_question ON "QuestionCompetency" USING (app.keeps_question("questionId"));
ALTER POLICY edit_with_lesson ON "LessonCompetency" USING (app.edits_lesson("lessonId"));
ALTER POLICY edit_bodies ON "LessonContent" USING (app.edits_lesson("lessonId"));
ALTER POLICY read_with_assignment ON "AssignmentCompetency" USING (app.sees_assignment("assignmentId"));
ALTER POLICY edit_with_assignment ON "AssignmentCompetency" USING (app.edits_assignment("assignmentId"));
