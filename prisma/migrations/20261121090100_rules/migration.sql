-- The rules the database keeps by itself: roles, functions, checks, append-only tables and row-level security.

-- ── Roles ────────────────────────────────────────────────────────────────────────────────────────
-- uhs_app: what every unit of work runs as. uhs_definer: owns the security-definer functions below and nothing else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'uhs_app') THEN
    CREATE ROLE uhs_app NOLOGIN NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'uhs_definer') THEN
    CREATE ROLE uhs_definer NOLOGIN BYPASSRLS;
  END IF;
END $$;
DO $$ BEGIN EXECUTE format('GRANT uhs_app, uhs_definer TO %I', current_user); END $$;

CREATE SCHEMA IF NOT EXISTS app;
GRANT USAGE ON SCHEMA public, app TO uhs_app, uhs_definer;
GRANT CREATE ON SCHEMA app TO uhs_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO uhs_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO uhs_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO uhs_definer;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO uhs_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO uhs_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO uhs_definer;
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON TABLE public._prisma_migrations FROM uhs_app, uhs_definer;
  END IF;
END $$;

-- A password hash and a child's national numbers leave only through functions that say why.
REVOKE SELECT ON "User" FROM uhs_app;
GRANT SELECT (id, email, "emailVerifiedAt", phone, "phoneVerifiedAt", name, "preferredName", about, status, locale, "timeZone", theme, "photoFileId", "sessionVersion", "createdAt", "updatedAt") ON "User" TO uhs_app;
REVOKE SELECT ON "Student" FROM uhs_app;
GRANT SELECT (id, "familyId", "userId", "admissionNumber", "numbersKeyId", "firstName", "lastName", grade, "birthDate", sex, "learningProfile", status, "createdAt", "updatedAt") ON "Student" TO uhs_app;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "User" ADD CONSTRAINT "User_phone_e164" CHECK (phone IS NULL OR phone ~ '^\+[1-9][0-9]{7,14}$');
ALTER TABLE "User" ADD CONSTRAINT "User_reachable" CHECK (name <> '' AND length(name) <= 120);
ALTER TABLE "User" ADD CONSTRAINT "User_locale" CHECK (locale IN ('en', 'sw'));
ALTER TABLE "User" ADD CONSTRAINT "User_hash_argon2id" CHECK ("passwordHash" IS NULL OR "passwordHash" LIKE '$argon2id$%');
ALTER TABLE "MoodEntry" ADD CONSTRAINT "MoodEntry_scale" CHECK (mood BETWEEN 1 AND 5 AND (energy IS NULL OR energy BETWEEN 1 AND 5));
ALTER TABLE "FamilyGoal" ADD CONSTRAINT "FamilyGoal_progress" CHECK (target > 0 AND progress >= 0 AND length(title) BETWEEN 1 AND 140);
ALTER TABLE "RiskScore" ADD CONSTRAINT "RiskScore_scale" CHECK (score BETWEEN 0 AND 100);
ALTER TABLE "TeachingAssignment" ADD CONSTRAINT "TeachingAssignment_range" CHECK ("endsOn" IS NULL OR "endsOn" >= "startsOn");
ALTER TABLE "PlanPrice" ADD CONSTRAINT "PlanPrice_amount" CHECK (amount >= 0 AND ("validTo" IS NULL OR "validTo" >= "validFrom"));
ALTER TABLE "NotificationSetting" ADD CONSTRAINT "NotificationSetting_minutes" CHECK ("quietFrom" BETWEEN 0 AND 1439 AND "quietUntil" BETWEEN 0 AND 1439);
ALTER TABLE "ConsentRecord" ADD CONSTRAINT "ConsentRecord_recipient" CHECK ("recipientId" IS NULL OR "recipientType" IN ('INSTRUCTOR', 'PARTNER'));
CREATE UNIQUE INDEX "Guardianship_one_live" ON "Guardianship" ("guardianId", "studentId") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "Guardianship_one_primary" ON "Guardianship" ("studentId") WHERE "isPrimary" AND "endedAt" IS NULL;
CREATE UNIQUE INDEX "ConsentRecord_one_live" ON "ConsentRecord" ("studentId", "dataType", "recipientType", coalesce("recipientId", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "supersededAt" IS NULL;
CREATE INDEX "OutboxEvent_waiting" ON "OutboxEvent" ("createdAt") WHERE "dispatchedAt" IS NULL;
CREATE INDEX "OutboxMessage_due" ON "OutboxMessage" ("nextAttemptAt") WHERE status IN ('PENDING', 'SENDING', 'FAILED');
CREATE INDEX "Notification_unread" ON "Notification" ("userId", severity) WHERE "readAt" IS NULL;
CREATE INDEX "User_name_search" ON "User" (lower(name) text_pattern_ops);

-- ── Who is asking ────────────────────────────────────────────────────────────────────────────────
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;

-- The named job or service at work; never together with a person.
CREATE FUNCTION app.system() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN nullif(current_setting('app.user_id', true), '') IS NULL THEN nullif(current_setting('app.system', true), '') END $$;

-- The active role, believed only when the person holds it and may act at all.
CREATE FUNCTION app.role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT r.role::text FROM "UserRole" r JOIN "User" u ON u.id = r."userId"
   WHERE r."userId" = app.user_id() AND r.role::text = current_setting('app.role', true) AND u.status = 'ACTIVE' $$;

CREATE FUNCTION app.has_permission(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM "RolePermission" p
     WHERE p.role::text = app.role() AND p."permissionName" = wanted
       AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" s WHERE s."userId" = app.user_id() AND s."isDepartmentLead"))) $$;

CREATE FUNCTION app.guarded_students(wanted text DEFAULT 'view') RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT g."studentId" FROM "Guardianship" g
   WHERE g."guardianId" = app.user_id() AND g."endedAt" IS NULL AND app.role() = 'PARENT'
     AND CASE wanted WHEN 'view' THEN g."canView" WHEN 'message' THEN g."canMessage" WHEN 'pay' THEN g."canPay" WHEN 'consent' THEN g."canConsent" ELSE false END $$;

CREATE FUNCTION app.is_guardian_of(student uuid, wanted text DEFAULT 'view') RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT student IN (SELECT app.guarded_students(wanted)) $$;

CREATE FUNCTION app.my_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id FROM "Student" s WHERE s."userId" = app.user_id() AND app.role() = 'STUDENT' $$;

CREATE FUNCTION app.taught_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT t."studentId" FROM "TeachingAssignment" t
   WHERE t."instructorId" = app.user_id() AND app.role() = 'INSTRUCTOR'
     AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date) $$;

CREATE FUNCTION app.teaches(student uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT student IN (SELECT app.taught_students()) $$;

CREATE FUNCTION app.my_orgs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m."organizationId" FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId"
   WHERE m."userId" = app.user_id() AND o.status = 'ACTIVE' AND app.role() = 'PARTNER' $$;

CREATE FUNCTION app.in_org(org uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT org IN (SELECT app.my_orgs()) $$;

-- ── Consent: the one truth ───────────────────────────────────────────────────────────────────────
-- A refusal for the single recipient or for all recipients of its type wins over any grant.
CREATE FUNCTION app.consented(student uuid, data_type text, recipient_type text, recipient uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(bool_and(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now())), false)
   FROM "ConsentRecord" c
   WHERE c."studentId" = student AND c."dataType"::text = data_type AND c."recipientType"::text = recipient_type
     AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL $$;

CREATE FUNCTION app.consenting_students(data_type text, recipient_type text, recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT c."studentId" FROM "ConsentRecord" c
   WHERE c."dataType"::text = data_type AND c."recipientType"::text = recipient_type
     AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL
   GROUP BY c."studentId"
   HAVING bool_and(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now())) $$;

-- A partner sponsors a child whose guardian signed for that partner and has not taken it back.
CREATE FUNCTION app.sponsored_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s."studentId" FROM "SponsorshipConsent" s
   WHERE s."signedAt" IS NOT NULL AND s."revokedAt" IS NULL AND s."organizationId" IN (SELECT app.my_orgs()) $$;

CREATE FUNCTION app.sponsors(student uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT student IN (SELECT app.sponsored_students()) $$;

-- Every child about whom the person asking may read one kind of record. Staff are not in it: they ask by permission.
CREATE FUNCTION app.readable_students(data_type text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE held text := app.role();
BEGIN
  IF held = 'PARENT' THEN
    RETURN QUERY SELECT app.guarded_students('view');
  ELSIF held = 'STUDENT' THEN
    RETURN QUERY SELECT app.my_students();
  ELSIF held = 'INSTRUCTOR' THEN
    -- Inside the class the school's own records are open; what belongs to the family needs consent.
    IF data_type IN ('PROFILE', 'PROGRESS', 'ASSESSMENT', 'ATTENDANCE', 'PORTFOLIO') THEN
      RETURN QUERY SELECT app.taught_students();
    ELSE
      RETURN QUERY SELECT t FROM app.taught_students() t WHERE app.consented(t, data_type, 'INSTRUCTOR', app.user_id());
    END IF;
  ELSIF held = 'PARTNER' THEN
    RETURN QUERY SELECT s.id FROM app.my_orgs() o, LATERAL app.consenting_students(data_type, 'PARTNER', o) s(id);
  END IF;
END $$;

CREATE FUNCTION app.my_families() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT s."familyId" FROM "Student" s
   WHERE s.id IN (SELECT app.guarded_students('view') UNION ALL SELECT app.my_students()) $$;

-- People somebody may see by name: the family, the class, the organisation.
CREATE FUNCTION app.known_people() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE held text := app.role();
BEGIN
  IF held IN ('PARENT', 'STUDENT') THEN
    RETURN QUERY
      WITH mine AS (SELECT app.guarded_students('view') AS id UNION ALL SELECT app.my_students())
      SELECT g."guardianId" FROM "Guardianship" g JOIN mine ON mine.id = g."studentId" WHERE g."endedAt" IS NULL
      UNION SELECT t."instructorId" FROM "TeachingAssignment" t JOIN mine ON mine.id = t."studentId"
      UNION SELECT s."userId" FROM "Student" s JOIN mine ON mine.id = s.id WHERE s."userId" IS NOT NULL;
  ELSIF held = 'INSTRUCTOR' THEN
    RETURN QUERY
      SELECT g."guardianId" FROM "Guardianship" g WHERE g."endedAt" IS NULL AND g."studentId" IN (SELECT app.taught_students());
  ELSIF held = 'PARTNER' THEN
    RETURN QUERY SELECT m."userId" FROM "Membership" m WHERE m."organizationId" IN (SELECT app.my_orgs());
  END IF;
END $$;

-- ── Sign-in ──────────────────────────────────────────────────────────────────────────────────────
-- The only way to a password hash, open to the sign-in service alone.
CREATE FUNCTION app.credentials_for(address citext) RETURNS TABLE (id uuid, "passwordHash" text, status text, "sessionVersion" int, roles text[], locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, u."passwordHash", u.status::text, u."sessionVersion",
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role), u.locale
   FROM "User" u WHERE u.email = address AND app.system() = 'identity' $$;

-- One read per request: who holds this session now. Nothing for a revoked, expired, idle or outdated one.
CREATE FUNCTION app.resolve_session(token_hash bytea) RETURNS TABLE (
  "sessionId" uuid, "userId" uuid, role text, roles text[], name text, "preferredName" text, email text, locale text, "timeZone" text, theme text,
  "mfaAt" timestamptz, "lastSeenAt" timestamptz, permissions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, u.id, s."activeRole"::text,
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role),
          u.name, u."preferredName", u.email::text, u.locale, u."timeZone", u.theme::text, s."mfaAt", s."lastSeenAt",
          array(SELECT p."permissionName" FROM "RolePermission" p WHERE p.role = s."activeRole"
                AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" sp WHERE sp."userId" = u.id AND sp."isDepartmentLead")))
   FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE s."tokenHash" = token_hash AND s."revokedAt" IS NULL AND s."expiresAt" > now()
     AND s."lastSeenAt" > now() - CASE WHEN s."activeRole" IN ('ADMIN', 'STAFF') THEN interval '12 hours' ELSE interval '14 days' END
     AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = s."activeRole") $$;

-- The functions above read past the policies as their owner; everybody may call them, nobody may change them.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'app' LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Append-only ──────────────────────────────────────────────────────────────────────────────────
CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ConsentAudit" FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "ConsentAudit" FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- Every decision on consent leaves its line, whoever wrote it and however.
CREATE FUNCTION app.record_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  INSERT INTO "ConsentAudit" (id, "recordId", "studentId", "dataType", "recipientType", "recipientId", granted, "expiresAt", "actorId", action)
  VALUES (gen_random_uuid(), NEW.id, NEW."studentId", NEW."dataType", NEW."recipientType", NEW."recipientId", NEW.granted, NEW."expiresAt",
          coalesce(app.user_id(), NEW."grantedById"),
          CASE WHEN TG_OP = 'INSERT' THEN CASE WHEN NEW.granted THEN 'granted' ELSE 'refused' END
               WHEN NEW."supersededAt" IS NOT NULL THEN 'superseded' ELSE 'changed' END);
  RETURN NEW;
END $$;
GRANT INSERT ON "ConsentAudit" TO uhs_definer;
ALTER FUNCTION app.record_consent() OWNER TO uhs_definer;
CREATE TRIGGER consent_recorded AFTER INSERT OR UPDATE ON "ConsentRecord" FOR EACH ROW EXECUTE FUNCTION app.record_consent();
-- A decision is not rewritten: only its end may be noted.
CREATE FUNCTION app.keep_consent() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF (NEW."studentId", NEW."dataType", NEW."recipientType", NEW."recipientId", NEW.granted, NEW.purpose, NEW."grantedById", NEW."createdAt", NEW."expiresAt")
     IS DISTINCT FROM
     (OLD."studentId", OLD."dataType", OLD."recipientType", OLD."recipientId", OLD.granted, OLD.purpose, OLD."grantedById", OLD."createdAt", OLD."expiresAt") THEN
    RAISE EXCEPTION 'a consent decision is superseded, never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_kept BEFORE UPDATE ON "ConsentRecord" FOR EACH ROW EXECUTE FUNCTION app.keep_consent();

-- ── Row-level security ───────────────────────────────────────────────────────────────────────────
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.tablename);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.tablename);
  END LOOP;
END $$;

-- identity
CREATE POLICY read_people ON "User" FOR SELECT TO uhs_app USING (
  id = (SELECT app.user_id()) OR (SELECT app.has_permission('person:read')) OR id IN (SELECT app.known_people())
  OR (SELECT app.system()) IN ('identity', 'outbox', 'notify', 'platform'));
CREATE POLICY add_people ON "User" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
CREATE POLICY change_people ON "User" FOR UPDATE TO uhs_app USING (
  (id = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
CREATE POLICY read_roles ON "UserRole" FOR SELECT TO uhs_app USING (
  "userId" = (SELECT app.user_id()) OR (SELECT app.has_permission('person:read')) OR (SELECT app.system()) = 'identity');
CREATE POLICY change_roles ON "UserRole" FOR ALL TO uhs_app USING ((SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
CREATE POLICY read_organizations ON "Organization" FOR SELECT TO uhs_app USING (
  (SELECT app.has_permission('organization:read')) OR id IN (SELECT app.my_orgs()) OR ((SELECT app.role()) = 'PARENT' AND status = 'ACTIVE'));
CREATE POLICY change_organizations ON "Organization" FOR ALL TO uhs_app USING ((SELECT app.has_permission('organization:write')));
CREATE POLICY read_memberships ON "Membership" FOR SELECT TO uhs_app USING (
  "userId" = (SELECT app.user_id()) OR "organizationId" IN (SELECT app.my_orgs()) OR (SELECT app.has_permission('organization:read')));
CREATE POLICY change_memberships ON "Membership" FOR ALL TO uhs_app USING ((SELECT app.has_permission('organization:write')));
CREATE POLICY own_sessions ON "AuthSession" FOR SELECT TO uhs_app USING (
  "userId" = (SELECT app.user_id()) OR (SELECT app.has_permission('person:read')) OR (SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY end_sessions ON "AuthSession" FOR UPDATE TO uhs_app USING (
  "userId" = (SELECT app.user_id()) OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
CREATE POLICY open_sessions ON "AuthSession" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'identity');
CREATE POLICY drop_sessions ON "AuthSession" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY read_logins ON "LoginEvent" FOR SELECT TO uhs_app USING (
  "userId" = (SELECT app.user_id()) OR (SELECT app.has_permission('audit:read')) OR (SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY record_logins ON "LoginEvent" FOR INSERT TO uhs_app WITH CHECK (
  (SELECT app.system()) = 'identity' OR ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL));
CREATE POLICY prune_logins ON "LoginEvent" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY throttle ON "LoginThrottle" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY own_factors ON "TwoFactor" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'identity');
CREATE POLICY own_codes ON "BackupCode" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'identity');
CREATE POLICY own_challenges ON "OtpChallenge" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY own_passkeys ON "Passkey" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'identity');
CREATE POLICY own_invitations ON "Invitation" FOR ALL TO uhs_app USING (
  ("invitedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) = 'identity');
CREATE POLICY own_tokens ON "ApiToken" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'identity');
CREATE POLICY anyone_reads ON "Permission" FOR SELECT TO uhs_app USING (true);
CREATE POLICY anyone_reads ON "RolePermission" FOR SELECT TO uhs_app USING (true);
CREATE POLICY staff_read ON "StaffTeam" FOR SELECT TO uhs_app USING ((SELECT app.role()) IN ('STAFF', 'ADMIN'));
CREATE POLICY admin_changes ON "StaffTeam" FOR ALL TO uhs_app USING ((SELECT app.has_permission('person:write')));
CREATE POLICY staff_read ON "StaffProfile" FOR SELECT TO uhs_app USING ("userId" = (SELECT app.user_id()) OR (SELECT app.role()) IN ('STAFF', 'ADMIN'));
CREATE POLICY admin_changes ON "StaffProfile" FOR ALL TO uhs_app USING ((SELECT app.has_permission('person:write')));
CREATE POLICY own_settings ON "UserSetting" FOR ALL TO uhs_app USING ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL);
CREATE POLICY own_views ON "SavedView" FOR ALL TO uhs_app USING ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL);

-- families
CREATE POLICY read_families ON "Family" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('child:read_all')) OR id IN (SELECT app.my_families()));
CREATE POLICY change_families ON "Family" FOR ALL TO uhs_app USING ((SELECT app.has_permission('child:write')) OR (SELECT app.system()) = 'families');
CREATE POLICY read_students ON "Student" FOR SELECT TO uhs_app USING (
  (SELECT app.has_permission('child:read_all')) OR id IN (SELECT app.readable_students('PROFILE')) OR (SELECT app.system()) IN ('families', 'notify'));
CREATE POLICY change_students ON "Student" FOR ALL TO uhs_app USING ((SELECT app.has_permission('child:write')) OR (SELECT app.system()) = 'families');
CREATE POLICY read_guardians ON "Guardianship" FOR SELECT TO uhs_app USING (
  "guardianId" = (SELECT app.user_id()) OR (SELECT app.has_permission('child:read_all'))
  OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) OR "studentId" IN (SELECT app.taught_students())
  OR (SELECT app.system()) IN ('families', 'notify'));
CREATE POLICY change_guardians ON "Guardianship" FOR ALL TO uhs_app USING ((SELECT app.has_permission('child:write')) OR (SELECT app.system()) = 'families');
CREATE POLICY read_teaching ON "TeachingAssignment" FOR SELECT TO uhs_app USING (
  "instructorId" = (SELECT app.user_id()) OR (SELECT app.has_permission('child:read_all'))
  OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()));
CREATE POLICY change_teaching ON "TeachingAssignment" FOR ALL TO uhs_app USING ((SELECT app.has_permission('teaching:assign')));
CREATE POLICY read_moods ON "MoodEntry" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.readable_students('MOOD')) OR (SELECT app.system()) = 'families');
CREATE POLICY record_moods ON "MoodEntry" FOR INSERT TO uhs_app WITH CHECK (
  "recordedById" = (SELECT app.user_id()) AND ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())));
CREATE POLICY change_moods ON "MoodEntry" FOR UPDATE TO uhs_app
  USING ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()))
  WITH CHECK ("recordedById" = (SELECT app.user_id()) AND ("studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())));
-- A goal for one child is seen by those who may see that child; a goal of the whole family by the family.
CREATE POLICY read_goals ON "FamilyGoal" FOR SELECT TO uhs_app USING (
  CASE WHEN "studentId" IS NULL THEN "familyId" IN (SELECT app.my_families())
       ELSE "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) END);
CREATE POLICY change_goals ON "FamilyGoal" FOR ALL TO uhs_app USING (
  CASE WHEN "studentId" IS NULL THEN "familyId" IN (SELECT app.my_families())
       ELSE "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students()) END)
  WITH CHECK ("familyId" IN (SELECT app.my_families())
    AND ("studentId" IS NULL OR "studentId" IN (SELECT app.guarded_students('view')) OR "studentId" IN (SELECT app.my_students())));
CREATE POLICY staff_cases ON "FamilyCase" FOR ALL TO uhs_app USING ((SELECT app.has_permission('case:work')));
CREATE POLICY staff_notes ON "CaseNote" FOR ALL TO uhs_app USING ((SELECT app.has_permission('case:work')));
CREATE POLICY staff_risks ON "RiskScore" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('case:work')));
CREATE POLICY job_risks ON "RiskScore" FOR ALL TO uhs_app USING ((SELECT app.system()) = 'families');
CREATE POLICY staff_interventions ON "Intervention" FOR ALL TO uhs_app USING ((SELECT app.has_permission('case:work')));
CREATE POLICY read_requests ON "DataRequest" FOR SELECT TO uhs_app USING (
  (SELECT app.has_permission('data_request:answer')) OR "requestedById" = (SELECT app.user_id()));
CREATE POLICY make_requests ON "DataRequest" FOR INSERT TO uhs_app WITH CHECK (
  "requestedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY answer_requests ON "DataRequest" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('data_request:answer')) OR "requestedById" = (SELECT app.user_id()));

-- consent
CREATE POLICY anyone_reads ON "ConsentText" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "ConsentText" FOR ALL TO uhs_app USING ((SELECT app.has_permission('consent:text')));
CREATE POLICY read_consents ON "ConsentRecord" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('consent:read_all'))
  OR ("recipientType" = 'PARTNER' AND "recipientId" IN (SELECT app.my_orgs()) AND granted)
  OR ("recipientType" = 'INSTRUCTOR' AND "studentId" IN (SELECT app.taught_students())));
CREATE POLICY decide_consents ON "ConsentRecord" FOR INSERT TO uhs_app WITH CHECK (
  "grantedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY end_consents ON "ConsentRecord" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY read_consent_audit ON "ConsentAudit" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('consent:read_all')));
CREATE POLICY read_signatures ON "SponsorshipConsent" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('consent')) OR "organizationId" IN (SELECT app.my_orgs()) OR (SELECT app.has_permission('consent:read_all')));
CREATE POLICY sign ON "SponsorshipConsent" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('consent')));

-- curriculum and plans are public knowledge
CREATE POLICY anyone_reads ON "LearningArea" FOR SELECT TO uhs_app USING (true);
CREATE POLICY staff_changes ON "LearningArea" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY anyone_reads ON "Competency" FOR SELECT TO uhs_app USING (true);
CREATE POLICY staff_changes ON "Competency" FOR ALL TO uhs_app USING ((SELECT app.has_permission('curriculum:write')));
CREATE POLICY anyone_reads ON "Plan" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "Plan" FOR ALL TO uhs_app USING ((SELECT app.has_permission('plan:write')));
CREATE POLICY anyone_reads ON "PlanPrice" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "PlanPrice" FOR ALL TO uhs_app USING ((SELECT app.has_permission('plan:write')));

-- notify
CREATE POLICY own_inbox ON "Notification" FOR SELECT TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('notify', 'outbox', 'platform'));
CREATE POLICY mark_inbox ON "Notification" FOR UPDATE TO uhs_app USING ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL);
CREATE POLICY tell ON "Notification" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.role()) IS NOT NULL OR (SELECT app.system()) IS NOT NULL);
CREATE POLICY prune ON "Notification" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY own_preferences ON "NotificationPreference" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('notify', 'outbox'));
CREATE POLICY own_notify_setting ON "NotificationSetting" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('notify', 'outbox'));
CREATE POLICY own_pushes ON "PushSubscription" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'outbox');
CREATE POLICY read_outbox ON "OutboxMessage" FOR SELECT TO uhs_app USING ("userId" = (SELECT app.user_id()) OR (SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('outbox', 'platform'));
CREATE POLICY fill_outbox ON "OutboxMessage" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.role()) IS NOT NULL OR (SELECT app.system()) IS NOT NULL);
CREATE POLICY work_outbox ON "OutboxMessage" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'outbox' OR (SELECT app.has_permission('job:retry')));
CREATE POLICY prune ON "OutboxMessage" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY own_digests ON "Digest" FOR ALL TO uhs_app USING ("userId" = (SELECT app.user_id()) OR (SELECT app.system()) IN ('notify', 'outbox'));

-- audit
CREATE POLICY read_audit ON "AuditEvent" FOR SELECT TO uhs_app USING (
  "actorId" = (SELECT app.user_id()) OR (SELECT app.has_permission('audit:read')) OR "studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY write_audit ON "AuditEvent" FOR INSERT TO uhs_app WITH CHECK (
  ("actorId" IS NOT DISTINCT FROM (SELECT app.user_id())) OR (SELECT app.system()) IS NOT NULL);

-- platform
CREATE POLICY own_files ON "StoredFile" FOR ALL TO uhs_app USING (
  ("ownerId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'files');
CREATE POLICY photos ON "StoredFile" FOR SELECT TO uhs_app USING (purpose = 'profile-photo' AND (
  "ownerId" IN (SELECT app.known_people()) OR (SELECT app.has_permission('person:read'))));
CREATE POLICY see_runs ON "JobRun" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('jobs', 'platform'));
CREATE POLICY retry_runs ON "JobRun" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('job:retry')) OR (SELECT app.system()) = 'jobs');
CREATE POLICY add_runs ON "JobRun" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'jobs');
CREATE POLICY drop_runs ON "JobRun" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY see_steps ON "JobStep" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('jobs', 'platform'));
CREATE POLICY work_steps ON "JobStep" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('jobs', 'platform'));
CREATE POLICY add_events ON "OutboxEvent" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.role()) IS NOT NULL OR (SELECT app.system()) IS NOT NULL);
CREATE POLICY see_events ON "OutboxEvent" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('jobs', 'platform'));
CREATE POLICY work_events ON "OutboxEvent" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'jobs');
CREATE POLICY drop_events ON "OutboxEvent" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY own_stream ON "LiveEvent" FOR SELECT TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'platform');
CREATE POLICY tell ON "LiveEvent" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.role()) IS NOT NULL OR (SELECT app.system()) IS NOT NULL);
CREATE POLICY prune ON "LiveEvent" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');
CREATE POLICY own_keys ON "IdempotencyKey" FOR ALL TO uhs_app USING (("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'platform');
CREATE POLICY anyone_reads ON "FeatureFlag" FOR SELECT TO uhs_app USING (true);
CREATE POLICY admin_changes ON "FeatureFlag" FOR ALL TO uhs_app USING ((SELECT app.has_permission('flag:write')));
CREATE POLICY read_heartbeats ON "Heartbeat" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('platform', 'jobs'));
CREATE POLICY beat ON "Heartbeat" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('platform', 'jobs'));
