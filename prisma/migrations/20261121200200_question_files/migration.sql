-- Which files a version of a question shows, and whether only its key does: pictures of an explanation open with the key.
CREATE TABLE "QuestionFile" (
    "versionId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "inKey" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "QuestionFile_pkey" PRIMARY KEY ("versionId", "fileId")
);
CREATE INDEX "QuestionFile_fileId_idx" ON "QuestionFile"("fileId");
ALTER TABLE "QuestionFile" ADD CONSTRAINT "QuestionFile_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "QuestionVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What a learner was shown stays: a file goes only after every version that shows it.
ALTER TABLE "QuestionFile" ADD CONSTRAINT "QuestionFile_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Questions that came with a course name their files already.
INSERT INTO "QuestionFile" ("versionId", "fileId", "inKey")
SELECT named.version, f.id, bool_and(named."inKey") FROM (
    SELECT v.id AS version, jsonb_path_query(v.body, 'strict $.**.fileId') #>> '{}' AS file, false AS "inKey" FROM "QuestionVersion" v
    UNION ALL
    SELECT k."versionId", jsonb_path_query(k.key, 'strict $.**.fileId') #>> '{}', true FROM "QuestionKey" k
  ) named JOIN "StoredFile" f ON f.id::text = named.file
GROUP BY named.version, f.id;

-- A version is read with its question, and by whom it was shown to; its key once the attempt is over and tells it.
CREATE FUNCTION app.sees_version(version uuid, key boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.sees_question((SELECT v."questionId" FROM "QuestionVersion" v WHERE v.id = version)) OR app.saw_version(version, key);
END $$;

-- A file opens with any version that shows it, also with one that is no longer asked.
CREATE FUNCTION app.sees_question_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "QuestionFile" f WHERE f."fileId" = file AND app.sees_version(f."versionId", f."inKey"));
END $$;

-- A question shows what its writer has sent, what a course one changes holds, and what a question one reads shows already.
CREATE FUNCTION app.may_show_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.sent_file(file, 'course') OR app.sees_question_file(file)
    OR EXISTS (SELECT FROM "CourseResource" r WHERE r."fileId" = file AND r."courseId" IN (SELECT app.taught_courses('edit')));
END $$;

CREATE FUNCTION app.keeps_version(version uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.keeps_question((SELECT v."questionId" FROM "QuestionVersion" v WHERE v.id = version));
END $$;

-- One more way to a file of a course, for people and for nobody else.
CREATE OR REPLACE FUNCTION app.sees_course_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseResource" r JOIN "Course" c ON c.id = r."courseId"
      WHERE r."fileId" = file AND CASE WHEN r."lessonId" IS NOT NULL THEN app.reads_lesson(r."lessonId")
        ELSE c.id IN (SELECT app.taught_courses()) OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review') END)
    OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = file AND (c.status = 'PUBLISHED' OR c.id IN (SELECT app.taught_courses())
        OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review')))
    OR (app.role() IS NOT NULL AND app.sees_question_file(file));
END $$;

ALTER TABLE "QuestionFile" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "QuestionFile" FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON "QuestionFile" TO uhs_app;
GRANT SELECT ON "QuestionFile" TO uhs_definer;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.sees_version(uuid, boolean)', 'app.sees_question_file(uuid)', 'app.may_show_file(uuid)', 'app.keeps_version(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- Whose file it is may know that it is shown, and so that it stays.
CREATE POLICY read_question_files ON "QuestionFile" FOR SELECT TO uhs_app USING (
  app.sees_version("versionId", "inKey") OR app.sent_file("fileId", 'course'));
CREATE POLICY show_files ON "QuestionFile" FOR INSERT TO uhs_app WITH CHECK (app.keeps_version("versionId") AND app.may_show_file("fileId"));
