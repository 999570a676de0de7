-- A lesson that is not open yet tells a child nothing of what it holds, also past the server: the rules of the outline
-- (`outline.domain.ts`) once more, by the database's own clock. Those who look after the child read the whole course.
CREATE FUNCTION app.opens_lesson(lesson uuid, child uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE place record;
BEGIN
  SELECT l."courseId", l."isPreview", c.drip, m.position, m."opensOn" INTO place
  FROM "Lesson" l JOIN "Course" c ON c.id = l."courseId" JOIN "CourseModule" m ON m.id = l."moduleId" WHERE l.id = lesson;
  IF place."isPreview" OR EXISTS (SELECT FROM "LessonProgress" p WHERE p."lessonId" = lesson AND p."studentId" = child AND p."completedAt" IS NOT NULL) THEN
    RETURN true;
  END IF;
  RETURN CASE place.drip
    WHEN 'OPEN' THEN true
    WHEN 'BY_DATE' THEN coalesce(place."opensOn" <= (now() AT TIME ZONE 'Africa/Nairobi')::date, true)
    ELSE NOT EXISTS (
      SELECT FROM "CourseModule" m JOIN "Lesson" l ON l."moduleId" = m.id
      WHERE m."courseId" = place."courseId" AND m.position COLLATE "C" < place.position COLLATE "C"
        AND NOT EXISTS (SELECT FROM "LessonProgress" p WHERE p."lessonId" = l.id AND p."studentId" = child AND p."completedAt" IS NOT NULL)) END;
END $$;

CREATE FUNCTION app.reads_lesson(lesson uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE asked record;
BEGIN
  SELECT l."courseId", l."isPreview" AND c.status = 'PUBLISHED' AS "isPublic" INTO asked FROM "Lesson" l JOIN "Course" c ON c.id = l."courseId" WHERE l.id = lesson;
  IF asked."isPublic" OR asked."courseId" IN (SELECT app.taught_courses()) OR app.has_permission('course:review') THEN RETURN true; END IF;
  RETURN EXISTS (SELECT FROM "Enrollment" e WHERE e."courseId" = asked."courseId" AND e.status <> 'WITHDRAWN' AND (
    e."studentId" IN (SELECT app.guarded_students('view'))
    OR (e."studentId" IN (SELECT app.my_students()) AND app.opens_lesson(lesson, e."studentId"))));
END $$;

-- A file of a lesson opens with the lesson.
CREATE OR REPLACE FUNCTION app.sees_course_file(file uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN EXISTS (SELECT FROM "CourseResource" r JOIN "Course" c ON c.id = r."courseId"
      WHERE r."fileId" = file AND CASE WHEN r."lessonId" IS NOT NULL THEN app.reads_lesson(r."lessonId")
        ELSE c.id IN (SELECT app.taught_courses()) OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review') END)
    OR EXISTS (SELECT FROM "Course" c WHERE c."coverFileId" = file AND (c.status = 'PUBLISHED' OR c.id IN (SELECT app.taught_courses())
        OR c.id IN (SELECT app.enrolled_courses()) OR app.has_permission('course:review')));
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.opens_lesson(uuid, uuid)', 'app.reads_lesson(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
-- Only the functions above ask it; anybody else could learn from it how far a child is.
REVOKE EXECUTE ON FUNCTION app.opens_lesson(uuid, uuid) FROM uhs_app;

ALTER POLICY read_bodies ON "LessonContent" USING (app.reads_lesson("lessonId"));
ALTER POLICY read_resources ON "CourseResource" USING (
  "courseId" IN (SELECT app.taught_courses()) OR (SELECT app.has_permission('course:review'))
  OR ("lessonId" IS NULL AND "courseId" IN (SELECT app.enrolled_courses()))
  OR ("lessonId" IS NOT NULL AND app.reads_lesson("lessonId")));
