-- Talk in courses: what children ask and say where they learn, what teachers answer and announce, and who may read it.
-- CreateEnum
CREATE TYPE "TopicKind" AS ENUM ('DISCUSSION', 'QUESTION', 'ANNOUNCEMENT');

-- CreateEnum
CREATE TYPE "PostState" AS ENUM ('VISIBLE', 'HELD', 'HIDDEN', 'REMOVED');

-- AlterTable
ALTER TABLE "Course" ADD COLUMN     "allowsComments" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "ForumPost" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "topicId" UUID,
    "lessonId" UUID,
    "studentId" UUID,
    "authorId" UUID NOT NULL,
    "signed" TEXT NOT NULL,
    "kind" "TopicKind",
    "title" TEXT,
    "body" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "state" "PostState" NOT NULL DEFAULT 'VISIBLE',
    "reason" TEXT,
    "sensitive" BOOLEAN NOT NULL DEFAULT false,
    "score" INTEGER NOT NULL DEFAULT 0,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "locked" BOOLEAN NOT NULL DEFAULT false,
    "answerId" UUID,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "lastPostAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "search" tsvector,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ForumPost_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ForumPost_topicId_createdAt_id_idx" ON "ForumPost"("topicId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ForumPost_courseId_createdAt_id_idx" ON "ForumPost"("courseId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ForumPost_lessonId_idx" ON "ForumPost"("lessonId");

-- CreateIndex
CREATE INDEX "ForumPost_studentId_createdAt_idx" ON "ForumPost"("studentId", "createdAt");

-- AddForeignKey
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_topicId_fkey" FOREIGN KEY ("topicId") REFERENCES "ForumPost"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Checks and orders ────────────────────────────────────────────────────────────────────────────
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_words" CHECK (length(signed) BETWEEN 1 AND 200 AND length(coalesce(title, 'x')) BETWEEN 1 AND 140
  AND length(body) BETWEEN 1 AND 4000 AND length(coalesce(reason, '')) <= 500 AND language IN ('en', 'sw'));
ALTER TABLE "ForumPost" ADD CONSTRAINT "ForumPost_shape" CHECK (score BETWEEN 0 AND 100 AND replies >= 0 AND NOT (sensitive AND state = 'VISIBLE') AND CASE WHEN "topicId" IS NULL
  THEN title IS NOT NULL AND kind IS NOT NULL
  ELSE title IS NULL AND kind IS NULL AND "lessonId" IS NULL AND "answerId" IS NULL AND replies = 0 AND NOT pinned AND NOT locked END);
CREATE INDEX "ForumPost_topics_sql" ON "ForumPost" ("courseId", pinned, "lastPostAt", id) WHERE "topicId" IS NULL;
CREATE INDEX "ForumPost_open_sql" ON "ForumPost" ("courseId", "lastPostAt") WHERE kind = 'QUESTION' AND "answerId" IS NULL AND state = 'VISIBLE';
CREATE INDEX "ForumPost_held_sql" ON "ForumPost" ("courseId", "createdAt") WHERE state = 'HELD';

-- ── Search ───────────────────────────────────────────────────────────────────────────────────────
CREATE FUNCTION app.post_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$
DECLARE words regconfig := CASE NEW.language WHEN 'en' THEN 'english' ELSE 'simple' END;
BEGIN
  NEW.search := setweight(to_tsvector(words, coalesce(NEW.title, '')) || to_tsvector('simple', coalesce(NEW.title, '')), 'A')
    || to_tsvector(words, NEW.body) || to_tsvector('simple', NEW.body);
  RETURN NEW;
END $$;
CREATE TRIGGER search_words BEFORE INSERT OR UPDATE OF title, body, language ON "ForumPost" FOR EACH ROW EXECUTE FUNCTION app.post_words();
CREATE INDEX "ForumPost_search_sql" ON "ForumPost" USING gin (search);

-- ── Who is in the talk of a course ───────────────────────────────────────────────────────────────
-- Topics in which these words are said, among what the person hears. A policy is asked before a search index may be,
-- because `@@` is not leakproof: this function reads the index first.
CREATE FUNCTION app.find_talk(asked text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE wanted tsquery := websearch_to_tsquery('english', asked) || websearch_to_tsquery('simple', asked);
BEGIN
  RETURN QUERY SELECT DISTINCT coalesce(p."topicId", p.id) FROM "ForumPost" p WHERE p.search @@ wanted AND (
    (p."courseId" IN (SELECT app.taught_courses('learners')) AND NOT p.sensitive)
    OR (p.state = 'VISIBLE' AND p."courseId" IN (SELECT app.enrolled_courses())));
END $$;

CREATE FUNCTION app.topic_in_view(topic uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "ForumPost" p WHERE p.id = topic AND p.state = 'VISIBLE');
END $$;

-- Whether the person may begin such a topic, or reply to this one: a child where it learns and the course takes it, a
-- teacher where the learners are theirs. A child's own question is theirs to go on with where comments are closed.
CREATE FUNCTION app.may_talk(course uuid, topic uuid, wanted "TopicKind", lesson uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF lesson IS NOT NULL AND NOT EXISTS (SELECT FROM "Lesson" l WHERE l.id = lesson AND l."courseId" = course) THEN RETURN false; END IF;
  IF course IN (SELECT app.taught_courses('learners')) THEN
    RETURN topic IS NULL OR EXISTS (SELECT FROM "ForumPost" p WHERE p.id = topic AND p."courseId" = course AND p."topicId" IS NULL AND p.state IN ('VISIBLE', 'HIDDEN'));
  END IF;
  RETURN app.role() = 'STUDENT' AND EXISTS (SELECT FROM "Course" c WHERE c.id = course AND c.id IN (SELECT app.enrolled_courses()) AND CASE
    WHEN topic IS NULL AND wanted = 'QUESTION' THEN c."allowsQuestions"
    WHEN topic IS NULL THEN wanted = 'DISCUSSION' AND c."allowsComments"
    ELSE EXISTS (SELECT FROM "ForumPost" p WHERE p.id = topic AND p."courseId" = course AND p."topicId" IS NULL AND p.state = 'VISIBLE' AND NOT p.locked
      AND (c."allowsComments" OR (c."allowsQuestions" AND p."studentId" IN (SELECT app.my_students())))) END);
END $$;

-- A post the person hears, and may bring before the school.
CREATE FUNCTION app.hears_post(post uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "ForumPost" p WHERE p.id = post AND (
    p."studentId" IN (SELECT app.my_students()) OR (p."authorId" = app.user_id() AND app.role() = 'INSTRUCTOR')
    OR (p."courseId" IN (SELECT app.taught_courses('learners')) AND NOT p.sensitive)
    OR (p.state = 'VISIBLE' AND p."courseId" IN (SELECT app.enrolled_courses()) AND (p."topicId" IS NULL OR app.topic_in_view(p."topicId")))));
END $$;

-- Who answers in a course, for whoever talks in it.
CREATE FUNCTION app.talk_team(course uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 3 SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT t.person FROM (
      SELECT c."ownerId" AS person FROM "Course" c WHERE c.id = course
      UNION SELECT i."userId" FROM "CourseInstructor" i WHERE i."courseId" = course AND (i."canLearners" OR i."canGrade")
    ) t JOIN "User" u ON u.id = t.person AND u.status = 'ACTIVE'
    WHERE course IN (SELECT app.taught_courses('learners')) OR course IN (SELECT app.enrolled_courses()) OR app.has_permission('talk:moderate');
END $$;

-- Children who learn in a course and their guardians, or one child with theirs: for whoever teaches there or decides.
CREATE FUNCTION app.talk_audience(course uuid, child uuid) RETURNS TABLE ("userId" uuid, "studentId" uuid, name text, guardian boolean) LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF NOT (course IN (SELECT app.taught_courses('learners')) OR app.has_permission('talk:moderate')) THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT ON (u.id) u.id, s.id, s."firstName", reader.guardian
    FROM "Enrollment" e JOIN "Student" s ON s.id = e."studentId"
    CROSS JOIN LATERAL (SELECT s."userId" AS person, false AS guardian
      UNION ALL SELECT g."guardianId", true FROM "Guardianship" g WHERE g."studentId" = s.id AND g."endedAt" IS NULL AND g."canView") reader
    JOIN "User" u ON u.id = reader.person AND u.status = 'ACTIVE'
    WHERE e."courseId" = course AND e.status <> 'WITHDRAWN' AND (child IS NULL OR s.id = child) ORDER BY u.id, s.id;
END $$;

-- ── Counts ───────────────────────────────────────────────────────────────────────────────────────
GRANT UPDATE (replies, "lastPostAt", "answerId") ON "ForumPost" TO uhs_definer;
GRANT UPDATE (status) ON "ModerationItem" TO uhs_definer;
CREATE FUNCTION app.count_replies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE
  before int := CASE WHEN TG_OP <> 'INSERT' AND OLD.state = 'VISIBLE' THEN 1 ELSE 0 END;
  after int := CASE WHEN TG_OP <> 'DELETE' AND NEW.state = 'VISIBLE' THEN 1 ELSE 0 END;
  one "ForumPost" := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  -- Nobody decides about what is gone.
  IF TG_OP = 'DELETE' THEN
    UPDATE "ModerationItem" m SET status = 'WITHDRAWN' WHERE m."subjectId" = OLD.id AND m."subjectType" = 'talk' AND m.status = 'WAITING';
  END IF;
  IF one."topicId" IS NOT NULL AND before <> after THEN
    UPDATE "ForumPost" t SET replies = t.replies + after - before,
      "lastPostAt" = CASE WHEN after = 1 THEN greatest(t."lastPostAt", one."createdAt") ELSE t."lastPostAt" END,
      "answerId" = CASE WHEN after = 0 AND t."answerId" = one.id THEN NULL ELSE t."answerId" END
    WHERE t.id = one."topicId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF state ON "ForumPost" FOR EACH ROW EXECUTE FUNCTION app.count_replies();

-- Mends counts that are not what their rows say; says how many it mended.
CREATE FUNCTION app.mend_talk_drift() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE mended int;
BEGIN
  IF app.system() IS DISTINCT FROM 'courses' THEN RETURN 0; END IF;
  UPDATE "ForumPost" t SET replies = d.n FROM (
    SELECT p.id, count(r.id)::int AS n FROM "ForumPost" p LEFT JOIN "ForumPost" r ON r."topicId" = p.id AND r.state = 'VISIBLE'
    WHERE p."topicId" IS NULL GROUP BY p.id) d WHERE d.id = t.id AND d.n <> t.replies;
  GET DIAGNOSTICS mended = ROW_COUNT;
  RETURN mended;
END $$;

-- ── What nobody may change by hand ───────────────────────────────────────────────────────────────
CREATE FUNCTION app.keep_post() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user <> 'uhs_app' THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.replies := 0;
    NEW."answerId" := NULL;
    RETURN NEW;
  END IF;
  IF (NEW."courseId", NEW."topicId", NEW."studentId", NEW."authorId", NEW.signed, NEW.kind, NEW.title, NEW.body, NEW.score, NEW.findings, NEW.replies, NEW."lastPostAt", NEW."createdAt")
     IS DISTINCT FROM (OLD."courseId", OLD."topicId", OLD."studentId", OLD."authorId", OLD.signed, OLD.kind, OLD.title, OLD.body, OLD.score, OLD.findings, OLD.replies, OLD."lastPostAt", OLD."createdAt") THEN
    RAISE EXCEPTION 'what was said stays as it was said' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."answerId" IS DISTINCT FROM OLD."answerId" AND NEW."answerId" IS NOT NULL
     AND NOT EXISTS (SELECT FROM "ForumPost" r WHERE r.id = NEW."answerId" AND r."topicId" = NEW.id AND r.state = 'VISIBLE') THEN
    RAISE EXCEPTION 'an answer is a reply in view' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE ON "ForumPost" FOR EACH ROW EXECUTE FUNCTION app.keep_post();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.find_talk(text)', 'app.topic_in_view(uuid)', 'app.may_talk(uuid, uuid, "TopicKind", uuid)', 'app.hears_post(uuid)', 'app.talk_team(uuid)',
    'app.talk_audience(uuid, uuid)', 'app.count_replies()', 'app.mend_talk_drift()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Who sees and does what ───────────────────────────────────────────────────────────────────────
ALTER TABLE "ForumPost" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ForumPost" FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON "ForumPost" TO uhs_app;

-- The class hears what is in view; the course's teachers also what is not; a child and its guardians what the child said;
-- the school's moderators everything. What may tell of harm is the child's and the moderators' until one has decided.
CREATE POLICY hear_talk ON "ForumPost" FOR SELECT TO uhs_app USING (
  (state = 'VISIBLE' AND "courseId" IN (SELECT app.enrolled_courses()) AND ("topicId" IS NULL OR app.topic_in_view("topicId")))
  OR ("courseId" IN (SELECT app.taught_courses('learners')) AND NOT sensitive)
  OR "studentId" IN (SELECT app.my_students())
  OR ("studentId" IN (SELECT app.guarded_students('view')) AND NOT sensitive)
  OR (SELECT app.has_permission('talk:moderate')));
CREATE POLICY talk ON "ForumPost" FOR INSERT TO uhs_app WITH CHECK (
  "authorId" = (SELECT app.user_id()) AND state IN ('VISIBLE', 'HELD') AND "decidedById" IS NULL AND app.may_talk("courseId", "topicId", kind, "lessonId")
  AND CASE WHEN (SELECT app.role()) = 'STUDENT' THEN "studentId" IN (SELECT app.my_students()) AND NOT pinned AND NOT locked ELSE "studentId" IS NULL END);
CREATE POLICY lead_talk ON "ForumPost" FOR UPDATE TO uhs_app
  USING ("courseId" IN (SELECT app.taught_courses('learners')) AND state IN ('VISIBLE', 'HIDDEN') AND NOT sensitive)
  WITH CHECK ("courseId" IN (SELECT app.taught_courses('learners')) AND state IN ('VISIBLE', 'HIDDEN') AND NOT sensitive);
CREATE POLICY decide_talk ON "ForumPost" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('talk:moderate')));
CREATE POLICY bring_talk ON "ModerationItem" FOR INSERT TO uhs_app WITH CHECK (
  "submittedById" = (SELECT app.user_id()) AND status = 'WAITING' AND "subjectType" = 'talk' AND app.hears_post("subjectId"));
CREATE POLICY erasure_sees ON "ForumPost" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "ForumPost" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
