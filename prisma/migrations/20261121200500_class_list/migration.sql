-- The class of a teacher as its list is sorted, filtered and counted. Who learns with whom is said by rows of four tables;
-- read anew for each page it cost twice as much in a school of twenty times the size. It orders a list and opens nothing
-- else: who sees a child's records is still said by app.taught_students().
CREATE TABLE "ClassMember" (
    "teacherId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "grade" "Grade" NOT NULL,
    "courses" INTEGER NOT NULL,
    "lessonsDone" INTEGER NOT NULL,
    "lessons" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3),
    "lastActivityAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClassMember_pkey" PRIMARY KEY ("teacherId", "studentId")
);
CREATE INDEX "ClassMember_teacherId_lastName_studentId_idx" ON "ClassMember"("teacherId", "lastName", "studentId");
CREATE INDEX "ClassMember_studentId_idx" ON "ClassMember"("studentId");
ALTER TABLE "ClassMember" ADD CONSTRAINT "ClassMember_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ClassMember" ADD CONSTRAINT "ClassMember_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every other order of the list is an order of an index too: who never did anything comes before whoever did, and who
-- follows no course with the teacher is not quiet.
CREATE INDEX "ClassMember_last_sql" ON "ClassMember" ("teacherId", (coalesce("lastActivityAt", 'epoch'::timestamptz)), "studentId");
CREATE INDEX "ClassMember_quiet_sql" ON "ClassMember" ("teacherId", (coalesce("lastActivityAt", since, '3000-01-01 00:00+00'::timestamptz)), "studentId");
CREATE INDEX "ClassMember_progress_sql" ON "ClassMember" ("teacherId", ("lessonsDone" * 1000 / greatest(lessons, 1)), "studentId");

-- ── Kept by triggers ─────────────────────────────────────────────────────────────────────────────
-- What the list says of these children, from the rows: one line for each teacher who looks after them in a course or to
-- whom the school gave them. An assignment whose days are over stays a line that nobody sees.
CREATE FUNCTION app.class_rows(students uuid[]) RETURNS SETOF "ClassMember" LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY
    SELECT p.teacher, s.id, s."firstName", s."lastName", s.grade, count(p.course)::int, coalesce(sum(p.done), 0)::int, coalesce(sum(p.lessons), 0)::int,
           min(p.since)::timestamptz(3), max(p.at)::timestamptz(3)
    FROM (
      SELECT c."ownerId" AS teacher, e."studentId" AS student, c.id AS course, e."lessonsDone" AS done, c."lessonCount" AS lessons, e."createdAt" AS since, e."lastActivityAt" AS at
      FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" WHERE e."studentId" = ANY (students) AND e.status <> 'WITHDRAWN'
      UNION
      SELECT i."userId", e."studentId", c.id, e."lessonsDone", c."lessonCount", e."createdAt", e."lastActivityAt"
      FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "CourseInstructor" i ON i."courseId" = c.id AND (i."canLearners" OR i."canGrade")
      WHERE e."studentId" = ANY (students) AND e.status <> 'WITHDRAWN'
      UNION
      SELECT t."instructorId", t."studentId", NULL, 0, 0, NULL, NULL FROM "TeachingAssignment" t WHERE t."studentId" = ANY (students)) p
    JOIN "Student" s ON s.id = p.student AND s.status <> 'LEFT' GROUP BY 1, 2;
END $$;

-- Writes the lines of these children anew and says how many were not as the rows say.
CREATE FUNCTION app.refresh_class(students uuid[]) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE changed int;
BEGIN
  IF coalesce(cardinality(students), 0) = 0 THEN RETURN 0; END IF;
  -- A child who enters two courses at once is counted once after the other; a lesson that is being noted is waited for.
  IF cardinality(students) = 1 THEN PERFORM pg_advisory_xact_lock(hashtextextended('class:' || students[1], 0)); END IF;
  PERFORM FROM "ClassMember" m WHERE m."studentId" = ANY (students) ORDER BY m."studentId", m."teacherId" FOR UPDATE;
  WITH counted AS MATERIALIZED (SELECT * FROM app.class_rows(students)),
  gone AS (
    DELETE FROM "ClassMember" m WHERE m."studentId" = ANY (students)
      AND NOT EXISTS (SELECT FROM counted c WHERE c."teacherId" = m."teacherId" AND c."studentId" = m."studentId") RETURNING 1),
  kept AS (
    INSERT INTO "ClassMember" AS m SELECT * FROM counted
    ON CONFLICT ("teacherId", "studentId") DO UPDATE SET "firstName" = excluded."firstName", "lastName" = excluded."lastName", grade = excluded.grade,
      courses = excluded.courses, "lessonsDone" = excluded."lessonsDone", lessons = excluded.lessons, since = excluded.since, "lastActivityAt" = excluded."lastActivityAt"
    WHERE m.* IS DISTINCT FROM excluded.* RETURNING 1)
  SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) INTO changed;
  RETURN changed;
END $$;

-- A lesson done is added; whatever else happens to a place in a course counts the child's lines anew.
CREATE FUNCTION app.class_enrolled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status <> 'WITHDRAWN' AND NEW.status <> 'WITHDRAWN' AND (OLD."lastActivityAt" IS NULL OR NEW."lastActivityAt" >= OLD."lastActivityAt") THEN
    UPDATE "ClassMember" m SET "lessonsDone" = m."lessonsDone" + NEW."lessonsDone" - OLD."lessonsDone", "lastActivityAt" = greatest(m."lastActivityAt", NEW."lastActivityAt")
    WHERE m."studentId" = NEW."studentId" AND m."teacherId" IN (
      SELECT c."ownerId" FROM "Course" c WHERE c.id = NEW."courseId"
      UNION SELECT i."userId" FROM "CourseInstructor" i WHERE i."courseId" = NEW."courseId" AND (i."canLearners" OR i."canGrade"));
  ELSE
    PERFORM app.refresh_class(ARRAY[coalesce(NEW."studentId", OLD."studentId")]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER classed AFTER INSERT OR DELETE OR UPDATE OF status, "lessonsDone", "lastActivityAt" ON "Enrollment" FOR EACH ROW EXECUTE FUNCTION app.class_enrolled();

CREATE FUNCTION app.class_assigned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  PERFORM app.refresh_class(ARRAY[coalesce(NEW."studentId", OLD."studentId")]);
  RETURN NULL;
END $$;
CREATE TRIGGER classed AFTER INSERT OR DELETE OR UPDATE OF "instructorId" ON "TeachingAssignment" FOR EACH ROW EXECUTE FUNCTION app.class_assigned();

CREATE FUNCTION app.class_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  PERFORM app.refresh_class(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER classed AFTER UPDATE OF "firstName", "lastName", grade, status ON "Student" FOR EACH ROW
  WHEN ((OLD."firstName", OLD."lastName", OLD.grade, OLD.status) IS DISTINCT FROM (NEW."firstName", NEW."lastName", NEW.grade, NEW.status)) EXECUTE FUNCTION app.class_renamed();

-- Another lesson, another owner, a colleague more or less: the lines of everybody in the course.
CREATE FUNCTION app.class_of_course() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE course uuid := (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0])::uuid;
BEGIN
  PERFORM app.refresh_class(array(SELECT e."studentId" FROM "Enrollment" e WHERE e."courseId" = course AND e.status <> 'WITHDRAWN'));
  RETURN NULL;
END $$;
CREATE TRIGGER classed AFTER UPDATE OF "lessonCount", "ownerId" ON "Course" FOR EACH ROW
  WHEN ((OLD."lessonCount", OLD."ownerId") IS DISTINCT FROM (NEW."lessonCount", NEW."ownerId")) EXECUTE FUNCTION app.class_of_course('id');
CREATE TRIGGER classed AFTER INSERT OR DELETE OR UPDATE OF "canGrade", "canLearners" ON "CourseInstructor" FOR EACH ROW EXECUTE FUNCTION app.class_of_course('courseId');

-- Lines that are not what the rows say. The nightly job reports and mends them.
CREATE FUNCTION app.mend_class_drift() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE everybody uuid[] := array(SELECT s.id FROM "Student" s);
BEGIN
  IF app.system() IS DISTINCT FROM 'courses' THEN RETURN 0; END IF;
  RETURN app.refresh_class(array(
    SELECT DISTINCT d."studentId" FROM (
      (SELECT * FROM app.class_rows(everybody) EXCEPT SELECT * FROM "ClassMember")
      UNION ALL (SELECT * FROM "ClassMember" EXCEPT SELECT * FROM app.class_rows(everybody))) d));
END $$;

-- ── Who reads it ─────────────────────────────────────────────────────────────────────────────────
-- Whom the school has given the person asking to teach today, without a course.
CREATE FUNCTION app.assigned_students() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY SELECT t."studentId" FROM "TeachingAssignment" t WHERE t."instructorId" = app.user_id() AND app.role() = 'INSTRUCTOR'
    AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date);
END $$;

ALTER TABLE "ClassMember" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ClassMember" FORCE ROW LEVEL SECURITY;
GRANT SELECT, DELETE ON "ClassMember" TO uhs_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "ClassMember" TO uhs_definer;
CREATE POLICY own_class ON "ClassMember" FOR SELECT TO uhs_app USING (
  "teacherId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'INSTRUCTOR' AND (courses > 0 OR "studentId" IN (SELECT app.assigned_students())));
CREATE POLICY erasure_sees ON "ClassMember" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "ClassMember" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.class_rows(uuid[])', 'app.refresh_class(uuid[])', 'app.class_enrolled()', 'app.class_assigned()', 'app.class_renamed()',
    'app.class_of_course()', 'app.mend_class_drift()', 'app.assigned_students()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
-- For the triggers and the nightly job alone.
REVOKE EXECUTE ON FUNCTION app.class_rows(uuid[]), app.refresh_class(uuid[]) FROM uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

INSERT INTO "ClassMember" SELECT * FROM app.class_rows(array(SELECT s.id FROM "Student" s));
