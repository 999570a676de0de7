/** The catalogue says what the database really does: whoever adds a table, a function or a role is held to the rules here. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type TestDatabase, testDatabase } from "../harness/db";
import { publicTables } from "../harness/fill";

/** Tables outside the rules, each with its reason. */
const withoutPolicies: Record<string, string> = {
  _prisma_migrations: "belongs to the migration tool; the application's role has no right to it at all",
};
const appendOnly = ["AuditAnchor", "AuditEvent", "AuditLink", "ConsentAudit"];
/** Columns that leave only through functions that say why. */
const unreadable = ["ChildKey.hash", "MoodEntry.note", "Student.assessmentNo", "Student.upi", "User.passwordHash"];

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
const names = async (text: string) => (await t.sql.query<{ name: string }>(text)).rows.map(({ name }) => name);

describe("every table", () => {
  test("has row-level security that even its owner obeys, and a policy", async () => {
    const bare = await names(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1`,
    );
    expect(bare).toEqual(Object.keys(withoutPolicies));
  });

  test("that is outside the rules is closed to the application", async () => {
    for (const name of Object.keys(withoutPolicies)) {
      const { rows } = await t.sql.query(
        `SELECT bool_or(has_table_privilege('uhs_app', to_regclass($1), p)) AS open FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) p`,
        [`public.${name}`],
      );
      expect([name, rows[0]?.open]).toEqual([name, false]);
    }
  });

  // That every other one is closed to strangers, with rows in it, is shown by isolation.test.ts.
  test("is closed to everybody, unless it is named as public knowledge", async () => {
    expect(
      await names(
        `SELECT c.relname AS name FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
         WHERE p.polcmd IN ('r', '*') AND pg_get_expr(p.polqual, p.polrelid) = 'true' ORDER BY 1`,
      ),
    ).toEqual(publicTables);
  });

  test("answers only policies written for the application's role", async () => {
    expect(
      await names(
        `SELECT polname || ' on ' || polrelid::regclass AS name FROM pg_policy WHERE polroles <> ARRAY['uhs_app'::regrole::oid] OR NOT polpermissive`,
      ),
    ).toEqual([]);
  });

  test("gives the application no way to empty it, to watch it or to point at it", async () => {
    expect(
      await names(
        `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         AND has_table_privilege('uhs_app', c.oid, 'TRUNCATE, REFERENCES, TRIGGER')`,
      ),
    ).toEqual([]);
  });

  test("keeps moments with their zone", async () => {
    expect(
      await names(
        `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type IN ('timestamp without time zone', 'time without time zone', 'money') ORDER BY 1`,
      ),
    ).toEqual([]);
  });

  test("has an index for each foreign key", async () => {
    expect(
      await names(
        `SELECT k.conname AS name FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND NOT EXISTS (
           SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
           AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey) ORDER BY 1`,
      ),
    ).toEqual([]);
  });
});

test("exactly the named columns are hidden from the application", async () => {
  expect(
    await names(
      `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND c.relname <> '_prisma_migrations' AND NOT has_column_privilege('uhs_app', c.oid, a.attnum, 'SELECT') ORDER BY 1`,
    ),
  ).toEqual(unreadable);
});

describe("an append-only table", () => {
  it.each(appendOnly)("%s refuses change by anybody, its owner too", async (table) => {
    const rows: Record<string, string> = {
      AuditAnchor: `(day, seq, hash, "keyId", signature) VALUES ('2026-01-01', 1, '', 'k', 's')`,
      AuditEvent: `(id, action, "subjectType") VALUES (gen_random_uuid(), 'test.happened', 'test')`,
      AuditLink: `(seq, "eventId", "eventAt", hash) VALUES (1, gen_random_uuid(), now(), '')`,
      ConsentAudit: `(id, "recordId", "studentId", "dataType", "recipientType", granted, action) VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MOOD', 'PARTNER', true, 'granted')`,
    };
    await t.sql.query(`INSERT INTO "${table}" ${rows[table]}`);
    const column = table === "AuditLink" ? "eventAt" : "createdAt";
    for (const act of [`UPDATE "${table}" SET "${column}" = now()`, `DELETE FROM "${table}"`, `TRUNCATE "${table}"`])
      await expect(t.sql.query(act), act).rejects.toThrow(/append-only/);
  });

  test("is every table whose schema says so", async () => {
    expect(
      await names(
        `SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'app.refuse_change'::regproc ORDER BY 1`,
      ),
    ).toEqual(appendOnly.map((name) => `"${name}"`));
  });
});

describe("the application's role", () => {
  test("is ordinary: no login, no bypass, no ownership, no other role", async () => {
    const { rows } = await t.sql.query(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication FROM pg_roles WHERE rolname = 'uhs_app'`,
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: false,
        rolreplication: false,
      },
    ]);
    expect(
      await names(
        `SELECT classid::regclass || ' ' || objid AS name FROM pg_shdepend WHERE refobjid = 'uhs_app'::regrole AND deptype = 'o'`,
      ),
    ).toEqual([]);
    expect(
      await names(`SELECT roleid::regrole::text AS name FROM pg_auth_members WHERE member = 'uhs_app'::regrole`),
    ).toEqual([]);
    expect(
      await names(`SELECT nspname AS name FROM pg_namespace WHERE has_schema_privilege('uhs_app', oid, 'CREATE')`),
    ).toEqual([]);
  });

  test("of the definer reads past policies, and therefore can do nothing but own functions", async () => {
    const { rows } = await t.sql.query(
      `SELECT rolsuper, rolcanlogin, rolcreaterole FROM pg_roles WHERE rolname = 'uhs_definer'`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolcanlogin: false, rolcreaterole: false }]);
    expect(
      await names(
        `SELECT DISTINCT classid::regclass::text AS name FROM pg_shdepend WHERE refobjid = 'uhs_definer'::regrole AND deptype = 'o'
         AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      ),
    ).toEqual(["pg_proc"]);
    // What it may write is named: the chain of the audit log, the history of consent, the list of a class, openings of files.
    expect(
      await names(
        `SELECT c.relname || ' ' || p AS name FROM pg_class c, unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) p
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege('uhs_definer', c.oid, p) ORDER BY 1`,
      ),
    ).toEqual([
      "AuditLink INSERT",
      ...["DELETE", "INSERT", "UPDATE"].map((right) => `ClassMember ${right}`),
      "ConsentAudit INSERT",
      "CourseFileOpens INSERT",
    ]);
  });
});

test("functions that read past policies belong to the definer, look only where they should, and are not public", async () => {
  expect(
    await names(
      `SELECT oid::regprocedure::text AS name FROM pg_proc WHERE prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       AND (proowner <> 'uhs_definer'::regrole OR NOT coalesce(proconfig, '{}') @> ARRAY['search_path=public, pg_temp'] OR pronamespace <> 'app'::regnamespace)`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       WHERE p.pronamespace = 'app'::regnamespace AND p.prorettype <> 'trigger'::regtype AND a.grantee = 0`,
    ),
  ).toEqual([]);
});

test("functions that answer rows to policies say how many to expect: the planner takes a thousand otherwise", async () => {
  expect(
    await names(
      `SELECT DISTINCT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
       WHERE d.classid = 'pg_policy'::regclass AND p.proretset AND p.prorows = 1000 ORDER BY 1`,
    ),
  ).toEqual([]);
});
