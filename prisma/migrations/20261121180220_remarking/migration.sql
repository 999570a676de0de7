-- Whom a changed result concerns: the child, and guardians who see the child's records. For the service that marks answers anew.
CREATE FUNCTION app.attempt_audience(attempt uuid) RETURNS TABLE ("userId" uuid, "isChild" boolean, child text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF app.system() IS DISTINCT FROM 'assessment' THEN RETURN; END IF;
  RETURN QUERY
    SELECT s."userId", true, s."firstName" FROM "Attempt" a JOIN "Student" s ON s.id = a."studentId" WHERE a.id = attempt AND s."userId" IS NOT NULL
    UNION ALL
    SELECT g."guardianId", false, s."firstName" FROM "Attempt" a JOIN "Student" s ON s.id = a."studentId"
      JOIN "Guardianship" g ON g."studentId" = s.id AND g."endedAt" IS NULL AND g."canView" WHERE a.id = attempt;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.attempt_audience(uuid) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.attempt_audience(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.attempt_audience(uuid) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
