/** The history of consent: whatever is done to it by somebody who owns the database is found and named. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createHousehold } from "@/tests/factories/families";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { verifyAllTrails } from "./consent.verify.service";

let t: TestDatabase;
let parent: { id: string };
let child: string;
beforeAll(async () => {
  t = await testDatabase("trail");
});
afterAll(() => t.close());

/** Five lines: yes, ended, no, ended, yes. */
beforeEach(async () => {
  const made = await createHousehold(t.sql, t.random, { children: 1 });
  parent = made.parent;
  child = made.students[0]?.id ?? "";
  const { id: textId } = (
    await t.sql.query<{ id: string }>(`SELECT id FROM "ConsentText" WHERE purpose = 'share.research' AND locale = 'en'`)
  ).rows[0] ?? { id: "" };
  const api = await t.as(parent);
  for (const granted of [true, false, true])
    await api.consent.decide({ studentId: child, dataType: "MOOD", recipientType: "RESEARCH", granted, textId });
});

/** As the owner, with every guard of the table put aside, as somebody with the keys of the server would. */
async function tamper(...statements: string[]): Promise<void> {
  await t.sql.query("BEGIN");
  await t.sql.query(`SET LOCAL session_replication_role = replica`);
  for (const statement of statements) await t.sql.query(statement.replaceAll("$child", `'${child}'`));
  await t.sql.query("COMMIT");
}
const faults = async () =>
  (await (await t.as(parent)).consent.verify({ studentId: child })).faults.map(({ seq, fault }) => [seq, fault]);
const line = (seq: number) => `"studentId" = $child AND seq = ${seq}`;
/** What a careful forger writes: a hash that fits the changed line. */
const rehash = (seq: number) => `UPDATE "ConsentAudit" a SET hash = app.consent_line_hash(a) WHERE ${line(seq)}`;

test("an untouched history is whole, and tells what happened", async () => {
  expect(await faults()).toEqual([]);
  const trail = await (await t.as(parent)).consent.trail({ studentId: child });
  expect(trail.lines.map(({ seq, action }) => [seq, action])).toEqual([
    [5, "granted"],
    [3, "refused"],
    [1, "granted"],
  ]);
  expect(trail.lines[0]).toMatchObject({ text: { version: 3, locale: "en" }, verifiedBy: "password" });
});

describe("found and named:", () => {
  test.each<[string, () => Promise<void>, [number | null, string][]]>([
    [
      "a changed line",
      () => tamper(`UPDATE "ConsentAudit" SET granted = false WHERE ${line(1)}`),
      [
        [1, "changed"],
        [1, "record_changed"],
      ],
    ],
    [
      "a changed line with a hash that fits",
      () => tamper(`UPDATE "ConsentAudit" SET "actorId" = gen_random_uuid() WHERE ${line(3)}`, rehash(3)),
      [[3, "replaced"]],
    ],
    [
      "a removed line",
      () => tamper(`DELETE FROM "ConsentAudit" WHERE ${line(3)}`),
      [
        [3, "removed"],
        [null, "removed"],
      ],
    ],
    [
      "a removed line with the gap closed",
      () =>
        tamper(
          `DELETE FROM "ConsentAudit" WHERE ${line(3)}`,
          `UPDATE "ConsentAudit" SET seq = 3 WHERE ${line(4)}`,
          `UPDATE "ConsentAudit" SET seq = 4 WHERE ${line(5)}`,
        ),
      [
        [2, "replaced"],
        [3, "changed"],
        [3, "replaced"],
        [4, "changed"],
        [5, "removed"],
        [null, "removed"],
      ],
    ],
    [
      "the last line cut off",
      () => tamper(`DELETE FROM "ConsentAudit" WHERE ${line(5)}`),
      [
        [5, "removed"],
        [null, "removed"],
      ],
    ],
    [
      "the last act cut off, line and decision, so that the no stands",
      () =>
        tamper(
          `DELETE FROM "ConsentAudit" WHERE "studentId" = $child AND seq >= 4`,
          `DELETE FROM "ConsentRecord" WHERE "studentId" = $child AND "supersededAt" IS NULL`,
          `UPDATE "ConsentRecord" SET "supersededAt" = NULL WHERE "studentId" = $child AND NOT granted`,
        ),
      [[5, "removed"]],
    ],
    [
      "a line inserted the ordinary way, chained as it should be",
      async () => {
        await t.sql.query(
          `INSERT INTO "ConsentAudit" (id, "recordId", "studentId", "dataType", "recipientType", granted, action) VALUES (gen_random_uuid(), gen_random_uuid(), $1, 'PHOTO', 'PARTNER', true, 'granted')`,
          [child],
        );
      },
      [[6, "inserted"]],
    ],
    [
      "a second line for a decision there is",
      async () => {
        await t.sql.query(
          `INSERT INTO "ConsentAudit" (id, "recordId", "studentId", "dataType", "recipientType", granted, "actorId", action)
           SELECT gen_random_uuid(), "recordId", "studentId", "dataType", "recipientType", granted, "actorId", action FROM "ConsentAudit" WHERE "studentId" = $1 AND seq = 1`,
          [child],
        );
      },
      [[6, "inserted"]],
    ],
    [
      "a decision changed behind its line",
      () => tamper(`UPDATE "ConsentRecord" SET reason = 'as discussed' WHERE "studentId" = $child AND NOT granted`),
      [[3, "record_changed"]],
    ],
    [
      "a decision that says it was never ended",
      () =>
        tamper(
          `UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE "studentId" = $child AND "supersededAt" IS NULL`,
          `UPDATE "ConsentRecord" SET "supersededAt" = NULL WHERE "studentId" = $child AND NOT granted`,
        ),
      [
        [4, "record_changed"],
        [null, "removed"],
      ],
    ],
  ])("%s", async (_, act, expected) => {
    await act();
    const found = new Set((await faults()).map((one) => JSON.stringify(one)));
    expect([...found].sort()).toEqual(expected.map((one) => JSON.stringify(one)).sort());
  });
});

test("the words of a consent cannot be changed behind what was agreed", async () => {
  for (const act of [`UPDATE "ConsentText" SET body = 'x'`, `DELETE FROM "ConsentText"`])
    await expect(t.sql.query(act)).rejects.toThrow(/new version/);
  await t.sql.query("BEGIN");
  await t.sql.query(`SET LOCAL session_replication_role = replica`);
  await expect(t.sql.query(`UPDATE "ConsentText" SET body = 'x'`)).rejects.toThrow(/hash_is_its_own/);
  await t.sql.query("ROLLBACK");
});

test("nobody verifies another family's history, and nobody is told that all is well who may not ask", async () => {
  const other = (await createHousehold(t.sql, t.random, { children: 1 })).parent;
  await expect((await t.as(other)).consent.verify({ studentId: child })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(
    t.asApp(other.id, "PARENT", (query) => query(`SELECT * FROM app.consent_faults($1)`, [child])),
  ).rejects.toThrow(/not yours/);
  await expect(t.asApp(null, null, (query) => query(`SELECT * FROM app.consent_faults()`))).rejects.toThrow(
    /not yours/,
  );
});

test("a child whose records the law had erased leaves a history that still holds together", async () => {
  await createConsent(t.sql, t.random, { studentId: child, grantedById: parent.id });
  const others = (await verifyAllTrails()).faults.filter((one) => one.studentId === child);
  await t.sql.query(`DELETE FROM "Student" WHERE id = $1`, [child]);
  expect([others, (await verifyAllTrails()).faults.filter((one) => one.studentId === child)]).toEqual([[], []]);
});

test("the command says how much it looked at, names what is wrong, and fails then", async () => {
  const run = () =>
    promisify(execFile)("npx", ["tsx", "scripts/consent-verify.ts"], {
      env: { ...process.env, DATABASE_URL: t.url },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    );
  await tamper(`UPDATE "ConsentAudit" SET granted = NOT granted WHERE ${line(2)}`);
  const bad = await run();
  expect(bad.code).toBe(1);
  expect(bad.said).toContain(`child ${child}, line 2: changed`);
}, 60_000);
