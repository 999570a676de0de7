-- A child signs in on a family device: by a PIN or pictures, under the session of the guardian who handed it over.
-- What every request or policy asks is PL/pgSQL, which keeps its plan: see the migration planned_once.

-- CreateEnum
CREATE TYPE "ChildKeyKind" AS ENUM ('PIN', 'PICTURES');

-- AlterTable
ALTER TABLE "AuthSession" ADD COLUMN "handoverHash" BYTEA, ADD COLUMN "parentSessionId" UUID;

-- CreateTable
CREATE TABLE "ChildKey" (
    "studentId" UUID NOT NULL,
    "kind" "ChildKeyKind" NOT NULL,
    "hash" TEXT NOT NULL,
    "setById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChildKey_pkey" PRIMARY KEY ("studentId")
);

-- CreateIndex
CREATE INDEX "ChildKey_setById_idx" ON "ChildKey"("setById");
CREATE UNIQUE INDEX "AuthSession_handoverHash_key" ON "AuthSession"("handoverHash");
CREATE INDEX "AuthSession_parentSessionId_idx" ON "AuthSession"("parentSessionId");

-- AddForeignKey
ALTER TABLE "AuthSession" ADD CONSTRAINT "AuthSession_parentSessionId_fkey" FOREIGN KEY ("parentSessionId") REFERENCES "AuthSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ChildKey" ADD CONSTRAINT "ChildKey_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ChildKey" ADD CONSTRAINT "ChildKey_setById_fkey" FOREIGN KEY ("setById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever signs in below a guardian is a student there and nothing else; a handed-over session hangs on no other.
ALTER TABLE "AuthSession" ADD CONSTRAINT "AuthSession_child" CHECK ("parentSessionId" IS NULL OR ("activeRole" = 'STUDENT' AND "handoverHash" IS NULL AND "parentSessionId" <> id));
ALTER TABLE "ChildKey" ADD CONSTRAINT "ChildKey_hash_argon2id" CHECK (hash LIKE '$argon2id$%');

ALTER TABLE "ChildKey" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ChildKey" FORCE ROW LEVEL SECURITY;
-- The hash leaves only through app.child_key.
REVOKE SELECT ON "ChildKey" FROM uhs_app;
GRANT SELECT ("studentId", kind, "setById", "createdAt", "updatedAt") ON "ChildKey" TO uhs_app;

-- ── A guardian's session that was handed over ────────────────────────────────────────────────────
-- Whose it is, while it stands: everything is asked of it that is asked of a session in its owner's hands.
CREATE FUNCTION app.handed_over_by(session uuid, strict boolean) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
   RETURN (SELECT u.id FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE s.id = session AND s."handoverHash" IS NOT NULL AND s."activeRole" = 'PARENT' AND s."revokedAt" IS NULL AND s."expiresAt" > now()
     AND s."lastSeenAt" > now() - interval '14 days'
     AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = 'PARENT')
     AND (s."mfaAt" IS NOT NULL OR app.remembered(s."rememberedId", u.id, u."sessionVersion") OR NOT app.factor_asked(u.id, strict)));
END $$;

-- The children a guardian may hand a device to: those they see, who have a key.
CREATE FUNCTION app.children_at_door(session uuid, strict boolean) RETURNS TABLE ("studentId" uuid, "familyId" uuid, "userId" uuid, "firstName" text, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT st.id, st."familyId", st."userId", st."firstName", k.kind::text
   FROM "Guardianship" g JOIN "Student" st ON st.id = g."studentId" JOIN "ChildKey" k ON k."studentId" = st.id JOIN "User" u ON u.id = st."userId"
   WHERE app.system() = 'identity' AND g."guardianId" = app.handed_over_by(session, strict) AND g."endedAt" IS NULL AND g."canView"
     AND st.status <> 'LEFT' AND u.status = 'ACTIVE'
   ORDER BY st."birthDate", st.id LIMIT 200 $$;

-- What a device that was handed over opens: the children's door. Nothing once the guardian's session is gone.
CREATE FUNCTION app.resolve_handover(token_hash bytea, strict boolean) RETURNS TABLE (
  "sessionId" uuid, "guardianId" uuid, name text, login text, locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, u.id, u.name, coalesce(u.email::text, u.phone), u.locale
   FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE app.system() = 'identity' AND s."handoverHash" = token_hash AND app.handed_over_by(s.id, strict) IS NOT NULL $$;

-- The only way to a child's key, open to the sign-in service alone, for a child at that door.
CREATE FUNCTION app.child_key(session uuid, student uuid, strict boolean) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT k.hash FROM "ChildKey" k WHERE k."studentId" = student AND student IN (SELECT c."studentId" FROM app.children_at_door(session, strict) c) $$;

-- Whether a child's session may go on below a guardian's: it stands, and its owner still sees the child.
CREATE FUNCTION app.guarded_session(session uuid, child uuid, strict boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
   RETURN (SELECT EXISTS (SELECT FROM "Student" st JOIN "Guardianship" g ON g."studentId" = st.id
     WHERE st."userId" = child AND st.status <> 'LEFT' AND g."endedAt" IS NULL AND g."canView" AND g."guardianId" = app.handed_over_by(session, strict)));
END $$;

-- Accounts of the children one decides for, and of those signed in below one's own sessions.
CREATE FUNCTION app.guarded_accounts() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
   RETURN QUERY SELECT st."userId" FROM "Student" st WHERE st."userId" IS NOT NULL AND st.id IN (SELECT app.guarded_students('consent'));
END $$;
CREATE FUNCTION app.sessions_below() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
   RETURN QUERY SELECT c.id FROM "AuthSession" p JOIN "AuthSession" c ON c."parentSessionId" = p.id WHERE p."userId" = app.user_id() AND app.role() = 'PARENT';
END $$;

CREATE POLICY read_child_keys ON "ChildKey" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.system()) = 'identity');
CREATE POLICY set_child_keys ON "ChildKey" FOR INSERT TO uhs_app WITH CHECK (
  "setById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY change_child_keys ON "ChildKey" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('consent')))
  WITH CHECK ("setById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY drop_child_keys ON "ChildKey" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.guarded_students('consent')));
CREATE POLICY erasure_sees ON "ChildKey" FOR SELECT TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY erasure_deletes ON "ChildKey" FOR DELETE TO uhs_app USING ("studentId" IN (SELECT app.erasable_students()));
CREATE POLICY childrens_sessions ON "AuthSession" FOR SELECT TO uhs_app USING (
  "userId" IN (SELECT app.guarded_accounts()) OR id IN (SELECT app.sessions_below()));
-- A child without an account is given one when a guardian sets its key; nobody's account is taken or changed.
CREATE POLICY account_reads ON "Student" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'identity');
CREATE POLICY account_given ON "Student" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'identity' AND "userId" IS NULL)
  WITH CHECK ((SELECT app.system()) = 'identity' AND "userId" IS NOT NULL);

-- ── The one read per request, and one thing more ─────────────────────────────────────────────────
-- A session handed over is nobody's; one below another ends with it, after an hour without use, and is a student's.
CREATE OR REPLACE FUNCTION app.resolve_session(token_hash bytea, strict boolean) RETURNS TABLE (
  "sessionId" uuid, "userId" uuid, role text, roles text[], name text, "preferredName" text, email text, locale text, "timeZone" text, theme text,
  "mfaAt" timestamptz, "lastSeenAt" timestamptz, permissions text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
BEGIN
   RETURN QUERY SELECT s.id, u.id, s."activeRole"::text,
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id AND (s."parentSessionId" IS NULL OR r.role = 'STUDENT') ORDER BY r."createdAt", r.role),
          u.name, u."preferredName", u.email::text, u.locale, u."timeZone", u.theme::text, s."mfaAt", s."lastSeenAt",
          array(SELECT p."permissionName" FROM "RolePermission" p WHERE p.role = s."activeRole"
                AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" sp WHERE sp."userId" = u.id AND sp."isDepartmentLead")))
   FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE s."tokenHash" = token_hash AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND s."handoverHash" IS NULL
     AND s."lastSeenAt" > now() - CASE WHEN s."parentSessionId" IS NOT NULL THEN interval '1 hour'
                                       WHEN s."activeRole" IN ('ADMIN', 'STAFF') THEN interval '12 hours' ELSE interval '14 days' END
     AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = s."activeRole")
     AND (s."parentSessionId" IS NULL OR app.guarded_session(s."parentSessionId", u.id, strict))
     AND (s."mfaAt" IS NOT NULL OR app.remembered(s."rememberedId", u.id, u."sessionVersion") OR NOT app.factor_asked(u.id, strict));
END $$;

CREATE OR REPLACE FUNCTION app.resolve_pending(token_hash bytea, strict boolean) RETURNS TABLE (
  "sessionId" uuid, "userId" uuid, role text, roles text[], name text, email text, locale text, theme text, "hasFactor" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, u.id, s."activeRole"::text,
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id AND (s."parentSessionId" IS NULL OR r.role = 'STUDENT') ORDER BY r."createdAt", r.role),
          u.name, u.email::text, u.locale, u.theme::text, app.has_factor(u.id)
   FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE app.system() = 'identity' AND s."tokenHash" = token_hash AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND s."handoverHash" IS NULL
     AND s."authTime" > now() - interval '15 minutes'
     AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = s."activeRole")
     AND (s."parentSessionId" IS NULL OR app.guarded_session(s."parentSessionId", u.id, strict))
     AND s."mfaAt" IS NULL AND NOT app.remembered(s."rememberedId", u.id, u."sessionVersion") AND app.factor_asked(u.id, strict) $$;

-- A PIN is no proof for a dangerous act: below a guardian's session only a password given since, or a factor, is one.
CREATE OR REPLACE FUNCTION app.proof_of(session uuid) RETURNS TABLE ("mfaAt" timestamptz, "authTime" timestamptz, "hasFactor" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s."mfaAt", CASE WHEN s."parentSessionId" IS NULL OR s."authTime" > s."createdAt" THEN s."authTime" END, app.has_factor(s."userId")
   FROM "AuthSession" s WHERE s.id = session AND s."userId" = app.user_id() AND s."revokedAt" IS NULL $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'app' AND p.proname IN ('handed_over_by', 'children_at_door', 'resolve_handover', 'child_key', 'guarded_session', 'guarded_accounts', 'sessions_below') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
