-- People of one team know when each of them works; a setting is otherwise its owner's alone.
GRANT CREATE ON SCHEMA app TO uhs_definer;
CREATE FUNCTION app.colleague_hours() RETURNS TABLE ("userId" uuid, "timeZone" text, week jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p."userId", u."timeZone", s.value
   FROM "StaffProfile" me JOIN "StaffProfile" p ON p."teamId" = me."teamId" AND p."userId" <> me."userId"
   JOIN "User" u ON u.id = p."userId"
   LEFT JOIN "UserSetting" s ON s."userId" = p."userId" AND s.key = 'workingHours'
   WHERE me."userId" = app.user_id() AND app.role() = 'STAFF' $$;
ALTER FUNCTION app.colleague_hours() OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.colleague_hours() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.colleague_hours() TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
