-- Whether a file one has sent stands anywhere, also where one may not look: a colleague's copy of the course holds it too.
CREATE FUNCTION app.sent_file_stands(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.sent_file(file, 'course') AND (
    EXISTS (SELECT FROM "CourseResource" r WHERE r."fileId" = file)
    OR EXISTS (SELECT FROM "CourseFileVersion" v WHERE v."fileId" = file)
    OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = file)
    OR EXISTS (SELECT FROM "QuestionFile" q WHERE q."fileId" = file));
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.sent_file_stands(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.sent_file_stands(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.sent_file_stands(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
