-- Assessments are made by who may change their course, and by who keeps the assessments of the whole school.
ALTER TABLE "Assessment" ADD COLUMN "passPercent" INTEGER;
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_pass" CHECK ("passPercent" BETWEEN 1 AND 100);
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_words" CHECK (length(title) BETWEEN 1 AND 140 AND length(instructions) <= 4000);

CREATE FUNCTION app.edits_assessment(assessment uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  RETURN app.has_permission('assessment:school')
    OR EXISTS (SELECT FROM "Assessment" s WHERE s.id = assessment AND s."courseId" IN (SELECT app.taught_courses('edit')));
END $$;

-- A way leads to another question of the same assessment, and never away from it.
CREATE FUNCTION app.keep_ways() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM "AssessmentItem" i WHERE i.id IN (NEW."rightItemId", NEW."wrongItemId") AND i."assessmentId" <> NEW."assessmentId") THEN
    RAISE EXCEPTION 'a way stays within its assessment' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OF "rightItemId", "wrongItemId" ON "AssessmentItem" FOR EACH ROW EXECUTE FUNCTION app.keep_ways();

GRANT CREATE ON SCHEMA app TO uhs_definer;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['app.edits_assessment(uuid)', 'app.keep_ways()']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO uhs_definer', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO uhs_app', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

ALTER POLICY edit_assessments ON "Assessment" USING ("courseId" IN (SELECT app.taught_courses('edit')) OR (SELECT app.has_permission('assessment:school')));
ALTER POLICY edit_items ON "AssessmentItem" USING (app.edits_assessment("assessmentId"));
