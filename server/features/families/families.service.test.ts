import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, dayAt } from "@/lib/days";
import { readCount } from "@/server/platform/db/reads";
import { createConsent } from "@/tests/factories/consent";
import {
  createFamily,
  createGoal,
  createGuardianship,
  createHousehold,
  createMood,
  createStudent,
  createTeaching,
  rights,
} from "@/tests/factories/families";
import { createMembership, createOrganization, createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const today = () => dayAt(new Date());
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; code?: string }) => error.message,
  );
const rows = async <R extends object>(text: string, values: unknown[]) => (await t.sql.query(text, values)).rows as R[];
const count = async (text: string, values: unknown[]) =>
  Number((await rows<{ n: string }>(`SELECT count(*) AS n FROM ${text}`, values))[0]?.n);

/** A household with two parents and a child who has an account. */
async function family() {
  const house = await createHousehold(t.sql, t.random, { children: 2 });
  const [first] = house.students;
  if (!first) throw new Error("no child");
  const other = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  const pupil = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await createGuardianship(t.sql, t.random, { guardianId: other.id, studentId: first.id, relation: "FATHER" });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [pupil.id, first.id]);
  return { ...house, child: first, other, pupil, api: await t.as(house.parent) };
}

describe("moods", () => {
  test("a parent records today; it stands once, is audited, and the other parent and the child are told", async () => {
    const { api, child, other, pupil, family: house, parent } = await family();
    const said = await api.families.recordMood({ studentId: child.id, mood: 2, energy: 4, note: "tired" });
    expect(said).toMatchObject({ day: today(), mood: 2, energy: 4, note: "tired" });
    expect(await count(`"MoodEntry" WHERE "studentId" = $1`, [child.id])).toBe(1);
    const [line] = await rows<{ after: object; actorId: string }>(
      `SELECT * FROM "AuditEvent" WHERE "studentId" = $1 AND action = 'child.mood_recorded'`,
      [child.id],
    );
    expect(line).toMatchObject({ actorId: parent.id, after: { mood: 2, energy: 4, hasNote: true } });
    expect(JSON.stringify(line?.after)).not.toContain("tired");
    const told = await rows<{ userId: string; payload: unknown }>(
      `SELECT "userId", payload FROM "LiveEvent" WHERE "userId" = ANY($1::uuid[])`,
      [[other.id, pupil.id, parent.id]],
    );
    expect(told.map(({ userId }) => userId).sort()).toEqual([other.id, pupil.id].sort());
    expect(told[0]?.payload).toEqual({ topic: `family:${house.id}` });
  });

  test("the same word twice is said once; the last word counts; what is not said stays", async () => {
    const { api, child, other } = await family();
    await api.families.recordMood({ studentId: child.id, mood: 4, energy: 3 });
    await api.families.recordMood({ studentId: child.id, mood: 4, energy: 3 });
    expect(await count(`"AuditEvent" WHERE "studentId" = $1`, [child.id])).toBe(1);
    expect(await count(`"LiveEvent" WHERE "userId" = $1`, [other.id])).toBe(1);
    const father = await t.as(other);
    expect(await father.families.recordMood({ studentId: child.id, mood: 5 })).toMatchObject({ mood: 5, energy: 3 });
    const home = await api.families.home();
    expect(home.moods.find((entry) => entry.studentId === child.id)).toMatchObject({
      mood: 5,
      recordedById: other.id,
      recordedBy: other.name.split(" ")[0],
    });
  });

  test("yesterday can be told, the day before and tomorrow cannot", async () => {
    const { api, child } = await family();
    const on = (day: string) => refusal(api.families.recordMood({ studentId: child.id, mood: 3, day }));
    expect(await on(addDays(today(), -1))).toBe("done");
    expect(await on(addDays(today(), -2))).toBe("mood.day");
    expect(await on(addDays(today(), 1))).toBe("mood.day");
    expect(await refusal(api.families.recordMood({ studentId: child.id, mood: 6 }))).toBe("bad_input");
    expect(await refusal(api.families.recordMood({ studentId: child.id, mood: 3, energy: 0 }))).toBe("bad_input");
  });

  test("at half past midnight in Nairobi it is already the new day there", async () => {
    const { parent, child } = await family();
    const midnight = new Date(`${today()}T00:30:00+03:00`);
    const api = await t.as(parent, { now: midnight });
    expect((await api.families.recordMood({ studentId: child.id, mood: 3 })).day).toBe(today());
  });

  test("taking back removes one's own entry of today, not another's", async () => {
    const { api, child, other } = await family();
    await api.families.recordMood({ studentId: child.id, mood: 1 });
    const father = await t.as(other);
    expect(await father.families.forgetMood({ studentId: child.id })).toEqual({ forgotten: false });
    expect(await api.families.forgetMood({ studentId: child.id })).toEqual({ forgotten: true });
    expect(await api.families.forgetMood({ studentId: child.id })).toEqual({ forgotten: false });
    expect(await count(`"MoodEntry" WHERE "studentId" = $1`, [child.id])).toBe(0);
  });

  test("a child records their own mood and nobody else's", async () => {
    const { pupil, child, students } = await family();
    const api = await t.as(pupil);
    await api.families.recordMood({ studentId: child.id, mood: 5, note: "I can swim!" });
    expect(await refusal(api.families.recordMood({ studentId: students[1]?.id ?? "", mood: 5 }))).toBe(
      "child.not_found",
    );
    const day = await api.families.myDay();
    expect(day).toMatchObject({ child: { id: child.id }, moods: [{ mood: 5, note: "I can swim!" }] });
  });
});

describe("another family", () => {
  test("is not found, by any procedure", async () => {
    const { api, family: own, child: mine } = await family();
    const stranger = await family();
    const goal = await createGoal(t.sql, t.random, { familyId: stranger.family.id });
    const studentId = stranger.child.id;
    const key = randomUUID();
    const answers = await Promise.all([
      refusal(api.families.child({ studentId })),
      refusal(api.families.recordMood({ studentId, mood: 3 })),
      refusal(api.families.forgetMood({ studentId })),
      refusal(api.families.moveGoal({ id: goal.id, from: 0, step: 1, key })),
      refusal(api.families.dropGoal({ id: goal.id })),
      refusal(api.families.resumeGoal({ id: goal.id })),
    ]);
    expect(answers).toEqual([...Array(3).fill("child.not_found"), ...Array(3).fill("goal.not_found")]);
    const draft = { id: randomUUID(), title: "Read", target: 3, unit: "books", dueOn: null };
    expect(await refusal(api.families.saveGoal({ ...draft, familyId: stranger.family.id, studentId: null }))).toBe(
      "family.not_found",
    );
    expect(await refusal(api.families.saveGoal({ ...draft, familyId: own.id, studentId }))).toBe("child.not_found");
    expect(await refusal(api.families.saveGoal({ ...draft, familyId: stranger.family.id, studentId: mine.id }))).toBe(
      "child.not_found",
    );
    expect(await refusal(api.families.saveGoal({ ...draft, id: goal.id, familyId: own.id, studentId: null }))).toBe(
      "goal.not_found",
    );
    expect(await refusal(api.consent.ofChild({ studentId }))).toBe("child.not_found");
    const home = await api.families.home();
    expect(home.children.map(({ familyId }) => familyId)).toEqual([own.id, own.id]);
    expect(await count(`"MoodEntry" WHERE "studentId" = $1`, [studentId])).toBe(0);
  });

  test("stays closed in the database when our own conditions are taken away", async () => {
    const { parent } = await family();
    const stranger = await family();
    await createMood(t.sql, t.random, { studentId: stranger.child.id, recordedById: stranger.parent.id });
    await createGoal(t.sql, t.random, { familyId: stranger.family.id });
    await t.asApp(parent.id, "PARENT", async (query) => {
      const of = (table: string, column: string, id: string) =>
        query(`SELECT 1 FROM "${table}" WHERE "${column}" = $1`, [id]);
      expect(await of("Student", "id", stranger.child.id)).toEqual([]);
      expect(await of("MoodEntry", "studentId", stranger.child.id)).toEqual([]);
      expect(await of("FamilyGoal", "familyId", stranger.family.id)).toEqual([]);
      expect(
        await query(`UPDATE "FamilyGoal" SET progress = 9 WHERE "familyId" = $1 RETURNING 1`, [stranger.family.id]),
      ).toEqual([]);
      expect(await query(`DELETE FROM "MoodEntry" WHERE "studentId" = $1 RETURNING 1`, [stranger.child.id])).toEqual(
        [],
      );
      const written = await attempt(
        query,
        `INSERT INTO "MoodEntry" (id, "studentId", day, mood, "recordedById", "updatedAt") VALUES ($1, $2, current_date + 1, 3, $3, now())`,
        [randomUUID(), stranger.child.id, parent.id],
      );
      expect(written).toMatchObject({ refused: expect.stringContaining("row-level security") });
    });
  });
});

test("a child's own words leave the database for the family alone, also when moods are shared", async () => {
  const { api, parent, child } = await family();
  await api.families.recordMood({ studentId: child.id, mood: 2, note: "I miss Baba" });
  const partner = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  const { organizationId } = await createMembership(t.sql, t.random, { userId: partner.id });
  await t.sql.query(`UPDATE "Organization" SET kind = 'PARTNER', status = 'ACTIVE' WHERE id = $1`, [organizationId]);
  const { instructorId } = await createTeaching(t.sql, t.random, { studentId: child.id });
  const mood = { studentId: child.id, grantedById: parent.id, dataType: "MOOD" } as const;
  await createConsent(t.sql, t.random, { ...mood, recipientId: organizationId });
  await createConsent(t.sql, t.random, { ...mood, recipientType: "INSTRUCTOR" });
  const words = `SELECT note FROM app.mood_words(ARRAY[$1]::uuid[], '-infinity')`;
  for (const [who, role] of [
    [partner.id, "PARTNER"],
    [instructorId, "INSTRUCTOR"],
  ] as const)
    await t.asApp(who, role, async (query) => {
      expect(await query(`SELECT mood FROM "MoodEntry" WHERE "studentId" = $1`, [child.id])).toEqual([{ mood: 2 }]);
      expect(await query(words, [child.id])).toEqual([]);
      for (const way of [
        `SELECT note FROM "MoodEntry"`,
        `SELECT 1 FROM "MoodEntry" WHERE note LIKE 'I%'`,
        `SELECT to_jsonb(m) FROM "MoodEntry" m`,
      ])
        expect(await attempt(query, way, [])).toMatchObject({ refused: expect.stringContaining("permission denied") });
    });
  await t.asApp(parent.id, "PARENT", async (query) => {
    expect(await query(words, [child.id])).toEqual([{ note: "I miss Baba" }]);
  });
});

describe("a guardian with limited rights", () => {
  test("sees only the children they may see, and nothing without that right", async () => {
    const { students, child } = await family();
    const aunt = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: aunt.id, studentId: child.id, ...rights.viewOnly });
    const payer = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: payer.id, studentId: child.id, ...rights.payOnly });
    const past = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: past.id, studentId: child.id, endedAt: new Date() });
    const seen = async (user: { id: string }) =>
      (await (await t.as(user)).families.home()).children.map(({ id }) => id);
    expect(await seen(aunt)).toEqual([child.id]);
    expect(await seen(payer)).toEqual([]);
    expect(await seen(past)).toEqual([]);
    const as = await t.as(aunt);
    expect(await refusal(as.families.child({ studentId: students[1]?.id ?? "" }))).toBe("child.not_found");
    expect(await refusal((await t.as(payer)).families.child({ studentId: child.id }))).toBe("child.not_found");
    expect((await as.families.child({ studentId: child.id })).child.canConsent).toBe(false);
  });

  test("is not asked about consent they cannot decide", async () => {
    const { child, parent } = await family();
    const partner = await createOrganization(t.sql, t.random);
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      recipientId: partner.id,
      expiresAt: new Date(Date.now() + 3 * 86_400_000),
    });
    const aunt = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: aunt.id, studentId: child.id, ...rights.viewOnly });
    expect((await (await t.as(parent)).families.home()).expiring).toMatchObject([
      { studentId: child.id, recipientName: partner.name, expiresOn: addDays(today(), 3) },
    ]);
    expect((await (await t.as(aunt)).families.home()).expiring).toEqual([]);
    expect(await (await t.as(aunt)).consent.ofChild({ studentId: child.id })).toMatchObject([{ granted: true }]);
  });
});

describe("goals", () => {
  const draft = (familyId: string, more: object = {}) => ({
    id: randomUUID(),
    familyId,
    studentId: null,
    title: "Read storybooks",
    target: 3,
    unit: "books",
    dueOn: null,
    ...more,
  });

  test("a goal sent twice is one goal", async () => {
    const { api, family: house } = await family();
    const goal = draft(house.id);
    await api.families.saveGoal(goal);
    expect(await api.families.saveGoal(goal)).toMatchObject({ progress: 0, status: "OPEN" });
    expect(await count(`"FamilyGoal" WHERE "familyId" = $1`, [house.id])).toBe(1);
    expect(await count(`"AuditEvent" WHERE "subjectId" = $1`, [goal.id])).toBe(1);
  });

  test("two parents add one at the same moment: one counts, the other is told to look again", async () => {
    const { api, other, family: house } = await family();
    const goal = await api.families.saveGoal(draft(house.id));
    const father = await t.as(other);
    const move = (who: typeof api) =>
      refusal(who.families.moveGoal({ id: goal.id, from: 0, step: 1, key: randomUUID() }));
    expect((await Promise.all([move(api), move(father)])).sort()).toEqual(["done", "goal.changed"]);
    expect((await api.families.home()).goals[0]?.progress).toBe(1);
  });

  test("a goal of the whole family is told to a guardian of a sibling one does not see", async () => {
    const { api, family: house, students } = await family();
    const aunt = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    const cousin = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: aunt.id, studentId: students[0]?.id, ...rights.viewOnly });
    await createGuardianship(t.sql, t.random, {
      guardianId: cousin.id,
      studentId: students[1]?.id,
      ...rights.viewOnly,
    });
    await api.families.saveGoal(draft(house.id));
    const called = async (who: { id: string }) =>
      count(`"LiveEvent" WHERE "userId" = $1 AND payload->>'topic' = $2`, [who.id, `family:${house.id}`]);
    expect(await called(cousin)).toBe(1);
    await (await t.as(aunt)).families.saveGoal(draft(house.id));
    expect(await called(cousin)).toBe(2);
    const stranger = await family();
    expect(await called(stranger.parent)).toBe(0);
  });

  test("one press sent five times counts once, and the last step tells the others", async () => {
    const { api, other, pupil, child, family: house, parent } = await family();
    const goal = await api.families.saveGoal(draft(house.id, { studentId: child.id }));
    const press = { id: goal.id, from: 0, step: 1, key: randomUUID() };
    await Promise.all(Array.from({ length: 5 }, () => api.families.moveGoal(press)));
    expect((await api.families.home()).goals[0]?.progress).toBe(1);
    const reached = await api.families.moveGoal({ id: goal.id, from: 1, step: 5, key: randomUUID() });
    expect(reached).toMatchObject({ progress: 3, status: "REACHED" });
    const told = await rows<{ userId: string; href: string }>(
      `SELECT "userId", href FROM "Notification" WHERE type = 'goal.reached' AND "userId" = ANY($1::uuid[])`,
      [[other.id, pupil.id, parent.id]],
    );
    expect(new Map(told.map(({ userId, href }) => [userId, href]))).toEqual(
      new Map([
        [other.id, "/dashboard/parent#goals"],
        [pupil.id, "/dashboard/student#goals"],
      ]),
    );
    // Stepping back and reaching it again is not news.
    await api.families.moveGoal({ id: goal.id, from: 3, step: -1, key: randomUUID() });
    await api.families.moveGoal({ id: goal.id, from: 2, step: 1, key: randomUUID() });
    expect(await count(`"Notification" WHERE type = 'goal.reached' AND "userId" = $1`, [other.id])).toBe(1);
  });

  test("dropping, dropping again and taking up again", async () => {
    const { api, family: house } = await family();
    const { id } = await api.families.saveGoal(draft(house.id));
    expect((await api.families.dropGoal({ id })).status).toBe("DROPPED");
    expect((await api.families.dropGoal({ id })).status).toBe("DROPPED");
    expect((await api.families.home()).goals).toEqual([]);
    expect(await refusal(api.families.moveGoal({ id, from: 0, step: 1, key: randomUUID() }))).toBe("goal.changed");
    expect((await api.families.resumeGoal({ id })).status).toBe("OPEN");
    const changed = await api.families.saveGoal({
      ...draft(house.id),
      id,
      existing: true,
      title: "Read aloud",
      target: 5,
    });
    expect(changed).toMatchObject({ title: "Read aloud", target: 5, progress: 0 });
    expect(await count(`"AuditEvent" WHERE "subjectId" = $1`, [id])).toBe(4);
  });
});

test("a children's home of forty: the list has pages, the home reads no more often", async () => {
  const house = await createFamily(t.sql, t.random, { kind: "HOME" });
  const parent = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  for (let i = 0; i < 40; i++) {
    const student = await createStudent(t.sql, t.random, { familyId: house.id, grade: i % 2 ? "G4" : "G5" });
    await createGuardianship(t.sql, t.random, { guardianId: parent.id, studentId: student.id });
  }
  const api = await t.as(parent);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.families.children({ limit: 15, ...(cursor && { cursor }) });
    expect(page.total).toBe(40);
    names.push(...page.rows.map(({ firstName, id }) => `${firstName} ${id}`));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(new Set(names).size).toBe(40);
  expect(names.map((name) => name.split(" ")[0])).toEqual(names.map((name) => name.split(" ")[0]).sort());
  const found = await api.families.children({ filters: { grade: ["G4"] }, sort: "-age" });
  expect(found.total).toBe(20);
  const ages = found.rows.map(({ birthDate }) => birthDate);
  expect(ages).toEqual([...ages].sort().reverse());
  const before = readCount();
  expect((await api.families.home()).children).toHaveLength(40);
  expect(readCount() - before).toBe(2);
});
