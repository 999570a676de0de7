-- Files of courses: what took another's place and is kept to go back to, how often a file was opened, and what nobody used.
-- CreateTable
CREATE TABLE "CourseFileVersion" (
    "courseId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "addedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseFileVersion_pkey" PRIMARY KEY ("courseId","fileId")
);

-- CreateTable
CREATE TABLE "CourseFileOpens" (
    "fileId" UUID NOT NULL,
    "opens" INTEGER NOT NULL DEFAULT 0,
    "lastOpenedOn" DATE NOT NULL,

    CONSTRAINT "CourseFileOpens_pkey" PRIMARY KEY ("fileId")
);

-- CreateIndex
CREATE INDEX "CourseFileVersion_fileId_idx" ON "CourseFileVersion"("fileId");

-- CreateIndex
CREATE UNIQUE INDEX "CourseFileVersion_seriesId_number_key" ON "CourseFileVersion"("seriesId", "number");

-- AddForeignKey
ALTER TABLE "CourseFileVersion" ADD CONSTRAINT "CourseFileVersion_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseFileVersion" ADD CONSTRAINT "CourseFileVersion_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseFileOpens" ADD CONSTRAINT "CourseFileOpens_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "CourseFileVersion" ADD CONSTRAINT "CourseFileVersion_number" CHECK (number > 0);
ALTER TABLE "CourseFileOpens" ADD CONSTRAINT "CourseFileOpens_opens" CHECK (opens >= 0);

-- An earlier version is seen by who teaches the course; learners have what is shown now.
CREATE OR REPLACE FUNCTION app.sees_course_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseResource" r JOIN "Course" c ON c.id = r."courseId"
      WHERE r."fileId" = file AND CASE WHEN r."lessonId" IS NOT NULL THEN app.reads_lesson(r."lessonId")
        ELSE c.id IN (SELECT app.taught_courses()) OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review') END)
    OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = file AND (c.status = 'PUBLISHED' OR c.id IN (SELECT app.taught_courses())
        OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review')))
    OR EXISTS (SELECT FROM "CourseFileVersion" v WHERE v."fileId" = file AND v."courseId" IN (SELECT app.taught_courses()))
    OR (app.role() IS NOT NULL AND app.sees_question_file(file));
END $$;

-- Whether a file stands in a course the person teaches, now or before.
CREATE FUNCTION app.teaches_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseResource" r WHERE r."fileId" = file AND r."courseId" IN (SELECT app.taught_courses()))
    OR EXISTS (SELECT FROM "CourseFileVersion" v WHERE v."fileId" = file AND v."courseId" IN (SELECT app.taught_courses()));
END $$;

-- One more opening by somebody who learns from the file or looks after a child who does. Who it was is written nowhere.
CREATE FUNCTION app.count_open(file uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE today date := (now() AT TIME ZONE 'Africa/Nairobi')::date;
BEGIN
  IF app.role() NOT IN ('STUDENT', 'PARENT') OR NOT app.sees_course_file(file) THEN RETURN; END IF;
  INSERT INTO "CourseFileOpens" AS o ("fileId", opens, "lastOpenedOn") VALUES (file, 1, today)
  ON CONFLICT ("fileId") DO UPDATE SET opens = o.opens + 1, "lastOpenedOn" = today;
END $$;

-- Files sent for a course before a moment that no course took, no text shows and no question asks about.
CREATE FUNCTION app.unused_course_files(before timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS
$$ BEGIN
  IF app.system() IS DISTINCT FROM 'files' THEN RETURN; END IF;
  RETURN QUERY
    WITH loose AS MATERIALIZED (
      SELECT f.id FROM "StoredFile" f WHERE f.purpose = 'course' AND f."createdAt" < before
        AND NOT EXISTS (SELECT FROM "CourseResource" r WHERE r."fileId" = f.id)
        AND NOT EXISTS (SELECT FROM "CourseFileVersion" v WHERE v."fileId" = f.id)
        AND NOT EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = f.id)
        AND NOT EXISTS (SELECT FROM "QuestionFile" q WHERE q."fileId" = f.id)
      ORDER BY f."createdAt" LIMIT 500),
    said AS (
      SELECT body FROM "LessonContent" UNION ALL SELECT body FROM "LessonVersion" UNION ALL SELECT description FROM "Course"),
    shown AS (
      SELECT jsonb_path_query(said.body, 'strict $.**.fileId') #>> '{}' AS id FROM said WHERE EXISTS (SELECT FROM loose))
    SELECT loose.id FROM loose WHERE NOT EXISTS (SELECT FROM shown WHERE shown.id = loose.id::text);
END $$;

GRANT INSERT, UPDATE (opens, "lastOpenedOn") ON "CourseFileOpens" TO uhs_definer;
GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.teaches_file(uuid)', 'app.count_open(uuid)', 'app.unused_course_files(timestamptz)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

GRANT SELECT, INSERT, UPDATE, DELETE ON "CourseFileVersion" TO uhs_app;
GRANT SELECT ON "CourseFileOpens" TO uhs_app;
ALTER TABLE "CourseFileVersion" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CourseFileVersion" FORCE ROW LEVEL SECURITY;
ALTER TABLE "CourseFileOpens" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "CourseFileOpens" FORCE ROW LEVEL SECURITY;
CREATE POLICY read_versions ON "CourseFileVersion" FOR SELECT TO uhs_app USING ("courseId" IN (SELECT app.taught_courses()));
CREATE POLICY edit_versions ON "CourseFileVersion" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')))
  WITH CHECK ("courseId" IN (SELECT app.taught_courses('edit')) AND (app.sent_file("fileId", 'course') OR app.sees_course_file("fileId")));
CREATE POLICY read_opens ON "CourseFileOpens" FOR SELECT TO uhs_app USING (app.teaches_file("fileId"));
