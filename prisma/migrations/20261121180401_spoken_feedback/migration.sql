-- What a grader says to a child is heard by whoever sees the mark: the family once the work went back, not a moment earlier.
CREATE FUNCTION app.hears_feedback(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "SubmissionGrade" g WHERE g."audioFileId" = file AND (
    (g.status = 'RELEASED' AND g."studentId" IN (SELECT app.record_students('ASSESSMENT'))) OR g."courseId" IN (SELECT app.taught_courses('grade'))));
END $$;
CREATE INDEX "SubmissionGrade_audio_sql" ON "SubmissionGrade" ("audioFileId") WHERE "audioFileId" IS NOT NULL;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.hears_feedback(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.hears_feedback(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.hears_feedback(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

CREATE POLICY hear_feedback ON "StoredFile" FOR SELECT TO uhs_app USING (purpose = 'feedback' AND app.hears_feedback(id));
-- Nobody hears by being of the family alone what is still being thought about.
DO $$
DECLARE kept text := (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = '"StoredFile"'::regclass AND polname = 'child_files');
BEGIN
  EXECUTE format('ALTER POLICY child_files ON "StoredFile" USING (purpose <> ''feedback'' AND (%s))', kept);
END $$;
