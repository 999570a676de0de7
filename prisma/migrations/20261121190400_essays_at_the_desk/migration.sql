-- An essay of an attempt waits for a person like any other piece of work: one queue, one claim, one history of marks.
-- A piece of work is therefore made for an assignment, or it is the answer to a question.

-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "responseId" UUID,
ALTER COLUMN "assignmentId" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Submission_responseId_key" ON "Submission"("responseId");

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_responseId_fkey" FOREIGN KEY ("responseId") REFERENCES "Response"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Submission" ADD CONSTRAINT "Submission_of_one" CHECK (num_nonnulls("assignmentId", "responseId") = 1);

-- Only the service that ends an attempt makes an answer into work, as the answer stands.
CREATE POLICY essay_waits ON "Submission" FOR INSERT TO uhs_app WITH CHECK (
  (SELECT app.system()) = 'assessment' AND "responseId" IS NOT NULL AND status = 'SUBMITTED');

-- Who marks is also told of essays, by the service that found them.
CREATE OR REPLACE FUNCTION app.graders_of(submission uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT t.person FROM (
      SELECT c.id AS course, c."ownerId" AS person FROM "Course" c
      UNION ALL SELECT i."courseId", i."userId" FROM "CourseInstructor" i WHERE i."canGrade"
    ) t JOIN "Submission" s ON s."courseId" = t.course JOIN "User" u ON u.id = t.person AND u.status = 'ACTIVE'
    WHERE s.id = submission AND (app.system() = 'assessment'
      OR s."studentId" IN (SELECT app.my_students()) OR s."studentId" IN (SELECT app.guarded_students('view')));
END $$;

-- Who marks an answer reads what it is marked by, also where families are not shown it.
CREATE OR REPLACE FUNCTION app.saw_version(version uuid, ended boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.role() IS NOT NULL AND EXISTS (
    SELECT FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" JOIN "Assessment" s ON s.id = a."assessmentId"
    WHERE r."versionId" = version AND (NOT ended OR (a.status <> 'OPEN' AND (s."showsKey" OR r."courseId" IN (SELECT app.taught_courses('grade')))))
      AND (r."studentId" IN (SELECT app.my_students())
        OR (a.status <> 'OPEN' AND r."studentId" IN (SELECT app.record_students('ASSESSMENT')))
        OR r."courseId" IN (SELECT app.taught_courses('learners')) OR app.has_permission('child:read_all')));
END $$;

-- A mark that a person gives is given in that person's own name.
CREATE FUNCTION app.keep_human_mark() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF current_user = 'uhs_app' AND app.role() = 'INSTRUCTOR' AND NEW.score IS DISTINCT FROM OLD.score
     AND (NEW."gradedBy", NEW."gradedById") IS DISTINCT FROM ('HUMAN'::"GradedBy", app.user_id()) THEN
    RAISE EXCEPTION 'a person marks in their own name' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept_by_marker BEFORE UPDATE OF score ON "Response" FOR EACH ROW EXECUTE FUNCTION app.keep_human_mark();

-- Essays that have been waiting without a place to be marked.
INSERT INTO "Submission" (id, "responseId", "courseId", "studentId", number, status, text, revision, "submittedAt", "createdAt", "updatedAt")
SELECT gen_random_uuid(), r.id, r."courseId", r."studentId", 1, 'SUBMITTED', r.answer ->> 'text', 1, a."submittedAt", a."submittedAt", a."submittedAt"
FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId"
WHERE a.status = 'SUBMITTED' AND r.score IS NULL AND r."answeredAt" IS NOT NULL AND r.answer ->> 'type' = 'essay';
