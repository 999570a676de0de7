-- A certificate may also be due because its course has begun to give certificates: the course itself is then the cause.
CREATE OR REPLACE FUNCTION app.certificate_due(student uuid, cause uuid)
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
      AND c.id IN (SELECT l."courseId" FROM "Lesson" l WHERE l.id = cause UNION ALL SELECT t."courseId" FROM "Attempt" t WHERE t.id = cause UNION ALL SELECT cause)
      AND NOT EXISTS (SELECT FROM "Certificate" k WHERE k."studentId" = student AND k."courseId" = c.id);
END $$;

-- Who has finished a course and has no certificate of it. For the job that hears that the course gives them now.
GRANT CREATE ON SCHEMA app TO uhs_definer;
CREATE FUNCTION app.uncertified(course uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF app.system() IS DISTINCT FROM 'recognition' THEN RETURN; END IF;
  RETURN QUERY
    SELECT e."studentId" FROM "Enrollment" e WHERE e."courseId" = course AND e.status = 'COMPLETED'
      AND NOT EXISTS (SELECT FROM "Certificate" k WHERE k."studentId" = e."studentId" AND k."courseId" = course);
END $$;
ALTER FUNCTION app.uncertified(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.uncertified(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.uncertified(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
