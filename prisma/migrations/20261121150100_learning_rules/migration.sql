-- What the database keeps by itself about courses, questions, work and grades: checks, search, counts, who sees what.

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "Course" ADD CONSTRAINT "Course_words" CHECK (length(title) BETWEEN 3 AND 140 AND length(summary) <= 400 AND slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "Course" ADD CONSTRAINT "Course_price" CHECK (price >= 0 AND currency = 'KES' AND language IN ('en', 'sw'));
ALTER TABLE "Course" ADD CONSTRAINT "Course_counts" CHECK ("lessonCount" >= 0 AND minutes >= 0 AND "enrolledCount" >= 0 AND "completedCount" >= 0 AND "ratingCount" >= 0);
ALTER TABLE "Course" ADD CONSTRAINT "Course_published" CHECK (status <> 'PUBLISHED' OR "publishedAt" IS NOT NULL);
ALTER TABLE "CoursePrerequisite" ADD CONSTRAINT "CoursePrerequisite_other" CHECK ("courseId" <> "requiredId");
ALTER TABLE "CourseModule" ADD CONSTRAINT "CourseModule_words" CHECK (length(title) BETWEEN 1 AND 140 AND position ~ '^[0-9A-Za-z]+$');
ALTER TABLE "Lesson" ADD CONSTRAINT "Lesson_words" CHECK (length(title) BETWEEN 1 AND 140 AND position ~ '^[0-9A-Za-z]+$' AND minutes BETWEEN 1 AND 600);
ALTER TABLE "LessonProgress" ADD CONSTRAINT "LessonProgress_range" CHECK (percent BETWEEN 0 AND 100 AND seconds >= 0 AND ("completedAt" IS NULL OR percent = 100));
ALTER TABLE "LearnerNote" ADD CONSTRAINT "LearnerNote_length" CHECK (length(body) <= 10000);
ALTER TABLE "StudentActivity" ADD CONSTRAINT "StudentActivity_seconds" CHECK (seconds BETWEEN 0 AND 86400);
ALTER TABLE "CourseReview" ADD CONSTRAINT "CourseReview_scale" CHECK (
  rating BETWEEN 1 AND 5 AND coalesce(clarity, 1) BETWEEN 1 AND 5 AND coalesce(engagement, 1) BETWEEN 1 AND 5 AND coalesce(usefulness, 1) BETWEEN 1 AND 5 AND length(body) <= 2000);
ALTER TABLE "Question" ADD CONSTRAINT "Question_scale" CHECK (difficulty BETWEEN 1 AND 5);
ALTER TABLE "QuestionVersion" ADD CONSTRAINT "QuestionVersion_scale" CHECK (difficulty BETWEEN 1 AND 5 AND number >= 1 AND coalesce(a, 1) > 0);
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_limits" CHECK (coalesce("timeLimitMinutes", 1) BETWEEN 1 AND 600 AND "maxAttempts" BETWEEN 1 AND 50 AND ("dueAt" IS NULL OR "opensAt" IS NULL OR "dueAt" > "opensAt"));
ALTER TABLE "AssessmentItem" ADD CONSTRAINT "AssessmentItem_points" CHECK (points BETWEEN 1 AND 100 AND "rightItemId" IS DISTINCT FROM id AND "wrongItemId" IS DISTINCT FROM id);
ALTER TABLE "Accommodation" ADD CONSTRAINT "Accommodation_range" CHECK ("extraTimePercent" BETWEEN 0 AND 300 AND "extraAttempts" BETWEEN 0 AND 20);
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_range" CHECK (number >= 1 AND coalesce(percent, 0) BETWEEN 0 AND 100 AND (status = 'OPEN' OR "submittedAt" IS NOT NULL));
ALTER TABLE "Response" ADD CONSTRAINT "Response_range" CHECK (place >= 1 AND difficulty BETWEEN 1 AND 5 AND points >= 1 AND coalesce(score, 0) BETWEEN 0 AND 1 AND coalesce(confidence, 0) BETWEEN 0 AND 1);
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_sent" CHECK ((status = 'DRAFT' OR "submittedAt" IS NOT NULL) AND coalesce(similarity, 0) BETWEEN 0 AND 1 AND length(text) <= 100000);
ALTER TABLE "SubmissionGrade" ADD CONSTRAINT "SubmissionGrade_range" CHECK (percent BETWEEN 0 AND 100 AND (status = 'DRAFT' OR "releasedAt" IS NOT NULL));
ALTER TABLE "GradeProposal" ADD CONSTRAINT "GradeProposal_range" CHECK (percent BETWEEN 0 AND 100 AND confidence BETWEEN 0 AND 1);
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_place" CHECK (
  page >= 1 AND x BETWEEN 0 AND 1 AND y BETWEEN 0 AND 1 AND width BETWEEN 0 AND 1 AND height BETWEEN 0 AND 1 AND length(body) BETWEEN 1 AND 2000);
ALTER TABLE "ScaleLevel" ADD CONSTRAINT "ScaleLevel_range" CHECK ("minPercent" BETWEEN 0 AND 100);
CREATE UNIQUE INDEX "Attempt_one_open_sql" ON "Attempt" ("assessmentId", "studentId") WHERE status = 'OPEN';
CREATE UNIQUE INDEX "Submission_one_draft_sql" ON "Submission" ("assignmentId", "studentId") WHERE status = 'DRAFT';
CREATE UNIQUE INDEX "ModerationItem_one_waiting_sql" ON "ModerationItem" ("subjectId") WHERE status = 'WAITING';
CREATE UNIQUE INDEX "RegradeRequest_one_asked_sql" ON "RegradeRequest" ("submissionId") WHERE status = 'ASKED';
CREATE INDEX "Submission_waiting_sql" ON "Submission" ("submittedAt", id) WHERE status IN ('SUBMITTED', 'GRADED');
CREATE INDEX "Response_ungraded_sql" ON "Response" ("courseId", "answeredAt") WHERE score IS NULL AND "answeredAt" IS NOT NULL;

-- ── Search ───────────────────────────────────────────────────────────────────────────────────────
-- English words by their stems; Kiswahili has no stemmer here, so its words are taken as they are written.
CREATE FUNCTION app.course_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$
DECLARE words regconfig := CASE NEW.language WHEN 'en' THEN 'english' ELSE 'simple' END;
BEGIN
  NEW.search := setweight(to_tsvector(words, NEW.title), 'A') || setweight(to_tsvector('simple', NEW.title), 'A')
    || setweight(to_tsvector(words, NEW.summary), 'B') || setweight(to_tsvector(words, array_to_string(NEW."whatYouLearn", ' ')), 'C');
  RETURN NEW;
END $$;
CREATE TRIGGER search_words BEFORE INSERT OR UPDATE OF title, summary, "whatYouLearn", language ON "Course" FOR EACH ROW EXECUTE FUNCTION app.course_words();
CREATE INDEX "Course_search_sql" ON "Course" USING gin (search);
CREATE FUNCTION app.question_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$
BEGIN
  NEW.search := to_tsvector('simple', NEW.title || ' ' || array_to_string(NEW.tags, ' '))
    || to_tsvector((CASE NEW.language WHEN 'en' THEN 'english' ELSE 'simple' END)::regconfig, NEW.title);
  RETURN NEW;
END $$;
CREATE TRIGGER search_words BEFORE INSERT OR UPDATE OF title, tags, language ON "Question" FOR EACH ROW EXECUTE FUNCTION app.question_words();
CREATE INDEX "Question_search_sql" ON "Question" USING gin (search);
CREATE INDEX "Question_tags_sql" ON "Question" USING gin (tags);

-- ── Who is related to a course ───────────────────────────────────────────────────────────────────
GRANT SELECT ON ALL TABLES IN SCHEMA public TO uhs_definer;
DO $$ BEGIN IF to_regclass('public._prisma_migrations') IS NOT NULL THEN REVOKE ALL ON TABLE public._prisma_migrations FROM uhs_definer; END IF; END $$;

-- Courses the person teaches; `wanted`: edit, grade, learners, or any.
CREATE FUNCTION app.taught_courses(wanted text DEFAULT 'any') RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT c.id FROM "Course" c WHERE c."ownerId" = app.user_id() AND app.role() = 'INSTRUCTOR'
   UNION ALL
   SELECT i."courseId" FROM "CourseInstructor" i WHERE i."userId" = app.user_id() AND app.role() = 'INSTRUCTOR'
     AND CASE wanted WHEN 'edit' THEN i."canEdit" WHEN 'grade' THEN i."canGrade" WHEN 'learners' THEN i."canLearners" OR i."canGrade" ELSE true END $$;

-- Courses one's own children, or oneself as a child, are enrolled in.
CREATE FUNCTION app.enrolled_courses() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT e."courseId" FROM "Enrollment" e
   WHERE e.status <> 'WITHDRAWN' AND e."studentId" IN (SELECT app.guarded_students('view') UNION ALL SELECT app.my_students()) $$;

-- A course teaches whoever is enrolled in it (ADR 6): the class is the sum of both.
CREATE OR REPLACE FUNCTION app.taught_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT t."studentId" FROM "TeachingAssignment" t
   WHERE t."instructorId" = app.user_id() AND app.role() = 'INSTRUCTOR'
     AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date)
   UNION
   SELECT e."studentId" FROM "Enrollment" e WHERE e.status <> 'WITHDRAWN' AND e."courseId" IN (SELECT app.taught_courses('learners')) $$;

-- Children whose records of learning the person may read although the course is not theirs: the family, the child, and
-- whoever a guardian has named. Being in the class for something else opens nothing here.
CREATE FUNCTION app.record_students(data_type text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE held text := app.role();
BEGIN
  IF held = 'INSTRUCTOR' THEN
    RETURN QUERY SELECT app.consenting_students(data_type, 'INSTRUCTOR', app.user_id());
  ELSE
    RETURN QUERY SELECT app.readable_students(data_type);
  END IF;
END $$;

-- Names of those who teach published courses, which are public; nothing else of them.
CREATE FUNCTION app.teacher_names(people uuid[]) RETURNS TABLE (id uuid, name text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, u.name FROM "User" u WHERE u.id = ANY (people) AND u.status = 'ACTIVE'
     AND (EXISTS (SELECT FROM "Course" c WHERE c."ownerId" = u.id AND c.status = 'PUBLISHED')
       OR EXISTS (SELECT FROM "CourseInstructor" i JOIN "Course" c ON c.id = i."courseId" WHERE i."userId" = u.id AND c.status = 'PUBLISHED')
       OR u.id = app.user_id() OR app.has_permission('course:review')) $$;

-- Reviews of a published course as the public reads them: by whom as a first name, never of which child.
CREATE FUNCTION app.public_reviews(course uuid, before timestamptz, most int)
RETURNS TABLE (id uuid, rating int, clarity int, engagement int, usefulness int, body text, language text, reply text, "repliedAt" timestamptz, "createdAt" timestamptz, author text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.id, r.rating, r.clarity, r.engagement, r.usefulness, r.body, r.language, r.reply, r."repliedAt", r."createdAt", split_part(coalesce(u."preferredName", u.name), ' ', 1)
   FROM "CourseReview" r JOIN "Course" c ON c.id = r."courseId" LEFT JOIN "User" u ON u.id = r."authorId"
   WHERE r."courseId" = course AND c.status = 'PUBLISHED' AND r."hiddenReason" IS NULL AND (before IS NULL OR r."createdAt" < before)
   ORDER BY r."createdAt" DESC, r.id DESC LIMIT least(most, 50) $$;

-- ── Counts ───────────────────────────────────────────────────────────────────────────────────────
-- The functions below write figures nobody else may: the columns are granted to their owner one by one.
GRANT UPDATE ("lessonCount", minutes, "enrolledCount", "completedCount", "ratingCount", "ratingSum") ON "Course" TO uhs_definer;
GRANT UPDATE ("lessonsDone", "lastActivityAt", "lastLessonId", status, "completedAt") ON "Enrollment" TO uhs_definer;

CREATE FUNCTION app.count_lessons() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    UPDATE "Course" SET "lessonCount" = "lessonCount" - 1, minutes = minutes - OLD.minutes WHERE id = OLD."courseId";
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    UPDATE "Course" SET "lessonCount" = "lessonCount" + 1, minutes = minutes + NEW.minutes WHERE id = NEW."courseId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE ON "Lesson" FOR EACH ROW EXECUTE FUNCTION app.count_lessons();
CREATE TRIGGER recounted AFTER UPDATE OF minutes, "courseId" ON "Lesson" FOR EACH ROW
  WHEN (OLD.minutes <> NEW.minutes OR OLD."courseId" <> NEW."courseId") EXECUTE FUNCTION app.count_lessons();

CREATE FUNCTION app.count_enrollments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    UPDATE "Course" SET "enrolledCount" = "enrolledCount" - (OLD.status <> 'WITHDRAWN')::int, "completedCount" = "completedCount" - (OLD.status = 'COMPLETED')::int
    WHERE id = OLD."courseId" AND OLD.status <> 'WITHDRAWN';
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    UPDATE "Course" SET "enrolledCount" = "enrolledCount" + (NEW.status <> 'WITHDRAWN')::int, "completedCount" = "completedCount" + (NEW.status = 'COMPLETED')::int
    WHERE id = NEW."courseId" AND NEW.status <> 'WITHDRAWN';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE ON "Enrollment" FOR EACH ROW EXECUTE FUNCTION app.count_enrollments();
CREATE TRIGGER recounted AFTER UPDATE OF status ON "Enrollment" FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION app.count_enrollments();

CREATE FUNCTION app.count_reviews() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF TG_OP IN ('DELETE', 'UPDATE') AND OLD."hiddenReason" IS NULL THEN
    UPDATE "Course" SET "ratingCount" = "ratingCount" - 1, "ratingSum" = "ratingSum" - OLD.rating WHERE id = OLD."courseId";
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') AND NEW."hiddenReason" IS NULL THEN
    UPDATE "Course" SET "ratingCount" = "ratingCount" + 1, "ratingSum" = "ratingSum" + NEW.rating WHERE id = NEW."courseId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR UPDATE OF rating, "hiddenReason" OR DELETE ON "CourseReview" FOR EACH ROW EXECUTE FUNCTION app.count_reviews();

-- Progress in a lesson is progress in its course: how many are done, where the child was last, and whether all is done.
CREATE FUNCTION app.count_progress() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE done int := (NEW."completedAt" IS NOT NULL)::int - CASE TG_OP WHEN 'UPDATE' THEN (OLD."completedAt" IS NOT NULL)::int ELSE 0 END;
BEGIN
  UPDATE "Enrollment" e SET
    "lessonsDone" = e."lessonsDone" + done,
    "lastActivityAt" = greatest(e."lastActivityAt", NEW."updatedAt"),
    "lastLessonId" = CASE WHEN e."lastActivityAt" IS NULL OR e."lastActivityAt" <= NEW."updatedAt" THEN NEW."lessonId" ELSE e."lastLessonId" END,
    status = CASE WHEN e.status = 'ACTIVE' AND e."lessonsDone" + done >= c."lessonCount" THEN 'COMPLETED' ELSE e.status END,
    "completedAt" = CASE WHEN e.status = 'ACTIVE' AND e."lessonsDone" + done >= c."lessonCount" THEN NEW."completedAt" ELSE e."completedAt" END
  FROM "Course" c WHERE c.id = e."courseId" AND e."courseId" = NEW."courseId" AND e."studentId" = NEW."studentId";
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON "LessonProgress" FOR EACH ROW EXECUTE FUNCTION app.count_progress();

-- Where a figure kept by a trigger is not what its rows say. The nightly job reports and mends it.
CREATE FUNCTION app.course_drift() RETURNS TABLE (id uuid, "lessonCount" int, minutes int, "enrolledCount" int, "completedCount" int, "ratingCount" int, "ratingSum" int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT c.id, coalesce(l.n, 0)::int, coalesce(l.m, 0)::int, coalesce(e.n, 0)::int, coalesce(e.d, 0)::int, coalesce(r.n, 0)::int, coalesce(r.s, 0)::int
   FROM "Course" c
   LEFT JOIN (SELECT "courseId", count(*) AS n, sum(minutes) AS m FROM "Lesson" GROUP BY 1) l ON l."courseId" = c.id
   LEFT JOIN (SELECT "courseId", count(*) FILTER (WHERE status <> 'WITHDRAWN') AS n, count(*) FILTER (WHERE status = 'COMPLETED') AS d FROM "Enrollment" GROUP BY 1) e ON e."courseId" = c.id
   LEFT JOIN (SELECT "courseId", count(*) AS n, sum(rating) AS s FROM "CourseReview" WHERE "hiddenReason" IS NULL GROUP BY 1) r ON r."courseId" = c.id
   WHERE app.system() = 'courses'
     AND (c."lessonCount", c.minutes, c."enrolledCount", c."completedCount", c."ratingCount", c."ratingSum")
       IS DISTINCT FROM (coalesce(l.n, 0)::int, coalesce(l.m, 0)::int, coalesce(e.n, 0)::int, coalesce(e.d, 0)::int, coalesce(r.n, 0)::int, coalesce(r.s, 0)::int) $$;
CREATE FUNCTION app.mend_course_drift() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE mended int;
BEGIN
  UPDATE "Course" c SET "lessonCount" = d."lessonCount", minutes = d.minutes, "enrolledCount" = d."enrolledCount",
    "completedCount" = d."completedCount", "ratingCount" = d."ratingCount", "ratingSum" = d."ratingSum"
  FROM app.course_drift() d WHERE d.id = c.id;
  GET DIAGNOSTICS mended = ROW_COUNT;
  RETURN mended;
END $$;

-- ── What nobody may change by hand ───────────────────────────────────────────────────────────────
CREATE FUNCTION app.keep_course() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF (NEW."lessonCount", NEW.minutes, NEW."enrolledCount", NEW."completedCount", NEW."ratingCount", NEW."ratingSum")
     IS DISTINCT FROM (CASE TG_OP WHEN 'UPDATE' THEN (OLD."lessonCount", OLD.minutes, OLD."enrolledCount", OLD."completedCount", OLD."ratingCount", OLD."ratingSum") ELSE (0, 0, 0, 0, 0, 0) END) THEN
    RAISE EXCEPTION 'figures of a course are counted, not written' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' THEN RAISE EXCEPTION 'a course begins as a draft' USING ERRCODE = 'restrict_violation'; END IF;
  ELSE
    IF NEW."ownerId" <> OLD."ownerId" THEN RAISE EXCEPTION 'a course stays its owner''s' USING ERRCODE = 'restrict_violation'; END IF;
    IF NEW.status IS DISTINCT FROM OLD.status AND NEW.status = 'PUBLISHED' AND OLD.status <> 'ARCHIVED' AND NOT app.has_permission('course:review') THEN
      RAISE EXCEPTION 'a course is published by whoever reviewed it' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE ON "Course" FOR EACH ROW EXECUTE FUNCTION app.keep_course();

-- Two devices that disagree lose nothing: percent and completion never go back.
CREATE FUNCTION app.keep_progress() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF NEW.percent < OLD.percent OR NEW.seconds < OLD.seconds OR (OLD."completedAt" IS NOT NULL AND NEW."completedAt" IS DISTINCT FROM OLD."completedAt") THEN
    RAISE EXCEPTION 'progress does not go back' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "LessonProgress" FOR EACH ROW EXECUTE FUNCTION app.keep_progress();

-- A version that has been answered stays as it was.
CREATE FUNCTION app.keep_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF (NEW.type, NEW.body, NEW."questionId", NEW.number, NEW.difficulty) IS DISTINCT FROM (OLD.type, OLD.body, OLD."questionId", OLD.number, OLD.difficulty)
     AND EXISTS (SELECT FROM "Response" r WHERE r."versionId" = OLD.id) THEN
    RAISE EXCEPTION 'an answered question is not changed: make a new version' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "QuestionVersion" FOR EACH ROW EXECUTE FUNCTION app.keep_version();

-- A learner writes answers, never marks; and none after the deadline or the end of the attempt.
CREATE FUNCTION app.keep_response() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' OR app.role() IS DISTINCT FROM 'STUDENT' THEN RETURN NEW; END IF;
  IF (NEW.score, NEW."gradedBy", NEW."gradedById", NEW.confidence, NEW.feedback, NEW."versionId", NEW."questionId", NEW."attemptId", NEW."studentId", NEW."courseId", NEW.place, NEW.difficulty, NEW.points)
     IS DISTINCT FROM (OLD.score, OLD."gradedBy", OLD."gradedById", OLD.confidence, OLD.feedback, OLD."versionId", OLD."questionId", OLD."attemptId", OLD."studentId", OLD."courseId", OLD.place, OLD.difficulty, OLD.points) THEN
    RAISE EXCEPTION 'a learner answers and does not mark' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "Response" FOR EACH ROW EXECUTE FUNCTION app.keep_response();

-- Append-only, except that an erased child takes their rows along.
CREATE FUNCTION app.refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'DELETE' AND (app.system() = 'privacy' OR pg_trigger_depth() > 1) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "GradeChange" FOR EACH ROW EXECUTE FUNCTION app.refuse_rewrite();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "PointsLog" FOR EACH ROW EXECUTE FUNCTION app.refuse_rewrite();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.taught_courses(text)', 'app.enrolled_courses()', 'app.taught_students()', 'app.record_students(text)', 'app.teacher_names(uuid[])',
    'app.public_reviews(uuid, timestamptz, int)', 'app.count_lessons()', 'app.count_enrollments()', 'app.count_reviews()', 'app.count_progress()', 'app.keep_version()',
    'app.course_drift()', 'app.mend_course_drift()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Who sees and does what ───────────────────────────────────────────────────────────────────────
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['Course', 'CoursePrerequisite', 'CourseInstructor', 'CourseModule', 'Lesson', 'LessonContent', 'LessonVersion', 'LessonCompetency', 'CourseResource',
    'Enrollment', 'LessonProgress', 'LearnerNote', 'StudentActivity', 'CourseReview', 'ModerationItem', 'Question', 'QuestionVersion', 'QuestionKey', 'QuestionCompetency',
    'Assessment', 'AssessmentItem', 'Accommodation', 'Attempt', 'Response', 'Rubric', 'Assignment', 'AssignmentCompetency', 'Submission', 'SubmissionFile', 'SubmissionGrade',
    'GradeChange', 'GradeProposal', 'Annotation', 'CommentSnippet', 'RegradeRequest', 'GradeScale', 'ScaleLevel', 'ScaleUse', 'CompetencyTally', 'Badge', 'BadgeAward', 'PointsLog'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO uhs_app', t);
  END LOOP;
END $$;

-- courses
CREATE POLICY read_courses ON "Course" FOR SELECT TO uhs_app USING (
  status = 'PUBLISHED' OR id IN (SELECT app.taught_courses()) OR id IN (SELECT app.enrolled_courses())
  OR (SELECT app.has_permission('course:review')) OR (SELECT app.system()) IN ('courses', 'assessment', 'curriculum'));
CREATE POLICY begin_courses ON "Course" FOR INSERT TO uhs_app WITH CHECK ("ownerId" = (SELECT app.user_id()) AND (SELECT app.has_permission('course:write')));
CREATE POLICY edit_courses ON "Course" FOR UPDATE TO uhs_app USING (id IN (SELECT app.taught_courses('edit')) OR (SELECT app.has_permission('course:review')));
CREATE POLICY drop_courses ON "Course" FOR DELETE TO uhs_app USING ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'INSTRUCTOR' AND status = 'DRAFT');
-- A course that is seen shows its outline; who sees the course is decided once, above.
CREATE POLICY read_with_course ON "CoursePrerequisite" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId"));
CREATE POLICY read_with_course ON "CourseInstructor" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId"));
CREATE POLICY read_with_course ON "CourseModule" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId"));
CREATE POLICY read_with_course ON "Lesson" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId"));
CREATE POLICY read_with_lesson ON "LessonCompetency" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId"));
CREATE POLICY edit_with_course ON "CoursePrerequisite" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
-- Only the owner says who teaches with them.
CREATE POLICY owner_shares ON "CourseInstructor" FOR ALL TO uhs_app USING (
  EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId" AND c."ownerId" = (SELECT app.user_id())) AND (SELECT app.role()) = 'INSTRUCTOR')
  WITH CHECK ("addedById" = (SELECT app.user_id()) AND EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId" AND c."ownerId" = (SELECT app.user_id())) AND (SELECT app.role()) = 'INSTRUCTOR');
CREATE POLICY edit_with_course ON "CourseModule" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY edit_with_course ON "Lesson" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY edit_with_lesson ON "LessonCompetency" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND l."courseId" IN (SELECT app.taught_courses('edit'))));
CREATE POLICY read_bodies ON "LessonContent" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND (
  l."isPreview" OR l."courseId" IN (SELECT app.taught_courses()) OR l."courseId" IN (SELECT app.enrolled_courses()) OR (SELECT app.has_permission('course:review')))));
CREATE POLICY edit_bodies ON "LessonContent" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND l."courseId" IN (SELECT app.taught_courses('edit'))));
CREATE POLICY read_versions ON "LessonVersion" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND (
  l."courseId" IN (SELECT app.taught_courses('edit')) OR (SELECT app.has_permission('course:review')))));
CREATE POLICY write_versions ON "LessonVersion" FOR INSERT TO uhs_app WITH CHECK ("authorId" = (SELECT app.user_id())
  AND EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND l."courseId" IN (SELECT app.taught_courses('edit'))));
CREATE POLICY read_resources ON "CourseResource" FOR SELECT TO uhs_app USING (
  "courseId" IN (SELECT app.taught_courses()) OR "courseId" IN (SELECT app.enrolled_courses()) OR (SELECT app.has_permission('course:review'))
  OR EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND l."isPreview"));
CREATE POLICY edit_resources ON "CourseResource" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));

-- what a child does in a course: the family, the course's own teachers, whoever the family named, staff by their office
CREATE POLICY read_enrollments ON "Enrollment" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('courses', 'assessment', 'recognition', 'curriculum'));
CREATE POLICY enrol ON "Enrollment" FOR INSERT TO uhs_app WITH CHECK (
  "enrolledById" = (SELECT app.user_id()) AND status = 'ACTIVE' AND "studentId" IN (SELECT app.guarded_students('view'))
  AND EXISTS (SELECT FROM "Course" c WHERE c.id = "courseId" AND c.status = 'PUBLISHED'
    AND CASE source WHEN 'FREE' THEN c.price = 0 WHEN 'PLAN' THEN c."inPlan" ELSE false END));
CREATE POLICY leave_or_return ON "Enrollment" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('view')));
CREATE POLICY read_progress ON "LessonProgress" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('courses', 'recognition', 'curriculum'));
CREATE POLICY make_progress ON "LessonProgress" FOR INSERT TO uhs_app WITH CHECK (
  "studentId" IN (SELECT app.my_students()) AND "courseId" IN (SELECT app.enrolled_courses())
  AND EXISTS (SELECT FROM "Lesson" l WHERE l.id = "lessonId" AND l."courseId" = "LessonProgress"."courseId"));
CREATE POLICY go_on ON "LessonProgress" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.my_students()) AND "courseId" IN (SELECT app.enrolled_courses()));
CREATE POLICY read_notes ON "LearnerNote" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()));
CREATE POLICY write_notes ON "LearnerNote" FOR ALL TO uhs_app USING ("studentId" IN (SELECT app.my_students()));
CREATE POLICY read_activity ON "StudentActivity" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('courses', 'assessment', 'recognition', 'families'));
CREATE POLICY record_activity ON "StudentActivity" FOR INSERT TO uhs_app WITH CHECK (
  "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.guarded_students('view'))
  OR ("courseId" IN (SELECT app.taught_courses('grade')) AND "studentId" IN (SELECT app.taught_students()))
  OR (SELECT app.system()) IN ('courses', 'assessment', 'recognition'));
CREATE POLICY prune_activity ON "StudentActivity" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'courses');

-- reviews: the family writes, the course answers, the public reads through app.public_reviews
CREATE POLICY read_reviews ON "CourseReview" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR "courseId" IN (SELECT app.taught_courses())
  OR (SELECT app.has_permission('course:review')) OR (SELECT app.system()) = 'courses');
CREATE POLICY write_reviews ON "CourseReview" FOR INSERT TO uhs_app WITH CHECK (
  "authorId" = (SELECT app.user_id()) AND reply IS NULL AND "hiddenReason" IS NULL
  AND ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()))
  AND EXISTS (SELECT FROM "Enrollment" e WHERE e."courseId" = "CourseReview"."courseId" AND e."studentId" = "CourseReview"."studentId" AND e.status <> 'WITHDRAWN'));
CREATE POLICY change_reviews ON "CourseReview" FOR UPDATE TO uhs_app USING (
  ("authorId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR "courseId" IN (SELECT app.taught_courses('edit')) OR (SELECT app.has_permission('course:review')));
CREATE FUNCTION app.keep_review() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF (NEW."courseId", NEW."studentId", NEW."authorId") IS DISTINCT FROM (OLD."courseId", OLD."studentId", OLD."authorId")
     OR ((NEW.rating, NEW.body, NEW.clarity, NEW.engagement, NEW.usefulness) IS DISTINCT FROM (OLD.rating, OLD.body, OLD.clarity, OLD.engagement, OLD.usefulness) AND OLD."authorId" IS DISTINCT FROM app.user_id())
     OR ((NEW.reply, NEW."repliedById") IS DISTINCT FROM (OLD.reply, OLD."repliedById") AND NOT (OLD."courseId" IN (SELECT app.taught_courses('edit'))))
     OR (NEW."hiddenReason" IS DISTINCT FROM OLD."hiddenReason" AND NOT app.has_permission('course:review')) THEN
    RAISE EXCEPTION 'each changes their own part of a review' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "CourseReview" FOR EACH ROW EXECUTE FUNCTION app.keep_review();
CREATE POLICY read_moderation ON "ModerationItem" FOR SELECT TO uhs_app USING (
  ("submittedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('course:review')));
CREATE POLICY submit_for_review ON "ModerationItem" FOR INSERT TO uhs_app WITH CHECK (
  "submittedById" = (SELECT app.user_id()) AND status = 'WAITING' AND "subjectId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY withdraw_from_review ON "ModerationItem" FOR UPDATE TO uhs_app USING ("submittedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL AND status = 'WAITING')
  WITH CHECK (status = 'WITHDRAWN');
-- Nobody judges what they submitted themselves.
CREATE POLICY decide_review ON "ModerationItem" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('course:review')) AND "submittedById" <> (SELECT app.user_id()));

-- questions
CREATE POLICY read_questions ON "Question" FOR SELECT TO uhs_app USING (
  ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'INSTRUCTOR') OR ("ownerId" IS NULL AND (SELECT app.has_permission('question:read')))
  OR (SELECT app.has_permission('question:school')) OR (SELECT app.system()) IN ('assessment', 'curriculum')
  OR EXISTS (SELECT FROM "AssessmentItem" i JOIN "Assessment" s ON s.id = i."assessmentId" WHERE i."questionId" = "Question".id AND s."courseId" IN (SELECT app.taught_courses())));
CREATE POLICY write_questions ON "Question" FOR ALL TO uhs_app USING (
  ("ownerId" = (SELECT app.user_id()) AND (SELECT app.has_permission('question:write'))) OR (SELECT app.has_permission('question:school')));
CREATE POLICY read_versions ON "QuestionVersion" FOR SELECT TO uhs_app USING (
  EXISTS (SELECT FROM "Question" q WHERE q.id = "questionId") OR EXISTS (SELECT FROM "Response" r WHERE r."versionId" = "QuestionVersion".id));
CREATE POLICY write_versions ON "QuestionVersion" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "Question" q WHERE q.id = "questionId" AND (
  (q."ownerId" = (SELECT app.user_id()) AND (SELECT app.has_permission('question:write'))) OR (SELECT app.has_permission('question:school'))))
  OR (SELECT app.system()) = 'assessment');
-- The key is the teacher's; the learner's and the family's after the attempt, when the assessment shows it.
CREATE POLICY read_keys ON "QuestionKey" FOR SELECT TO uhs_app USING (
  EXISTS (SELECT FROM "QuestionVersion" v JOIN "Question" q ON q.id = v."questionId" WHERE v.id = "versionId")
  OR EXISTS (SELECT FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" JOIN "Assessment" s ON s.id = a."assessmentId"
             WHERE r."versionId" = "QuestionKey"."versionId" AND a.status <> 'OPEN' AND s."showsKey"));
CREATE POLICY write_keys ON "QuestionKey" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "QuestionVersion" v JOIN "Question" q ON q.id = v."questionId" WHERE v.id = "versionId" AND (
  (q."ownerId" = (SELECT app.user_id()) AND (SELECT app.has_permission('question:write'))) OR (SELECT app.has_permission('question:school')))));
CREATE POLICY read_with_question ON "QuestionCompetency" FOR SELECT TO uhs_app USING (
  EXISTS (SELECT FROM "Question" q WHERE q.id = "questionId") OR EXISTS (SELECT FROM "Response" r WHERE r."questionId" = "QuestionCompetency"."questionId"));
CREATE POLICY write_with_question ON "QuestionCompetency" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "Question" q WHERE q.id = "questionId" AND (
  (q."ownerId" = (SELECT app.user_id()) AND (SELECT app.has_permission('question:write'))) OR (SELECT app.has_permission('question:school')))));

-- assessments and attempts
CREATE POLICY read_assessments ON "Assessment" FOR SELECT TO uhs_app USING (
  "courseId" IN (SELECT app.taught_courses()) OR (status <> 'DRAFT' AND "courseId" IN (SELECT app.enrolled_courses()))
  OR (SELECT app.has_permission('course:review')) OR (SELECT app.has_permission('question:school')) OR (SELECT app.system()) IN ('assessment', 'courses'));
CREATE POLICY edit_assessments ON "Assessment" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY read_items ON "AssessmentItem" FOR SELECT TO uhs_app USING (
  (SELECT app.system()) = 'assessment' OR (SELECT app.has_permission('course:review')) OR (SELECT app.has_permission('question:school'))
  OR EXISTS (SELECT FROM "Assessment" s WHERE s.id = "assessmentId" AND s."courseId" IN (SELECT app.taught_courses())));
CREATE POLICY edit_items ON "AssessmentItem" FOR ALL TO uhs_app USING (EXISTS (SELECT FROM "Assessment" s WHERE s.id = "assessmentId" AND s."courseId" IN (SELECT app.taught_courses('edit'))));
CREATE POLICY read_accommodation ON "Accommodation" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students())
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) = 'assessment');
CREATE POLICY set_accommodation ON "Accommodation" FOR ALL TO uhs_app USING (
  "studentId" IN (SELECT app.taught_students()) OR (SELECT app.has_permission('child:read_all'))) WITH CHECK ("setById" = (SELECT app.user_id())
  AND ("studentId" IN (SELECT app.taught_students()) OR (SELECT app.has_permission('child:read_all'))));
CREATE POLICY read_attempts ON "Attempt" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('ASSESSMENT')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('assessment', 'recognition'));
CREATE POLICY run_attempts ON "Attempt" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'assessment');
CREATE POLICY grade_attempts ON "Attempt" FOR UPDATE TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')) AND status <> 'OPEN');
CREATE POLICY read_responses ON "Response" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('ASSESSMENT')) OR "courseId" IN (SELECT app.taught_courses('learners'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('assessment', 'curriculum'));
CREATE POLICY run_responses ON "Response" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'assessment');
CREATE POLICY answer ON "Response" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.my_students())
  AND EXISTS (SELECT FROM "Attempt" a WHERE a.id = "attemptId" AND a.status = 'OPEN' AND (a."deadlineAt" IS NULL OR a."deadlineAt" > now())));
CREATE POLICY grade_responses ON "Response" FOR UPDATE TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade'))
  AND EXISTS (SELECT FROM "Attempt" a WHERE a.id = "attemptId" AND a.status <> 'OPEN'));

-- work and grades
CREATE POLICY read_rubrics ON "Rubric" FOR SELECT TO uhs_app USING (
  "courseId" IN (SELECT app.taught_courses()) OR "courseId" IN (SELECT app.enrolled_courses()) OR (SELECT app.has_permission('course:review')) OR (SELECT app.system()) = 'assessment');
CREATE POLICY edit_rubrics ON "Rubric" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY read_assignments ON "Assignment" FOR SELECT TO uhs_app USING (
  "courseId" IN (SELECT app.taught_courses()) OR (status <> 'DRAFT' AND "courseId" IN (SELECT app.enrolled_courses()))
  OR (SELECT app.has_permission('course:review')) OR (SELECT app.system()) IN ('assessment', 'courses'));
CREATE POLICY edit_assignments ON "Assignment" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('edit')));
CREATE POLICY read_with_assignment ON "AssignmentCompetency" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Assignment" s WHERE s.id = "assignmentId"));
CREATE POLICY edit_with_assignment ON "AssignmentCompetency" FOR ALL TO uhs_app USING (
  EXISTS (SELECT FROM "Assignment" s WHERE s.id = "assignmentId" AND s."courseId" IN (SELECT app.taught_courses('edit'))));
CREATE POLICY read_submissions ON "Submission" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())
  OR (status <> 'DRAFT' AND ("studentId" IN (SELECT app.record_students('PORTFOLIO')) OR "courseId" IN (SELECT app.taught_courses('learners')) OR (SELECT app.has_permission('child:read_all'))))
  OR (SELECT app.system()) = 'assessment');
CREATE POLICY begin_work ON "Submission" FOR INSERT TO uhs_app WITH CHECK (
  "studentId" IN (SELECT app.my_students()) AND "courseId" IN (SELECT app.enrolled_courses()) AND status IN ('DRAFT', 'SUBMITTED')
  AND EXISTS (SELECT FROM "Assignment" s WHERE s.id = "assignmentId" AND s."courseId" = "Submission"."courseId" AND s.status = 'PUBLISHED'));
CREATE POLICY go_on_working ON "Submission" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.my_students()) AND status = 'DRAFT')
  WITH CHECK ("studentId" IN (SELECT app.my_students()) AND status IN ('DRAFT', 'SUBMITTED'));
CREATE POLICY grade_work ON "Submission" FOR UPDATE TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')) AND status <> 'DRAFT') WITH CHECK (status <> 'DRAFT');
CREATE POLICY compare_work ON "Submission" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'assessment');
CREATE POLICY read_work_files ON "SubmissionFile" FOR SELECT TO uhs_app USING (EXISTS (SELECT FROM "Submission" s WHERE s.id = "submissionId"));
CREATE POLICY add_work_files ON "SubmissionFile" FOR ALL TO uhs_app USING ("studentId" IN (SELECT app.my_students())
  AND EXISTS (SELECT FROM "Submission" s WHERE s.id = "submissionId" AND s."studentId" = "SubmissionFile"."studentId" AND s.status = 'DRAFT'));
CREATE POLICY read_grades ON "SubmissionGrade" FOR SELECT TO uhs_app USING (
  (status = 'RELEASED' AND "studentId" IN (SELECT app.record_students('ASSESSMENT'))) OR "courseId" IN (SELECT app.taught_courses('grade'))
  OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) IN ('assessment', 'recognition'));
CREATE POLICY write_grades ON "SubmissionGrade" FOR ALL TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade'))) WITH CHECK (
  "courseId" IN (SELECT app.taught_courses('grade')) AND EXISTS (SELECT FROM "Submission" s WHERE s.id = "submissionId" AND s."courseId" = "SubmissionGrade"."courseId" AND s."studentId" = "SubmissionGrade"."studentId"));
CREATE POLICY read_changes ON "GradeChange" FOR SELECT TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')) OR (SELECT app.has_permission('child:read_all')));
CREATE POLICY write_changes ON "GradeChange" FOR INSERT TO uhs_app WITH CHECK ("changedById" = (SELECT app.user_id()) AND "courseId" IN (SELECT app.taught_courses('grade')));
CREATE POLICY read_proposals ON "GradeProposal" FOR SELECT TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')) OR (SELECT app.system()) = 'assessment');
CREATE POLICY propose ON "GradeProposal" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'assessment');
CREATE POLICY decide_proposals ON "GradeProposal" FOR UPDATE TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')));
CREATE POLICY read_annotations ON "Annotation" FOR SELECT TO uhs_app USING (
  "courseId" IN (SELECT app.taught_courses('grade'))
  OR ("studentId" IN (SELECT app.record_students('ASSESSMENT')) AND EXISTS (SELECT FROM "SubmissionGrade" g WHERE g."submissionId" = "Annotation"."submissionId" AND g.status = 'RELEASED')));
CREATE POLICY annotate ON "Annotation" FOR ALL TO uhs_app USING ("authorId" = (SELECT app.user_id()) AND "courseId" IN (SELECT app.taught_courses('grade')));
CREATE POLICY own_snippets ON "CommentSnippet" FOR ALL TO uhs_app USING ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL);
CREATE POLICY read_regrades ON "RegradeRequest" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR "courseId" IN (SELECT app.taught_courses('grade')));
CREATE POLICY ask_regrade ON "RegradeRequest" FOR INSERT TO uhs_app WITH CHECK (
  "requestedById" = (SELECT app.user_id()) AND status = 'ASKED' AND ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()))
  AND EXISTS (SELECT FROM "SubmissionGrade" g WHERE g."submissionId" = "RegradeRequest"."submissionId" AND g."studentId" = "RegradeRequest"."studentId" AND g.status = 'RELEASED'));
CREATE POLICY answer_regrade ON "RegradeRequest" FOR UPDATE TO uhs_app USING ("courseId" IN (SELECT app.taught_courses('grade')));

-- published knowledge
CREATE POLICY anyone_reads ON "GradeScale" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "GradeScale" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY anyone_reads ON "ScaleLevel" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "ScaleLevel" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY anyone_reads ON "ScaleUse" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "ScaleUse" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY anyone_reads ON "Badge" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "Badge" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY read_tallies ON "CompetencyTally" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('coverage:read')) OR (SELECT app.system()) = 'curriculum');
CREATE POLICY count_tallies ON "CompetencyTally" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'curriculum');
CREATE POLICY read_awards ON "BadgeAward" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) = 'recognition');
CREATE POLICY award ON "BadgeAward" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'recognition');
CREATE POLICY read_points ON "PointsLog" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.record_students('PROGRESS')) OR (SELECT app.has_permission('child:read_all')) OR (SELECT app.system()) = 'recognition');
CREATE POLICY earn ON "PointsLog" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'recognition');

-- files of courses and of work follow the row that holds them
CREATE POLICY course_files ON "StoredFile" FOR SELECT TO uhs_app USING (purpose = 'course' AND (
  EXISTS (SELECT FROM "CourseResource" r WHERE r."fileId" = "StoredFile".id) OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = "StoredFile".id)));
CREATE POLICY work_files ON "StoredFile" FOR SELECT TO uhs_app USING (purpose = 'work' AND EXISTS (SELECT FROM "SubmissionFile" f WHERE f."fileId" = "StoredFile".id));
CREATE INDEX "Course_cover_sql" ON "Course" ("coverFileId") WHERE "coverFileId" IS NOT NULL;

-- erasure: the privacy service alone, about children two people have confirmed
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['Enrollment', 'LessonProgress', 'LearnerNote', 'StudentActivity', 'CourseReview', 'Accommodation', 'Attempt', 'Response', 'Submission', 'SubmissionFile',
    'SubmissionGrade', 'GradeChange', 'GradeProposal', 'Annotation', 'RegradeRequest', 'BadgeAward', 'PointsLog'] LOOP
    EXECUTE format('CREATE POLICY erasure_sees ON %I FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()))', t);
    EXECUTE format('CREATE POLICY erasure_deletes ON %I FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()))', t);
  END LOOP;
END $$;

-- ── The two national scales, as data ─────────────────────────────────────────────────────────────
INSERT INTO "GradeScale" (code, name, "nameSw") VALUES ('CBC4', 'Four levels', 'Viwango vinne'), ('CBC8', 'Eight levels', 'Viwango vinane');
-- Bands as reported for KJSEA 2025; a result between two whole percentages belongs to the lower band, and 0 to the lowest.
INSERT INTO "ScaleLevel" ("scaleCode", code, position, "minPercent", points, name, "nameSw") VALUES
  ('CBC8', 'EE1', 1, 90, 8, 'Exceeding expectation 1', 'Kuzidi matarajio 1'), ('CBC8', 'EE2', 2, 75, 7, 'Exceeding expectation 2', 'Kuzidi matarajio 2'),
  ('CBC8', 'ME1', 3, 58, 6, 'Meeting expectation 1', 'Kufikia matarajio 1'), ('CBC8', 'ME2', 4, 41, 5, 'Meeting expectation 2', 'Kufikia matarajio 2'),
  ('CBC8', 'AE1', 5, 31, 4, 'Approaching expectation 1', 'Kukaribia matarajio 1'), ('CBC8', 'AE2', 6, 21, 3, 'Approaching expectation 2', 'Kukaribia matarajio 2'),
  ('CBC8', 'BE1', 7, 11, 2, 'Below expectation 1', 'Chini ya matarajio 1'), ('CBC8', 'BE2', 8, 0, 1, 'Below expectation 2', 'Chini ya matarajio 2'),
  ('CBC4', 'EE', 1, 75, 4, 'Exceeding expectation', 'Kuzidi matarajio'), ('CBC4', 'ME', 2, 41, 3, 'Meeting expectation', 'Kufikia matarajio'),
  ('CBC4', 'AE', 3, 21, 2, 'Approaching expectation', 'Kukaribia matarajio'), ('CBC4', 'BE', 4, 0, 1, 'Below expectation', 'Chini ya matarajio');
INSERT INTO "ScaleUse" (id, grade, "scaleCode", "validFrom")
  SELECT gen_random_uuid(), g, CASE WHEN g IN ('G7', 'G8', 'G9') THEN 'CBC8' ELSE 'CBC4' END, '2025-01-01' FROM unnest(enum_range(NULL::"Grade")) g;
