-- Certificates: what a child finished, as it stood on the day, with a code by which a stranger can check the paper.
CREATE TABLE "Certificate" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "grade" "Grade" NOT NULL,
    "teacher" TEXT NOT NULL,
    "lessons" INTEGER NOT NULL,
    "minutes" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "completedOn" DATE NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "issuedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),
    "revokedById" UUID,
    "reason" TEXT,
    "replacedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Certificate_code_key" ON "Certificate"("code");
CREATE INDEX "Certificate_studentId_issuedAt_id_idx" ON "Certificate"("studentId", "issuedAt", "id");
CREATE INDEX "Certificate_courseId_idx" ON "Certificate"("courseId");
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_words" CHECK (length(code) BETWEEN 16 AND 40 AND length(words) <= 300 AND length(reason) BETWEEN 1 AND 500);
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_revoked" CHECK ("revokedAt" IS NULL OR (reason IS NOT NULL AND "revokedById" IS NOT NULL));
-- A course finished is one certificate, however often a job repeats; the ones it replaced stay to be asked about.
CREATE UNIQUE INDEX "Certificate_one_current_sql" ON "Certificate" ("studentId", "courseId") WHERE "replacedAt" IS NULL;

-- ── Who makes out, takes back and reads ──────────────────────────────────────────────────────────
-- Whoever answers for the course, and the school's staff.
CREATE FUNCTION app.keeps_certificates(course uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.has_permission('certificate:write') AND (app.has_permission('child:read_all')
    OR (app.role() = 'INSTRUCTOR' AND EXISTS (SELECT FROM "Course" c WHERE c.id = course AND c."ownerId" = app.user_id())));
END $$;

-- Only in the place of one that was there: nobody but the school's own job makes out a first one.
CREATE FUNCTION app.may_reissue(student uuid, course uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.keeps_certificates(course)
    AND EXISTS (SELECT FROM "Certificate" k WHERE k."studentId" = student AND k."courseId" = course AND k."replacedAt" IS NOT NULL);
END $$;

ALTER TABLE "Certificate" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Certificate" FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Certificate" TO uhs_app;
GRANT SELECT ON "Certificate" TO uhs_definer;
CREATE POLICY read_certificates ON "Certificate" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) = 'recognition');
CREATE POLICY issue ON "Certificate" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'recognition');
CREATE POLICY reissue ON "Certificate" FOR INSERT TO uhs_app WITH CHECK (
  "issuedById" = (SELECT app.user_id()) AND "revokedAt" IS NULL AND "replacedAt" IS NULL AND app.may_reissue("studentId", "courseId"));
CREATE POLICY take_back ON "Certificate" FOR UPDATE TO uhs_app
  USING ("replacedAt" IS NULL AND app.keeps_certificates("courseId")) WITH CHECK (app.keeps_certificates("courseId"));
CREATE POLICY erasure_sees ON "Certificate" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "Certificate" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));

CREATE FUNCTION app.keep_certificate() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE moves text[] := ARRAY['revokedAt', 'revokedById', 'reason', 'replacedAt'];
BEGIN
  IF (to_jsonb(NEW) - moves) <> (to_jsonb(OLD) - moves)
     OR (OLD."revokedAt" IS NOT NULL AND (NEW."revokedAt", NEW."revokedById", NEW.reason) IS DISTINCT FROM (OLD."revokedAt", OLD."revokedById", OLD.reason)) THEN
    RAISE EXCEPTION 'what a certificate says stays as it was made out' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Certificate" FOR EACH ROW EXECUTE FUNCTION app.keep_certificate();

-- The certificate a child may have earned by this lesson or attempt: what it would say, the course's rule, and the best
-- level in each assessment, null where nothing was graded. For the job that makes it out.
CREATE FUNCTION app.certificate_due(student uuid, cause uuid)
RETURNS TABLE (rule jsonb, levels text[], "courseId" uuid, "firstName" text, "lastName" text, title text, language text, grade "Grade", teacher text, lessons int, minutes int, "completedAt" timestamptz)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF app.system() IS DISTINCT FROM 'recognition' THEN RETURN; END IF;
  RETURN QUERY
    SELECT c.certificate,
      array(SELECT (SELECT t."levelCode" FROM "Attempt" t WHERE t."assessmentId" = a.id AND t."studentId" = student AND t.status = 'GRADED' ORDER BY t.percent DESC NULLS LAST LIMIT 1)
            FROM "Assessment" a WHERE a."courseId" = c.id AND a.status = 'PUBLISHED'),
      c.id, s."firstName", s."lastName", c.title, c.language, c.grade, u.name, c."lessonCount", c.minutes, e."completedAt"
    FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "Student" s ON s.id = e."studentId" JOIN "User" u ON u.id = c."ownerId"
    WHERE e."studentId" = student AND e.status = 'COMPLETED'
      AND c.id IN (SELECT l."courseId" FROM "Lesson" l WHERE l.id = cause UNION ALL SELECT t."courseId" FROM "Attempt" t WHERE t.id = cause)
      AND NOT EXISTS (SELECT FROM "Certificate" k WHERE k."studentId" = student AND k."courseId" = c.id);
END $$;

-- Whom a certificate is told to: the child, and whoever sees the child's records.
CREATE FUNCTION app.certificate_audience(certificate uuid) RETURNS TABLE ("userId" uuid, "isChild" boolean, child text, family uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY
    WITH holder AS (
      SELECT s.id, s."userId", s."firstName", s."familyId" FROM "Certificate" k JOIN "Student" s ON s.id = k."studentId"
      WHERE k.id = certificate AND (app.system() = 'recognition' OR app.keeps_certificates(k."courseId")))
    SELECT h."userId", true, h."firstName", h."familyId" FROM holder h WHERE h."userId" IS NOT NULL
    UNION ALL
    SELECT g."guardianId", false, h."firstName", h."familyId" FROM holder h JOIN "Guardianship" g ON g."studentId" = h.id AND g."endedAt" IS NULL AND g."canView";
END $$;

-- What anybody who holds the paper may know: one row by the whole code, or none. The family name stays here but for its
-- first letter; of one that no longer holds, no more than that is told.
CREATE FUNCTION app.verify_certificate(asked text)
RETURNS TABLE (name text, title text, language text, "completedOn" date, "issuedOn" date, "revokedOn" date, "replacedOn" date)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY
    SELECT v.* FROM "Certificate" k, LATERAL (
      SELECT CASE WHEN k."revokedAt" IS NULL AND k."replacedAt" IS NULL THEN k."firstName" || ' ' || left(k."lastName", 1) || '.' END,
        CASE WHEN k."revokedAt" IS NULL AND k."replacedAt" IS NULL THEN k.title END, k.language, k."completedOn",
        (k."issuedAt" AT TIME ZONE 'Africa/Nairobi')::date, (k."revokedAt" AT TIME ZONE 'Africa/Nairobi')::date, (k."replacedAt" AT TIME ZONE 'Africa/Nairobi')::date) v
    WHERE k.code = asked;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.keeps_certificates(uuid)', 'app.may_reissue(uuid, uuid)', 'app.certificate_due(uuid, uuid)',
    'app.certificate_audience(uuid)', 'app.verify_certificate(text)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
