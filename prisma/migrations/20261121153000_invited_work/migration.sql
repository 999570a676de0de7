-- A link and a change of contact are nothing without the person they are about, and go with them.
DELETE FROM "AccountLink" l WHERE NOT EXISTS (SELECT FROM "User" u WHERE u.id = l."userId");
DELETE FROM "ContactChange" c WHERE NOT EXISTS (SELECT FROM "User" u WHERE u.id = c."userId");
ALTER TABLE "AccountLink" ADD CONSTRAINT "AccountLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ContactChange" ADD CONSTRAINT "ContactChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- So does what somebody wrote to apply, once it has become an account.
UPDATE "Application" a SET "userId" = NULL WHERE NOT EXISTS (SELECT FROM "User" u WHERE u.id = a."userId");
ALTER TABLE "Application" ADD CONSTRAINT "Application_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "Application_userId_idx" ON "Application"("userId");
CREATE INDEX "Application_decidedAt_idx" ON "Application"("decidedAt");

-- The list of invitations, newest first.
CREATE INDEX "Invitation_createdAt_id_idx" ON "Invitation"("createdAt", "id");
CREATE INDEX "Membership_organizationId_createdAt_id_idx" ON "Membership"("organizationId", "createdAt", "id");

-- ── Who looks after a partner's team ─────────────────────────────────────────────────────────────
-- Organisations in which one decides who belongs, and those of which one is an owner.
CREATE FUNCTION app.managed_orgs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m."organizationId" FROM "Membership" m
   WHERE m."userId" = app.user_id() AND m.role IN ('OWNER', 'MANAGER') AND m."organizationId" IN (SELECT app.my_orgs()) $$;
CREATE FUNCTION app.owned_orgs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m."organizationId" FROM "Membership" m
   WHERE m."userId" = app.user_id() AND m.role = 'OWNER' AND m."organizationId" IN (SELECT app.my_orgs()) $$;

-- Whether somebody accepted an invitation to work here that was written by whoever is an administrator now.
CREATE FUNCTION app.taken_into_office(person uuid, wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM "Invitation" i JOIN "UserRole" r ON r."userId" = i."invitedById" AND r.role = 'ADMIN' JOIN "User" u ON u.id = r."userId" AND u.status = 'ACTIVE'
     WHERE i."acceptedById" = person AND i.role::text = wanted AND wanted IN ('STAFF', 'ADMIN')) $$;

-- What no policy can say: whose membership it is stays, and somebody is left who owns the organisation. Two owners who
-- remove each other at the same moment: the second one looks again after the first.
CREATE FUNCTION app.keep_owner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  -- The owner of the database: migrations, the demo school, an account that is erased.
  IF app.user_id() IS NULL THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW."organizationId", NEW."userId") IS DISTINCT FROM (OLD.id, OLD."organizationId", OLD."userId") THEN
    RAISE EXCEPTION 'membership_fixed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.role = 'OWNER' AND (TG_OP = 'DELETE' OR NEW.role <> 'OWNER') THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('owners ' || OLD."organizationId", 0));
    IF NOT EXISTS (SELECT FROM "Membership" m JOIN "User" u ON u.id = m."userId"
                   WHERE m."organizationId" = OLD."organizationId" AND m.id <> OLD.id AND m.role = 'OWNER' AND u.status = 'ACTIVE') THEN
      RAISE EXCEPTION 'membership_last_owner' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER owner_kept BEFORE UPDATE OR DELETE ON "Membership" FOR EACH ROW EXECUTE FUNCTION app.keep_owner();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'app' AND p.proname IN ('managed_orgs', 'owned_orgs', 'taken_into_office', 'keep_owner') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Policies ─────────────────────────────────────────────────────────────────────────────────────
-- An owner changes and removes anybody, a manager those below; everybody may leave. Nobody makes somebody else a member:
-- that takes the other's own acceptance.
CREATE POLICY change_team ON "Membership" FOR UPDATE TO uhs_app
  USING ("organizationId" IN (SELECT app.owned_orgs())
    OR ("organizationId" IN (SELECT app.managed_orgs()) AND role IN ('MEMBER', 'VIEWER')))
  WITH CHECK ("organizationId" IN (SELECT app.owned_orgs())
    OR ("organizationId" IN (SELECT app.managed_orgs()) AND role IN ('MEMBER', 'VIEWER')));
CREATE POLICY leave_team ON "Membership" FOR DELETE TO uhs_app USING (
  "organizationId" IN (SELECT app.owned_orgs())
  OR ("organizationId" IN (SELECT app.managed_orgs()) AND role IN ('MEMBER', 'VIEWER'))
  OR ("userId" = (SELECT app.user_id()) AND "organizationId" IN (SELECT app.my_orgs())));

-- An invitation is written by a guardian for children they look after, by whoever looks after a partner's team, or by an
-- administrator. What it grants is looked at again when it is accepted.
ALTER POLICY read_invitations ON "Invitation" USING (
  ("invitedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL)
  OR (cardinality("studentIds") > 0 AND "studentIds" && ARRAY(SELECT app.managed_students()))
  OR (role = 'PARTNER' AND "organizationId" IN (SELECT app.managed_orgs()))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration', 'platform'));
ALTER POLICY write_invitations ON "Invitation" WITH CHECK (
  "invitedById" = (SELECT app.user_id()) AND (
    (role = 'PARENT' AND "organizationId" IS NULL AND cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
    OR (role = 'PARTNER' AND cardinality("studentIds") = 0
        AND ("organizationId" IN (SELECT app.owned_orgs())
             OR ("organizationId" IN (SELECT app.managed_orgs()) AND grants->>'member' IN ('MEMBER', 'VIEWER'))))
    OR (SELECT app.has_permission('person:write'))));
ALTER POLICY change_invitations ON "Invitation" USING (
  (cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
  OR (role = 'PARTNER' AND ("organizationId" IN (SELECT app.owned_orgs())
      OR ("organizationId" IN (SELECT app.managed_orgs()) AND grants->>'member' IN ('MEMBER', 'VIEWER'))))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration'))
  WITH CHECK (
  (role = 'PARENT' AND "organizationId" IS NULL AND cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
  OR (role = 'PARTNER' AND cardinality("studentIds") = 0 AND ("organizationId" IN (SELECT app.owned_orgs())
      OR ("organizationId" IN (SELECT app.managed_orgs()) AND grants->>'member' IN ('MEMBER', 'VIEWER'))))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration'));

-- The service that takes people in gives work only to whom an administrator in office invited to it.
ALTER POLICY registration_adds ON "UserRole" WITH CHECK (
  (SELECT app.system()) = 'registration' AND (role IN ('PARENT', 'INSTRUCTOR', 'PARTNER') OR app.taken_into_office("userId", role::text)));
CREATE POLICY registration_reads ON "StaffProfile" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "StaffProfile" FOR INSERT TO uhs_app WITH CHECK (
  (SELECT app.system()) = 'registration' AND app.taken_into_office("userId", 'STAFF'));
CREATE POLICY registration_renews ON "StaffProfile" FOR UPDATE TO uhs_app USING (
  (SELECT app.system()) = 'registration' AND app.taken_into_office("userId", 'STAFF'));
CREATE POLICY registration_reads ON "Membership" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
ALTER POLICY registration_adds ON "Membership" WITH CHECK (
  (SELECT app.system()) = 'registration' AND EXISTS (
    SELECT FROM "Invitation" i WHERE i."acceptedById" = "userId" AND i."organizationId" = "Membership"."organizationId" AND i.grants->>'member' = "Membership".role::text));

-- What applicants typed is deleted by the nightly job.
CREATE POLICY prune_applications_seen ON "Application" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY prune_applications ON "Application" FOR DELETE TO uhs_app USING (
  (SELECT app.system()) = 'platform' AND coalesce("decidedAt", "createdAt") < now() - interval '364 days');
