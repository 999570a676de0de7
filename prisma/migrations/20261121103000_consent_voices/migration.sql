-- Consent: one voice per guardian, the stricter holds; a history that shows when it was touched; outsiders see no decisions.

GRANT CREATE ON SCHEMA app TO uhs_definer;

-- ── Decisions ────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "ConsentRecord"
  ADD COLUMN "withdrawal" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "remindedAt" TIMESTAMPTZ(3),
  ADD COLUMN "expiredAt" TIMESTAMPTZ(3);
ALTER TABLE "ConsentRecord" ADD CONSTRAINT "ConsentRecord_withdrawal_is_a_no" CHECK (NOT (withdrawal AND granted));

-- One live decision per key and guardian: nobody's word takes the place of another's.
DROP INDEX "ConsentRecord_one_live";
CREATE UNIQUE INDEX "ConsentRecord_one_live" ON "ConsentRecord" ("studentId", "dataType", "recipientType", coalesce("recipientId", '00000000-0000-0000-0000-000000000000'::uuid), "grantedById") WHERE "supersededAt" IS NULL;
CREATE INDEX "ConsentRecord_ending" ON "ConsentRecord" ("expiresAt") WHERE granted AND "supersededAt" IS NULL AND "expiredAt" IS NULL;

-- A decision is not rewritten: that it ended, ran out or was called to mind may be noted, once.
CREATE OR REPLACE FUNCTION app.keep_consent() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE marks text[] := '{supersededAt,remindedAt,expiredAt}';
BEGIN
  IF to_jsonb(NEW) - marks IS DISTINCT FROM to_jsonb(OLD) - marks THEN
    RAISE EXCEPTION 'a consent decision is superseded, never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD."supersededAt" IS NOT NULL AND NEW."supersededAt" IS DISTINCT FROM OLD."supersededAt")
     OR (OLD."expiredAt" IS NOT NULL AND NEW."expiredAt" IS DISTINCT FROM OLD."expiredAt") THEN
    RAISE EXCEPTION 'a consent decision that has ended does not begin again' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."expiredAt" IS NOT NULL AND OLD."expiredAt" IS NULL AND (NEW."expiresAt" IS NULL OR NEW."expiresAt" > now()) THEN
    RAISE EXCEPTION 'a consent that has not run out is not marked so' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- When a decision was made is the database's word, not the caller's.
CREATE FUNCTION app.date_consent() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user = 'uhs_app' THEN
    NEW."createdAt" := date_trunc('milliseconds', now());
    NEW."supersededAt" := NULL;
    NEW."remindedAt" := NULL;
    NEW."expiredAt" := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consent_dated BEFORE INSERT ON "ConsentRecord" FOR EACH ROW EXECUTE FUNCTION app.date_consent();

-- ── The one truth ────────────────────────────────────────────────────────────────────────────────
-- A guardian's voice about a recipient: a no, for it or for all of its kind, is a no. Else the word for the single
-- recipient stands before the word for all: one that has run out opens nothing, whatever was said in general.
-- Consent is there when at least one guardian who may consent today says yes and none says no.
CREATE OR REPLACE FUNCTION app.consented(student uuid, data_type text, recipient_type text, recipient uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(bool_or(v.yes) AND NOT bool_or(v.no), false) FROM (
     SELECT bool_or(NOT c.granted) AS no,
            CASE WHEN bool_or(c."recipientId" IS NOT NULL) THEN bool_or(c."recipientId" IS NOT NULL AND c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()))
                 ELSE bool_or(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now())) END AS yes
     FROM "ConsentRecord" c
     JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
     WHERE c."studentId" = student AND c."dataType" = data_type::"ConsentDataType" AND c."recipientType" = recipient_type::"ConsentRecipientType"
       AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL
     GROUP BY c."grantedById") v $$;

-- The same for all children at once; tests/architecture/consent.test.ts holds the two together.
CREATE OR REPLACE FUNCTION app.consenting_students(data_type text, recipient_type text, recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT v.student FROM (
     SELECT c."studentId" AS student, bool_or(NOT c.granted) AS no,
            CASE WHEN bool_or(c."recipientId" IS NOT NULL) THEN bool_or(c."recipientId" IS NOT NULL AND c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()))
                 ELSE bool_or(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now())) END AS yes
     FROM "ConsentRecord" c
     JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
     WHERE c."dataType" = data_type::"ConsentDataType" AND c."recipientType" = recipient_type::"ConsentRecipientType"
       AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL
     GROUP BY c."studentId", c."grantedById") v
   GROUP BY v.student HAVING bool_or(v.yes) AND NOT bool_or(v.no) $$;

-- ── History, chained ─────────────────────────────────────────────────────────────────────────────
ALTER TABLE "ConsentAudit"
  ADD COLUMN "seq" INTEGER,
  ADD COLUMN "prevHash" TEXT,
  ADD COLUMN "hash" TEXT,
  ADD COLUMN "evidence" TEXT;

-- Everything a decision says, as one value: a record changed later no longer fits its line.
CREATE FUNCTION app.consent_evidence(r "ConsentRecord") RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS
$$ SELECT encode(sha256(convert_to(jsonb_build_array(r.id, r."studentId", r."dataType", r."recipientType", r."recipientId", r.granted, r.withdrawal, r.purpose, r.reason,
     (extract(epoch FROM r."expiresAt") * 1000)::bigint, r."textId", (SELECT t.sha256 FROM "ConsentText" t WHERE t.id = r."textId"), r."grantedById", r."verifiedBy", r.ip, r."userAgent",
     (extract(epoch FROM r."createdAt") * 1000)::bigint)::text, 'UTF8')), 'hex') $$;

-- The hash of a line: everything in it, and the hash of the line before.
CREATE FUNCTION app.consent_line_hash(l "ConsentAudit") RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS
$$ SELECT encode(sha256(convert_to(jsonb_build_array(l.seq, l."prevHash", l.id, l."recordId", l."studentId", l."dataType", l."recipientType", l."recipientId", l.granted,
     (extract(epoch FROM l."expiresAt") * 1000)::bigint, l."actorId", l.action, l.evidence, (extract(epoch FROM l."createdAt") * 1000)::bigint)::text, 'UTF8')), 'hex') $$;

-- Number and link are given here, one after the other for each child, whoever inserts.
CREATE FUNCTION app.chain_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('consent:' || NEW."studentId", 0));
  SELECT a.seq, a.hash INTO last FROM "ConsentAudit" a WHERE a."studentId" = NEW."studentId" ORDER BY a.seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW."prevHash" := coalesce(last.hash, encode(sha256(convert_to('consent:' || NEW."studentId", 'UTF8')), 'hex'));
  NEW.evidence := (SELECT app.consent_evidence(r) FROM "ConsentRecord" r WHERE r.id = NEW."recordId");
  NEW.hash := app.consent_line_hash(NEW);
  RETURN NEW;
END $$;

-- What stands already is chained in the order it was written.
ALTER TABLE "ConsentAudit" DISABLE TRIGGER append_only;
DO $$
DECLARE l "ConsentAudit"; child uuid; n int; last text;
BEGIN
  FOR l IN SELECT * FROM "ConsentAudit" ORDER BY "studentId", "createdAt", (action <> 'superseded'), id LOOP
    IF child IS DISTINCT FROM l."studentId" THEN
      child := l."studentId"; n := 0; last := encode(sha256(convert_to('consent:' || child, 'UTF8')), 'hex');
    END IF;
    n := n + 1;
    l.seq := n;
    l."prevHash" := last;
    l.evidence := (SELECT app.consent_evidence(r) FROM "ConsentRecord" r WHERE r.id = l."recordId");
    last := app.consent_line_hash(l);
    UPDATE "ConsentAudit" SET seq = l.seq, "prevHash" = l."prevHash", evidence = l.evidence, hash = last WHERE id = l.id;
  END LOOP;
END $$;
ALTER TABLE "ConsentAudit" ENABLE TRIGGER append_only;
ALTER TABLE "ConsentAudit" ALTER COLUMN "seq" SET NOT NULL, ALTER COLUMN "prevHash" SET NOT NULL, ALTER COLUMN "hash" SET NOT NULL;
CREATE UNIQUE INDEX "ConsentAudit_studentId_seq_key" ON "ConsentAudit"("studentId", "seq");
CREATE TRIGGER chained BEFORE INSERT ON "ConsentAudit" FOR EACH ROW EXECUTE FUNCTION app.chain_consent();

-- Every decision on consent leaves its line, whoever wrote it and however.
CREATE OR REPLACE FUNCTION app.record_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE happened text := CASE
  WHEN TG_OP = 'INSERT' THEN CASE WHEN NEW.granted THEN 'granted' WHEN NEW.withdrawal THEN 'withdrawn' ELSE 'refused' END
  WHEN NEW."supersededAt" IS DISTINCT FROM OLD."supersededAt" THEN 'superseded'
  WHEN NEW."expiredAt" IS DISTINCT FROM OLD."expiredAt" THEN 'expired' END;
BEGIN
  IF happened IS NOT NULL THEN
    INSERT INTO "ConsentAudit" (id, "recordId", "studentId", "dataType", "recipientType", "recipientId", granted, "expiresAt", "actorId", action)
    VALUES (gen_random_uuid(), NEW.id, NEW."studentId", NEW."dataType", NEW."recipientType", NEW."recipientId", NEW.granted, NEW."expiresAt",
            coalesce(app.user_id(), CASE WHEN happened <> 'expired' THEN NEW."grantedById" END), happened);
  END IF;
  RETURN NEW;
END $$;

-- What is wrong with the history: of one child for those who may see it, of all for the service that verifies.
-- Changed lines no longer fit their hash; removed ones leave a gap, or a decision without a line, or an anchor in the
-- audit log that points at nothing; inserted ones have no decision, a second line for it, or a number twice.
CREATE FUNCTION app.consent_faults(student uuid DEFAULT NULL) RETURNS TABLE ("studentId" uuid, seq int, "lineId" uuid, "recordId" uuid, fault text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
#variable_conflict use_column
DECLARE l "ConsentAudit"; before "ConsentAudit"; gap int;
BEGIN
  IF NOT coalesce(app.system() = 'consent' OR app.has_permission('consent:read_all') OR app.is_guardian_of(student, 'view'), false) THEN
    RAISE EXCEPTION 'this history is not yours to verify' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR l IN SELECT a.* FROM "ConsentAudit" a WHERE student IS NULL OR a."studentId" = student ORDER BY a."studentId", a.seq, a."createdAt", a.id LOOP
    IF before."studentId" IS DISTINCT FROM l."studentId" THEN
      before := NULL;
    END IF;
    IF before.seq = l.seq THEN
      RETURN QUERY SELECT l."studentId", l.seq, l.id, l."recordId", 'inserted';
    ELSE
      FOR gap IN coalesce(before.seq, 0) + 1 .. l.seq - 1 LOOP
        RETURN QUERY SELECT l."studentId", gap, NULL::uuid, NULL::uuid, 'removed';
      END LOOP;
      -- The line before is not the one this was chained to, though its own hash may fit.
      IF l.seq = 1 AND l."prevHash" <> encode(sha256(convert_to('consent:' || l."studentId", 'UTF8')), 'hex')
         OR l.seq = before.seq + 1 AND l."prevHash" <> before.hash AND before.hash = app.consent_line_hash(before) THEN
        RETURN QUERY SELECT l."studentId", coalesce(before.seq, l.seq), coalesce(before.id, l.id), coalesce(before."recordId", l."recordId"), 'replaced';
      END IF;
    END IF;
    IF l.hash IS DISTINCT FROM app.consent_line_hash(l) THEN
      RETURN QUERY SELECT l."studentId", l.seq, l.id, l."recordId", 'changed';
    END IF;
    before := l;
  END LOOP;
  -- Lines and decisions must tell the same. A child whose record was erased by law leaves lines without decisions.
  RETURN QUERY
    SELECT a."studentId", a.seq, a.id, a."recordId", 'inserted' FROM "ConsentAudit" a
    WHERE (student IS NULL OR a."studentId" = student) AND EXISTS (SELECT FROM "Student" s WHERE s.id = a."studentId")
      AND NOT EXISTS (SELECT FROM "ConsentRecord" r WHERE r.id = a."recordId" AND r."studentId" = a."studentId");
  RETURN QUERY
    SELECT x."studentId", x.seq, x.id, x."recordId", 'inserted' FROM (
      SELECT a.*, row_number() OVER (PARTITION BY a."recordId", CASE WHEN a.action IN ('granted', 'refused', 'withdrawn') THEN 'decided' ELSE a.action END ORDER BY a.seq, a.id) AS times
      FROM "ConsentAudit" a WHERE student IS NULL OR a."studentId" = student) x
    WHERE x.times > 1;
  RETURN QUERY
    SELECT r."studentId", NULL::int, NULL::uuid, r.id, 'removed'
    FROM "ConsentRecord" r, LATERAL (VALUES (true, '{granted,refused,withdrawn}'::text[]), (r."supersededAt" IS NOT NULL, '{superseded}'), (r."expiredAt" IS NOT NULL, '{expired}')) must(be, actions)
    WHERE (student IS NULL OR r."studentId" = student) AND must.be
      AND NOT EXISTS (SELECT FROM "ConsentAudit" a WHERE a."recordId" = r.id AND a.action = ANY (must.actions));
  RETURN QUERY
    SELECT DISTINCT ON (r.id) r."studentId", a.seq, a.id, r.id, 'record_changed'
    FROM "ConsentRecord" r JOIN "ConsentAudit" a ON a."recordId" = r.id
    WHERE (student IS NULL OR r."studentId" = student)
      AND (a.evidence IS DISTINCT FROM app.consent_evidence(r)
           OR (a.granted, a."dataType", a."recipientType", a."recipientId", a."expiresAt") IS DISTINCT FROM (r.granted, r."dataType", r."recipientType", r."recipientId", r."expiresAt")
           OR (a.action = 'superseded' AND r."supersededAt" IS NULL))
    ORDER BY r.id, a.seq;
  -- Each act anchors the end of the chain in the audit log: lines cut off the end are missed there.
  RETURN QUERY
    SELECT e."studentId", split_part(e.after->>'chain', ':', 1)::int, a.id, NULL::uuid, CASE WHEN a.id IS NULL THEN 'removed' ELSE 'replaced' END
    FROM "AuditEvent" e
    LEFT JOIN "ConsentAudit" a ON a."studentId" = e."studentId" AND a.seq = split_part(e.after->>'chain', ':', 1)::int
    WHERE e."subjectType" = 'consent' AND e.after->>'chain' ~ '^[0-9]{1,9}:[0-9a-f]{64}$' AND (student IS NULL OR e."studentId" = student)
      AND a.hash IS DISTINCT FROM split_part(e.after->>'chain', ':', 2);
END $$;

-- ── Texts ────────────────────────────────────────────────────────────────────────────────────────
ALTER TABLE "ConsentText" ADD CONSTRAINT "ConsentText_hash_is_its_own" CHECK (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex'));
-- What somebody agreed to stays what they agreed to: a new wording is a new version.
CREATE FUNCTION app.keep_consent_text() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the words of a consent are never changed: publish a new version' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "ConsentText" FOR EACH ROW EXECUTE FUNCTION app.keep_consent_text();

-- ── Who is told ──────────────────────────────────────────────────────────────────────────────────
-- People whose open pages may show less or more after a decision: ids for the live line, for who decides and for services.
CREATE FUNCTION app.consent_audience(student uuid, recipient_type text, recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id FROM (
     SELECT t."instructorId" AS id FROM "TeachingAssignment" t
     WHERE recipient_type = 'INSTRUCTOR' AND t."studentId" = student AND (recipient IS NULL OR t."instructorId" = recipient)
       AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date)
     UNION
     SELECT m."userId" FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId"
     WHERE recipient_type = 'PARTNER' AND o.status = 'ACTIVE' AND (recipient IS NULL OR o.id = recipient)) p
   WHERE app.is_guardian_of(student, 'consent') OR app.system() IN ('consent', 'families') $$;

-- Grants that end within a week and have not been called to mind, and those that ran out unnoticed.
CREATE FUNCTION app.due_consents(most int) RETURNS TABLE (
  id uuid, stage text, counts boolean, "studentId" uuid, "familyId" uuid, child text, "recipientType" text, "recipientId" uuid, "recipientName" text,
  "expiresAt" timestamptz, guardians uuid[], audience uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT c.id, CASE WHEN c."expiresAt" <= now() THEN 'ended' ELSE 'ending' END,
          EXISTS (SELECT FROM "Guardianship" g WHERE g."studentId" = c."studentId" AND g."guardianId" = c."grantedById" AND g."endedAt" IS NULL AND g."canConsent"),
          c."studentId", s."familyId", s."firstName", c."recipientType"::text, c."recipientId", coalesce(o.name, u."preferredName", u.name), c."expiresAt",
          array(SELECT g."guardianId" FROM "Guardianship" g WHERE g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent" AND g."canView" ORDER BY 1),
          array(SELECT app.consent_audience(c."studentId", c."recipientType"::text, c."recipientId"))
   FROM "ConsentRecord" c JOIN "Student" s ON s.id = c."studentId"
   LEFT JOIN "Organization" o ON c."recipientType" = 'PARTNER' AND o.id = c."recipientId"
   LEFT JOIN "User" u ON c."recipientType" = 'INSTRUCTOR' AND u.id = c."recipientId"
   WHERE app.system() = 'consent' AND c.granted AND c."supersededAt" IS NULL AND c."expiredAt" IS NULL AND c."expiresAt" IS NOT NULL
     AND (c."expiresAt" <= now()
          -- Somebody who chose less than a week need not be reminded of it.
          OR (c."expiresAt" <= now() + interval '7 days' AND c."remindedAt" IS NULL AND c."createdAt" < c."expiresAt" - interval '7 days'))
   ORDER BY c."expiresAt", c.id LIMIT most $$;

-- What families share with the person asking, and until when: all that an outsider learns of a decision.
CREATE FUNCTION app.received_consents() RETURNS TABLE ("studentId" uuid, "dataType" text, "recipientId" uuid, "expiresAt" timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ WITH me AS (
     SELECT 'PARTNER' AS type, o AS id FROM app.my_orgs() o
     UNION ALL SELECT 'INSTRUCTOR', app.user_id() WHERE app.role() = 'INSTRUCTOR')
   SELECT c."studentId", c."dataType"::text, me.id, CASE WHEN bool_or(c."expiresAt" IS NULL) THEN NULL ELSE max(c."expiresAt") END
   FROM me JOIN "ConsentRecord" c ON c."recipientType"::text = me.type AND (c."recipientId" = me.id OR c."recipientId" IS NULL)
   JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
   WHERE c.granted AND c."supersededAt" IS NULL AND (c."expiresAt" IS NULL OR c."expiresAt" > now())
     AND (me.type = 'PARTNER' OR c."studentId" IN (SELECT app.taught_students()))
     AND (c."recipientId" IS NOT NULL OR NOT EXISTS (
       SELECT FROM "ConsentRecord" single WHERE single."studentId" = c."studentId" AND single."dataType" = c."dataType" AND single."recipientType" = c."recipientType"
         AND single."recipientId" = me.id AND single."grantedById" = c."grantedById" AND single."supersededAt" IS NULL))
   GROUP BY c."studentId", c."dataType", me.type, me.id
   HAVING app.consented(c."studentId", c."dataType"::text, me.type, me.id) $$;

-- In whose place the simulator looks: only for a guardian who sees and decides for the child, only somebody who could be
-- shown this child: a teacher of the child, or one member standing for an active organisation.
CREATE FUNCTION app.simulation_subject(student uuid, recipient_type text, recipient uuid) RETURNS TABLE ("userId" uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id, p.role FROM (
     SELECT m."userId" AS id, 'PARTNER' AS role, m."createdAt" AS at FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId"
     WHERE recipient_type = 'PARTNER' AND o.id = recipient AND o.status = 'ACTIVE'
     UNION ALL
     SELECT recipient, 'INSTRUCTOR', NULL WHERE recipient_type = 'INSTRUCTOR' AND EXISTS (
       SELECT FROM "TeachingAssignment" t WHERE t."studentId" = student AND t."instructorId" = recipient
         AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date))) p
   JOIN "User" u ON u.id = p.id AND u.status = 'ACTIVE'
   JOIN "UserRole" r ON r."userId" = p.id AND r.role::text = p.role
   WHERE app.is_guardian_of(student, 'consent') AND app.is_guardian_of(student, 'view')
   ORDER BY p.at, p.id LIMIT 1 $$;

DO $$
DECLARE f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.consent_evidence("ConsentRecord")', 'app.consent_line_hash("ConsentAudit")', 'app.consent_faults(uuid)', 'app.consent_audience(uuid,text,uuid)',
                           'app.due_consents(int)', 'app.received_consents()', 'app.simulation_subject(uuid,text,uuid)', 'app.chain_consent()'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── Policies ─────────────────────────────────────────────────────────────────────────────────────
-- Who said what, why and from which address is the family's: recipients learn through app.received_consents() what is open.
ALTER POLICY read_consents ON "ConsentRecord" USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('consent:read_all')) OR (SELECT app.system()) = 'consent');
-- Nobody ends another's decision.
ALTER POLICY end_consents ON "ConsentRecord" USING (
  ("grantedById" = (SELECT app.user_id()) AND "studentId" IN (SELECT app.guarded_students('consent'))) OR (SELECT app.system()) = 'consent');
ALTER POLICY read_consent_audit ON "ConsentAudit" USING (
  "studentId" IN (SELECT app.guarded_students('view')) OR (SELECT app.has_permission('consent:read_all')) OR (SELECT app.system()) = 'consent');

-- ── The words, with what the law wants said (General Regulations 2021, reg. 4(1)) ────────────────
INSERT INTO "ConsentText" (id, purpose, version, locale, body, sha256, "createdAt")
SELECT t.id::uuid, 'share.' || t.name, 3, t.locale, t.body, encode(sha256(convert_to(t.body, 'UTF8')), 'hex'), '2026-11-21T07:00:00Z'
FROM (VALUES
  ('019aa500-0000-7000-8000-000000000001', 'instructor', 'en', $text$Who asks: Urban Home School, which keeps your child's records.
What for: so that teachers can teach with your child's day in mind. For nothing else.
Which records: the kind named above, those there are and those added while this stands.
Who sees them: only teachers who teach your child on that day, all of them or the one you name. When they stop teaching your child, they see nothing more.
Sent abroad: no. Teachers look at them inside the school's system.
Decided by machines: nothing.
Taking it back: at any time, with one press, on this page. It ends at once, on open screens too.
If you say no: nothing changes for your child's place, lessons or marks. The teacher simply does not see this.$text$),
  ('019aa500-0000-7000-8000-000000000002', 'instructor', 'sw', $text$Nani anaomba: Urban Home School, inayotunza rekodi za mtoto wako.
Kwa nini: ili walimu wafundishe wakijua hali ya mtoto wako siku hiyo. Si kwa lingine lolote.
Rekodi zipi: aina iliyotajwa hapo juu, zilizopo na zitakazoongezwa wakati ruhusa ipo.
Nani anaona: walimu wanaomfundisha mtoto wako siku hiyo tu, wote au yule unayemtaja. Wakiacha kumfundisha, hawaoni tena.
Kutumwa nje ya nchi: hapana. Walimu huzitazama ndani ya mfumo wa shule.
Maamuzi ya mashine: hakuna.
Kuondoa ruhusa: wakati wowote, kwa kubonyeza mara moja, kwenye ukurasa huu. Inakoma mara moja, hata kwenye skrini zilizo wazi.
Ukikataa: nafasi, masomo na alama za mtoto wako hazibadiliki. Mwalimu haoni rekodi hii tu.$text$),
  ('019aa500-0000-7000-8000-000000000003', 'partner', 'en', $text$Who asks: Urban Home School, for the organisation named above, which supports children's schooling.
What for: so that the organisation sees what its support does. Not for advertising, not for raising money with your child.
Which records: the kind named above, those there are and those added while this stands.
Who sees them: people of that organisation, on our pages only. They may not pass them on.
Sent abroad: not by us. Somebody of the organisation may be abroad while looking at the page.
Decided by machines: nothing.
Taking it back: at any time, with one press, on this page. It ends at once, on open screens and in reports that are still to be sent.
If you say no: your child's lessons do not depend on it. The organisation may decide to support another child.$text$),
  ('019aa500-0000-7000-8000-000000000004', 'partner', 'sw', $text$Nani anaomba: Urban Home School, kwa niaba ya shirika lililotajwa hapo juu, linalosaidia elimu ya watoto.
Kwa nini: ili shirika lione msaada wake unafanya nini. Si kwa matangazo, wala kuchangisha pesa kwa kutumia mtoto wako.
Rekodi zipi: aina iliyotajwa hapo juu, zilizopo na zitakazoongezwa wakati ruhusa ipo.
Nani anaona: watu wa shirika hilo, kwenye kurasa zetu tu. Hawaruhusiwi kuzipitisha kwa wengine.
Kutumwa nje ya nchi: si nasi. Mtu wa shirika anaweza kuwa nje ya nchi anapotazama ukurasa.
Maamuzi ya mashine: hakuna.
Kuondoa ruhusa: wakati wowote, kwa kubonyeza mara moja, kwenye ukurasa huu. Inakoma mara moja, kwenye skrini zilizo wazi na kwenye ripoti ambazo hazijatumwa.
Ukikataa: masomo ya mtoto wako hayategemei ruhusa hii. Shirika linaweza kuamua kumsaidia mtoto mwingine.$text$),
  ('019aa500-0000-7000-8000-000000000005', 'ai_provider', 'en', $text$Who asks: Urban Home School, which uses a computer service outside the school to write.
What for: summaries and suggestions for you and your child's teachers.
Which records: the kind named above, without your child's name, number or picture.
Who sees them: the computer service the school uses. It does not keep them and does not learn from them.
Sent abroad: yes, the service's computers may be outside Kenya, where other laws protect what is sent.
Decided by machines: nothing. A summary is marked as written by a machine, and people decide.
Taking it back: at any time, with one press, on this page. From then on nothing more is sent.
If you say no: you get the same pages with what the school works out by fixed rules from the records.$text$),
  ('019aa500-0000-7000-8000-000000000006', 'ai_provider', 'sw', $text$Nani anaomba: Urban Home School, inayotumia huduma ya kompyuta nje ya shule kuandika.
Kwa nini: muhtasari na mapendekezo kwako na kwa walimu wa mtoto wako.
Rekodi zipi: aina iliyotajwa hapo juu, bila jina, nambari wala picha ya mtoto wako.
Nani anaona: huduma ya kompyuta inayotumiwa na shule. Haizihifadhi wala haijifunzi kutoka kwazo.
Kutumwa nje ya nchi: ndiyo, kompyuta za huduma hiyo zinaweza kuwa nje ya Kenya, ambako sheria nyingine hulinda kinachotumwa.
Maamuzi ya mashine: hakuna. Muhtasari huwekewa alama kuwa umeandikwa na mashine, na watu ndio huamua.
Kuondoa ruhusa: wakati wowote, kwa kubonyeza mara moja, kwenye ukurasa huu. Tangu hapo hakuna kinachotumwa tena.
Ukikataa: unapata kurasa zilezile pamoja na yale shule inayokokotoa kwa kanuni maalum kutoka kwenye rekodi.$text$),
  ('019aa500-0000-7000-8000-000000000007', 'research', 'en', $text$Who asks: Urban Home School.
What for: research about learning at home, to teach better.
Which records: the kind named above, counted together with those of many children.
Who sees them: nobody sees your child's own. Only totals of ten children or more are published.
Sent abroad: totals may be read anywhere; your child's own records are not sent.
Decided by machines: nothing.
Taking it back: at any time, with one press, on this page. Later counts leave your child out; totals already published stay.
If you say no: nothing changes for your child.$text$),
  ('019aa500-0000-7000-8000-000000000008', 'research', 'sw', $text$Nani anaomba: Urban Home School.
Kwa nini: utafiti kuhusu kujifunza nyumbani, ili kufundisha vizuri zaidi.
Rekodi zipi: aina iliyotajwa hapo juu, zikihesabiwa pamoja na za watoto wengi.
Nani anaona: hakuna anayeona za mtoto wako. Jumla za watoto kumi au zaidi pekee ndizo huchapishwa.
Kutumwa nje ya nchi: jumla zinaweza kusomwa popote; rekodi za mtoto wako hazitumwi.
Maamuzi ya mashine: hakuna.
Kuondoa ruhusa: wakati wowote, kwa kubonyeza mara moja, kwenye ukurasa huu. Hesabu za baadaye hazimhusishi mtoto wako; jumla zilizochapishwa tayari hubaki.
Ukikataa: hakuna kinachobadilika kwa mtoto wako.$text$)
) AS t(id, name, locale, body);
