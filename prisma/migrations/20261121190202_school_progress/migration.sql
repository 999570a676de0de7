-- What the children of a grade have shown in one learning area, for staff who look for those at one level. A level belongs to
-- a grade's scale, so it is never asked of the whole school at once.
CREATE FUNCTION app.area_means(wanted "Grade", area text, since timestamptz) RETURNS TABLE ("studentId" uuid, percent float)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF NOT app.has_permission('child:read_all') THEN RETURN; END IF;
  RETURN QUERY SELECT e."studentId", 100 * avg(e.score)
    FROM app.all_evidence(array(SELECT s.id FROM "Student" s WHERE s.grade = wanted AND s.status = 'ACTIVE'), NULL, since) e
    JOIN "Competency" c ON c.id = e."competencyId" AND c."learningAreaCode" = area GROUP BY 1;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.area_means("Grade", text, timestamptz) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.area_means("Grade", text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.area_means("Grade", text, timestamptz) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
