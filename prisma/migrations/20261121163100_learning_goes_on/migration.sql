-- A sitting is one row of a child's activity, and grows while the child reads: what the device says later is more.
CREATE POLICY sit_on ON "StudentActivity" FOR UPDATE TO uhs_app USING ("studentId" IN (SELECT app.my_students()) AND kind = 'LESSON')
  WITH CHECK ("studentId" IN (SELECT app.my_students()) AND kind = 'LESSON');
CREATE FUNCTION app.keep_activity() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF current_user = 'uhs_app' AND (NEW.seconds < OLD.seconds OR (to_jsonb(NEW) - 'seconds') <> (to_jsonb(OLD) - 'seconds')) THEN
    RAISE EXCEPTION 'a sitting only grows longer' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON "StudentActivity" FOR EACH ROW EXECUTE FUNCTION app.keep_activity();

-- The first completion counts by the time it happened: a device that was away may bring an earlier one, never a later.
CREATE OR REPLACE FUNCTION app.keep_progress() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
  IF NEW.percent < OLD.percent OR NEW.seconds < OLD.seconds
     OR (OLD."completedAt" IS NOT NULL AND (NEW."completedAt" IS NULL OR NEW."completedAt" > OLD."completedAt")) THEN
    RAISE EXCEPTION 'progress does not go back' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
