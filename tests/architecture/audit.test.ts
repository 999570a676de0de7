/** Nothing changes, and no child's record is read from outside, without a line in the audit log: the walk over all of it. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Role } from "@/lib/roles";
import { readPartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import { translator } from "@/server/platform/i18n";
import { mayChangeNothing } from "@/server/platform/trpc";
import { holds, procedures } from "../../scripts/docs";
import { createCase } from "../factories/care";
import { createConsent, createSponsorship } from "../factories/consent";
import { createHousehold } from "../factories/families";
import { createMembership, createUser } from "../factories/identity";
import { type Caller, type TestDatabase, testDatabase } from "../harness/db";

// ── What the sources say ─────────────────────────────────────────────────────────────────────────
/** Mutations that leave no line at all, each with its reason. There is none: even a remembered setting leaves one. */
const withoutLine: Record<string, string> = {};

/** Functions that read children's rows and leave no line, each with who reads there. */
const readsWithoutLine: Record<string, string> = {
  "audit/audit.queries.ts#childrenCalled": "turns a name into ids to search the log by; shows nothing",
  "catalogue/enrolment.queries.ts#childFor": "a guardian's own child, to decide about its courses",
  "catalogue/enrolment.queries.ts#readEnrolment": "a guardian's own children",
  "catalogue/enrolment.queries.ts#listFamilyCourses": "a guardian's own children",
  "consent/consent.matrix.queries.ts#readMatrix": "family only: consentChildren opens it",
  "consent/consent.matrix.queries.ts#listConsentChildren": "family only: consentChildren",
  "consent/consent.queries.ts#readChildConsents": "a guardian's own children, by visibleConsents",
  "consent/consent.queries.ts#assertSeen": "family only: consentChildren",
  "grading/grading.queries.ts#childNames": "the course's own graders",
  "grading/grading.queries.ts#queued": "the course's own graders",
  "grading/desk.queries.ts#readDesk": "the course's own graders",
  "identity/handover.queries.ts#childrenWithKeys": "a guardian's own children",
  "families/families.queries.ts#readChildren": "family only: asked by home and a pupil's day",
  "families/families.queries.ts#readOwnChild": "the child whose own account asks",
  "families/cases.queries.ts#casesSql": "asked and noted by readDesk",
  "families/cases.queries.ts#countsSql": "numbers alone",
  "families/cases.queries.ts#risksSql": "asked and noted by readDesk",
  "families/cases.queries.ts#teamSql": "numbers alone",
  "families/families.queries.ts#moodsSql": "children already read and noted by the caller",
  "families/members.queries.ts#tiesOf": "children already read and noted by the caller",
  "families/members.queries.ts#readMembers": "family only: a guardian's own children",
  "families/privacy.queries.ts#readPrivacyChildren": "a guardian's own children",
  "families/privacy.export.queries.ts#statements": "read as the guardian who asked for the copy",
  "families/learners.queries.ts#readTeaching": "the class's own teacher",
  "learners/interventions.queries.ts#fields": "what a plan's teacher sees of it; its readers note it",
  "learners/pulse.queries.ts#readSeen": "noted by readPulse",
  "learners/pulse.queries.ts#readSeenIn": "noted by readPulse",
  "learners/learners.queries.ts#openFlag": "a condition of the list, whose reader notes it",
  "learners/learners.queries.ts#readCares": "children already read and noted by the caller",
  "learners/learners.queries.ts#readActs": "what the class's own teacher did about a learner",
  "platform/platform.queries.ts#shellData": "a guardian's own children, for the switch in the frame",
  "talk/talk.queries.ts#postFields": "whole names of learners, for who leads the talk of their course",
  "talk/talk.moderation.queries.ts#fields": "columns alone: listTalkQueue notes each child",
  "notify/notify.settings.queries.ts#readSpend": "which of a guardian's own families they pay for",
  "notify/notify.queries.ts#childrenOf": "a guardian's own children, for the filter of the inbox",
};

type Unit = { file: string; name: string; body: string };
const root = path.resolve(import.meta.dirname, "../..");
const sources = globSync("server/**/*.ts", { cwd: root })
  .filter((file) => !/\.test\.|\/generated\//.test(file))
  .map((file) => ({ file: file.split(path.sep).join("/"), text: readFileSync(path.join(root, file), "utf8") }));

/** A file's declarations at its outermost level, each with its text. */
function unitsOf(file: string, text: string): Unit[] {
  const units: Unit[] = [];
  for (const line of text.split("\n")) {
    const start = /^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)/.exec(line);
    if (start?.[1]) units.push({ file, name: start[1], body: "" });
    const open = units.at(-1);
    if (open && !/^(import|\/\*\*| \*|\/\/)/.test(line)) open.body += `${line}\n`;
  }
  return units;
}
const units = new Map<string, Unit>(
  sources.flatMap(({ file, text }) => unitsOf(file, text).map((unit) => [`${file}#${unit.name}`, unit] as const)),
);

/** Name in a file → the declaration meant, in that file or where it comes from. */
const scopes = new Map(
  sources.map(({ file, text }) => {
    const scope = new Map<string, string>();
    for (const [, names = "", from = ""] of text.matchAll(/import (?:type )?\{([^}]*)\} from "([^"]+)"/g)) {
      const base = from.startsWith("@/") ? from.slice(2) : path.posix.join(path.posix.dirname(file), from);
      const target = [`${base}.ts`, `${base}/index.ts`].find((one) => sources.some((source) => source.file === one));
      if (target)
        for (const part of names.split(",")) {
          const [name = "", as = name] = part
            .trim()
            .replace(/^type /, "")
            .split(/ as /);
          if (name) scope.set(as, `${target}#${name}`);
        }
    }
    for (const key of units.keys()) if (key.startsWith(`${file}#`)) scope.set(key.slice(file.length + 1), key);
    return [file, scope] as const;
  }),
);

/** Whether a declaration, or one it calls, is the wanted one. */
function reaches(from: string, wanted: readonly string[], seen = new Set<string>()): boolean {
  if (wanted.includes(from)) return true;
  const unit = units.get(from);
  if (!unit || seen.has(from)) return false;
  seen.add(from);
  const scope = scopes.get(unit.file);
  return [...new Set(unit.body.match(/\b[A-Za-z_]\w*/g) ?? [])].some((name) => {
    const next = scope?.get(name);
    return next !== undefined && next !== from && reaches(next, wanted, seen);
  });
}
const auditUnit = "server/platform/audit.ts#audit";
const readUnit = "server/platform/audit.ts#auditChildRead";

/** Path of each mutation with the declarations its handler names. */
function handlers(): Map<string, { file: string; names: string[] }> {
  const found = new Map<string, { file: string; names: string[] }>();
  const rootScope = scopes.get("server/root.router.ts");
  const rootText = sources.find(({ file }) => file === "server/root.router.ts")?.text ?? "";
  for (const [, key = "", name = ""] of rootText.matchAll(/^ {2}(\w+): (\w+),$/gm)) {
    const named = units.get(rootScope?.get(name) ?? "");
    // The same doors for two permissions are said once, by a function that takes the permission.
    const shared = /= (\w+)\("/.exec(named?.body ?? "")?.[1];
    const unit = (shared && units.get(`${named?.file}#${shared}`)) || named;
    for (const part of unit?.body.split(/\n(?= {2,4}\w+: )/) ?? []) {
      const path = /^ {2,4}(\w+): /.exec(part)?.[1];
      const handler = /\.mutation\(([\s\S]*)/.exec(part)?.[1];
      if (unit && path && handler)
        found.set(`${key}.${path}`, { file: unit.file, names: handler.match(/\b\w+(?=\()/g) ?? [] });
    }
  }
  return found;
}

const mutations = procedures().filter(({ type }) => type === "mutation");

describe("every mutation", () => {
  const known = handlers();
  test("is found in the sources", () => {
    expect([...known.keys()].sort()).toEqual(mutations.map(({ path }) => path));
    expect(mutations.length).toBeGreaterThan(20);
  });

  it.each(mutations.map(({ path }) => path))("%s leaves a line in the audit log", (path) => {
    const { file, names } = known.get(path) ?? { file: "", names: [] };
    const leaves = names.some((name) => reaches(scopes.get(file)?.get(name) ?? "", [auditUnit]));
    expect(leaves || path in withoutLine, `${path} calls ${names.join(", ")}: no audit() on the way`).toBe(true);
  });

  test("the exceptions exist", () => {
    const paths = mutations.map(({ path }) => path);
    for (const path of [...Object.keys(mayChangeNothing), ...Object.keys(withoutLine)]) expect(paths).toContain(path);
  });
});

/** Lines that the school writes by itself: nobody reads them as what they did. */
const byItself =
  /^(?:application\.received|child\.registered|consent\.expired|data_request\.(?:clock|copy_(?:expired|ready|stopped))|password\.reset(?:_requested)?|registration\.\w+|files?\.(?:archives_forgotten|damaged|infected|missing|swept))$/;

test("every act of people among people and children is said in words in their own log", () => {
  const rooms = /server\/features\/(?:audit|consent|families|files|identity|notify|sponsorship)\//;
  const acts = sources
    .filter(({ file }) => rooms.test(file))
    .flatMap(({ text }) => [...text.matchAll(/action:[^"`;(]*"([a-z_]+\.[a-z_]+)"(?: : "([a-z_]+\.[a-z_]+)")?/g)])
    .flatMap(([, one, other]) => [one, other].filter((act) => act !== undefined));
  const t = translator("en", "audit");
  expect(acts.length).toBeGreaterThan(60);
  expect([...new Set(acts)].filter((act) => !byItself.test(act) && !t.has(`own.actions.${act}`))).toEqual([]);
});

test("the analysis sees what is there and what is not", () => {
  expect(reaches("server/features/families/cases.service.ts#takeCase", [auditUnit])).toBe(true);
  expect(reaches("server/features/families/cases.queries.ts#readDesk", [auditUnit])).toBe(false);
  expect(reaches("server/features/families/cases.queries.ts#readDesk", [readUnit])).toBe(true);
});

/** Rows about one child, by the client or by hand: the child itself, or what hangs on it. */
const touchesChild =
  /\bdb\.(student|moodEntry|familyCase|caseNote|riskScore|intervention|dataRequest|guardianship)\.(find|group|agg)|(FROM|JOIN) "(Student|MoodEntry|RiskScore|FamilyCase|CaseNote)"|student: (\{|childName)/;

test("every function that reads children's rows notes it, or says who reads there", () => {
  const silent = [...units]
    .filter(
      ([key, { file, body }]) =>
        file.startsWith("server/features/") &&
        /\.queries\.ts$/.test(file) &&
        touchesChild.test(body) &&
        !reaches(key, [readUnit]),
    )
    .map(([key]) => key.replace("server/features/", ""));
  expect(silent.filter((key) => !(key in readsWithoutLine))).toEqual([]);
  expect(
    Object.keys(readsWithoutLine).filter((key) => !silent.includes(key)),
    "no longer needed",
  ).toEqual([]);
});

// ── What really happens ──────────────────────────────────────────────────────────────────────────
describe("a child named in an answer to somebody outside family and class", () => {
  let t: TestDatabase;
  let child: { id: string; first: string; last: string };
  const people: Partial<Record<Role, { id: string }>> = {};
  beforeAll(async () => {
    t = await testDatabase();
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
    child = { id: students[0]?.id ?? "", first: "Zawadiphone", last: "Mwangazao" };
    await t.sql.query(`UPDATE "Student" SET "firstName" = $1, "lastName" = $2, "userId" = $3 WHERE id = $4`, [
      child.first,
      child.last,
      account.id,
      child.id,
    ]);
    const staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
    const membership = await createMembership(t.sql, t.random, {});
    const { organizationId } = membership;
    await createSponsorship(t.sql, t.random, { studentId: child.id, organizationId, signedById: parent.id });
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "PROFILE",
      recipientType: "PARTNER",
      recipientId: organizationId,
      expiresAt: new Date(Date.now() + 5 * 86_400_000),
    });
    await createCase(t.sql, t.random, { studentId: child.id, ownerId: staff.id });
    people.STAFF = staff;
    people.PARTNER = { id: membership.userId };
    people.ADMIN = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
    people.PARENT = parent;
  });
  afterAll(() => t.close());

  const lines = async (actor: string) =>
    (
      await t.sql.query<{ where: string }>(
        `SELECT after->>'where' AS where FROM "AuditEvent" WHERE action = 'child.read' AND "actorId" = $1 AND "studentId" = $2 ORDER BY "createdAt", 1`,
        [actor, child.id],
      )
    ).rows.map(({ where }) => where);
  /** Inputs under which a query can be asked at all; the rest of its schema has defaults. */
  const inputs = () => [undefined, {}, { q: child.first }, { id: child.id }, { studentId: child.id }];
  const ask = (caller: Caller, path: string, input: unknown) => {
    const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
    return (procedure as (input?: unknown) => Promise<unknown>)(input).catch(() => null);
  };

  it.each(["STAFF", "PARTNER", "ADMIN"] as const)("leaves a line, whichever query %s asks", async (role) => {
    const person = people[role]?.id ?? "";
    const named: string[] = [];
    for (const { path, permission } of procedures().filter(({ type }) => type === "query")) {
      if (permission === undefined || holds(role, permission) !== "yes") continue;
      for (const input of inputs()) {
        // A session each: what one reading has noted must not hide the next.
        const answer = JSON.stringify(
          (await ask(await t.as({ user: person, role }), path, input)) ?? null,
          (_, value) => (typeof value === "bigint" ? String(value) : value),
        );
        if (!answer.includes(child.first) && !answer.includes(child.id)) continue;
        // The log itself names ids: reading it is not reading a child.
        if (path === "audit.list" || path === "audit.mine") continue;
        const noted = await lines(person);
        expect(noted.length, `${path} ${JSON.stringify(input)} named the child`).toBeGreaterThan(named.length);
        named.push(path);
      }
    }
    expect(named.length).toBeGreaterThan(0);
  });

  test("leaves a line on a page that no procedure serves", async () => {
    const user = people.PARTNER?.id ?? "";
    const home = await readPartnerHome(await t.ctx({ user, role: "PARTNER" }));
    expect(JSON.stringify(home.organization && home.expiring)).toContain(child.first);
    expect(await lines(user)).toContain("partner_home");
  });

  test("is one line for one look at a list, in a quarter of an hour and a session", async () => {
    const person = people.STAFF?.id ?? "";
    const before = (await lines(person)).length;
    const now = new Date();
    const api = await t.as({ user: person, role: "STAFF" }, { now });
    await api.cases.desk();
    await api.cases.desk();
    expect((await lines(person)).length).toBe(before + 1);
  });

  test("leaves nothing for the family itself, and the guardian finds who looked", async () => {
    const parent = people.PARENT?.id ?? "";
    const api = await t.as({ user: parent, role: "PARENT" });
    expect(JSON.stringify(await api.families.child({ studentId: child.id }))).toContain(child.first);
    expect(await lines(parent)).toEqual([]);
    const seen = await api.audit.ofChild({ studentId: child.id });
    expect(seen.rows.map(({ actorRole, where }) => `${actorRole} ${where}`)).toEqual(
      expect.arrayContaining(["STAFF desk"]),
    );
    const stranger = await t.as(await createUser(t.sql, t.random));
    await expect(stranger.audit.ofChild({ studentId: child.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("an attempt at somebody else's record", () => {
  let t: TestDatabase;
  beforeAll(async () => {
    t = await testDatabase();
  });
  afterAll(() => t.close());
  const denied = async (actor: string) =>
    (
      await t.sql.query(
        `SELECT action, outcome, "subjectId", after, ip, "userAgent", "requestId" FROM "AuditEvent" WHERE "actorId" = $1 AND outcome = 'DENIED' ORDER BY "recordedAt"`,
        [actor],
      )
    ).rows;

  test("is noted with the id asked for, alike for one that exists and one that does not", async () => {
    const mine = await createHousehold(t.sql, t.random);
    const theirs = await createHousehold(t.sql, t.random);
    const api = await t.as(mine.parent, { ip: "203.0.113.9", userAgent: "Phone\nforged: line", requestId: "req-1" });
    const other = theirs.students[0]?.id ?? "";
    const nobody = t.random.uuid();
    for (const studentId of [other, nobody])
      await expect(api.families.child({ studentId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rest = {
      action: "procedure.not_found",
      outcome: "DENIED",
      subjectId: "families.child",
      ip: "203.0.113.9",
      userAgent: "Phone\\u000aforged: line",
      requestId: "req-1",
    };
    expect(await denied(mine.parent.id)).toEqual([
      { ...rest, after: { reason: "child.not_found", ids: { studentId: other } } },
      { ...rest, after: { reason: "child.not_found", ids: { studentId: nobody } } },
    ]);
  });

  test("fills the log only so far, and the refusal stays the same", async () => {
    const { parent } = await createHousehold(t.sql, t.random);
    const api = await t.as(parent);
    for (let n = 0; n < 45; n++)
      await expect(api.families.child({ studentId: t.random.uuid() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rows = await denied(parent.id);
    expect(rows).toHaveLength(30);
    expect(rows.at(-1)?.after).toMatchObject({ more: true });
  });
});
