-- What teachers do about their learners: flags for staff, praise for the family, plans of help with a review.
CREATE TYPE "InterventionResult" AS ENUM ('HELPED', 'PARTLY', 'NO_CHANGE', 'STOPPED');
CREATE TYPE "PraiseKind" AS ENUM ('EFFORT', 'PROGRESS', 'MASTERY', 'COURAGE', 'KINDNESS');

ALTER TABLE "Intervention" ADD COLUMN     "aim" TEXT,
ADD COLUMN     "endedOn" DATE,
ADD COLUMN     "remindedAt" TIMESTAMPTZ(3),
ADD COLUMN     "result" "InterventionResult",
ADD COLUMN     "reviewOn" DATE,
ADD COLUMN     "toldFamily" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "Praise" (
    "id" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "kind" "PraiseKind" NOT NULL,
    "words" TEXT,
    "takenBackAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Praise_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Intervention_ownerId_createdAt_id_idx" ON "Intervention"("ownerId", "createdAt", "id");
CREATE INDEX "Intervention_ownerId_reviewOn_id_idx" ON "Intervention"("ownerId", "reviewOn", "id");
CREATE INDEX "Praise_studentId_createdAt_idx" ON "Praise"("studentId", "createdAt");
CREATE UNIQUE INDEX "Praise_authorId_studentId_day_key" ON "Praise"("authorId", "studentId", "day");
ALTER TABLE "Praise" ADD CONSTRAINT "Praise_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "Praise" ADD CONSTRAINT "Praise_words" CHECK (length(words) BETWEEN 1 AND 300);
-- What a family reads has an aim, a day to look at it again, and an end in one word.
ALTER TABLE "Intervention" ADD CONSTRAINT "Intervention_told" CHECK (
  NOT "toldFamily" OR (aim IS NOT NULL AND "startsOn" IS NOT NULL AND "reviewOn" IS NOT NULL
    AND (status IN ('DONE', 'DROPPED')) = (result IS NOT NULL AND "endedOn" IS NOT NULL)));
CREATE UNIQUE INDEX "FamilyCase_one_flag_sql" ON "FamilyCase" ("studentId", "openedById") WHERE kind = 'FLAG' AND status <> 'CLOSED';
CREATE INDEX "Intervention_review_sql" ON "Intervention" ("reviewOn", id) WHERE "remindedAt" IS NULL AND status IN ('PLANNED', 'RUNNING');

-- ── Who sees and does what ───────────────────────────────────────────────────────────────────────
ALTER TABLE "Praise" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Praise" FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Praise" TO uhs_app;

-- A flag is in its teacher's sight, and can be taken back until somebody of the staff has it.
CREATE POLICY own_flags ON "FamilyCase" FOR SELECT TO uhs_app USING (
  kind = 'FLAG' AND "openedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY raise_flags ON "FamilyCase" FOR INSERT TO uhs_app WITH CHECK (
  kind = 'FLAG' AND status = 'OPEN' AND "ownerId" IS NULL AND "openedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY take_back_flags ON "FamilyCase" FOR UPDATE TO uhs_app
  USING (kind = 'FLAG' AND status = 'OPEN' AND "ownerId" IS NULL AND "openedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()))
  WITH CHECK (kind = 'FLAG' AND status = 'CLOSED' AND "ownerId" IS NULL AND "openedById" = (SELECT app.user_id()));

-- A teacher's plan is the teacher's while the child is in the class; its guardians read it, and nobody changes its child.
CREATE POLICY own_plans ON "Intervention" FOR SELECT TO uhs_app USING (
  "ownerId" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY make_plans ON "Intervention" FOR INSERT TO uhs_app WITH CHECK (
  "toldFamily" AND "ownerId" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY move_plans ON "Intervention" FOR UPDATE TO uhs_app
  USING ("toldFamily" AND "ownerId" = (SELECT app.user_id()) AND status IN ('PLANNED', 'RUNNING') AND "studentId" IN (SELECT app.taught_students()))
  WITH CHECK ("toldFamily" AND "ownerId" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY family_reads_plans ON "Intervention" FOR SELECT TO uhs_app USING ("toldFamily" AND "studentId" IN (SELECT app.guarded_students('view')));
CREATE POLICY remind_of_plans ON "Intervention" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'families');

CREATE POLICY read_praise ON "Praise" FOR SELECT TO uhs_app USING (
  ("authorId" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.taught_students()))
  OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR (SELECT app.has_permission('child:read_all')));
CREATE POLICY give_praise ON "Praise" FOR INSERT TO uhs_app WITH CHECK (
  "authorId" = (SELECT app.user_id()) AND "takenBackAt" IS NULL AND "studentId" IN (SELECT app.taught_students()));
CREATE POLICY take_back_praise ON "Praise" FOR UPDATE TO uhs_app USING (
  "authorId" = (SELECT app.user_id()) AND "takenBackAt" IS NULL AND "studentId" IN (SELECT app.taught_students()))
  WITH CHECK ("authorId" = (SELECT app.user_id()) AND "takenBackAt" IS NOT NULL);
CREATE POLICY erasure_sees ON "Praise" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "Praise" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));

-- What was agreed with a family stays as it was told: a plan moves on in its state and its days.
CREATE FUNCTION app.keep_plan() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE moves text[] := ARRAY['status', 'result', 'outcome', 'startsOn', 'reviewOn', 'endedOn', 'remindedAt', 'updatedAt'];
BEGIN
  IF current_user = 'uhs_app' AND app.role() = 'INSTRUCTOR' AND (to_jsonb(NEW) - moves) <> (to_jsonb(OLD) - moves) THEN
    RAISE EXCEPTION 'a plan stays as the family was told' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Intervention" FOR EACH ROW EXECUTE FUNCTION app.keep_plan();

-- Whom a learner's teacher tells: the child, and whoever looks after the child.
CREATE FUNCTION app.learner_audience(student uuid) RETURNS TABLE ("userId" uuid, "isChild" boolean, child text, family uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF student NOT IN (SELECT app.taught_students()) THEN RETURN; END IF;
  RETURN QUERY
    SELECT s."userId", true, s."firstName", s."familyId" FROM "Student" s WHERE s.id = student AND s."userId" IS NOT NULL
    UNION ALL
    SELECT g."guardianId", false, s."firstName", s."familyId" FROM "Student" s
    JOIN "Guardianship" g ON g."studentId" = s.id AND g."endedAt" IS NULL AND g."canView" WHERE s.id = student;
END $$;

-- ── Evidence: one truth, of one child and of a class ─────────────────────────────────────────────
-- Graded answers and returned work of these children, of these courses or of all. Asked only by the functions below, which
-- say who may.
CREATE FUNCTION app.all_evidence(students uuid[], courses uuid[], since timestamptz)
RETURNS TABLE (kind text, id uuid, "studentId" uuid, "courseId" uuid, "competencyId" uuid, score float, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY
    SELECT 'answer', r.id, r."studentId", r."courseId", q."competencyId", r.score, r."answeredAt"
    FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" AND a.status <> 'OPEN' JOIN "QuestionCompetency" q ON q."questionId" = r."questionId"
    WHERE r."studentId" = ANY (students) AND r.score IS NOT NULL AND r."answeredAt" >= since AND (courses IS NULL OR r."courseId" = ANY (courses))
    UNION ALL
    SELECT 'work', g."submissionId", g."studentId", g."courseId", c."competencyId", g.percent / 100, g."releasedAt"
    FROM "SubmissionGrade" g JOIN "Submission" s ON s.id = g."submissionId" JOIN "AssignmentCompetency" c ON c."assignmentId" = s."assignmentId"
    WHERE g."studentId" = ANY (students) AND g.status = 'RELEASED' AND g."releasedAt" >= since AND (courses IS NULL OR g."courseId" = ANY (courses));
END $$;

CREATE OR REPLACE FUNCTION app.evidence(student uuid, since timestamptz)
RETURNS TABLE (kind text, id uuid, "courseId" uuid, "competencyId" uuid, score float, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE
  everything boolean := student IN (SELECT app.record_students('ASSESSMENT')) OR app.has_permission('child:read_all');
  courses uuid[] := CASE WHEN everything THEN NULL ELSE array(SELECT app.taught_courses('learners')) END;
BEGIN
  RETURN QUERY SELECT e.kind, e.id, e."courseId", e."competencyId", e.score, e.at FROM app.all_evidence(ARRAY[student], courses, since) e;
END $$;

-- What was shown in one's own courses since a moment, of these learners.
CREATE FUNCTION app.class_evidence(students uuid[], since timestamptz)
RETURNS TABLE ("studentId" uuid, "courseId" uuid, "competencyId" uuid, score float, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY SELECT e."studentId", e."courseId", e."competencyId", e.score, e.at
    FROM app.all_evidence(students, array(SELECT app.taught_courses('learners')), since) e;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.learner_audience(uuid)', 'app.all_evidence(uuid[], uuid[], timestamptz)',
    'app.class_evidence(uuid[], timestamptz)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION app.all_evidence(uuid[], uuid[], timestamptz) FROM uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
