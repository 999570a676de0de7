-- A child's own words beside a mood are the family's: consent to moods opens the marks, never the words.
GRANT CREATE ON SCHEMA app TO uhs_definer;

REVOKE SELECT ON "MoodEntry" FROM uhs_app;
GRANT SELECT (id, "studentId", day, mood, energy, "recordedById", "createdAt", "updatedAt") ON "MoodEntry" TO uhs_app;

-- The only way to the words: for guardians who see the child, and the child.
CREATE FUNCTION app.mood_words(students uuid[], since date) RETURNS TABLE (id uuid, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.id, m.note FROM "MoodEntry" m
   WHERE m."studentId" = ANY(students) AND m.day >= since AND m.note IS NOT NULL
     AND m."studentId" IN (SELECT app.guarded_students('view') UNION ALL SELECT app.my_students()) $$;

-- Whose open pages show something of the whole family: a guardian does not see the guardians of every sibling, and yet
-- shares the family's goals with them. Ids alone, for somebody of that family.
CREATE FUNCTION app.family_audience(family uuid) RETURNS TABLE ("userId" uuid, "isChild" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id, bool_or(p.child) FROM (
     SELECT g."guardianId" AS id, false AS child FROM "Guardianship" g JOIN "Student" s ON s.id = g."studentId"
     WHERE s."familyId" = family AND g."endedAt" IS NULL AND g."canView"
     UNION ALL SELECT s."userId", true FROM "Student" s WHERE s."familyId" = family AND s."userId" IS NOT NULL) p
   WHERE family IN (SELECT app.my_families()) AND app.role() IS NOT NULL
   GROUP BY p.id $$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.mood_words(uuid[],date)', 'app.family_audience(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
