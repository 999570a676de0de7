-- Push to devices, what SMS may cost, and why a message was held back.

-- A subscription belongs to a signed-in device. Those of before belong to none.
DELETE FROM "PushSubscription";
ALTER TABLE "PushSubscription" ADD COLUMN "sessionId" UUID NOT NULL;
CREATE INDEX "PushSubscription_sessionId_idx" ON "PushSubscription"("sessionId");

ALTER TABLE "OutboxMessage" ADD COLUMN "familyId" UUID, ADD COLUMN "reason" TEXT, ADD COLUMN "rank" INTEGER NOT NULL DEFAULT 5;
CREATE INDEX "OutboxMessage_familyId_createdAt_idx" ON "OutboxMessage"("familyId", "createdAt");
CREATE INDEX "OutboxMessage_toAddress_createdAt_idx" ON "OutboxMessage"("toAddress", "createdAt");
-- The order messages leave in, and the day's spending: both are asked for each message.
CREATE INDEX "OutboxMessage_queue_sql" ON "OutboxMessage" (rank, "nextAttemptAt", id) WHERE status IN ('PENDING', 'SENDING', 'FAILED');
CREATE INDEX "OutboxMessage_spend_sql" ON "OutboxMessage" ("createdAt") INCLUDE ("costCents") WHERE channel = 'SMS';

CREATE TABLE "MessageLimit" (
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,
    "description" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MessageLimit_pkey" PRIMARY KEY ("name"),
    CONSTRAINT "MessageLimit_value" CHECK ("value" >= 0)
);
CREATE TABLE "FamilyMessageBudget" (
    "familyId" UUID NOT NULL,
    "monthCents" BIGINT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FamilyMessageBudget_pkey" PRIMARY KEY ("familyId"),
    CONSTRAINT "FamilyMessageBudget_amount" CHECK ("monthCents" BETWEEN 0 AND 10000000)
);
INSERT INTO "MessageLimit" (name, value, description) VALUES
  ('family_month_cents', 10000, 'SMS a family may be sent in a month, in cents, unless its own budget says otherwise'),
  ('school_day_cents', 500000, 'SMS of the whole school in a day, in cents; twice as much where safety asks for it'),
  ('number_day_count', 10, 'SMS to one number in 24 hours; twice as many where safety asks for it'),
  ('sms_part_cents', 80, 'What one part of an SMS is taken to cost before the gateway has said it');

ALTER TABLE "MessageLimit" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "MessageLimit" FORCE ROW LEVEL SECURITY;
ALTER TABLE "FamilyMessageBudget" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "FamilyMessageBudget" FORCE ROW LEVEL SECURITY;
CREATE POLICY read_limits ON "MessageLimit" FOR SELECT TO uhs_app USING ((SELECT app.has_permission('health:read')) OR (SELECT app.system()) IN ('notify', 'outbox'));
CREATE POLICY change_limits ON "MessageLimit" FOR UPDATE TO uhs_app USING ((SELECT app.has_permission('flag:write')) OR (SELECT app.system()) = 'outbox');
CREATE POLICY read_budget ON "FamilyMessageBudget" FOR SELECT TO uhs_app USING (
  "familyId" IN (SELECT app.my_families()) OR (SELECT app.system()) IN ('notify', 'outbox'));
CREATE POLICY change_budget ON "FamilyMessageBudget" FOR ALL TO uhs_app USING (
  "familyId" IN (SELECT s."familyId" FROM "Student" s WHERE s.id IN (SELECT app.guarded_students('pay'))));

-- Devices a person may be pushed to now: the session that switched them on still stands. A session that merely idles
-- still stands here: its phone lies in a pocket.
CREATE FUNCTION app.push_targets(person uuid) RETURNS TABLE (id uuid, endpoint text, p256dh text, auth text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.id, p.endpoint, p.p256dh, p.auth
   FROM "PushSubscription" p
   JOIN "AuthSession" s ON s.id = p."sessionId" AND s."userId" = p."userId"
   JOIN "User" u ON u.id = p."userId"
   WHERE p."userId" = person AND app.system() IN ('notify', 'outbox')
     AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND s."userVersion" = u."sessionVersion" AND u.status = 'ACTIVE' $$;

-- When somebody was last seen at any of their devices. Open to the job that decides which channel is read first.
CREATE FUNCTION app.last_seen(person uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT max(s."lastSeenAt") FROM "AuthSession" s
   WHERE s."userId" = person AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND app.system() = 'notify' $$;

-- The family whose budget pays for a message: the child's when it is about one, else the one somebody has longest.
CREATE FUNCTION app.message_family(person uuid, student uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s."familyId" FROM "Guardianship" g JOIN "Student" s ON s.id = g."studentId"
   WHERE g."guardianId" = person AND g."endedAt" IS NULL AND app.system() IN ('notify', 'outbox')
   ORDER BY (s.id = student) DESC NULLS LAST, g."createdAt", s.id LIMIT 1 $$;

-- What a guardian's families have been sent this month, in the school's zone. Sums only: no number and no word.
CREATE FUNCTION app.family_spend() RETURNS TABLE ("familyId" uuid, name text, spent bigint, "limit" bigint, sent int, beyond int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT f.id, f.name, coalesce(sum(m."costCents"), 0)::bigint,
          coalesce(min(b."monthCents"), (SELECT l.value FROM "MessageLimit" l WHERE l.name = 'family_month_cents'), 0),
          count(m.id)::int, count(m.id) FILTER (WHERE m.reason = 'beyond')::int
   FROM "Family" f
   LEFT JOIN "FamilyMessageBudget" b ON b."familyId" = f.id
   LEFT JOIN "OutboxMessage" m ON m."familyId" = f.id AND m.channel = 'SMS' AND m."costCents" IS NOT NULL
     AND m."createdAt" >= date_trunc('month', now() AT TIME ZONE 'Africa/Nairobi') AT TIME ZONE 'Africa/Nairobi'
   WHERE app.role() = 'PARENT' AND f.id IN (SELECT app.my_families())
   GROUP BY f.id, f.name ORDER BY f.name, f.id $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.push_targets(uuid)', 'app.last_seen(uuid)', 'app.message_family(uuid, uuid)', 'app.family_spend()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
