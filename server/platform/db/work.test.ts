import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createGuardianship, createHousehold, createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { systemActor, type UserActor, visitor } from "../actor";
import { database, type Opening, opening } from "./client";
import { afterCommit, assertOutsideWork, type Db, work } from "./work";

let t: TestDatabase;
let parent: UserActor;
let familyId: string;
beforeAll(async () => {
  t = await testDatabase();
  const made = await createHousehold(t.sql, t.random);
  familyId = made.family.id;
  parent = (await t.ctx(made.parent)).actor;
});
afterAll(() => t.close());

const embedded = !process.env.TEST_DATABASE_URL;
const idleLimit = async () =>
  (
    await work(
      parent,
      (db) => db.$queryRaw<{ limit: string }[]>`SELECT current_setting('idle_in_transaction_session_timeout') AS limit`,
    )
  )[0]?.limit;
const setting = (db: Db, key: string, value: number) =>
  db.userSetting.createMany({ data: { userId: parent.userId, key, value } });
const settings = async (key: string) =>
  (await t.sql.query(`SELECT value FROM "UserSetting" WHERE key = $1`, [key])).rows.map(({ value }) => value);
const whoAmI = (db: Db) =>
  db.$queryRaw<{ role: string; person: string; acting: string; system: string }[]>`
    SELECT current_user::text AS role, current_setting('app.user_id', true) AS person, current_setting('app.role', true) AS acting, current_setting('app.system', true) AS system`;

describe("a unit of work", () => {
  test("runs as the ordinary role, for one person in one role", async () => {
    expect(await work(parent, whoAmI)).toEqual([
      { role: "uhs_app", person: parent.userId, acting: "PARENT", system: "" },
    ]);
    expect(await work(systemActor("outbox"), whoAmI)).toEqual([
      { role: "uhs_app", person: "", acting: "", system: "outbox" },
    ]);
    expect(await work(visitor, whoAmI)).toEqual([{ role: "uhs_app", person: "", acting: "", system: "" }]);
  });

  test("has its settings from the moment it begins, in one journey", async () => {
    const start: Opening = { settings: { role: "uhs_app", "app.user_id": "it's \\ quoted" }, done: false };
    const seen = await opening.run(start, () => database().$transaction((db) => whoAmI(db)));
    expect(seen).toMatchObject([{ role: "uhs_app", person: "it's \\ quoted" }]);
    expect(start.done).toBe(true);
  });

  test("leaves nothing behind on the line", async () => {
    // On the embedded database this is the very session the units ran on.
    const left = async () =>
      (
        await t.sql.query(
          `SELECT current_user = session_user AS owner, coalesce(current_setting('app.user_id', true), '') || coalesce(current_setting('app.role', true), '')
                  || coalesce(current_setting('app.system', true), '') AS actor, current_setting('statement_timeout') AS timeout`,
        )
      ).rows;
    const clean = [{ owner: true, actor: "", timeout: "0" }];
    await work(parent, whoAmI);
    expect(await left()).toEqual(clean);
    await work(systemActor("outbox"), whoAmI);
    expect(await left()).toEqual(clean);
    await work(parent, () => Promise.reject(new Error("no"))).catch(() => {});
    expect(await left()).toEqual(clean);
  });

  // When it fires, PGlite neither ends the session nor goes on: it eats memory until the process dies.
  test.runIf(embedded)("does not ask the embedded engine to end an idle session", async () => {
    expect(await idleLimit()).toBe("0");
  });

  test("is whole or absent", async () => {
    await work(parent, (db) => setting(db, "whole", 1));
    expect(await settings("whole")).toEqual([1]);
    const failing = work(parent, async (db) => {
      await setting(db, "absent", 1);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await settings("absent")).toEqual([]);
  });

  test("joins the open one of the same actor: one transaction, one end", async () => {
    await work(parent, async (db) => {
      const outer = await db.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
      const inner = await work(
        parent,
        (again) => again.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`,
      );
      expect(inner).toEqual(outer);
    });
    const failing = work(parent, async (db) => {
      await setting(db, "outer", 1);
      await work(parent, (again) => setting(again, "inner", 1));
      throw new Error("outer failed");
    });
    await expect(failing).rejects.toThrow("outer failed");
    expect([await settings("outer"), await settings("inner")]).toEqual([[], []]);
  });

  it.each([
    ["another person", () => ({ ...parent, userId: "018f0000-0000-7000-8000-000000000000" }) as UserActor],
    ["another role of the same person", () => ({ ...parent, role: "ADMIN" }) as UserActor],
    ["a service", () => systemActor("families")],
    ["nobody", () => visitor],
  ])("refuses to become %s half-way", async (_, other) => {
    const failing = work(parent, () => work(other(), async () => "never"));
    await expect(failing).rejects.toThrow("for another actor");
  });

  test("that waits is cut off, writes nothing, and leaves the database to the others", async () => {
    // Would take this process with it; the test above says why.
    if (embedded) expect(await idleLimit()).toBe("0");
    const from = performance.now();
    const slow = work(
      parent,
      async (db) => {
        await setting(db, "slow", 1);
        await pause(1_500);
        await setting(db, "slow2", 1);
      },
      { timeoutMs: 300 },
    );
    const refused = expect(slow).rejects.toThrow(/transaction|expired|closed|timeout/i);
    await pause(450);
    // Its time is over: the next one does not wait until it wakes up.
    expect(await work(parent, async (db) => (await db.student.findMany({ select: { id: true } })).length)).toBe(2);
    expect(performance.now() - from).toBeLessThan(1_400);
    await refused;
    expect([await settings("slow"), await settings("slow2")]).toEqual([[], []]);
  });

  test("keeps what should happen after it until it has happened", async () => {
    const heard: string[] = [];
    await work(parent, async (db) => {
      await setting(db, "told", 1);
      afterCommit(() => heard.push("told"));
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual(["told"]);
    await work(parent, async () => {
      afterCommit(() => heard.push("never"));
      throw new Error("no");
    }).catch(() => {});
    expect(heard).toEqual(["told"]);
    afterCommit(() => heard.push("at once"));
    expect(heard).toEqual(["told", "at once"]);
  });

  test("never waits for the network: a client of an outside service refuses to be called inside", async () => {
    assertOutsideWork("the mail server");
    await expect(work(parent, async () => assertOutsideWork("the mail server"))).rejects.toMatchObject({
      kind: "INTERNAL",
      cause: expect.objectContaining({ message: expect.stringContaining("the mail server") }),
    });
    // Still inside when the call is made by something the unit only waits for.
    await expect(work(parent, async () => pause(1).then(() => assertOutsideWork("M-Pesa")))).rejects.toThrow();
  });

  test("sees a guardianship end in the next unit, not in a later session", async () => {
    const child = await createStudent(t.sql, t.random, { familyId });
    const tie = await createGuardianship(t.sql, t.random, { guardianId: parent.userId, studentId: child.id });
    const sees = () => work(parent, async (db) => (await db.student.count({ where: { id: child.id } })) === 1);
    expect(await sees()).toBe(true);
    await t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now() WHERE id = $1`, [tie.id]);
    expect(await sees()).toBe(false);
  });
});

describe("units at the same time", () => {
  test("twenty at once all come through, each for its own person", async () => {
    const actors: UserActor[] = [];
    for (let i = 0; i < 5; i++) actors.push((await t.ctx(await createUser(t.sql, t.random))).actor);
    const seen = await Promise.all(
      [...actors, ...actors, ...actors, ...actors].map((actor) =>
        work(actor, async (db) => [
          actor.userId,
          (await db.user.findMany({ select: { id: true } })).map(({ id }) => id),
        ]),
      ),
    );
    for (const [id, ids] of seen) expect(ids).toEqual([id]);
  });

  // The embedded database is one session: nothing can be lost there because nothing runs beside anything else.
  test.runIf(process.env.TEST_DATABASE_URL)("a lost race is run again once and then succeeds", async () => {
    await t.sql.query(
      `INSERT INTO "UserSetting" ("userId", key, value, "updatedAt") VALUES ($1, 'race-a', '0', now()), ($1, 'race-b', '0', now())`,
      [parent.userId],
    );
    let runs = 0;
    let meet: () => void = () => {};
    const both = new Promise<void>((resolve) => {
      meet = resolve;
    });
    let arrived = 0;
    const raise = (first: string, second: string) =>
      work(parent, async (db) => {
        runs += 1;
        const one = (key: string) =>
          db.$executeRaw`UPDATE "UserSetting" SET value = to_jsonb((value #>> '{}')::int + 1) WHERE "userId" = ${parent.userId}::uuid AND key = ${key}`;
        await one(first);
        arrived += 1;
        if (arrived === 2) meet();
        await both;
        await one(second);
      });
    // Each holds what the other wants: the database kills one of them.
    await Promise.all([raise("race-a", "race-b"), raise("race-b", "race-a")]);
    expect(runs).toBe(3);
    expect([await settings("race-a"), await settings("race-b")]).toEqual([[2], [2]]);
  });
});
