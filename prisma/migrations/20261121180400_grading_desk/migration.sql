-- The grading desk: a draft may be unfinished, what was handed in stays as it was, and a mark is never overwritten unseen.

-- A draft without all its marks has no figure: none is invented.
ALTER TABLE "SubmissionGrade" ALTER COLUMN "percent" DROP NOT NULL, ALTER COLUMN "scaleCode" DROP NOT NULL, ALTER COLUMN "levelCode" DROP NOT NULL;
ALTER TABLE "SubmissionGrade" ADD CONSTRAINT "SubmissionGrade_whole" CHECK (
  status = 'DRAFT' OR (percent IS NOT NULL AND "scaleCode" IS NOT NULL AND "levelCode" IS NOT NULL));

-- What a child handed in is the child's: who grades it says where it stands and who holds it, nothing else.
CREATE FUNCTION app.keep_work() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE graders text[] := ARRAY['status', 'claimedById', 'claimedUntil', 'updatedAt'];
BEGIN
  IF current_user = 'uhs_app' AND app.role() = 'INSTRUCTOR' AND (to_jsonb(NEW) - graders) <> (to_jsonb(OLD) - graders) THEN
    RAISE EXCEPTION 'work stays as it was handed in' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Submission" FOR EACH ROW EXECUTE FUNCTION app.keep_work();

-- Each change of a mark follows the one it was made on; what was told to a family is changed, never taken back.
CREATE FUNCTION app.keep_grade() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    IF app.system() = 'privacy' OR pg_trigger_depth() > 1 THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'a grade is changed, not deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.revision <> OLD.revision + 1 OR (OLD.status = 'RELEASED' AND (NEW.status <> 'RELEASED' OR NEW."releasedAt" IS DISTINCT FROM OLD."releasedAt"))
     OR (NEW."submissionId", NEW."studentId", NEW."courseId") IS DISTINCT FROM (OLD."submissionId", OLD."studentId", OLD."courseId") THEN
    RAISE EXCEPTION 'a grade moves on by one step' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "SubmissionGrade" FOR EACH ROW EXECUTE FUNCTION app.keep_grade();

-- A mark is some person's own act.
ALTER POLICY write_grades ON "SubmissionGrade" WITH CHECK (
  "gradedById" = (SELECT app.user_id()) AND "courseId" IN (SELECT app.taught_courses('grade'))
  AND EXISTS (SELECT FROM "Submission" s WHERE s.id = "submissionId" AND s."courseId" = "SubmissionGrade"."courseId" AND s."studentId" = "SubmissionGrade"."studentId"));

-- Whom the return of a piece of work concerns: the child and whoever looks after the child, for those who grade it. A child
-- who has left the course since is told like any other.
CREATE FUNCTION app.work_audience(submission uuid) RETURNS TABLE ("userId" uuid, "isChild" boolean, child text, family uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY
    WITH work AS (
      SELECT s.id, s."userId", s."firstName", s."familyId" FROM "Submission" w JOIN "Student" s ON s.id = w."studentId"
      WHERE w.id = submission AND w.status <> 'DRAFT' AND w."courseId" IN (SELECT app.taught_courses('grade')))
    SELECT w."userId", true, w."firstName", w."familyId" FROM work w WHERE w."userId" IS NOT NULL
    UNION ALL
    SELECT g."guardianId", false, w."firstName", w."familyId" FROM work w JOIN "Guardianship" g ON g."studentId" = w.id AND g."endedAt" IS NULL AND g."canView";
END $$;

-- That work came back is part of the child's days, also when the child has left the course meanwhile.
CREATE POLICY note_return ON "StudentActivity" FOR INSERT TO uhs_app WITH CHECK (kind = 'RETURNED'
  AND EXISTS (SELECT FROM "Submission" w WHERE w.id = "subjectId" AND w."studentId" = "StudentActivity"."studentId"
    AND w."courseId" = "StudentActivity"."courseId" AND w."courseId" IN (SELECT app.taught_courses('grade'))));

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.work_audience(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.work_audience(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.work_audience(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
