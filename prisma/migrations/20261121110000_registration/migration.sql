-- How people and children come in: registration, applications, invitations with children, links, changes of address; and
-- who among guardians may change what about a child.

-- CreateEnum
CREATE TYPE "CaseKind" AS ENUM ('CARE', 'CONTEST');

-- CreateEnum
CREATE TYPE "ApplicationKind" AS ENUM ('INSTRUCTOR', 'PARTNER');

-- CreateEnum
CREATE TYPE "ApplicationStatus" AS ENUM ('SUBMITTED', 'APPROVED', 'DECLINED');

-- CreateEnum
CREATE TYPE "LinkPurpose" AS ENUM ('PASSWORD_RESET', 'CONTACT_VERIFY', 'CONTACT_UNDO');

-- CreateEnum
CREATE TYPE "ContactKind" AS ENUM ('EMAIL', 'PHONE');

-- CreateEnum
CREATE TYPE "ContactChangeStatus" AS ENUM ('PENDING', 'DONE', 'UNDONE', 'DROPPED');

-- AlterTable
ALTER TABLE "FamilyCase" ADD COLUMN     "kind" "CaseKind" NOT NULL DEFAULT 'CARE';

-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "acceptedById" UUID,
ADD COLUMN     "lastSentAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "locale" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "sentCount" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "studentIds" UUID[];

-- CreateTable
CREATE TABLE "Registration" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "channel" "OtpChannel" NOT NULL,
    "codeHash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "payload" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "known" BOOLEAN NOT NULL DEFAULT false,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Registration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProcessingConsent" (
    "id" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "textId" UUID NOT NULL,
    "grantedById" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "verifiedBy" TEXT NOT NULL,
    "ip" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProcessingConsent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Application" (
    "id" UUID NOT NULL,
    "kind" "ApplicationKind" NOT NULL,
    "status" "ApplicationStatus" NOT NULL DEFAULT 'SUBMITTED',
    "name" TEXT NOT NULL,
    "email" CITEXT NOT NULL,
    "phone" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "data" JSONB NOT NULL,
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "reason" TEXT,
    "invitationId" UUID,
    "organizationId" UUID,
    "userId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountLink" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "purpose" "LinkPurpose" NOT NULL,
    "subjectId" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),
    "ip" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccountLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactChange" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" "ContactKind" NOT NULL,
    "oldValue" TEXT,
    "newValue" TEXT NOT NULL,
    "status" "ContactChangeStatus" NOT NULL DEFAULT 'PENDING',
    "doneAt" TIMESTAMPTZ(3),
    "undoneAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ContactChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChildContest" (
    "id" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "openedById" UUID NOT NULL,
    "liftedById" UUID,
    "liftReason" TEXT,
    "liftedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChildContest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Registration_tokenHash_key" ON "Registration"("tokenHash");

-- CreateIndex
CREATE INDEX "Registration_expiresAt_idx" ON "Registration"("expiresAt");

-- CreateIndex
CREATE INDEX "ProcessingConsent_studentId_createdAt_idx" ON "ProcessingConsent"("studentId", "createdAt");

-- CreateIndex
CREATE INDEX "ProcessingConsent_textId_idx" ON "ProcessingConsent"("textId");

-- CreateIndex
CREATE INDEX "Application_status_createdAt_id_idx" ON "Application"("status", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Application_name_id_idx" ON "Application"("name", "id");

-- CreateIndex
CREATE INDEX "Application_createdAt_id_idx" ON "Application"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Application_email_idx" ON "Application"("email");

-- CreateIndex
CREATE UNIQUE INDEX "AccountLink_tokenHash_key" ON "AccountLink"("tokenHash");

-- CreateIndex
CREATE INDEX "AccountLink_userId_purpose_createdAt_idx" ON "AccountLink"("userId", "purpose", "createdAt");

-- CreateIndex
CREATE INDEX "AccountLink_expiresAt_idx" ON "AccountLink"("expiresAt");

-- CreateIndex
CREATE INDEX "ContactChange_userId_kind_createdAt_idx" ON "ContactChange"("userId", "kind", "createdAt");

-- CreateIndex
CREATE INDEX "ContactChange_expiresAt_idx" ON "ContactChange"("expiresAt");

-- CreateIndex
CREATE INDEX "ChildContest_studentId_createdAt_idx" ON "ChildContest"("studentId", "createdAt");

-- AddForeignKey
ALTER TABLE "ProcessingConsent" ADD CONSTRAINT "ProcessingConsent_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProcessingConsent" ADD CONSTRAINT "ProcessingConsent_textId_fkey" FOREIGN KEY ("textId") REFERENCES "ConsentText"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChildContest" ADD CONSTRAINT "ChildContest_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Checks ───────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "Registration" ADD CONSTRAINT "Registration_code" CHECK (attempts BETWEEN 0 AND 5 AND ("codeHash" IS NULL OR "expiresAt" <= "createdAt" + interval '10 minutes 5 seconds'));
ALTER TABLE "AccountLink" ADD CONSTRAINT "AccountLink_reset_is_short" CHECK (purpose <> 'PASSWORD_RESET' OR "expiresAt" <= "createdAt" + interval '30 minutes 5 seconds');
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_locale" CHECK (locale IN ('en', 'sw'));
ALTER TABLE "Application" ADD CONSTRAINT "Application_locale" CHECK (locale IN ('en', 'sw'));
CREATE UNIQUE INDEX "ChildContest_one_open" ON "ChildContest" ("studentId") WHERE "liftedAt" IS NULL;
CREATE UNIQUE INDEX "ContactChange_one_pending" ON "ContactChange" ("userId", kind) WHERE status = 'PENDING';
CREATE UNIQUE INDEX "Application_one_open" ON "Application" (kind, email) WHERE status = 'SUBMITTED';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['Registration', 'ProcessingConsent', 'Application', 'AccountLink', 'ContactChange', 'ChildContest'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO uhs_app', t);
    EXECUTE format('GRANT SELECT ON %I TO uhs_definer', t);
  END LOOP;
END $$;

CREATE SEQUENCE app.admission_number;
GRANT USAGE ON SEQUENCE app.admission_number TO uhs_app;

-- ── Who may change what about a child ────────────────────────────────────────────────────────────
CREATE FUNCTION app.contested(student uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM "ChildContest" c WHERE c."studentId" = student AND c."liftedAt" IS NULL) $$;

-- A guardian who consents for the child looks after who else is there, as long as nobody disputes it.
CREATE FUNCTION app.managed_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT g."studentId" FROM "Guardianship" g
   WHERE g."guardianId" = app.user_id() AND g."endedAt" IS NULL AND g."canView" AND g."canConsent" AND app.role() = 'PARENT'
     AND NOT app.contested(g."studentId") $$;

-- Rights like one's own are given and taken by the main guardian alone; where there is none, by each who consents.
CREATE FUNCTION app.led_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m FROM app.managed_students() m
   WHERE NOT EXISTS (SELECT FROM "Guardianship" p WHERE p."studentId" = m AND p."isPrimary" AND p."endedAt" IS NULL AND p."guardianId" <> app.user_id()) $$;

-- Whom the desk's safety people are, to tell them; for anybody who may act, who is told their ids and nothing else.
CREATE FUNCTION app.safety_desk() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s."userId" FROM "StaffProfile" s JOIN "User" u ON u.id = s."userId"
   WHERE (s.department = 'SAFETY' OR s."isDepartmentLead") AND u.status = 'ACTIVE' AND app.role() IS NOT NULL $$;

-- For two days after the phone number changed nothing that moves money rests on it.
CREATE FUNCTION app.money_held(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM "ContactChange" c WHERE c."userId" = person AND c.kind = 'PHONE' AND c.status = 'DONE' AND c."doneAt" > now() - interval '48 hours') $$;

-- A phone number that has answered is as good a name at the door as an address.
CREATE OR REPLACE FUNCTION app.credentials_for(address citext) RETURNS TABLE (id uuid, "passwordHash" text, status text, "sessionVersion" int, roles text[], locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT u.id, u."passwordHash", u.status::text, u."sessionVersion",
          array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role), u.locale
   FROM "User" u WHERE (u.email = address OR (u.phone = address::text AND u."phoneVerifiedAt" IS NOT NULL)) AND app.system() = 'identity' $$;

-- What no policy can say, because it compares before with after: whose row it is stays; what has ended stays ended; a
-- disputed child's guardians stay as they are; one's own rights are not one's to raise; somebody is left who consents.
CREATE FUNCTION app.keep_guardianship() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE office boolean;
BEGIN
  -- The owner of the database: migrations, the demo school.
  IF app.user_id() IS NULL AND app.system() IS NULL THEN RETURN NEW; END IF;
  office := app.has_permission('child:contest') OR app.has_permission('child:write');
  IF (NEW.id, NEW."guardianId", NEW."studentId", NEW."createdAt") IS DISTINCT FROM (OLD.id, OLD."guardianId", OLD."studentId", OLD."createdAt")
     OR OLD."endedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'guardianship_fixed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT office AND app.contested(OLD."studentId") THEN
    RAISE EXCEPTION 'child_contested' USING ERRCODE = 'restrict_violation';
  END IF;
  IF app.user_id() = OLD."guardianId" AND NOT office AND OLD."studentId" NOT IN (SELECT app.led_students())
     AND (NEW.relation, NEW."canView", NEW."canMessage", NEW."canPay", NEW."canConsent", NEW."isPrimary")
         IS DISTINCT FROM (OLD.relation, OLD."canView", OLD."canMessage", OLD."canPay", OLD."canConsent", OLD."isPrimary") THEN
    RAISE EXCEPTION 'guardianship_own_rights' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD."canConsent" AND OLD."canView" AND NOT (NEW."canConsent" AND NEW."canView" AND NEW."endedAt" IS NULL) THEN
    -- Two who remove each other at the same moment: the second one looks again after the first.
    PERFORM pg_advisory_xact_lock(hashtextextended('guardians ' || OLD."studentId", 0));
    IF NOT EXISTS (SELECT FROM "Guardianship" g JOIN "User" u ON u.id = g."guardianId"
                   WHERE g."studentId" = OLD."studentId" AND g.id <> OLD.id AND g."endedAt" IS NULL AND g."canView" AND g."canConsent" AND u.status = 'ACTIVE') THEN
      RAISE EXCEPTION 'guardianship_last' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guardianship_kept BEFORE UPDATE ON "Guardianship" FOR EACH ROW EXECUTE FUNCTION app.keep_guardianship();

-- While guardians dispute a child, none of them opens its records to others. Taking consent back stays possible.
CREATE FUNCTION app.keep_contested_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
BEGIN
  IF NEW.granted AND app.user_id() IS NOT NULL AND app.contested(NEW."studentId") THEN
    RAISE EXCEPTION 'child_contested' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contested_stays_closed BEFORE INSERT ON "ConsentRecord" FOR EACH ROW EXECUTE FUNCTION app.keep_contested_closed();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'app' AND p.proname IN ('contested', 'managed_students', 'led_students', 'safety_desk', 'money_held', 'credentials_for', 'keep_guardianship', 'keep_contested_closed') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Policies ─────────────────────────────────────────────────────────────────────────────────────
-- Guardians change rights and end them. Nobody makes somebody else a guardian: that takes the other's own acceptance.
CREATE POLICY manage_guardians ON "Guardianship" FOR UPDATE TO uhs_app
  USING ("endedAt" IS NULL AND (
    "studentId" IN (SELECT app.led_students())
    OR ("studentId" IN (SELECT app.managed_students()) AND NOT "canConsent" AND NOT "isPrimary")
    OR ("guardianId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'PARENT')
    OR (SELECT app.has_permission('child:contest'))))
  WITH CHECK (
    "studentId" IN (SELECT app.led_students())
    OR ("studentId" IN (SELECT app.managed_students()) AND NOT "canConsent" AND NOT "isPrimary")
    OR ("guardianId" = (SELECT app.user_id()) AND (SELECT app.role()) = 'PARENT')
    OR (SELECT app.has_permission('child:contest')));

CREATE POLICY read_contests ON "ChildContest" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('child:contest')));
CREATE POLICY open_contests ON "ChildContest" FOR INSERT TO uhs_app WITH CHECK (
  "openedById" = (SELECT app.user_id()) AND "liftedAt" IS NULL
  AND ("studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('child:contest'))));
CREATE POLICY lift_contests ON "ChildContest" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('child:contest')));
CREATE POLICY open_contest_cases ON "FamilyCase" FOR INSERT TO uhs_app WITH CHECK (
  kind = 'CONTEST' AND status = 'OPEN' AND "ownerId" IS NULL AND "openedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('view')));

CREATE POLICY read_processing ON "ProcessingConsent" FOR SELECT TO uhs_app USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('consent:read_all')));
CREATE POLICY record_processing ON "ProcessingConsent" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration');

-- An invitation is written by a guardian for children they look after, or by an administrator. What it grants is looked at
-- again when it is accepted.
DROP POLICY own_invitations ON "Invitation";
CREATE POLICY read_invitations ON "Invitation" FOR SELECT TO uhs_app USING (
  ("invitedById" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL)
  OR (cardinality("studentIds") > 0 AND "studentIds" && ARRAY(SELECT app.managed_students()))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration'));
CREATE POLICY write_invitations ON "Invitation" FOR INSERT TO uhs_app WITH CHECK (
  "invitedById" = (SELECT app.user_id()) AND (
    (role = 'PARENT' AND "organizationId" IS NULL AND cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
    OR (SELECT app.has_permission('person:write'))));
CREATE POLICY change_invitations ON "Invitation" FOR UPDATE TO uhs_app USING (
  (cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration'))
  WITH CHECK (
  (role = 'PARENT' AND "organizationId" IS NULL AND cardinality("studentIds") > 0 AND "studentIds" <@ ARRAY(SELECT app.managed_students()))
  OR (SELECT app.has_permission('person:write')) OR (SELECT app.system()) IN ('identity', 'registration'));
CREATE POLICY prune_invitations ON "Invitation" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');

CREATE POLICY review ON "Application" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('application:review')) OR (SELECT app.system()) = 'registration');
CREATE POLICY decide ON "Application" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('application:review')) OR (SELECT app.system()) = 'registration');
CREATE POLICY apply ON "Application" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration' AND status = 'SUBMITTED');

CREATE POLICY links ON "AccountLink" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY own_changes ON "ContactChange" FOR SELECT TO uhs_app USING (
  ("userId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.system()) IN ('identity', 'platform'));
CREATE POLICY make_changes ON "ContactChange" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'identity');
CREATE POLICY move_changes ON "ContactChange" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'identity');
CREATE POLICY prune_changes ON "ContactChange" FOR DELETE TO uhs_app USING ((SELECT app.system()) = 'platform');

-- The service that takes people in: it adds what somebody confirmed or accepted, and changes nothing that stands.
CREATE POLICY waiting ON "Registration" FOR ALL TO uhs_app USING ((SELECT app.system()) IN ('registration', 'platform'));
CREATE POLICY registration_reads ON "User" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "User" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration');
CREATE POLICY registration_reads ON "UserRole" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "UserRole" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration' AND role IN ('PARENT', 'INSTRUCTOR', 'PARTNER', 'STAFF'));
CREATE POLICY registration_adds ON "Family" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration');
CREATE POLICY registration_reads ON "Student" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "Student" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration');
CREATE POLICY registration_reads ON "Guardianship" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "Guardianship" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration' AND "endedAt" IS NULL);
CREATE POLICY registration_reads ON "Organization" FOR SELECT TO uhs_app USING ((SELECT app.system()) = 'registration');
CREATE POLICY registration_adds ON "Membership" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'registration');

-- ── The words of the school's own processing ─────────────────────────────────────────────────────
INSERT INTO "ConsentText" (id, purpose, version, locale, body, sha256)
SELECT gen_random_uuid(), 'account', 1, t.locale, t.body, encode(sha256(convert_to(t.body, 'UTF8')), 'hex') FROM (VALUES
('en', 'Urban Home School asks for your agreement to keep and use records about your child. Why: to teach your child, to see progress, to keep your child safe and to answer you. What: name, birth date, grade, lessons, work, results and attendance, what you and your child write here, and how your child feels when one of you notes it. Who sees it: the guardians you name, the teachers who teach your child, and staff who answer for the school. Nobody else sees anything unless you allow it separately, for each kind of record. No decision about your child is made by a computer alone. The records are kept in Kenya, as long as your child learns here and as the law asks afterwards. You can see and correct them, ask for a copy, and take this agreement back at any time in your settings; then we stop, your child''s place ends, and we delete what the law does not ask us to keep. Without this agreement we cannot teach your child.'),
('sw', 'Shule ya Urban Home School inaomba ruhusa yako kuhifadhi na kutumia taarifa za mtoto wako. Kwa nini: kumfundisha mtoto wako, kuona maendeleo yake, kumlinda na kukujibu. Nini: jina, tarehe ya kuzaliwa, gredi, masomo, kazi, matokeo na mahudhurio, mnayoandika hapa wewe na mtoto wako, na jinsi mtoto anavyojisikia mmoja wenu akiandika. Nani anaona: walezi unaowataja, walimu wanaomfundisha mtoto wako, na wafanyakazi wanaowajibika kwa shule. Hakuna mwingine anayeona chochote usipomruhusu kando, kwa kila aina ya taarifa. Hakuna uamuzi kuhusu mtoto wako unaofanywa na kompyuta peke yake. Taarifa zinahifadhiwa Kenya, muda wote mtoto anapojifunza hapa na jinsi sheria inavyotaka baadaye. Unaweza kuziona na kuzisahihisha, kuomba nakala, na kuondoa ruhusa hii wakati wowote katika mipangilio yako; hapo tutaacha, nafasi ya mtoto wako itaisha, na tutafuta yale ambayo sheria haitutaki tuyahifadhi. Bila ruhusa hii hatuwezi kumfundisha mtoto wako.')
) AS t(locale, body);
