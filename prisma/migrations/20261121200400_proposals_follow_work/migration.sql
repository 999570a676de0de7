-- A proposal speaks of a piece of work as it was handed in. When the work is taken back it ends, and what is handed in next
-- is looked at anew: nobody's second text is marked by what was said of the first.
CREATE FUNCTION app.end_proposals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  UPDATE "GradeProposal" SET status = 'REJECTED' WHERE "submissionId" = NEW.id AND status = 'OPEN';
  RETURN NULL;
END $$;

GRANT UPDATE (status) ON "GradeProposal" TO uhs_definer;
GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.end_proposals() OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.end_proposals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.end_proposals() TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;

CREATE TRIGGER taken_back AFTER UPDATE OF status ON "Submission" FOR EACH ROW WHEN (OLD.status <> 'DRAFT' AND NEW.status = 'DRAFT')
  EXECUTE FUNCTION app.end_proposals();
-- What was proposed for a text that has been taken back since.
UPDATE "GradeProposal" p SET status = 'REJECTED' FROM "Submission" s WHERE s.id = p."submissionId" AND p.status = 'OPEN'
  AND (s.status = 'DRAFT' OR s."submittedAt" > p."createdAt");
