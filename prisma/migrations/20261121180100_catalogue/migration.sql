-- The catalogue: how a visitor finds a published course, and what its page tells besides the course's own row.

-- ── Words a course is found by ───────────────────────────────────────────────────────────────────
-- A family asks in its own language for an area and a grade, whatever language the course is taught in: both names of
-- both are among the words.
CREATE OR REPLACE FUNCTION app.course_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
$$
DECLARE
  words regconfig := CASE NEW.language WHEN 'en' THEN 'english' ELSE 'simple' END;
  year text := substr(NEW.grade::text, 2);
  place text := CASE WHEN NEW.grade::text LIKE 'PP%' THEN NEW.grade::text ELSE format('Grade %s Gredi ya %s', year, year) END;
BEGIN
  SELECT concat_ws(' ', place, a.name, a."nameSw") INTO place FROM "LearningArea" a WHERE a.code = NEW."learningAreaCode";
  NEW.search := setweight(to_tsvector(words, NEW.title), 'A') || setweight(to_tsvector('simple', NEW.title), 'A')
    || setweight(to_tsvector('english', place), 'B') || setweight(to_tsvector('simple', place), 'B')
    || setweight(to_tsvector(words, NEW.summary), 'B') || setweight(to_tsvector(words, array_to_string(NEW."whatYouLearn", ' ')), 'C');
  RETURN NEW;
END $$;
DROP TRIGGER search_words ON "Course";
CREATE TRIGGER search_words BEFORE INSERT OR UPDATE OF title, summary, "whatYouLearn", language, grade, "learningAreaCode" ON "Course"
  FOR EACH ROW EXECUTE FUNCTION app.course_words();
UPDATE "Course" SET title = title;

-- An area under another name is found under it from then on.
GRANT UPDATE (title) ON "Course" TO uhs_definer;
CREATE FUNCTION app.rename_area() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  UPDATE "Course" SET title = title WHERE "learningAreaCode" = NEW.code;
  RETURN NULL;
END $$;
CREATE TRIGGER renamed AFTER UPDATE OF name, "nameSw" ON "LearningArea" FOR EACH ROW
  WHEN ((OLD.name, OLD."nameSw") IS DISTINCT FROM (NEW.name, NEW."nameSw")) EXECUTE FUNCTION app.rename_area();

-- Published courses that answer these words, and how well. A policy is asked before a search index may be, because `@@`
-- is not leakproof: this function reads the index first, and shows nothing but what is public.
-- Whole words as each language writes them, or beginnings of words; Kiswahili's linking words are left out.
CREATE FUNCTION app.find_courses(asked text) RETURNS TABLE (id uuid, match float8) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE
  wanted tsquery := websearch_to_tsquery('english', asked);
  beginnings text;
BEGIN
  SELECT string_agg(quote_literal(word) || ':*', ' & ') INTO beginnings
  FROM unnest(regexp_split_to_array(lower(asked), '[^[:alnum:]'']+')) word
  WHERE word ~ '[[:alnum:]]' AND word <> ALL ('{ya,wa,na,za,la,cha,vya,kwa,katika,the,and,for,of,in}'::text[]);
  IF beginnings IS NOT NULL THEN wanted := wanted || to_tsquery('simple', beginnings); END IF;
  RETURN QUERY SELECT c.id, ts_rank(c.search, wanted)::float8 FROM "Course" c WHERE c.status = 'PUBLISHED' AND c.search @@ wanted;
END $$;

-- Every order of the catalogue is an order of an index.
CREATE INDEX "Course_followed_sql" ON "Course" ("enrolledCount", id) WHERE status = 'PUBLISHED';
CREATE INDEX "Course_rated_sql" ON "Course" (("ratingSum" * 100 / greatest("ratingCount", 1)), id) WHERE status = 'PUBLISHED';
CREATE INDEX "Course_newest_sql" ON "Course" ("publishedAt", id) WHERE status = 'PUBLISHED';
CREATE INDEX "Course_priced_sql" ON "Course" (price, id) WHERE status = 'PUBLISHED';
CREATE INDEX "Course_titled_sql" ON "Course" (title, id) WHERE status = 'PUBLISHED';

-- ── What a course's page tells ───────────────────────────────────────────────────────────────────
-- The competencies its lessons aim at.
CREATE FUNCTION app.public_aims(course uuid) RETURNS TABLE (code text, statement text, language text, "subStrand" text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT DISTINCT k.code, k.statement, k.language, k."subStrand"
    FROM "Course" c JOIN "Lesson" l ON l."courseId" = c.id JOIN "LessonCompetency" t ON t."lessonId" = l.id JOIN "Competency" k ON k.id = t."competencyId"
    WHERE c.id = course AND c.status = 'PUBLISHED' ORDER BY k.code;
END $$;

-- Reviews as the public reads them, latest first: by whom as a first name, never of which child.
DROP FUNCTION app.public_reviews(uuid, timestamptz, int);
CREATE FUNCTION app.public_reviews(course uuid, before timestamptz, "beforeId" uuid, most int)
RETURNS TABLE (id uuid, rating int, body text, language text, reply text, "repliedAt" timestamptz, "createdAt" timestamptz, author text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT r.id, r.rating, r.body, r.language, r.reply, r."repliedAt", r."createdAt", split_part(coalesce(u."preferredName", u.name), ' ', 1)
    FROM "CourseReview" r JOIN "Course" c ON c.id = r."courseId" LEFT JOIN "User" u ON u.id = r."authorId"
    WHERE r."courseId" = course AND c.status = 'PUBLISHED' AND r."hiddenReason" IS NULL AND (before IS NULL OR (r."createdAt", r.id) < (before, "beforeId"))
    ORDER BY r."createdAt" DESC, r.id DESC LIMIT least(most, 50);
END $$;

-- How many gave which rating.
CREATE FUNCTION app.rating_spread(course uuid) RETURNS TABLE (rating int, count int) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN QUERY SELECT r.rating, count(*)::int FROM "CourseReview" r JOIN "Course" c ON c.id = r."courseId"
    WHERE r."courseId" = course AND c.status = 'PUBLISHED' AND r."hiddenReason" IS NULL GROUP BY r.rating;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.rename_area()', 'app.find_courses(text)', 'app.public_aims(uuid)', 'app.public_reviews(uuid, timestamptz, uuid, int)', 'app.rating_spread(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
