/** A month of signing in, of acts in the audit log, and of what people were told. */
import type { Role } from "@/lib/roles";
import { isKnownType, missingParams, typeFacts } from "@/server/features/notify/notify.domain";
import { type AuditRow, rowMac } from "@/server/platform/audit-chain";
import { buildAudit } from "../../tests/factories/audit";
import { buildLogin, buildSession } from "../../tests/factories/identity";
import { insertRows } from "../../tests/factories/insert";
import { buildNotification } from "../../tests/factories/notify";
import type { Random } from "../../tests/factories/random";
import type { OpenCase } from "./care";
import { demoChildren } from "./demo";
import type { Person, World } from "./world";

/** Addresses kept for documentation: nobody's. */
export const addresses = [198, 203].flatMap((first) =>
  Array.from({ length: 40 }, (_, n) => (first === 198 ? `198.51.100.${n + 10}` : `203.0.113.${n + 10}`)),
);
export const agents = [
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
];

type Habit = {
  person: Person;
  role: Role;
  workday: number;
  weekend: number;
  device: { ip: string; userAgent: string };
};

function habits(w: World, random: Random): Habit[] {
  const of = (person: Person, role: Role, workday: number, weekend: number): Habit => ({
    person,
    role,
    workday,
    weekend,
    device: { ip: random.pick(addresses), userAgent: random.pick(agents) },
  });
  const teachers = new Set<Person>(w.instructors);
  // Who also teaches comes as a teacher.
  const adults = new Set(w.households.flatMap(({ adults }) => adults).filter((one) => !teachers.has(one)));
  const pupils = w.households.flatMap(({ children }) => children.flatMap(({ account }) => (account ? [account] : [])));
  return [
    ...w.admins.map((one) => of(one, "ADMIN", 0.95, 0.2)),
    ...w.staff.map((one) => of(one, "STAFF", 0.93, 0.06)),
    ...w.instructors.map((one) => of(one, "INSTRUCTOR", 0.9, 0.3)),
    ...w.organizations.flatMap(({ people }) => people.map((one) => of(one, "PARTNER", 0.25, 0.02))),
    ...[...adults].map((one) => of(one, "PARENT", 0.2 + random.next() * 0.4, 0.15 + random.next() * 0.3)),
    ...pupils.map((one) => of(one, "STUDENT", 0.6, 0.3)),
  ].filter(({ person }) => person.status === "ACTIVE" && person.passwordHash);
}

/** Thirty days of sign-ins with their mistakes. */
export async function seedLogins(w: World): Promise<void> {
  const random = w.random.child("logins");
  const rows: object[] = [];
  for (const { person, workday, weekend, device } of habits(w, random))
    for (let daysAgo = 29; daysAgo >= 0; daysAgo--) {
      const free = [0, 6].includes(w.clock.weekday(daysAgo));
      if (!random.chance(free ? weekend : workday)) continue;
      const minutes = random.int(7 * 60, daysAgo === 0 ? 8 * 60 : 20 * 60);
      const at = (after: number) => w.clock.at(daysAgo, 0, minutes + after);
      const line = (outcome: "SUCCESS" | "WRONG_PASSWORD" | "SIGNED_OUT", after: number) =>
        rows.push(
          buildLogin(random, {
            userId: person.id,
            outcome,
            ...device,
            requestId: random.uuid(at(after)),
            createdAt: at(after),
          }),
        );
      if (random.chance(0.05)) line("WRONG_PASSWORD", 0);
      line("SUCCESS", 1);
      if (random.chance(0.35)) line("SIGNED_OUT", 1 + random.int(10, 180));
    }
  // Strangers who tried addresses that do not exist here.
  for (let i = 0; i < 24 * w.scale; i++)
    rows.push(
      buildLogin(random, {
        email: `${random.pick(["admin", "info", "test", "root"])}@…`,
        outcome: random.chance(0.8) ? "UNKNOWN_ACCOUNT" : "THROTTLED",
        ip: random.pick(addresses),
        userAgent: "python-requests/2.32",
        createdAt: w.clock.at(random.int(0, 29), random.int(0, 23), random.int(0, 59)),
      }),
    );
  await insertRows(w.sql, "LoginEvent", rows);
  // Devices the demo parent is still signed in on; nobody knows their tokens.
  if (w.demo)
    await insertRows(
      w.sql,
      "AuthSession",
      [1, 6].map((daysAgo, i) =>
        buildSession(random, {
          userId: w.demo?.parent.id ?? "",
          activeRole: "PARENT",
          ip: addresses[i] ?? null,
          userAgent: agents[i] ?? null,
          authTime: w.clock.at(daysAgo + 3, 19),
          lastSeenAt: w.clock.at(daysAgo, 20),
          createdAt: w.clock.at(daysAgo + 3, 19),
          expiresAt: w.clock.at(daysAgo - 26, 19),
        }),
      ),
    );
}

/** The audit log of what the rows say happened: each mood, goal, case, request of the last thirty days. */
export async function seedAudit(w: World): Promise<void> {
  const random = w.random.child("audit");
  const roleOf = new Map<string, Role>(habits(w, random).map(({ person, role }) => [person.id, role]));
  const { rows } = await w.sql.query<{
    actor: string;
    action: string;
    type: string;
    id: string;
    student: string | null;
    before: object | null;
    after: object;
    at: Date;
  }>(
    `SELECT "recordedById" AS actor, 'child.mood_recorded' AS action, 'MoodEntry' AS type, "studentId" || ':' || day AS id, "studentId" AS student, NULL::jsonb AS before,
            jsonb_build_object('mood', mood, 'energy', energy, 'hasNote', note IS NOT NULL) AS after, "createdAt" AS at FROM "MoodEntry"
     UNION ALL SELECT "createdById", 'goal.set', 'FamilyGoal', id::text, "studentId", NULL, jsonb_build_object('title', title, 'target', target, 'unit', unit), "createdAt" FROM "FamilyGoal"
     UNION ALL SELECT "ownerId", 'case.taken', 'case', id::text, "studentId", '{"ownerId": null}', jsonb_build_object('ownerId', "ownerId"), "createdAt" + interval '20 minutes' FROM "FamilyCase" WHERE "ownerId" IS NOT NULL
     UNION ALL SELECT "ownerId", 'case.moved', 'case', id::text, "studentId", '{"status": "OPEN"}', '{"status": "CLOSED"}', "closedAt" FROM "FamilyCase" WHERE "closedAt" IS NOT NULL AND "ownerId" IS NOT NULL
     UNION ALL SELECT "requestedById", 'data_request.made', 'DataRequest', id::text, "studentId", NULL, jsonb_build_object('kind', kind, 'dueAt', "dueAt"), "createdAt" FROM "DataRequest"
     UNION ALL SELECT "grantedById", CASE WHEN granted THEN 'consent.granted' ELSE 'consent.refused' END, 'ConsentRecord', id::text, "studentId", NULL,
                      jsonb_build_object('dataType', "dataType", 'recipientType', "recipientType", 'expiresAt', "expiresAt"), "createdAt" FROM "ConsentRecord"
     ORDER BY at, id`,
  );
  const from = w.clock.at(30, 0);
  const events = rows
    .filter(({ at }) => at >= from && at <= w.clock.now)
    .map(({ actor, action, type, id, student, before, after, at }) =>
      buildAudit(random, {
        actorId: actor,
        actorRole: roleOf.get(actor) ?? null,
        action,
        subjectType: type,
        subjectId: id,
        studentId: student,
        before: before ?? undefined,
        after: after as Record<string, never>,
        ip: random.pick(addresses),
        userAgent: random.pick(agents),
        requestId: random.uuid(at),
        createdAt: at,
      }),
    )
    .map((event) => ({ ...event, before: event.before ?? null, after: event.after ?? null }));
  // Doors that stayed shut.
  const people = [...roleOf.entries()];
  for (let i = 0; i < 12 * w.scale; i++) {
    const [actorId, actorRole] = random.pick(people);
    const at = w.clock.at(random.int(1, 29), random.int(8, 20), random.int(0, 59));
    const path = random.pick(["/dashboard/admin", "/dashboard/admin/users", "/dashboard/staff"]);
    if (actorRole === "ADMIN" || (actorRole === "STAFF" && path.includes("staff"))) continue;
    events.push({
      ...buildAudit(random, {
        actorId,
        actorRole,
        action: "page.refused",
        outcome: "DENIED",
        subjectType: "page",
        subjectId: path,
        ip: random.pick(addresses),
        userAgent: random.pick(agents),
        requestId: random.uuid(at),
        createdAt: at,
      }),
      before: null,
      after: { permission: path.includes("staff") ? "desk:read" : "health:read" },
    });
  }
  // Recorded in one go: the chain begins with them, and no earlier day lacks its anchor. Not in this moment: the job
  // that links rows looks back a quarter of an hour, and need not walk over all of these for as long.
  const recordedAt = new Date(w.clock.now.getTime() - 16 * 60_000);
  await insertRows(
    w.sql,
    "AuditEvent",
    events.map((event) => ({ ...event, recordedAt, mac: rowMac(event as AuditRow) })),
  );
}

/** The inbox of everybody concerned, with words the notify feature has. */
export async function seedNotifications(
  w: World,
  facts: { cases: OpenCase[]; requests: { id: string; dueAt: Date }[] },
): Promise<void> {
  const random = w.random.child("notifications");
  const rows: ReturnType<typeof buildNotification>[] = [];
  const tell = (
    userId: string,
    type: string,
    params: Record<string, string | number>,
    at: Date,
    more: { href?: string; studentId?: string; key: string; unread?: boolean },
  ) => {
    if (!isKnownType(type)) throw new Error(`The notify feature has no type ${type}`);
    const missing = missingParams(type, params);
    if (missing.length > 0) throw new Error(`${type} lacks ${missing.join(", ")}`);
    const old = w.clock.now.getTime() - at.getTime() > 3 * 86_400_000;
    rows.push(
      buildNotification(random, {
        userId,
        type,
        severity: typeFacts[type].severity,
        params,
        href: more.href ?? null,
        studentId: more.studentId ?? null,
        dedupeKey: `${type}:${more.key}:${userId}`,
        readAt:
          more.unread || !random.chance(old ? 0.85 : 0.3)
            ? null
            : new Date(Math.min(at.getTime() + random.int(1, 30) * 3_600_000, w.clock.now.getTime() - 60_000)),
        createdAt: at,
      }),
    );
  };
  const { rows: expiring } = await w.sql.query<{
    id: string;
    studentId: string;
    child: string;
    on: string;
    recipient: string | null;
    type: string;
    guardian: string;
  }>(
    `SELECT c.id, c."studentId", s."firstName" AS child, to_char(c."expiresAt" AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD') AS on, coalesce(u.name, o.name) AS recipient, c."recipientType"::text AS type, c."grantedById" AS guardian
     FROM "ConsentRecord" c JOIN "Student" s ON s.id = c."studentId" LEFT JOIN "User" u ON u.id = c."recipientId" LEFT JOIN "Organization" o ON o.id = c."recipientId"
     WHERE c."supersededAt" IS NULL AND c.granted AND c."expiresAt" BETWEEN $1 AND $2 ORDER BY c.id`,
    [w.clock.now, w.clock.at(-14, 23)],
  );
  for (const row of expiring)
    tell(
      row.guardian,
      "consent.expiring",
      { child: row.child, recipient: row.recipient ?? row.type, on: row.on },
      w.clock.at(random.int(0, 2), 7, 30),
      { key: row.id, studentId: row.studentId, href: "/dashboard/parent" },
    );
  const { rows: changed } = await w.sql.query<{
    id: string;
    studentId: string;
    child: string;
    recipient: string | null;
    type: string;
    at: Date;
    by: string;
  }>(
    `SELECT c.id, c."studentId", s."firstName" AS child, coalesce(u.name, o.name) AS recipient, c."recipientType"::text AS type, c."createdAt" AS at, c."grantedById" AS by
     FROM "ConsentRecord" c JOIN "Student" s ON s.id = c."studentId" LEFT JOIN "User" u ON u.id = c."recipientId" LEFT JOIN "Organization" o ON o.id = c."recipientId"
     WHERE c."createdAt" > $1 ORDER BY c.id`,
    [w.clock.at(20, 0)],
  );
  const childOf = new Map(w.households.flatMap(({ children }) => children.map((kid) => [kid.row.id, kid])));
  for (const row of changed)
    for (const { person, tie } of childOf.get(row.studentId)?.guardians ?? [])
      if (person.id !== row.by && tie.canView)
        tell(person.id, "consent.changed", { child: row.child, recipient: row.recipient ?? row.type }, row.at, {
          key: row.id,
          studentId: row.studentId,
          href: "/dashboard/parent",
        });
  const { rows: reached } = await w.sql.query<{
    id: string;
    familyId: string;
    studentId: string | null;
    title: string;
    at: Date;
    by: string;
  }>(
    `SELECT g.id, g."familyId", g."studentId", g.title, g."updatedAt" AS at, coalesce(u."preferredName", split_part(u.name, ' ', 1)) AS by
     FROM "FamilyGoal" g JOIN "User" u ON u.id = g."createdById" WHERE g.status = 'REACHED' ORDER BY g.id`,
  );
  const familyOf = new Map(w.households.map((household) => [household.id, household]));
  for (const goal of reached) {
    const family = familyOf.get(goal.familyId);
    // Only who may look at the child, or at any child when the goal is the family's.
    for (const adult of family?.adults.slice(0, 2) ?? [])
      if (
        family?.children.some(
          (kid) =>
            (goal.studentId === null || kid.row.id === goal.studentId) &&
            kid.guardians.some(({ person, tie }) => person === adult && tie.canView),
        )
      )
        tell(adult.id, "goal.reached", { goal: goal.title, by: goal.by }, goal.at, {
          key: goal.id,
          studentId: goal.studentId ?? undefined,
          href: "/dashboard/parent",
        });
  }
  for (const one of facts.cases) {
    if (one.ownerId)
      tell(
        one.ownerId,
        "case.assigned",
        { family: one.kid.row.lastName },
        new Date(one.createdAt.getTime() + 1_200_000),
        { key: one.id, href: "/dashboard/staff" },
      );
  }
  const answerers = w.staff.filter(
    ({ department, status, lead }) =>
      status === "ACTIVE" && (department === "SAFETY" || lead || demoStaff(w, department)),
  );
  for (const request of facts.requests)
    if (request.dueAt.getTime() - w.clock.now.getTime() < 3 * 86_400_000)
      for (const { id } of answerers.slice(0, 6))
        tell(id, "data_request.due", { on: request.dueAt.toISOString().slice(0, 10) }, w.clock.at(1, 7, 15), {
          key: request.id,
          href: "/dashboard/staff",
        });
  const { baraka } = demoChildren(w);
  const mother = w.demo?.parent.id ?? "";
  tell(mother, "family.mood_low", { child: "Baraka", days: 3 }, w.clock.at(1, 18, 40), {
    key: `${baraka.row.id}:${w.clock.day(1)}`,
    studentId: baraka.row.id,
    href: `/dashboard/parent/children/${baraka.row.id}`,
    unread: true,
  });
  for (const { person } of habits(w, random)) {
    if (person.createdAt && w.clock.now.getTime() - (person.createdAt as Date).getTime() < 330 * 86_400_000)
      tell(person.id, "welcome", {}, person.createdAt as Date, { key: "once" });
    if (random.chance(0.2))
      tell(
        person.id,
        "account.new_sign_in",
        { device: "Chrome, Android", at: w.clock.at(random.int(2, 25), 19).toISOString() },
        w.clock.at(random.int(2, 25), 19),
        { key: random.uuid() },
      );
  }
  await insertRows(w.sql, "Notification", rows);
}

const demoStaff = (w: World, department: string) =>
  department === w.staff.find(({ id }) => id === w.demo?.staff.id)?.department;
