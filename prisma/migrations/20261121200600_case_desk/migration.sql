-- On whose desk a case that nobody has taken waits. Ids alone, for whoever puts one there or takes one away.
GRANT CREATE ON SCHEMA app TO uhs_definer;
CREATE FUNCTION app.case_desk() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS
$$
BEGIN
  RETURN QUERY
    SELECT r."userId" FROM "UserRole" r JOIN "User" u ON u.id = r."userId" AND u.status = 'ACTIVE'
    JOIN "RolePermission" p ON p.role = r.role AND p."permissionName" = 'case:work'
    WHERE app.role() IN ('INSTRUCTOR', 'STAFF')
      AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" s WHERE s."userId" = u.id AND s."isDepartmentLead"));
END $$;
ALTER FUNCTION app.case_desk() OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.case_desk() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.case_desk() TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
