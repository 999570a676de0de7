/**
 * Every way in which a child's data could reach somebody outside the family asks for consent: the walk over the policies
 * of every table about a child, over every procedure a partner or a teacher may call, and over the rule itself.
 */
import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { permissionsOf } from "@/lib/permissions";
import { isOpen, type Stand } from "@/server/features/consent/consent.domain";
import { dataTypes, recipientTypes } from "@/server/features/consent/consent.schema";
import { sources } from "@/server/features/consent/consent.sight.domain";
import { procedures } from "../../scripts/docs";
import { createConsent } from "../factories/consent";
import { createGuardianship, createHousehold, createTeaching } from "../factories/families";
import { createMembership, createOrganization, createUser } from "../factories/identity";
import { type TestDatabase, testDatabase } from "../harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("consent-architecture");
});
afterAll(() => t.close());

// ── Tables ───────────────────────────────────────────────────────────────────────────────────────
/** What a branch of a policy may rest on, and whom it lets in. Anything else is a new way in and must be looked at. */
const asks: Record<string, RegExp> = {
  "the family": /app\.(guarded_students|is_guardian_of|my_students|my_families)\(/,
  "consent, or the class's own records":
    /app\.(readable_students|record_students|consented|consenting_students|received_consents)\(/,
  "an office, by permission": /app\.has_permission\('([a-z_:]+)'/,
  "a named service": /app\.system\(\)/,
  "erasure, by a service and two people's word": /app\.erasable_students\(/,
  "copies a guardian asked for": /app\.open_exports\(/,
  "the course's own records": /app\.taught_courses\(/,
  "one's own row": /= \( ?SELECT app\.user_id\(\)/,
};
/** Branches that rest on something else, each with its reason. They show no record of a child. */
const otherwise: Record<string, string> = {
  "Guardianship read_guardians": "a teacher of the class knows who looks after the child (taught_students)",
  "Accommodation read_accommodation": "a teacher of the class knows who is allowed more time (taught_students)",
  "Accommodation set_accommodation": "and says so (taught_students)",
  "StoredFile course_files": "what a course shows; no child's (the course's own row decides)",
  "StoredFile work_files": "handed-in work is seen by whoever sees the submission (its own row decides)",
  "StoredFile hear_feedback": "what was said about work is heard by whoever sees the mark (its own row decides)",
  "SubmissionFile read_work_files": "by whoever sees the submission (its own row decides)",
  "SubmissionFile add_work_files": "the child's own work, while it is being written",
  "ForumPost hear_talk": "a class hears what is said in it, signed with first names (enrolled_courses)",
  "SponsorshipConsent read_signatures": "an organisation sees the request it made itself, not the child (my_orgs)",
};
const restsOnOther =
  /app\.(taught_students|enrolled_courses|my_orgs|hears_feedback|sees_submission|sees_work_file|sees_course_file|writes_submission)\(/;

type Policy = { table: string; policy: string; command: string; expression: string };
/** Policies by which the application reads a table that names a child. */
const policies = async () =>
  (
    await t.sql.query<Policy>(
      `SELECT c.relname AS table, p.polname AS policy, p.polcmd AS command, coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') AS expression
       FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
       WHERE p.polcmd IN ('r', '*') AND (c.relname = 'Student' OR EXISTS (
         SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'studentId' AND NOT a.attisdropped))
       ORDER BY 1, 2`,
    )
  ).rows;

/** Top-level branches of an expression: what stands between ORs. */
function branches(expression: string): string[] {
  const text = expression.replace(/\s+/g, " ").trim();
  let depth = 0;
  let wrapped = text.startsWith("(");
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") {
      depth -= 1;
      if (depth === 0 && at < text.length - 1) wrapped = false;
    }
    if (depth === 0 && text.startsWith(" OR ", at)) {
      found.push(text.slice(from, at));
      from = at + 4;
    }
  }
  if (found.length === 0 && wrapped && depth === 0) return branches(text.slice(1, -1));
  found.push(text.slice(from));
  return found.length > 1 ? found.flatMap(branches) : found;
}

test("branches of a policy are taken apart where it can be seen", () => {
  expect(branches("((a OR (b AND (c OR d))) OR e)")).toEqual(
    ["a", "b AND (c OR d)", "e"].map((one) => (one.startsWith("b") ? one : one)),
  );
});

describe("every policy by which a child's rows are read", () => {
  test("rests on family, consent, office, service or one's own row, branch by branch", async () => {
    const found = await policies();
    expect(found.length).toBeGreaterThan(15);
    const unasked = found.flatMap(({ table, policy, expression }) =>
      branches(expression)
        .filter((branch) => !Object.values(asks).some((pattern) => pattern.test(branch)))
        .filter((branch) => !restsOnOther.test(branch) || !(`${table} ${policy}` in otherwise))
        .map((branch) => `${table} ${policy}: ${branch}`),
    );
    expect(unasked).toEqual([]);
  });

  test("lets nobody from outside in by an office: no permission in it is held by a partner or a teacher", async () => {
    const outsiders = new Set([...permissionsOf("PARTNER", true), ...permissionsOf("INSTRUCTOR", true)] as string[]);
    const open = (await policies()).flatMap(({ table, policy, expression }) =>
      [...expression.matchAll(/app\.has_permission\('([a-z_:]+)'/g)]
        .filter(([, permission]) => outsiders.has(permission ?? ""))
        .map(([, permission]) => `${table} ${policy}: ${permission}`),
    );
    expect(open).toEqual([]);
  });

  test("and every table an outsider can reach is shown by the simulator", async () => {
    const reached = (await policies())
      .filter(({ expression }) =>
        /readable_students|record_students|consenting_students|consented|taught_students/.test(expression),
      )
      .map(({ table }) => table);
    // Uploads on their way are the sender's own; a stored file is shown by what it is about.
    expect([...new Set(reached)].filter((table) => !(table in sources) && table !== "Upload")).toEqual([]);
  });
});

test("functions that hand children to people outside the family ask for consent or for the class, and are all known", async () => {
  const { rows } = await t.sql.query<{ name: string; body: string }>(
    `SELECT proname AS name, prosrc AS body FROM pg_proc WHERE pronamespace = 'app'::regnamespace AND prosecdef
     AND prorettype <> 'trigger'::regtype AND prosrc ~ '"(Student|MoodEntry|ConsentRecord)"' ORDER BY 1`,
  );
  const known: Record<string, string> = {
    certificate_audience: "ids of the family and a first name, for who keeps the course's certificates",
    certificate_due: "its own service only",
    class_rows: "nobody may call it: it writes the list of a class, which row-level security shows its teacher",
    consent_faults: "refuses all but family, office and service",
    consented: "the rule",
    consenting_students: "the rule",
    due_consents: "its own service only",
    guarded_session: "a yes or no: whether whoever handed the device over may still see the child",
    erasable_accounts: "rests on erasable_students: the service of erasure only",
    known_people: "names of people, by family, class and organisation",
    learner_audience: "ids of the family and a first name, for who teaches the child",
    my_families: "the family",
    my_students: "the child's own account",
    received_consents: "asks the rule",
    talk_audience: "ids of a course's families and first names, for who leads its talk or decides about it",
    work_audience: "ids of the family and a first name, for who marks the course's work",
  };
  const unknown = rows
    .filter(({ name }) => !(name in known))
    .map(
      ({ name, body }) =>
        `${name}: ${/app\.(is_guardian_of|guarded_students|consented|readable_students|system|has_permission|role)\(/.test(body)}`,
    );
  expect(unknown.filter((one) => one.endsWith("false"))).toEqual([]);
});

// ── Procedures ───────────────────────────────────────────────────────────────────────────────────
/** Every procedure a partner or a teacher may call, with how it comes by a child's rows. A new one must be added here. */
const reachable: Record<string, string> = {
  "accommodations.": "the class: learners of courses one teaches; row-level security asks",
  "certificates.": "certificates of courses one answers for; row-level security asks the course",
  "families.": "visibleStudents: nobody for a partner or a teacher; row-level security asks",
  "feedback.": "reviews of one's own courses: taughtCourses; the author's first name, never the child",
  "grading.": "work of the courses one marks in; row-level security asks the course",
  "interventions.": "one's own plans about the class: taughtLearners; row-level security asks",
  "learners.": "the class: taughtLearners; row-level security asks",
  "talk.": "the learners of courses one leads; row-level security asks the course",
  "platform.search": "findableStudentsSql: the class, or readable_students('PROFILE')",
};
const aboutNoChild =
  /^(contact|team|curriculum|identity|profile|preferences|platform|notify|health|audit|files|factors|tokens|security|privacy|registration|members|applications|consent|courses|lessons|resources|travel|assignments|review|questions|schoolQuestions|assessments|schoolAssessments)\./;

test("every procedure a partner or a teacher may call is about no child, or asks", () => {
  const outsiders = new Set([...permissionsOf("PARTNER", true), ...permissionsOf("INSTRUCTOR", true)] as string[]);
  const open = procedures().filter(({ permission }) => permission && outsiders.has(permission));
  expect(open.length).toBeGreaterThan(5);
  const unknown = open.filter(
    ({ path }) => !Object.keys(reachable).some((name) => path.startsWith(name)) && !aboutNoChild.test(path),
  );
  expect(unknown.map(({ path }) => path)).toEqual([]);
  // Nothing of consent itself is theirs: neither decisions nor simulator.
  expect(open.filter(({ path }) => path.startsWith("consent."))).toEqual([]);
});

test("nothing outside the room of consent reads decisions by itself: who may see what is asked of the database", () => {
  // The room itself; a guardian's own copy of everything; erasure, which ends every decision about a child.
  const own = /server\/features\/(consent\/|families\/privacy\.(export|erasure))|generated|\.test\./;
  const guilty = globSync("{server,app,inngest}/**/*.{ts,tsx}")
    .filter((file) => !own.test(file))
    .filter((file) => /consentRecord\b|"ConsentRecord"|FROM "ConsentAudit"/.test(readFileSync(file, "utf8")));
  expect(guilty).toEqual([]);
});

// ── The rule ─────────────────────────────────────────────────────────────────────────────────────
test("the rule in SQL, for one child and for all at once, and in words, say the same of any mixture of voices", async () => {
  const random = t.random;
  const organizations = [await createOrganization(t.sql, random), await createOrganization(t.sql, random)];
  const guardians = [];
  for (let i = 0; i < 3; i++) guardians.push((await createUser(t.sql, random, { roles: ["PARENT"] })).id);
  let seen = 0;
  for (let round = 0; round < 40; round++) {
    const { students } = await createHousehold(t.sql, random, { children: 1 });
    const child = students[0]?.id ?? "";
    for (const [i, guardianId] of guardians.entries())
      await createGuardianship(t.sql, random, { guardianId, studentId: child, canConsent: i < 2 });
    const stands: Stand[] = [];
    const taken = new Set<string>();
    for (let n = random.int(0, 7); n > 0; n--) {
      const decidedById = random.pick(guardians);
      const recipientId = random.pick([null, ...organizations.map(({ id }) => id)]);
      const dataType = random.pick(["MOOD", "PHOTO"] as const);
      const key = [decidedById, recipientId, dataType].join();
      if (taken.has(key)) continue;
      taken.add(key);
      const granted = random.chance(0.75);
      const over = random.chance(0.25);
      await createConsent(t.sql, random, {
        studentId: child,
        grantedById: decidedById,
        dataType,
        recipientId,
        granted,
        expiresAt: over ? new Date(Date.now() - 1000) : random.chance(0.5) ? new Date(Date.now() + 86_400_000) : null,
      });
      if (decidedById !== guardians[2])
        stands.push({
          dataType,
          recipientType: "PARTNER",
          recipientId,
          granted,
          inForce: granted && !over,
          decidedById,
        });
    }
    const { rows } = await t.sql.query<{
      dataType: "MOOD" | "PHOTO";
      recipientId: string | null;
      one: boolean;
      all: boolean;
    }>(
      `SELECT d AS "dataType", r AS "recipientId", app.consented($1, d, 'PARTNER', r) AS one, $1::uuid IN (SELECT app.consenting_students(d, 'PARTNER', r)) AS all
       FROM unnest('{MOOD,PHOTO}'::text[]) d, unnest($2::uuid[]) r`,
      [child, [null, ...organizations.map(({ id }) => id)]],
    );
    for (const { one, all, ...key } of rows) {
      const words = isOpen(stands, { ...key, recipientType: "PARTNER" });
      expect({ one, all, key, stands }).toEqual({ one: words, all: words, key, stands });
      if (words) seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(20);
}, 60_000);

test("nothing is open by default: no kind of record, to nobody outside the class", async () => {
  const { students } = await createHousehold(t.sql, t.random, { children: 1 });
  const child = students[0]?.id ?? "";
  const { rows } = await t.sql.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM unnest($2::text[]) d, unnest($3::text[]) r WHERE app.consented($1, d, r, NULL)`,
    [child, dataTypes, recipientTypes],
  );
  expect(rows).toEqual([{ n: 0 }]);
  const member = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  await createMembership(t.sql, t.random, { userId: member.id });
  const { instructorId } = await createTeaching(t.sql, t.random);
  for (const [who, role] of [
    [member.id, "PARTNER"],
    [instructorId, "INSTRUCTOR"],
  ] as const)
    expect(
      await t.asApp(who, role, (query) =>
        query(`SELECT d FROM unnest($2::text[]) d WHERE $1::uuid IN (SELECT app.readable_students(d))`, [
          child,
          dataTypes,
        ]),
      ),
    ).toEqual([]);
});
