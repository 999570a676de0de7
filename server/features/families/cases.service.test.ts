import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase, createDataRequest } from "@/tests/factories/care";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("cases");
});
afterAll(() => t.close());

const staff = () => createUser(t.sql, t.random, { roles: ["STAFF"] });

describe("taking a case", () => {
  it("gives it to one of two who press at once", async () => {
    const waiting = await createCase(t.sql, t.random, { status: "OPEN", ownerId: null });
    const [one, two] = await Promise.all([t.as(await staff()), t.as(await staff())]);
    const results = await Promise.allSettled([one.cases.take({ id: waiting.id }), two.cases.take({ id: waiting.id })]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(String((refused as PromiseRejectedResult).reason)).toContain("case.taken");
  });

  it("is not there for anybody but staff", async () => {
    const waiting = await createCase(t.sql, t.random, { status: "OPEN", ownerId: null });
    for (const role of ["PARENT", "INSTRUCTOR", "PARTNER", "ADMIN", "STUDENT"] as const) {
      const api = await t.as(await createUser(t.sql, t.random, { roles: [role] }));
      await expect(api.cases.take({ id: waiting.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("moving a case on", () => {
  it("keeps the note, closes with a date, and refuses a step seen from an old state", async () => {
    const me = await staff();
    const mine = await createCase(t.sql, t.random, { status: "OPEN", ownerId: me.id });
    const api = await t.as(me);
    await api.cases.move({ id: mine.id, from: "OPEN", to: "CLOSED", note: "Spoke with the mother" });
    const { rows } = await t.sql.query(
      `SELECT c.status, c."closedAt", n.body FROM "FamilyCase" c JOIN "CaseNote" n ON n."caseId" = c.id WHERE c.id = $1`,
      [mine.id],
    );
    expect(rows).toMatchObject([{ status: "CLOSED", body: "Spoke with the mother" }]);
    expect(rows[0].closedAt).not.toBeNull();
    await expect(api.cases.move({ id: mine.id, from: "OPEN", to: "WATCHING", note: "Seen too late" })).rejects.toThrow(
      "conflict",
    );
    await expect(api.cases.move({ id: mine.id, from: "CLOSED", to: "WATCHING", note: "Not a step" })).rejects.toThrow(
      "case.cannot_move",
    );
  });
});

describe("the desk", () => {
  it("counts what stands in the tables", async () => {
    const me = await staff();
    await createCase(t.sql, t.random, { status: "OPEN", ownerId: me.id });
    await createDataRequest(t.sql, t.random, { status: "RECEIVED" });
    const desk = await (await t.as(me)).cases.desk();
    const { rows } = await t.sql.query(
      `SELECT (SELECT count(*)::int FROM "FamilyCase" WHERE "ownerId" = $1 AND status <> 'CLOSED') AS mine,
              (SELECT count(*)::int FROM "FamilyCase" WHERE "ownerId" IS NULL AND status = 'OPEN') AS waiting,
              (SELECT count(*)::int FROM "DataRequest" WHERE status IN ('RECEIVED', 'IN_PROGRESS')) AS requests`,
      [me.id],
    );
    expect(desk.counts).toMatchObject(rows[0]);
    expect(desk.mine).toHaveLength(rows[0].mine);
    expect(desk.team).toBeNull();
  });
});
