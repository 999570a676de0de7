-- What a grader says to a child is heard by the family once the work goes back, and not a moment earlier.
CREATE FUNCTION app.hears_feedback(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "SubmissionGrade" g WHERE g."audioFileId" = file AND (
    g.status = 'RELEASED' OR g."courseId" IN (SELECT app.taught_courses('grade'))));
END $$;
CREATE INDEX "SubmissionGrade_audio_sql" ON "SubmissionGrade" ("audioFileId") WHERE "audioFileId" IS NOT NULL;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.hears_feedback(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.hears_feedback(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.hears_feedback(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- Beside whoever may read a file about a child, and narrower than they: this policy only takes away.
CREATE POLICY unsaid_feedback ON "StoredFile" AS RESTRICTIVE FOR SELECT TO uhs_app USING (
  purpose <> 'feedback' OR (SELECT app.system()) IS NOT NULL OR "ownerId" = (SELECT app.user_id()) OR app.hears_feedback(id));
