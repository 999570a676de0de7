-- A function in SQL with rights of its own is planned anew by every query that calls it, and a page's policies call these
-- some sixty times: half the database's work was planning. PL/pgSQL keeps a plan as long as its connection lives. What
-- each function says stays word for word; CREATE OR REPLACE keeps its owner and who may call it.
DO $$
DECLARE f record;
BEGIN
  FOR f IN
    SELECT p.prosrc, p.proretset, pg_get_functiondef(p.oid) AS definition FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
    WHERE n.nspname = 'app' AND l.lanname = 'sql' AND p.prosecdef AND p.proname IN (
      'role', 'has_permission', 'resolve_session', 'has_factor', 'factor_required', 'factor_asked', 'remembered',
      'guarded_students', 'is_guardian_of', 'my_students', 'my_families', 'managed_students', 'led_students', 'contested', 'held',
      'taught_students', 'teaches', 'taught_courses', 'enrolled_courses', 'my_orgs', 'managed_orgs', 'owned_orgs', 'in_org', 'sponsored_students', 'sponsors',
      'consented', 'consenting_students', 'erasable_students', 'erasable_accounts', 'correctable_students', 'open_exports', 'safety_desk')
  LOOP
    EXECUTE replace(replace(f.definition, E'\n LANGUAGE sql\n', E'\n LANGUAGE plpgsql\n'), '$function$' || f.prosrc || '$function$',
      '$function$' || E'\n#variable_conflict use_column\nBEGIN\n'
        || CASE WHEN f.proretset THEN 'RETURN QUERY ' || f.prosrc ELSE 'RETURN (' || f.prosrc || E'\n)' END
        || E';\nEND $function$');
  END LOOP;
END $$;
