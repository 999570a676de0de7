import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createCompetency } from "@/tests/factories/curriculum";
import { createGuardianship, createHousehold, createStudent, createTeaching, rights } from "@/tests/factories/families";
import { createMembership, createOrganization, createUser } from "@/tests/factories/identity";
import { createNotification } from "@/tests/factories/notify";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { shellData } from "./platform.queries";
import { MAX_VIEWS, type SettingKey } from "./platform.schema";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const person = (roles: Parameters<typeof createUser>[2] = {}) => createUser(t.sql, t.random, roles);
const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error) => error.cause?.reason ?? error.message,
  );

describe("what the screen remembers", () => {
  test("is there on the next page and belongs to one person", async () => {
    const [me, other] = [await person(), await person()];
    const api = await t.as(me);
    await api.platform.rememberSetting({ key: "sidebar", value: "narrow" });
    await api.platform.rememberSetting({ key: "closedSections", value: ["family"] });
    await api.platform.rememberSetting({ key: "closedSections", value: ["family", "you"] });
    expect(await shellData(await t.ctx(me))).toMatchObject({ sidebar: "narrow", closedSections: ["family", "you"] });
    expect(await shellData(await t.ctx(other))).toMatchObject({ sidebar: "wide", closedSections: [] });
    const audited = await t.sql.query(`SELECT "subjectId" FROM "AuditEvent" WHERE "actorId" = $1 ORDER BY id`, [me.id]);
    expect(audited.rows.map((row) => row.subjectId)).toEqual(["sidebar", "closedSections", "closedSections"]);
  });

  test.each([
    ["a key nobody knows", "colour", "red"],
    ["a key of the object's own", "constructor", {}],
    ["a value of another kind", "sidebar", "wider"],
    ["more than a list needs", "list.people", { columns: Array.from({ length: 41 }, (_, i) => `c${i}`) }],
    ["a field a list does not have", "list.people", { script: "x" }],
    ["a list's name that is none", "list.<b>", {}],
    [
      "hours that end before they begin",
      "workingHours",
      [{ from: 600, until: 500 }, null, null, null, null, null, null],
    ],
  ])("is not %s", async (_what, key, value) => {
    const api = await t.as(await person());
    const input = { key: key as SettingKey, value };
    expect(await reasonOf(api.platform.rememberSetting(input))).toBe("bad_input");
  });

  test("is not endless", async () => {
    const me = await person();
    await t.sql.query(
      `INSERT INTO "UserSetting" ("userId", key, value, "updatedAt") SELECT $1, 'part.p' || i, '"open"', now() FROM generate_series(1, 300) i`,
      [me.id],
    );
    const api = await t.as(me);
    expect(await reasonOf(api.platform.rememberSetting({ key: "part.more", value: "open" }))).toBe("setting.too_many");
    await api.platform.rememberSetting({ key: "part.p7", value: "closed" });
  });
});

describe("the frame's data", () => {
  test("counts what is unread, without what was turned off and not urgent", async () => {
    const me = await person();
    for (const [type, severity, readAt] of [
      ["welcome", "INFO", null],
      ["goal.reached", "INFO", null],
      ["goal.reached", "URGENT", null],
      ["welcome", "INFO", new Date()],
    ] as const)
      await createNotification(t.sql, t.random, { userId: me.id, type, severity, readAt });
    await createNotification(t.sql, t.random, { type: "welcome" });
    const api = await t.as(me);
    await api.notify.setPreference({ type: "goal.reached", channel: "IN_APP", enabled: false });
    const { counters } = await shellData(await t.ctx(me));
    expect(counters.unreadNotifications).toBe(2);
    expect(await api.notify.unread()).toBe(2);
  });

  test("names the children a guardian may see, and nobody else's", async () => {
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 2 });
    const hidden = await createStudent(t.sql, t.random);
    await createGuardianship(t.sql, t.random, { guardianId: parent.id, studentId: hidden.id, ...rights.payOnly });
    const ended = await createStudent(t.sql, t.random);
    await createGuardianship(t.sql, t.random, { guardianId: parent.id, studentId: ended.id, endedAt: new Date() });
    await createHousehold(t.sql, t.random);
    const { children } = await shellData(await t.ctx(parent));
    expect(children.map((child) => child.id).sort()).toEqual(students.map((child) => child.id).sort());
    const teacher = await person({ roles: ["INSTRUCTOR"] });
    expect((await shellData(await t.ctx(teacher))).children).toEqual([]);
  });
});

describe("saved views", () => {
  test("are kept by name, changed under the same name, and removed only by their owner", async () => {
    const [me, other] = [await person({ roles: ["ADMIN"] }), await person({ roles: ["ADMIN"] })];
    const [mine, theirs] = [await t.as(me), await t.as(other)];
    const first = await mine.platform.saveView({
      list: "people",
      name: " Suspended ",
      params: { status: "SUSPENDED" },
    });
    const again = await mine.platform.saveView({
      list: "people",
      name: "Suspended",
      params: { status: ["INVITED", "CLOSED"] },
    });
    expect(again.id).toBe(first.id);
    expect(await mine.platform.views({ list: "people" })).toEqual([
      { id: first.id, name: "Suspended", params: { status: ["INVITED", "CLOSED"] } },
    ]);
    expect(await theirs.platform.views({ list: "people" })).toEqual([]);
    expect(await reasonOf(theirs.platform.removeView({ id: first.id }))).toBe("view.not_found");
    await mine.platform.removeView({ id: first.id });
    expect(await mine.platform.views({ list: "people" })).toEqual([]);
  });

  test("are at most thirty a list", async () => {
    const api = await t.as(await person({ roles: ["STAFF"] }));
    for (let at = 0; at < MAX_VIEWS; at += 1)
      await api.platform.saveView({ list: "cases", name: `View ${at}`, params: {} });
    expect(await reasonOf(api.platform.saveView({ list: "cases", name: "One more", params: {} }))).toBe(
      "view.too_many",
    );
    await api.platform.saveView({ list: "people", name: "Another list", params: {} });
  });
});

describe("search", () => {
  const found = async (who: Parameters<TestDatabase["as"]>[0], q: string) => {
    const hits = await (await t.as(who)).platform.search({ q });
    return Object.fromEntries(hits.map(({ group, hits: rows }) => [group, rows.map((row) => row.title)]));
  };

  test("finds children only for those who may know them", async () => {
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const [child] = students;
    if (!child) throw new Error("a household without a child");
    await t.sql.query(`UPDATE "Student" SET "firstName" = 'Zawadi', "lastName" = 'Testname' WHERE id = $1`, [child.id]);
    const name = ["Zawadi Testname"];
    expect((await found(parent, "zawadi test")).children).toEqual(name);
    expect((await found(parent, "testname zaw")).children).toEqual(name);

    const stranger = (await createHousehold(t.sql, t.random)).parent;
    expect((await found(stranger, "zawadi")).children).toBeUndefined();
    const former = await person();
    await createGuardianship(t.sql, t.random, { guardianId: former.id, studentId: child.id, endedAt: new Date() });
    expect((await found(former, "zawadi")).children).toBeUndefined();

    const teacher = await person({ roles: ["INSTRUCTOR"] });
    expect((await found(teacher, "zawadi")).children).toBeUndefined();
    await createTeaching(t.sql, t.random, { instructorId: teacher.id, studentId: child.id });
    expect((await found(teacher, "zawadi")).children).toEqual(name);

    const membership = await createMembership(t.sql, t.random);
    const partner = { user: membership.userId, role: "PARTNER" as const };
    expect((await found(partner, "zawadi")).children).toBeUndefined();
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "PROFILE",
      recipientType: "PARTNER",
      recipientId: membership.organizationId,
      granted: true,
    });
    expect((await found(partner, "zawadi")).children).toEqual(name);

    expect((await found(await person({ roles: ["STAFF"] }), "zawadi")).children).toEqual(name);
  });

  test("finds people and organisations for offices alone", async () => {
    const admin = await person({ roles: ["ADMIN"] });
    await person({ name: "Barnabas Findable", email: "barnabas@people.uhs.test" });
    await createOrganization(t.sql, t.random, { name: "Findable Readers & Co" });
    const hits = await found(admin, "findable");
    expect(hits.people).toEqual(["Barnabas Findable"]);
    expect(hits.organizations).toEqual(["Findable Readers & Co"]);
    const [, organizations] = await (await t.as(admin)).platform.search({ q: "findable" });
    expect(organizations?.hits[0]?.href).toBe("/dashboard/admin/organizations?q=Findable%20Readers%20%26%20Co");
    expect((await found(admin, "barnabas@people")).people).toEqual(["Barnabas Findable"]);
    const asParent = await found(await person(), "findable");
    expect(asParent.people).toBeUndefined();
    expect(asParent.organizations).toBeUndefined();
  });

  test("finds competencies by code first, by strand and by statement", async () => {
    const competency = await createCompetency(t.sql, t.random, {
      statement: "Measure rainfall with a can.",
      strand: "Weather",
    });
    const me = await person();
    for (const q of [competency.code.toLowerCase(), "rainfall can", "weather"])
      expect((await found(me, q)).competencies?.[0]).toContain(competency.code);
  });

  test("takes wildcards as letters", async () => {
    expect(await found(await person({ roles: ["ADMIN"] }), "%%")).toEqual({});
    expect(await found(await person({ roles: ["ADMIN"] }), "__")).toEqual({});
  });

  test("leads to a record only where the role has its page", async () => {
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const q = students[0]?.firstName ?? "";
    const [mine] = await (await t.as(parent)).platform.search({ q });
    expect(mine?.hits[0]?.href).toBe(`/dashboard/parent/children/${students[0]?.id}`);
    const staff = await person({ roles: ["STAFF"] });
    const groups = await (await t.as(staff)).platform.search({ q });
    for (const { hits } of groups) for (const hit of hits) expect(hit.href === null ? hit.copy : hit.href).toBeTruthy();
  });
});
