-- CreateEnum
CREATE TYPE "LateRule" AS ENUM ('MARK', 'REFUSE');

-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "lateRule" "LateRule" NOT NULL DEFAULT 'MARK',
ADD COLUMN     "maxFiles" INTEGER NOT NULL DEFAULT 5,
ADD COLUMN     "mayTakeBack" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "takesPhotos" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "handInKey" UUID;

-- DropIndex
DROP INDEX "SubmissionFile_fileId_idx";

-- CreateIndex
CREATE UNIQUE INDEX "SubmissionFile_fileId_key" ON "SubmissionFile"("fileId");

-- AddForeignKey
ALTER TABLE "SubmissionFile" ADD CONSTRAINT "SubmissionFile_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseResource" ADD CONSTRAINT "CourseResource_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_limits" CHECK (length(title) BETWEEN 1 AND 140 AND length(instructions) <= 20000
  AND "maxFiles" BETWEEN 1 AND 20 AND ("takesText" OR "takesPhotos" OR "takesFiles") AND ("dueAt" IS NULL OR "opensAt" IS NULL OR "dueAt" > "opensAt"));
ALTER TABLE "Rubric" ADD CONSTRAINT "Rubric_criteria" CHECK (jsonb_typeof(criteria) = 'array' AND jsonb_array_length(criteria) BETWEEN 1 AND 10);
ALTER TABLE "CourseResource" ADD CONSTRAINT "CourseResource_title" CHECK (length(title) BETWEEN 1 AND 200);

-- ── Who sees and does what, asked once by index (see the migration question_sight) ───────────────
CREATE FUNCTION app.sees_submission(submission uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.system() = 'assessment' OR EXISTS (SELECT FROM "Submission" s WHERE s.id = submission AND (
    s."studentId" IN (SELECT app.guarded_students('view')) OR s."studentId" IN (SELECT app.my_students())
    OR (s.status <> 'DRAFT' AND (s."studentId" IN (SELECT app.record_students('PORTFOLIO'))
      OR s."courseId" IN (SELECT app.taught_courses('learners')) OR app.has_permission('child:read_all')))));
END $$;

CREATE FUNCTION app.sees_work_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "SubmissionFile" f WHERE f."fileId" = file AND app.sees_submission(f."submissionId"));
END $$;

-- Enrolled children and their guardians, whoever teaches or reviews the course; everybody where the public may read the lesson.
CREATE FUNCTION app.sees_course_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseResource" r JOIN "Course" c ON c.id = r."courseId" LEFT JOIN "Lesson" l ON l.id = r."lessonId"
      WHERE r."fileId" = file AND (c.id IN (SELECT app.taught_courses()) OR c.id IN (SELECT app.enrolled_courses())
        OR app.has_permission('course:review') OR (c.status = 'PUBLISHED' AND l."isPreview")))
    OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = file AND (c.status = 'PUBLISHED' OR c.id IN (SELECT app.taught_courses())
        OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review')));
END $$;

-- A child's own piece while it is being written.
CREATE FUNCTION app.writes_submission(submission uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "Submission" s WHERE s.id = submission AND s.status = 'DRAFT' AND s."studentId" IN (SELECT app.my_students()));
END $$;

-- A file the person sent themselves, for this and nothing else.
CREATE FUNCTION app.sent_file(file uuid, wanted text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "StoredFile" f WHERE f.id = file AND f.purpose = wanted AND f."ownerId" = app.user_id()
    AND (f."studentId" IS NULL OR f."studentId" IN (SELECT app.my_students())));
END $$;

-- Whether work may still be taken back: not graded, not being graded, not due, and the teacher lets it.
CREATE FUNCTION app.may_take_back(submission uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "Submission" s JOIN "Assignment" a ON a.id = s."assignmentId"
    WHERE s.id = submission AND s.status = 'SUBMITTED' AND s."studentId" IN (SELECT app.my_students())
      AND a."mayTakeBack" AND a.status = 'PUBLISHED' AND (a."dueAt" IS NULL OR a."dueAt" > now())
      AND (s."claimedUntil" IS NULL OR s."claimedUntil" <= now()) AND NOT EXISTS (SELECT FROM "SubmissionGrade" g WHERE g."submissionId" = s.id));
END $$;

-- Whether anything has been handed in to an assignment, for whoever may change it, also where learners are not theirs to see.
CREATE FUNCTION app.is_handed_in_to(assignment uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "Submission" s WHERE s."assignmentId" = assignment AND s.status <> 'DRAFT' AND s."courseId" IN (SELECT app.taught_courses()));
END $$;

-- Whom a piece of work concerns when it is handed in or asked to be looked at again: those who may grade it, asked by the family.
CREATE FUNCTION app.graders_of(submission uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT t.person FROM (
      SELECT c.id AS course, c."ownerId" AS person FROM "Course" c
      UNION ALL SELECT i."courseId", i."userId" FROM "CourseInstructor" i WHERE i."canGrade"
    ) t JOIN "Submission" s ON s."courseId" = t.course JOIN "User" u ON u.id = t.person AND u.status = 'ACTIVE'
    WHERE s.id = submission AND (s."studentId" IN (SELECT app.my_students()) OR s."studentId" IN (SELECT app.guarded_students('view')));
END $$;

-- A due date that moves changes who was late.
CREATE FUNCTION app.judge_late() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  UPDATE "Submission" s SET "isLate" = coalesce(s."submittedAt" > NEW."dueAt", false)
  WHERE s."assignmentId" = NEW.id AND s.status <> 'DRAFT' AND s."isLate" <> coalesce(s."submittedAt" > NEW."dueAt", false);
  RETURN NULL;
END $$;
GRANT UPDATE ("isLate") ON "Submission" TO uhs_definer;
CREATE TRIGGER judged AFTER UPDATE OF "dueAt" ON "Assignment" FOR EACH ROW WHEN (OLD."dueAt" IS DISTINCT FROM NEW."dueAt") EXECUTE FUNCTION app.judge_late();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.sees_submission(uuid)', 'app.sees_work_file(uuid)', 'app.sees_course_file(uuid)', 'app.writes_submission(uuid)',
    'app.sent_file(uuid, text)', 'app.may_take_back(uuid)', 'app.is_handed_in_to(uuid)', 'app.graders_of(uuid)', 'app.judge_late()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- A learner writes, hands in and takes back; marks, claims and lateness are not theirs to write, and what was handed in
-- stays as it was until it is taken back.
CREATE FUNCTION app.keep_handing_in() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE task "Assignment";
BEGIN
  IF current_user <> 'uhs_app' OR app.role() IS DISTINCT FROM 'STUDENT' THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND ((NEW."assignmentId", NEW."courseId", NEW."studentId", NEW.number, NEW."claimedById", NEW."claimedUntil", NEW.similarity, NEW."similarToId")
      IS DISTINCT FROM (OLD."assignmentId", OLD."courseId", OLD."studentId", OLD.number, OLD."claimedById", OLD."claimedUntil", OLD.similarity, OLD."similarToId")
      OR (OLD.status <> 'DRAFT' AND (NEW.status <> 'DRAFT' OR NEW.text <> OLD.text))) THEN
    RAISE EXCEPTION 'work that was handed in is taken back before it is changed' USING ERRCODE = 'restrict_violation';
  END IF;
  NEW."isLate" := false;
  IF NEW.status = 'SUBMITTED' THEN
    SELECT * INTO task FROM "Assignment" a WHERE a.id = NEW."assignmentId";
    IF task.status IS DISTINCT FROM 'PUBLISHED' OR coalesce(task."opensAt" > NEW."submittedAt", false)
       OR (task."lateRule" = 'REFUSE' AND coalesce(NEW."submittedAt" > task."dueAt", false)) THEN
      RAISE EXCEPTION 'the assignment takes no work now' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW."isLate" := coalesce(NEW."submittedAt" > task."dueAt", false);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept_by_learner BEFORE INSERT OR UPDATE ON "Submission" FOR EACH ROW EXECUTE FUNCTION app.keep_handing_in();

-- A file that was handed in stays with the work, also for who sent it.
CREATE FUNCTION app.keep_handed_in() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF current_user = 'uhs_app' AND app.system() IS NULL
     AND EXISTS (SELECT FROM "SubmissionFile" f JOIN "Submission" s ON s.id = f."submissionId" WHERE f."fileId" = OLD.id AND s.status <> 'DRAFT') THEN
    RAISE EXCEPTION 'handed-in work stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER kept BEFORE DELETE ON "StoredFile" FOR EACH ROW WHEN (OLD.purpose = 'work') EXECUTE FUNCTION app.keep_handed_in();

CREATE POLICY take_back ON "Submission" FOR UPDATE TO uhs_app USING (status = 'SUBMITTED' AND app.may_take_back(id))
  WITH CHECK (status = 'DRAFT' AND "studentId" IN (SELECT app.my_students()));
ALTER POLICY read_work_files ON "SubmissionFile" USING (app.sees_submission("submissionId"));
ALTER POLICY add_work_files ON "SubmissionFile" USING (app.writes_submission("submissionId"))
  WITH CHECK ("studentId" IN (SELECT app.my_students()) AND app.writes_submission("submissionId") AND app.sent_file("fileId", 'work'));
ALTER POLICY work_files ON "StoredFile" USING (purpose = 'work' AND app.sees_work_file(id));
ALTER POLICY course_files ON "StoredFile" USING (purpose = 'course' AND app.sees_course_file(id));
ALTER POLICY edit_resources ON "CourseResource" WITH CHECK ("courseId" IN (SELECT app.taught_courses('edit')) AND (
  app.sent_file("fileId", 'course') OR app.sees_course_file("fileId")));
