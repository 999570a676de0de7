-- The audit log is chained (docs/adr/0011-audit-chain.md): one append-only link for each row, sealed a little after the
-- row is committed, so that no writer ever waits for another one.

ALTER TABLE "AuditEvent" ADD COLUMN "recordedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(), ADD COLUMN "mac" TEXT;
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_short" CHECK (length(action) BETWEEN 1 AND 80 AND length("subjectType") BETWEEN 1 AND 80);

CREATE TABLE "AuditLink" (
    "seq" BIGINT NOT NULL,
    "eventId" UUID NOT NULL,
    "eventAt" TIMESTAMPTZ(6) NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditLink_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "AuditLink_eventId_key" ON "AuditLink"("eventId");

CREATE TABLE "AuditAnchor" (
    "day" DATE NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "unsignedThrough" BIGINT NOT NULL DEFAULT 0,
    "keyId" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditAnchor_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "AuditCheck" (
    "id" UUID NOT NULL,
    "askedById" UUID,
    "days" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'WAITING',
    "fromSeq" BIGINT,
    "throughSeq" BIGINT,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuditCheck_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "AuditCheck_startedAt_idx" ON "AuditCheck"("startedAt");

-- What the log is searched by. A subject is asked for by its id; its type alone is no question anybody has.
DROP INDEX "AuditEvent_subjectType_subjectId_createdAt_idx";
CREATE INDEX "AuditEvent_subjectId_createdAt_idx" ON "AuditEvent"("subjectId", "createdAt");
CREATE INDEX "AuditEvent_recordedAt_idx" ON "AuditEvent"("recordedAt");
CREATE INDEX "AuditEvent_requestId_sql" ON "AuditEvent" ("requestId") WHERE "requestId" IS NOT NULL;
CREATE INDEX "AuditEvent_denied_sql" ON "AuditEvent" ("createdAt", id) WHERE outcome = 'DENIED';

-- ── The chain ────────────────────────────────────────────────────────────────────────────────────
-- Length before value: no two different rows have the same text. Times as numbers: no zone and no DateStyle in it.
CREATE FUNCTION app.audit_text(seq bigint, e "AuditEvent") RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS
$$ SELECT string_agg(coalesce(octet_length(v) || ':' || v, '-'), '' ORDER BY n) FROM unnest(ARRAY[
     'uhs-audit-link/1', seq::text, e.id::text, e."actorId"::text, e."actorRole"::text, e.system, e.action, e.outcome::text,
     e."subjectType", e."subjectId", e."studentId"::text, e.before::text, e.after::text, e.ip, e."userAgent", e."requestId",
     (extract(epoch FROM e."createdAt") * 1000)::bigint::text, (extract(epoch FROM e."recordedAt") * 1000000)::bigint::text, e.mac
   ]) WITH ORDINALITY AS f(v, n) $$;

-- Seals committed rows that have no link yet, oldest first. One sealer at a time; a second one does nothing. It looks
-- back a quarter of an hour behind the last link: a unit of work stands seconds, so nothing that commits late is passed over.
CREATE FUNCTION app.seal_audit(most int DEFAULT 2000) RETURNS TABLE (sealed int, "headSeq" bigint, "headHash" bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
DECLARE
  head "AuditLink"%ROWTYPE;
  e "AuditEvent"%ROWTYPE;
  n bigint;
  h bytea;
  done int := 0;
BEGIN
  IF app.system() IS DISTINCT FROM 'audit' THEN
    RAISE EXCEPTION 'only the audit service seals' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT pg_try_advisory_xact_lock(7261998010) THEN
    RETURN;
  END IF;
  SELECT * INTO head FROM "AuditLink" l ORDER BY l.seq DESC LIMIT 1;
  n := coalesce(head.seq, 0);
  h := coalesce(head.hash, '\x'::bytea);
  FOR e IN
    SELECT a.* FROM "AuditEvent" a
    WHERE a."recordedAt" > coalesce(head."eventAt" - interval '15 minutes', '-infinity'::timestamptz)
      AND NOT EXISTS (SELECT FROM "AuditLink" l WHERE l."eventId" = a.id)
    ORDER BY a."recordedAt", a.id LIMIT most
  LOOP
    n := n + 1;
    h := sha256(h || convert_to(app.audit_text(n, e), 'UTF8'));
    INSERT INTO "AuditLink" (seq, "eventId", "eventAt", hash) VALUES (n, e.id, e."recordedAt", h);
    done := done + 1;
  END LOOP;
  RETURN QUERY SELECT done, n, h;
END $$;

GRANT INSERT ON "AuditLink" TO uhs_definer;
GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.audit_text(bigint, "AuditEvent") OWNER TO uhs_definer;
ALTER FUNCTION app.seal_audit(int) OWNER TO uhs_definer;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
REVOKE ALL ON FUNCTION app.audit_text(bigint, "AuditEvent"), app.seal_audit(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.audit_text(bigint, "AuditEvent"), app.seal_audit(int) TO uhs_app;

-- Rows from before rows were signed: sealed now, and named as such once. The first anchor signs how many they are.
DO $$
DECLARE step int;
BEGIN
  PERFORM set_config('app.user_id', '', true), set_config('app.system', 'audit', true);
  LOOP
    SELECT s.sealed INTO step FROM app.seal_audit(10000) s;
    EXIT WHEN coalesce(step, 0) = 0;
  END LOOP;
  PERFORM set_config('app.system', '', true);
  INSERT INTO "AuditAnchor" (day, seq, hash, "unsignedThrough", "keyId", signature)
  SELECT DATE '2000-01-01', seq, hash, seq, '', '' FROM "AuditLink" ORDER BY seq DESC LIMIT 1;
END $$;

-- ── Append-only, and who sees it ─────────────────────────────────────────────────────────────────
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "AuditLink" FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "AuditLink" FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "AuditAnchor" FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "AuditAnchor" FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

ALTER TABLE "AuditLink" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "AuditAnchor" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "AuditCheck" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- No policy lets anybody write a link: the function above does, as its owner.
CREATE POLICY read_links ON "AuditLink" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('audit:read')) OR (SELECT app.system()) = 'audit');
CREATE POLICY read_anchors ON "AuditAnchor" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('audit:read')) OR (SELECT app.system()) = 'audit');
CREATE POLICY sign_anchors ON "AuditAnchor" FOR INSERT TO uhs_app WITH CHECK ((SELECT app.system()) = 'audit');
CREATE POLICY read_checks ON "AuditCheck" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('audit:read')) OR (SELECT app.system()) = 'audit');
CREATE POLICY ask_checks ON "AuditCheck" FOR INSERT TO uhs_app WITH CHECK (
  ("askedById" = (SELECT app.user_id()) AND (SELECT app.has_permission('audit:verify'))) OR (SELECT app.system()) = 'audit');
CREATE POLICY note_checks ON "AuditCheck" FOR UPDATE TO uhs_app USING ((SELECT app.system()) = 'audit');
ALTER POLICY read_audit ON "AuditEvent" USING (
  ("actorId" = (SELECT app.user_id()) AND (SELECT app.role()) IS NOT NULL) OR (SELECT app.has_permission('audit:read'))
  OR "studentId" IN (SELECT app.guarded_students('consent')) OR (SELECT app.system()) = 'audit');
