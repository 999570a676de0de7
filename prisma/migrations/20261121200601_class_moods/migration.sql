-- Moods of these children of one's own class since a day, where their families share them with the person asking. The rule
-- is asked for each of them who noted one; row-level security asks it for everybody in the class.
GRANT CREATE ON SCHEMA app TO uhs_definer;
CREATE FUNCTION app.class_moods(students uuid[], since date) RETURNS TABLE ("studentId" uuid, entries int, average float)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY
    WITH noted AS MATERIALIZED (
      SELECT m."studentId" AS student, count(*)::int AS days, avg(m.mood)::float AS mean
      FROM "MoodEntry" m WHERE m."studentId" = ANY (students) AND m.day > since GROUP BY 1)
    SELECT n.student, n.days, n.mean FROM noted n
    WHERE n.student IN (SELECT app.taught_students()) AND app.consented(n.student, 'MOOD', 'INSTRUCTOR', app.user_id());
END $$;
ALTER FUNCTION app.class_moods(uuid[], date) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.class_moods(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.class_moods(uuid[], date) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
