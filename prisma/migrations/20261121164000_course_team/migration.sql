-- Who teaches a course together, and what may become of its state.

-- The people of a course, for those who teach or review it: a draft's are known to nobody else.
CREATE FUNCTION app.course_team(course uuid) RETURNS TABLE (id uuid, name text, owner boolean, "canEdit" boolean, "canGrade" boolean, "canLearners" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, u.name, t.owner, t."canEdit", t."canGrade", t."canLearners" FROM (
     SELECT c."ownerId" AS person, true AS owner, true AS "canEdit", true AS "canGrade", true AS "canLearners" FROM "Course" c WHERE c.id = course
     UNION ALL SELECT i."userId", false, i."canEdit", i."canGrade", i."canLearners" FROM "CourseInstructor" i WHERE i."courseId" = course
   ) t JOIN "User" u ON u.id = t.person
   WHERE course IN (SELECT app.taught_courses()) OR app.has_permission('course:review')
   ORDER BY t.owner DESC, u.name, u.id $$;

-- The colleague behind a whole address, for who may share a course. It finds teachers and nobody else.
CREATE FUNCTION app.teacher_by_email(address citext) RETURNS TABLE (id uuid, name text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, u.name FROM "User" u JOIN "UserRole" r ON r."userId" = u.id AND r.role = 'INSTRUCTOR'
   WHERE u.email = address AND u.status = 'ACTIVE' AND app.has_permission('course:write') $$;

-- A course reaches families only through a review: out of the archive comes back what had been published before.
CREATE OR REPLACE FUNCTION app.keep_course() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF (NEW."lessonCount", NEW.minutes, NEW."enrolledCount", NEW."completedCount", NEW."ratingCount", NEW."ratingSum")
     IS DISTINCT FROM (CASE TG_OP WHEN 'UPDATE' THEN (OLD."lessonCount", OLD.minutes, OLD."enrolledCount", OLD."completedCount", OLD."ratingCount", OLD."ratingSum") ELSE (0, 0, 0, 0, 0, 0) END) THEN
    RAISE EXCEPTION 'figures of a course are counted, not written' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' OR NEW."publishedAt" IS NOT NULL THEN RAISE EXCEPTION 'a course begins as a draft' USING ERRCODE = 'restrict_violation'; END IF;
    RETURN NEW;
  END IF;
  IF NEW."ownerId" <> OLD."ownerId" THEN RAISE EXCEPTION 'a course stays its owner''s' USING ERRCODE = 'restrict_violation'; END IF;
  IF app.has_permission('course:review') THEN RETURN NEW; END IF;
  IF NEW."publishedAt" IS DISTINCT FROM OLD."publishedAt"
     OR (NEW.status = 'PUBLISHED' AND OLD.status <> 'PUBLISHED' AND (OLD.status <> 'ARCHIVED' OR OLD."publishedAt" IS NULL)) THEN
    RAISE EXCEPTION 'a course is published by whoever reviewed it' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.course_team(uuid)', 'app.teacher_by_email(citext)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- What was said about a course concerns everybody who may change it, whoever handed it in.
CREATE POLICY read_own_moderation ON "ModerationItem" FOR SELECT TO uhs_app USING ("subjectId" IN (SELECT app.taught_courses('edit')));
