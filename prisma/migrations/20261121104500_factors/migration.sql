-- Second factors: what they need beside the tables of the first migration, and a session that is open only half-way.

ALTER TYPE "LoginOutcome" ADD VALUE 'FACTOR_ASKED';
ALTER TYPE "LoginOutcome" ADD VALUE 'WRONG_FACTOR';

-- AlterTable
ALTER TABLE "AuthSession" ADD COLUMN "deviceHash" BYTEA, ADD COLUMN "rememberedId" UUID;
ALTER TABLE "TwoFactor" ADD COLUMN "pendingSecret" BYTEA, ADD COLUMN "pendingKeyId" TEXT, ADD COLUMN "pendingAt" TIMESTAMPTZ(3);
ALTER TABLE "OtpChallenge" ADD COLUMN "sessionId" UUID;
ALTER TABLE "ApiToken" ADD COLUMN "prefix" TEXT NOT NULL DEFAULT '', ADD COLUMN "role" "Role" NOT NULL DEFAULT 'STAFF';
ALTER TABLE "ApiToken" ALTER COLUMN "prefix" DROP DEFAULT, ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "Permission" ADD COLUMN "secondFactor" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "RememberedDevice" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userVersion" INTEGER NOT NULL,
    "userAgent" TEXT,
    "ip" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RememberedDevice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsedChallenge" (
    "hash" BYTEA NOT NULL,
    "usedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UsedChallenge_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "RememberedDevice_tokenHash_key" ON "RememberedDevice"("tokenHash");
CREATE INDEX "RememberedDevice_userId_createdAt_idx" ON "RememberedDevice"("userId", "createdAt");
CREATE INDEX "UsedChallenge_usedAt_idx" ON "UsedChallenge"("usedAt");
CREATE INDEX "OtpChallenge_target_createdAt_idx" ON "OtpChallenge"("target", "createdAt");
CREATE INDEX "OtpChallenge_channel_createdAt_idx" ON "OtpChallenge"("channel", "createdAt");

-- AddForeignKey
ALTER TABLE "RememberedDevice" ADD CONSTRAINT "RememberedDevice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "OtpChallenge" ADD CONSTRAINT "OtpChallenge_tries" CHECK (attempts BETWEEN 0 AND 5 AND "expiresAt" <= "createdAt" + interval '10 minutes 5 seconds');

ALTER TABLE "RememberedDevice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RememberedDevice" FORCE ROW LEVEL SECURITY;
ALTER TABLE "UsedChallenge" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "UsedChallenge" FORCE ROW LEVEL SECURITY;
CREATE POLICY own_devices ON "RememberedDevice" FOR SELECT TO uhs_app USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY forget_devices ON "RememberedDevice" FOR UPDATE TO uhs_app USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) = 'identity');
CREATE POLICY remember_devices ON "RememberedDevice" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'identity');
CREATE POLICY prune ON "RememberedDevice" FOR DELETE TO uhs_app USING ((SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY challenges ON "UsedChallenge" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('identity', 'platform'));

-- ── Who owes a second factor ─────────────────────────────────────────────────────────────────────
CREATE FUNCTION app.has_factor(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM "TwoFactor" f WHERE f."userId" = person AND (f."totpEnabled" OR f."smsEnabled" OR f."emailEnabled"))
       OR EXISTS (SELECT FROM "Passkey" k WHERE k."userId" = person) $$;

-- By what the person may do in any of their roles; switching roles is no way around it.
CREATE FUNCTION app.factor_required(person uuid, strict boolean) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT (strict OR EXISTS (SELECT FROM "FeatureFlag" f WHERE f.name = 'require_second_factor' AND f.enabled))
      AND EXISTS (SELECT FROM "UserRole" r JOIN "RolePermission" p ON p.role = r.role JOIN "Permission" q ON q.name = p."permissionName"
                  WHERE r."userId" = person AND q."secondFactor"
                    AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" s WHERE s."userId" = person AND s."isDepartmentLead"))) $$;

CREATE FUNCTION app.factor_asked(person uuid, strict boolean) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT app.has_factor(person) OR app.factor_required(person, strict) $$;

-- A remembered device stands in for the factor until it is forgotten, a month has passed or the password changed.
CREATE FUNCTION app.remembered(device uuid, person uuid, version int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM "RememberedDevice" d WHERE d.id = device AND d."userId" = person AND d."userVersion" = version AND d."revokedAt" IS NULL) $$;

-- The session of before, and one thing more: where a factor is owed and was not given, there is nobody.
DROP FUNCTION app.resolve_session(bytea);
CREATE FUNCTION app.resolve_session(token_hash bytea, strict boolean) RETURNS TABLE (
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
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = s."activeRole")
     AND (s."mfaAt" IS NOT NULL OR app.remembered(s."rememberedId", u.id, u."sessionVersion") OR NOT app.factor_asked(u.id, strict)) $$;

-- The other half: a right password a quarter of an hour ago at most, and a factor still owed. Opens nothing but the second step.
CREATE FUNCTION app.resolve_pending(token_hash bytea, strict boolean) RETURNS TABLE (
  "sessionId" uuid, "userId" uuid, role text, roles text[], name text, email text, locale text, theme text, "hasFactor" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.id, u.id, s."activeRole"::text,
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role),
          u.name, u.email::text, u.locale, u.theme::text, app.has_factor(u.id)
   FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
   WHERE app.system() = 'identity' AND s."tokenHash" = token_hash AND s."revokedAt" IS NULL AND s."expiresAt" > now()
     AND s."authTime" > now() - interval '15 minutes'
     AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = s."activeRole")
     AND s."mfaAt" IS NULL AND NOT app.remembered(s."rememberedId", u.id, u."sessionVersion") AND app.factor_asked(u.id, strict) $$;

-- Whoever holds an API token: the permissions both the token names and its role still holds. Owes the factor like everybody.
CREATE FUNCTION app.resolve_token(token_hash bytea, strict boolean) RETURNS TABLE (
  "tokenId" uuid, "userId" uuid, role text, roles text[], name text, "preferredName" text, email text, locale text, "timeZone" text, theme text,
  "lastUsedAt" timestamptz, permissions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT k.id, u.id, k.role::text,
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role),
          u.name, u."preferredName", u.email::text, u.locale, u."timeZone", u.theme::text, k."lastUsedAt",
          array(SELECT p."permissionName" FROM "RolePermission" p WHERE p.role = k.role AND p."permissionName" = ANY (k.scopes)
                AND (NOT p."leadOnly" OR EXISTS (SELECT FROM "StaffProfile" sp WHERE sp."userId" = u.id AND sp."isDepartmentLead")))
   FROM "ApiToken" k JOIN "User" u ON u.id = k."userId"
   WHERE app.system() = 'identity' AND k."tokenHash" = token_hash AND k."revokedAt" IS NULL AND k."expiresAt" > now() AND u.status = 'ACTIVE'
     AND EXISTS (SELECT FROM "UserRole" r WHERE r."userId" = u.id AND r.role = k.role)
     AND (app.has_factor(u.id) OR NOT app.factor_required(u.id, strict)) $$;

-- For changing a password and for asking it again; as closed as the one for signing in.
CREATE FUNCTION app.password_of(person uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u."passwordHash" FROM "User" u WHERE u.id = person AND u.status = 'ACTIVE' AND app.system() = 'identity' $$;

-- How fresh the proof in one's own session is: the factor where there is one, else the password.
CREATE FUNCTION app.proof_of(session uuid) RETURNS TABLE ("mfaAt" timestamptz, "authTime" timestamptz, "hasFactor" boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s."mfaAt", s."authTime", app.has_factor(s."userId") FROM "AuthSession" s WHERE s.id = session AND s."userId" = app.user_id() AND s."revokedAt" IS NULL $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'app' AND p.proname IN ('has_factor', 'factor_required', 'factor_asked', 'remembered', 'resolve_session', 'resolve_pending', 'resolve_token', 'password_of', 'proof_of') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
