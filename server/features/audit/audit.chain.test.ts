import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor, type UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { work } from "@/server/platform/db/work";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { anchorAudit, sealAll, sealAudit } from "./audit.seal.service";
import { verifyChain } from "./audit.source";
import type { ChainState } from "./audit.verify";
import { chainSource } from "./audit.verify.service";

let t: TestDatabase;
let actor: UserActor;
beforeAll(async () => {
  t = await testDatabase();
  actor = (await t.ctx(await createUser(t.sql, t.random))).actor;
});
afterAll(() => t.close());

const write = (action: string, more: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {}) =>
  work(actor, (db) =>
    audit(
      db,
      { actor, ip: "10.0.0.1", userAgent: "x", requestId: "r", now: new Date() },
      {
        action,
        subjectType: "test",
        ...more,
      },
    ),
  );
/** What the database's owner can do: no trigger, no policy in the way. */
async function asOwner(text: string, values: unknown[] = []) {
  await t.sql.query("BEGIN; SET LOCAL session_replication_role = replica");
  try {
    return await t.sql.query(text, values);
  } finally {
    await t.sql.query("COMMIT");
  }
}
const clear = () =>
  asOwner(`DELETE FROM "AuditEvent"`)
    .then(() => asOwner(`DELETE FROM "AuditLink"`))
    .then(() => asOwner(`DELETE FROM "AuditAnchor"`));
const idAt = async (seq: number) =>
  (await t.sql.query<{ id: string }>(`SELECT "eventId" AS id FROM "AuditLink" WHERE seq = $1`, [seq])).rows[0]?.id ??
  "";
const verify = () => verifyChain(chainSource, { piece: 3 });
const told = (state: ChainState) => state.findings.map(({ kind, seq, id }) => [kind, seq, id]);

beforeEach(async () => {
  await clear();
  for (let n = 1; n <= 8; n++)
    await write(`test.number_${n}`, {
      before: { n, nested: { z: [1, 2.5, -0], a: 'Ngũgĩ\n"x"' } },
      after: { n: n + 1, at: new Date() },
    });
  await sealAll();
});

test("an untouched log is whole: every row linked without a gap, and again after more rows", async () => {
  expect(await verify()).toMatchObject({ checked: 8, found: 0, waiting: 0, seq: "8" });
  await write("test.later");
  expect(await verify()).toMatchObject({ checked: 8, found: 0, waiting: 1 });
  expect(await sealAll()).toBe(1);
  expect(await verify()).toMatchObject({ checked: 9, found: 0, waiting: 0 });
  const { rows } = await t.sql.query(`SELECT seq::int FROM "AuditLink" ORDER BY seq`);
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the database itself refuses every change by anybody who leaves its triggers alone", async () => {
  for (const table of ["AuditEvent", "AuditLink"])
    for (const act of [`DELETE FROM "${table}"`, `TRUNCATE "${table}"`])
      await expect(t.sql.query(act)).rejects.toThrow(/append-only/);
  await expect(t.sql.query(`UPDATE "AuditLink" SET hash = ''`)).rejects.toThrow(/append-only/);
});

describe("what the database's owner does is found and named:", () => {
  test.each([
    ["who did it", `"actorId" = gen_random_uuid()`],
    ["what was done", `action = 'test.nothing'`],
    ["that it was refused", `outcome = 'DENIED'`],
    ["one number in what it was before", `before = jsonb_set(before, '{n}', '77')`],
    ["nothing left of what it became", `after = NULL`],
    ["where from", `ip = '10.0.0.2'`],
    ["when", `"createdAt" = "createdAt" - interval '1 day'`],
    ["about which child", `"studentId" = gen_random_uuid()`],
    ["in which request", `"requestId" = NULL`],
  ])("a row changed in %s", async (_, change) => {
    const id = await idAt(4);
    await asOwner(`UPDATE "AuditEvent" SET ${change} WHERE id = $1`, [id]);
    expect(told(await verify())).toEqual([["changed", "4", id]]);
  });

  test("a row whose time of recording was changed", async () => {
    const id = await idAt(4);
    await asOwner(`UPDATE "AuditEvent" SET "recordedAt" = "recordedAt" - interval '1 second' WHERE id = $1`, [id]);
    expect(told(await verify())).toEqual([["link_changed", "4", id]]);
  });

  test("a row changed together with its link", async () => {
    const id = await idAt(4);
    await asOwner(`UPDATE "AuditEvent" SET ip = '9.9.9.9' WHERE id = $1`, [id]);
    await asOwner(
      `UPDATE "AuditLink" l SET hash = sha256((SELECT hash FROM "AuditLink" WHERE seq = 3) || convert_to(app.audit_text(4, e), 'UTF8')) FROM "AuditEvent" e WHERE e.id = l."eventId" AND l.seq = 4`,
    );
    const found = told(await verify());
    expect(found[0]).toEqual(["changed", "4", id]);
  });

  test("a removed row, the first, one in the middle, the last", async () => {
    const ids = [await idAt(1), await idAt(5), await idAt(8)];
    for (const id of ids) await asOwner(`DELETE FROM "AuditEvent" WHERE id = $1`, [id]);
    expect(told(await verify())).toEqual([
      ["removed", "1", ids[0]],
      ["removed", "5", ids[1]],
      ["removed", "8", ids[2]],
    ]);
  });

  test("a row removed together with its link", async () => {
    const id = await idAt(5);
    await asOwner(`DELETE FROM "AuditEvent" WHERE id = $1`, [id]);
    await asOwner(`DELETE FROM "AuditLink" WHERE seq = 5`);
    expect(told(await verify())).toEqual([["link_removed", "5", null]]);
  });

  test("a link removed alone: its number, and its row which now has none", async () => {
    const id = await idAt(5);
    await asOwner(`DELETE FROM "AuditLink" WHERE seq = 5`);
    await asOwner(`UPDATE "AuditEvent" SET "recordedAt" = now() - interval '1 hour' WHERE id = $1`, [id]);
    expect(told(await verify())).toEqual([
      ["link_removed", "5", null],
      ["unsealed", null, id],
    ]);
  });

  test("a link's hash changed: that one and no other", async () => {
    await asOwner(`UPDATE "AuditLink" SET hash = sha256('x') WHERE seq = 5`);
    expect(told(await verify())).toEqual([["link_changed", "5", await idAt(5)]]);
  });

  const insert = `INSERT INTO "AuditEvent" (id, action, "subjectType", "createdAt", "recordedAt", mac) VALUES (gen_random_uuid(), 'test.invented', 'test', $1, $1, $2) RETURNING id`;
  test("an inserted row: before it is sealed, and just as well after the job has sealed it in good faith", async () => {
    const { rows } = await t.sql.query(insert, [new Date(), null]);
    expect(told(await verify())).toEqual([["inserted", null, rows[0].id]]);
    await sealAll();
    expect(told(await verify())).toEqual([["inserted", "9", rows[0].id]]);
  });

  test("an inserted row dated back, with a seal taken from another row", async () => {
    const mac = (await t.sql.query(`SELECT mac FROM "AuditEvent" LIMIT 1`)).rows[0].mac;
    const { rows } = await t.sql.query(insert, [new Date(Date.now() - 86_400_000), mac]);
    await sealAll();
    expect(told(await verify())).toEqual([["changed", null, rows[0].id]]);
  });

  test("an inserted row with a link squeezed in: everything after it moves, and none of it fits", async () => {
    const { rows } = await t.sql.query(insert, [new Date(), null]);
    await asOwner(`UPDATE "AuditLink" SET seq = -seq WHERE seq >= 5`);
    await asOwner(`UPDATE "AuditLink" SET seq = -seq + 1 WHERE seq < 0`);
    await asOwner(`INSERT INTO "AuditLink" VALUES (5, $1, now(), sha256('guess'))`, [rows[0].id]);
    const found = told(await verify());
    expect(found[0]).toEqual(["inserted", "5", rows[0].id]);
    expect(found.length).toBeGreaterThan(1);
  });

  test("a row the sealer was kept from", async () => {
    await write("test.hidden");
    const id = (await t.sql.query(`SELECT id FROM "AuditEvent" WHERE action = 'test.hidden'`)).rows[0].id;
    await asOwner(`UPDATE "AuditEvent" SET "recordedAt" = now() - interval '20 minutes' WHERE id = $1`, [id]);
    expect(told(await verify())).toEqual([["unsealed", null, id]]);
  });

  test("the whole chain rewritten after a row was taken out: not what was signed", async () => {
    await anchorAudit();
    expect(await verify()).toMatchObject({ found: 0 });
    const id = await idAt(3);
    await asOwner(`DELETE FROM "AuditEvent" WHERE id = $1`, [id]);
    await asOwner(`DELETE FROM "AuditLink"`);
    // The owner knows the chain's own rule and follows it; the rows' seals all hold.
    await t.sql.query(`SELECT set_config('app.system', 'audit', false)`);
    await t.sql.query(`SELECT * FROM app.seal_audit(100)`);
    await t.sql.query(`SELECT set_config('app.system', '', false)`);
    expect(told(await verify())).toEqual([["anchor_wrong", "8", null]]);
    await write("test.more");
    await sealAll();
    expect(told(await verify())).toEqual([["anchor_wrong", "8", await idAt(8)]]);
  });

  test("the end of the chain cut off behind an anchor", async () => {
    await anchorAudit();
    const last = await idAt(8);
    await asOwner(`DELETE FROM "AuditEvent" WHERE id = $1`, [last]);
    await asOwner(`DELETE FROM "AuditLink" WHERE seq = 8`);
    expect(told(await verify())).toEqual([["anchor_wrong", "8", null]]);
  });
});

describe("anchors", () => {
  const day = 86_400_000;
  async function threeDays() {
    for (let n = 3; n >= 1; n--) {
      await write(`test.day_${n}`);
      await anchorAudit(new Date(Date.now() - (n - 1) * day));
    }
  }

  test("stand one for each day, however often they are asked for, each covering the one before", async () => {
    await threeDays();
    expect(await anchorAudit()).toBeNull();
    expect((await t.sql.query(`SELECT count(*)::int AS n FROM "AuditAnchor"`)).rows).toEqual([{ n: 3 }]);
    expect(await verify()).toMatchObject({ found: 0 });
  });

  test.each([
    ["changed", `UPDATE "AuditAnchor" SET hash = sha256('x') WHERE day = (SELECT max(day) FROM "AuditAnchor")`],
    [
      "given rows that need no seal",
      `UPDATE "AuditAnchor" SET "unsignedThrough" = 5 WHERE day = (SELECT max(day) FROM "AuditAnchor")`,
    ],
    ["taken out of the middle", `DELETE FROM "AuditAnchor" WHERE day = (SELECT min(day) + 1 FROM "AuditAnchor")`],
    ["taken from the beginning", `DELETE FROM "AuditAnchor" WHERE day = (SELECT min(day) FROM "AuditAnchor")`],
    [
      "put before the first",
      `INSERT INTO "AuditAnchor" (day, seq, hash, "unsignedThrough", "keyId", signature) SELECT '2000-01-01', seq, hash, seq, '', '' FROM "AuditAnchor" ORDER BY seq DESC LIMIT 1`,
    ],
  ])("that were %s are found", async (what, act) => {
    await threeDays();
    await asOwner(act);
    const found = told(await verify());
    if (what === "put before the first") expect((await verify()).found).toBe(0);
    else expect(found.map(([kind]) => kind)).toContain("anchor_wrong");
  });

  test("a claim that old rows were never sealed does not stand against the first signed anchor", async () => {
    await anchorAudit();
    const id = await idAt(2);
    await asOwner(`UPDATE "AuditEvent" SET mac = NULL, action = 'test.forged' WHERE id = $1`, [id]);
    await asOwner(
      `INSERT INTO "AuditAnchor" (day, seq, hash, "unsignedThrough", "keyId", signature) SELECT '2000-01-01', 8, hash, 8, '', '' FROM "AuditLink" WHERE seq = 8`,
    );
    expect(told(await verify())).toContainEqual(["inserted", "2", id]);
  });

  test("that have stopped while rows were sealed are missed", async () => {
    await anchorAudit(new Date(Date.now() - 9 * day));
    expect(told(await verify())).toEqual([["anchor_missing", null, null]]);
  });

  test("a verification of the last days begins at a signed anchor and finds what lies behind it", async () => {
    await threeDays();
    const id = (await t.sql.query(`SELECT "eventId" AS id FROM "AuditLink" ORDER BY seq DESC LIMIT 1`)).rows[0].id;
    const early = await idAt(2);
    for (const one of [id, early]) await asOwner(`UPDATE "AuditEvent" SET ip = '1.1.1.1' WHERE id = $1`, [one]);
    const since = new Date(Date.now() - day).toISOString().slice(0, 10);
    const state = await verifyChain(chainSource, { sinceDay: since });
    expect(state.checked).toBeLessThan(4);
    expect(told(state)).toEqual([["changed", "11", id]]);
  });
});

describe("sealing", () => {
  test("is the audit service's alone", async () => {
    for (const system of ["platform", "", "identity"])
      await t.asApp(
        null,
        null,
        async (query) => {
          await expect(query(`SELECT * FROM app.seal_audit(10)`)).rejects.toThrow(/only the audit service/);
        },
        system,
      );
    await t.asApp(actor.userId, "PARENT", async (query) => {
      await query("SELECT set_config('app.system', 'audit', true)");
      await expect(query(`SELECT * FROM app.seal_audit(10)`)).rejects.toThrow(/only the audit service/);
    });
  });

  test("nobody writes a link or an anchor otherwise", async () => {
    for (const system of ["audit", ""])
      await t.asApp(
        null,
        null,
        async (query) => {
          await expect(query(`INSERT INTO "AuditLink" VALUES (99, gen_random_uuid(), now(), '')`)).rejects.toThrow(
            /row-level security/,
          );
        },
        system,
      );
  });

  test("goes in bounded bites, and two at once do not tear the chain", async () => {
    for (let n = 0; n < 25; n++) await write("test.many");
    expect((await sealAudit(10))?.sealed).toBe(10);
    await Promise.all([sealAll(5, 10), sealAll(5, 10), write("test.meanwhile"), sealAll(5, 10)]);
    await sealAll();
    expect(await verify()).toMatchObject({ found: 0, waiting: 0, checked: 34 });
  });

  // Needs two sessions at once; the embedded database has one.
  test.runIf(process.env.TEST_DATABASE_URL)(
    "keeps no writer waiting, and takes what commits late when it has committed",
    async () => {
      const { default: pg } = await import("pg");
      const slow = new pg.Client({ connectionString: t.url });
      await slow.connect();
      await slow.query("BEGIN");
      await slow.query(
        `INSERT INTO "AuditEvent" (id, action, "subjectType") VALUES (gen_random_uuid(), 'test.slow', 'test')`,
      );
      await write("test.quick");
      expect((await sealAudit())?.sealed).toBe(1);
      await slow.query("COMMIT");
      await slow.end();
      expect((await sealAudit())?.sealed).toBe(1);
      const { rows } = await t.sql.query(
        `SELECT e.action FROM "AuditLink" l JOIN "AuditEvent" e ON e.id = l."eventId" ORDER BY l.seq DESC LIMIT 2`,
      );
      expect(rows.map(({ action }) => action)).toEqual(["test.slow", "test.quick"]);
    },
  );
});

test("a person's context of a system actor writes rows that hold, too", async () => {
  await work(systemActor("platform"), (db) =>
    audit(
      db,
      { actor: systemActor("platform"), ip: "-", userAgent: "", requestId: "", now: new Date() },
      { action: "test.job", subjectType: "job", after: { big: 12n, list: [] } },
    ),
  );
  await sealAll();
  expect(await verify()).toMatchObject({ found: 0, checked: 9 });
});
