-- Who puts a child into a course, who takes it out again, and who may say what they think of it.

-- ── Enrolment ────────────────────────────────────────────────────────────────────────────────────
-- A course costs time and may cost money: the guardian who may pay for the child decides. Courses that come before this
-- one are finished first; one that was put away meanwhile holds nobody up.
CREATE FUNCTION app.may_enrol(course uuid, student uuid, way "EnrollmentSource") RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN student IN (SELECT app.guarded_students('pay')) AND student IN (SELECT app.guarded_students('view'))
    AND EXISTS (SELECT FROM "Course" c WHERE c.id = course AND c.status = 'PUBLISHED'
      AND CASE way WHEN 'FREE' THEN c.price = 0 WHEN 'PLAN' THEN c."inPlan" ELSE false END)
    AND NOT EXISTS (SELECT FROM "CoursePrerequisite" p JOIN "Course" r ON r.id = p."requiredId" AND r.status = 'PUBLISHED'
      WHERE p."courseId" = course AND NOT EXISTS (
        SELECT FROM "Enrollment" e WHERE e."courseId" = p."requiredId" AND e."studentId" = student AND e."completedAt" IS NOT NULL));
END $$;

ALTER POLICY enrol ON "Enrollment" WITH CHECK (
  "enrolledById" = (SELECT app.user_id()) AND status = 'ACTIVE' AND "lessonsDone" = 0 AND "completedAt" IS NULL AND app.may_enrol("courseId", "studentId", source));
ALTER POLICY leave_or_return ON "Enrollment" USING ("studentId" IN (SELECT app.guarded_students('pay')) AND "studentId" IN (SELECT app.guarded_students('view')));

-- A guardian takes a child out, or brings it back as it would be enrolled anew; what was learned stays as it was counted.
CREATE FUNCTION app.keep_enrollment() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE
  leaves boolean := NEW.status = 'WITHDRAWN' AND OLD.status <> 'WITHDRAWN' AND (NEW.source, NEW."enrolledById") = (OLD.source, OLD."enrolledById");
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF (NEW."courseId", NEW."studentId", NEW."lessonsDone", NEW."lastActivityAt", NEW."lastLessonId", NEW."completedAt")
     IS DISTINCT FROM (OLD."courseId", OLD."studentId", OLD."lessonsDone", OLD."lastActivityAt", OLD."lastLessonId", OLD."completedAt") THEN
    RAISE EXCEPTION 'progress in a course is counted, not written' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT leaves AND NOT (OLD.status = 'WITHDRAWN' AND NEW."enrolledById" = app.user_id() AND app.may_enrol(NEW."courseId", NEW."studentId", NEW.source)
     AND NEW.status::text = CASE WHEN NEW."completedAt" IS NULL THEN 'ACTIVE' ELSE 'COMPLETED' END) THEN
    RAISE EXCEPTION 'a child leaves a course, or comes back into one that is open to it' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Enrollment" FOR EACH ROW EXECUTE FUNCTION app.keep_enrollment();

-- ── Reviews ──────────────────────────────────────────────────────────────────────────────────────
-- A guardian speaks for a child who has been through two lessons, or through all there are; where the course takes reviews.
CREATE FUNCTION app.may_review(course uuid, student uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN student IN (SELECT app.guarded_students('view')) AND EXISTS (
    SELECT FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId"
    WHERE e."courseId" = course AND e."studentId" = student AND e.status <> 'WITHDRAWN' AND c.status = 'PUBLISHED' AND c."allowsReviews"
      AND e."lessonsDone" >= least(2, greatest(c."lessonCount", 1)));
END $$;

ALTER POLICY write_reviews ON "CourseReview" WITH CHECK (
  "authorId" = (SELECT app.user_id()) AND reply IS NULL AND "repliedById" IS NULL AND "hiddenReason" IS NULL AND app.may_review("courseId", "studentId"));
-- What moderation hid is not taken back and said again.
CREATE POLICY take_back_reviews ON "CourseReview" FOR DELETE TO uhs_app USING (
  "authorId" = (SELECT app.user_id()) AND "hiddenReason" IS NULL AND "studentId" IN (SELECT app.guarded_students('view')));

CREATE OR REPLACE FUNCTION app.keep_review() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE said_anew boolean := (NEW.rating, NEW.body, NEW.clarity, NEW.engagement, NEW.usefulness, NEW.language)
  IS DISTINCT FROM (OLD.rating, OLD.body, OLD.clarity, OLD.engagement, OLD.usefulness, OLD.language);
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF (NEW."courseId", NEW."studentId", NEW."authorId") IS DISTINCT FROM (OLD."courseId", OLD."studentId", OLD."authorId")
     OR (said_anew AND (OLD."authorId" IS DISTINCT FROM app.user_id() OR OLD."hiddenReason" IS NOT NULL OR NOT app.may_review(OLD."courseId", OLD."studentId")))
     OR ((NEW.reply, NEW."repliedById", NEW."repliedAt") IS DISTINCT FROM (OLD.reply, OLD."repliedById", OLD."repliedAt")
       AND NOT (OLD."courseId" IN (SELECT app.taught_courses('edit')) AND (NEW."repliedById" IS NULL OR NEW."repliedById" = app.user_id())))
     OR (NEW."hiddenReason" IS DISTINCT FROM OLD."hiddenReason" AND NOT app.has_permission('course:review')) THEN
    RAISE EXCEPTION 'each changes their own part of a review' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- First names of those who wrote these reviews, for whoever teaches the course or judges the review.
CREATE FUNCTION app.review_authors(reviews uuid[]) RETURNS TABLE (id uuid, author text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT r.id, split_part(coalesce(u."preferredName", u.name), ' ', 1) FROM "CourseReview" r JOIN "User" u ON u.id = r."authorId"
    WHERE r.id = ANY (reviews) AND (r."courseId" IN (SELECT app.taught_courses()) OR app.has_permission('course:review'));
END $$;

-- Whether a review is of a course the person may change: they may bring it before moderation.
CREATE FUNCTION app.may_report(review uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseReview" r WHERE r.id = review AND r."hiddenReason" IS NULL AND r."courseId" IN (SELECT app.taught_courses('edit')));
END $$;
CREATE POLICY report_reviews ON "ModerationItem" FOR INSERT TO uhs_app WITH CHECK (
  "submittedById" = (SELECT app.user_id()) AND status = 'WAITING' AND "subjectType" = 'review' AND app.may_report("subjectId"));
-- One's own reviews are answered latest first, whatever the course.
CREATE INDEX "CourseReview_unanswered_sql" ON "CourseReview" ("courseId", "createdAt") WHERE reply IS NULL;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.may_enrol(uuid, uuid, "EnrollmentSource")', 'app.may_review(uuid, uuid)', 'app.review_authors(uuid[])', 'app.may_report(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
