-- A teacher a guardian has named sees what was named also outside the class, when the words agreed to say so.
GRANT CREATE ON SCHEMA app TO uhs_definer;

ALTER TABLE "ConsentText" ADD COLUMN "outsideClass" BOOLEAN NOT NULL DEFAULT false;

-- The class is the sum of subjects and courses, as in app.taught_students(), here for any teacher. For the rule alone.
CREATE FUNCTION app.in_class(student uuid, instructor uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM "TeachingAssignment" t WHERE t."studentId" = student AND t."instructorId" = instructor
       AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date))
     OR EXISTS (SELECT FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" WHERE e."studentId" = student AND e.status <> 'WITHDRAWN'
       AND (c."ownerId" = instructor OR EXISTS (SELECT FROM "CourseInstructor" i WHERE i."courseId" = c.id AND i."userId" = instructor AND (i."canLearners" OR i."canGrade")))) $$;

-- ── The one truth ────────────────────────────────────────────────────────────────────────────────
-- As before: a no of anybody who may consent wins, and the word for the single recipient stands before the word for all.
-- New: to a teacher outside the class the word for all teachers says nothing, and the word for the one opens only what
-- was agreed to under words that name this.
CREATE OR REPLACE FUNCTION app.consented(student uuid, data_type text, recipient_type text, recipient uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT coalesce(bool_or(v.yes) AND NOT bool_or(v.no), false) FROM (
     SELECT bool_or(NOT c.granted) AS no,
            CASE WHEN bool_or(c."recipientId" IS NOT NULL) THEN bool_or(c."recipientId" IS NOT NULL AND c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()) AND (reach.everywhere OR coalesce(x."outsideClass", false)))
                 ELSE bool_or(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()) AND reach.everywhere) END AS yes
     FROM "ConsentRecord" c
     JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
     LEFT JOIN "ConsentText" x ON x.id = c."textId"
     CROSS JOIN (SELECT recipient_type <> 'INSTRUCTOR' OR recipient IS NULL OR app.in_class(student, recipient) AS everywhere) reach
     WHERE c."studentId" = student AND c."dataType" = data_type::"ConsentDataType" AND c."recipientType" = recipient_type::"ConsentRecipientType"
       AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL
     GROUP BY c."grantedById") v $$;

-- For all children at once the rule answers for organisations; for a teacher it is asked child by child, below.
CREATE OR REPLACE FUNCTION app.consenting_students(data_type text, recipient_type text, recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT v.student FROM (
     SELECT c."studentId" AS student, bool_or(NOT c.granted) AS no,
            CASE WHEN bool_or(c."recipientId" IS NOT NULL) THEN bool_or(c."recipientId" IS NOT NULL AND c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()))
                 ELSE bool_or(c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now())) END AS yes
     FROM "ConsentRecord" c
     JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
     WHERE recipient_type <> 'INSTRUCTOR' AND c."dataType" = data_type::"ConsentDataType" AND c."recipientType" = recipient_type::"ConsentRecipientType"
       AND (c."recipientId" = recipient OR c."recipientId" IS NULL) AND c."supersededAt" IS NULL
     GROUP BY c."studentId", c."grantedById") v
   GROUP BY v.student HAVING bool_or(v.yes) AND NOT bool_or(v.no) $$;

-- Children about whom a guardian has named this teacher for one kind of record, in the class or outside it.
CREATE FUNCTION app.named_students(data_type text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT n."studentId" FROM (
     SELECT DISTINCT c."studentId" FROM "ConsentRecord" c
     WHERE c."recipientType" = 'INSTRUCTOR' AND c."recipientId" = app.user_id() AND c."dataType" = data_type::"ConsentDataType"
       AND c.granted AND c."supersededAt" IS NULL) n
   WHERE app.role() = 'INSTRUCTOR' AND app.consented(n."studentId", data_type, 'INSTRUCTOR', app.user_id()) $$;
CREATE INDEX "ConsentRecord_named" ON "ConsentRecord" ("recipientId", "dataType") WHERE "recipientId" IS NOT NULL AND "supersededAt" IS NULL;

CREATE OR REPLACE FUNCTION app.readable_students(data_type text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE held text := app.role();
BEGIN
  IF held = 'PARENT' THEN
    RETURN QUERY SELECT app.guarded_students('view');
  ELSIF held = 'STUDENT' THEN
    RETURN QUERY SELECT app.my_students();
  ELSIF held = 'INSTRUCTOR' THEN
    -- Inside the class the school's own records are open; what belongs to the family needs consent, as does everything outside it.
    IF data_type IN ('PROFILE', 'PROGRESS', 'ASSESSMENT', 'ATTENDANCE', 'PORTFOLIO') THEN
      RETURN QUERY SELECT app.taught_students() UNION SELECT app.named_students(data_type);
    ELSE
      RETURN QUERY SELECT t FROM app.taught_students() t WHERE app.consented(t, data_type, 'INSTRUCTOR', app.user_id())
        UNION SELECT app.named_students(data_type);
    END IF;
  ELSIF held = 'PARTNER' THEN
    RETURN QUERY SELECT s.id FROM app.my_orgs() o, LATERAL app.consenting_students(data_type, 'PARTNER', o) s(id);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION app.record_students(data_type text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE held text := app.role();
BEGIN
  IF held = 'INSTRUCTOR' THEN
    RETURN QUERY SELECT app.named_students(data_type);
  ELSE
    RETURN QUERY SELECT app.readable_students(data_type);
  END IF;
END $$;

-- ── Who is told, and in whose place the simulator looks ──────────────────────────────────────────
-- Teachers a family may speak of: those who teach or taught the child, and those it has named.
CREATE FUNCTION app.teachers_about(student uuid) RETURNS TABLE (id uuid, "inClass" boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT a.id, app.in_class(student, a.id) FROM (
     SELECT t."instructorId" AS id FROM "TeachingAssignment" t WHERE t."studentId" = student AND t."startsOn" <= current_date
     UNION SELECT c."recipientId" FROM "ConsentRecord" c WHERE c."studentId" = student AND c."recipientType" = 'INSTRUCTOR' AND c."recipientId" IS NOT NULL) a
   WHERE app.is_guardian_of(student, 'view') OR app.is_guardian_of(student, 'consent') OR app.system() IN ('consent', 'families') $$;

CREATE OR REPLACE FUNCTION app.consent_audience(student uuid, recipient_type text, recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id FROM (
     SELECT a.id FROM app.teachers_about(student) a WHERE recipient_type = 'INSTRUCTOR' AND (recipient IS NULL OR a.id = recipient)
     UNION
     SELECT m."userId" FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId"
     WHERE recipient_type = 'PARTNER' AND o.status = 'ACTIVE' AND (recipient IS NULL OR o.id = recipient)) p
   WHERE app.is_guardian_of(student, 'consent') OR app.system() IN ('consent', 'families') $$;

CREATE OR REPLACE FUNCTION app.simulation_subject(student uuid, recipient_type text, recipient uuid) RETURNS TABLE ("userId" uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id, p.role FROM (
     SELECT m."userId" AS id, 'PARTNER' AS role, m."createdAt" AS at FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId"
     WHERE recipient_type = 'PARTNER' AND o.id = recipient AND o.status = 'ACTIVE'
     UNION ALL
     SELECT a.id, 'INSTRUCTOR', NULL FROM app.teachers_about(student) a WHERE recipient_type = 'INSTRUCTOR' AND a.id = recipient) p
   JOIN "User" u ON u.id = p.id AND u.status = 'ACTIVE'
   JOIN "UserRole" r ON r."userId" = p.id AND r.role::text = p.role
   WHERE app.is_guardian_of(student, 'consent') AND app.is_guardian_of(student, 'view')
   ORDER BY p.at, p.id LIMIT 1 $$;

-- As before; what a teacher receives is not bound to the class any more, because the truth is.
CREATE OR REPLACE FUNCTION app.received_consents() RETURNS TABLE ("studentId" uuid, "dataType" text, "recipientId" uuid, "expiresAt" timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ WITH me AS (
     SELECT 'PARTNER' AS type, o AS id FROM app.my_orgs() o
     UNION ALL SELECT 'INSTRUCTOR', app.user_id() WHERE app.role() = 'INSTRUCTOR')
   SELECT c."studentId", c."dataType"::text, me.id, CASE WHEN bool_or(c."expiresAt" IS NULL) THEN NULL ELSE max(c."expiresAt") END
   FROM me JOIN "ConsentRecord" c ON c."recipientType"::text = me.type AND (c."recipientId" = me.id OR c."recipientId" IS NULL)
   JOIN "Guardianship" g ON g."guardianId" = c."grantedById" AND g."studentId" = c."studentId" AND g."endedAt" IS NULL AND g."canConsent"
   WHERE c.granted AND c."supersededAt" IS NULL AND (c."expiresAt" IS NULL OR c."expiresAt" > now())
     AND (me.type = 'PARTNER' OR c."recipientId" IS NOT NULL OR c."studentId" IN (SELECT app.taught_students()))
     AND (c."recipientId" IS NOT NULL OR NOT EXISTS (
       SELECT FROM "ConsentRecord" single WHERE single."studentId" = c."studentId" AND single."dataType" = c."dataType" AND single."recipientType" = c."recipientType"
         AND single."recipientId" = me.id AND single."grantedById" = c."grantedById" AND single."supersededAt" IS NULL))
   GROUP BY c."studentId", c."dataType", me.type, me.id
   HAVING app.consented(c."studentId", c."dataType"::text, me.type, me.id) $$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.in_class(uuid,uuid)', 'app.named_students(text)', 'app.teachers_about(uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
-- Who teaches whom is for the rule to ask, not for everybody.
REVOKE EXECUTE ON FUNCTION app.in_class(uuid, uuid) FROM uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

-- ── The words ────────────────────────────────────────────────────────────────────────────────────
INSERT INTO "ConsentText" (id, purpose, version, locale, body, sha256, "outsideClass", "createdAt")
SELECT t.id::uuid, 'share.instructor', 4, t.locale, t.body, encode(sha256(convert_to(t.body, 'UTF8')), 'hex'), true, '2026-11-21T14:31:00Z'
FROM (VALUES
  ('019aa500-0000-7000-8000-000000000011', 'en', $text$Who asks: Urban Home School, which keeps your child's records.
What for: so that teachers can teach and advise with your child's day in mind. For nothing else.
Which records: the kind named above, those there are and those added while this stands.
Who sees them: if you say it for all teachers, those who teach your child on that day. If you name one teacher, that teacher, also when they no longer teach your child.
Sent abroad: no. Teachers look at them inside the school's system.
Decided by machines: nothing.
Taking it back: at any time, with one press, on this page. It ends at once, on open screens too.
If you say no: nothing changes for your child's place, lessons or marks. The teacher simply does not see this.$text$),
  ('019aa500-0000-7000-8000-000000000012', 'sw', $text$Nani anaomba: Urban Home School, inayotunza rekodi za mtoto wako.
Kwa nini: ili walimu wafundishe na kushauri wakijua hali ya mtoto wako siku hiyo. Si kwa lingine lolote.
Rekodi zipi: aina iliyotajwa hapo juu, zilizopo na zitakazoongezwa wakati ruhusa ipo.
Nani anaona: ukisema kwa walimu wote, wale wanaomfundisha mtoto wako siku hiyo. Ukimtaja mwalimu mmoja, mwalimu huyo, hata akiwa hamfundishi tena mtoto wako.
Kutumwa nje ya nchi: hapana. Walimu huzitazama ndani ya mfumo wa shule.
Maamuzi ya mashine: hakuna.
Kuondoa ruhusa: wakati wowote, kwa kubonyeza mara moja, kwenye ukurasa huu. Inakoma mara moja, hata kwenye skrini zilizo wazi.
Ukikataa: nafasi, masomo na alama za mtoto wako hazibadiliki. Mwalimu haoni rekodi hii tu.$text$)
) AS t(id, locale, body);
