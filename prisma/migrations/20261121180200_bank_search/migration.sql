-- Looking a question up by its words uses the index only where no policy stands before it: the function finds ids, and
-- the policies of "Question" then decide which of them the person sees. `words` as people write them, `starts` as the
-- beginnings of words joined for to_tsquery. The newest two thousand: whoever finds more searches again.
CREATE FUNCTION app.found_questions(words text, starts text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ BEGIN
  IF NOT app.has_permission('question:read') THEN RETURN; END IF;
  RETURN QUERY SELECT q.id FROM "Question" q
    WHERE q.search @@ (websearch_to_tsquery('english', words) || to_tsquery('simple', starts))
    ORDER BY q."updatedAt" DESC, q.id LIMIT 2000;
END $$;

GRANT CREATE ON SCHEMA app TO uhs_definer;
ALTER FUNCTION app.found_questions(text, text) OWNER TO uhs_definer;
REVOKE ALL ON FUNCTION app.found_questions(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.found_questions(text, text) TO uhs_app;
REVOKE CREATE ON SCHEMA app FROM uhs_definer;
