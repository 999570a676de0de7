import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditAnchor } from "@/inngest/functions/audit-anchor";
import { audit } from "@/server/platform/audit";
import { createAudit } from "@/tests/factories/audit";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { changesOf, exportSpan } from "./audit.domain";
import { exportAudit, readIntegrity } from "./audit.queries";
import { anchorAudit, sealAll } from "./audit.seal.service";
import { beginCheck, continueCheck, endCheck } from "./audit.verify.service";

let t: TestDatabase;
let admin: { id: string };
let api: Caller;
let house: Awaited<ReturnType<typeof createHousehold>>;
beforeAll(async () => {
  t = await testDatabase();
  admin = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
  api = await t.as(admin);
  house = await createHousehold(t.sql, t.random);
  const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 2, day, hour));
  const child = house.students[0]?.id ?? null;
  for (let day = 1; day <= 20; day++)
    await createAudit(t.sql, t.random, {
      action: day % 2 ? "child.mood_recorded" : "child.mood_taken_back",
      actorId: house.parent.id,
      actorRole: "PARENT",
      studentId: child,
      subjectType: "mood",
      subjectId: `mood-${day}`,
      requestId: `req-${day}`,
      createdAt: at(day),
    });
  for (let day = 1; day <= 5; day++)
    await createAudit(t.sql, t.random, {
      action: "case.moved",
      system: "jobs",
      outcome: "DENIED",
      createdAt: at(day, 22),
    });
  // Moments alike: the id decides.
  for (let n = 0; n < 7; n++) await createAudit(t.sql, t.random, { action: "tie.made", createdAt: at(25) });
});
afterAll(() => t.close());

const actions = async (filters: Record<string, unknown>) =>
  (await api.audit.list({ filters })).rows.map(({ action }) => action);
const count = async (filters: Record<string, unknown>) => (await api.audit.list({ filters, limit: 200 })).total;

describe("searching", () => {
  test.each([
    ["by the beginning of an action", { action: "child." }, 20],
    ["by a whole action", { action: "child.mood_recorded" }, 10],
    ["by an action that never was", { action: "nothing." }, 0],
    ["by request", { request: "req-7" }, 1],
    ["by subject", { subject: "mood-3" }, 1],
    ["by outcome", { outcome: "DENIED" as const, action: "case" }, 5],
    ["by days, both included", { action: "child.", since: "2026-03-05", until: "2026-03-08" }, 4],
    // 22:00 in London is already the next day in Nairobi.
    ["by days as the reader counts them", { action: "case.", since: "2026-03-02", until: "2026-03-02" }, 1],
  ])("%s", async (_, filters, n) => {
    expect(await count(filters)).toBe(n);
  });

  test("by person: id, e-mail, part of the name; and nobody for an unknown one", async () => {
    const { name, email } = house.parent as { name: string; email: string };
    for (const person of [house.parent.id, house.parent.id.toUpperCase(), email, name.slice(0, 6)])
      expect([person, await count({ person, action: "child." })]).toEqual([person, 20]);
    expect(await count({ person: "nobody at all" })).toBe(0);
    expect(await count({ person: "100%" })).toBe(0);
  });

  test("by child: id, admission number, name", async () => {
    const child = house.students[0] as { id: string; admissionNumber: string; firstName: string; lastName: string };
    for (const word of [child.id, child.admissionNumber, `${child.firstName} ${child.lastName}`])
      expect([word, await count({ child: word })]).toEqual([word, 20]);
  });

  test("by several at once, each narrowing the other", async () => {
    expect(await count({ person: house.parent.id, action: "child.mood_recorded", since: "2026-03-10" })).toBe(5);
    expect(await count({ person: house.parent.id, outcome: "DENIED", action: "child." })).toBe(0);
  });

  test("newest first, and every page after the other without a gap or a double, forwards and back", async () => {
    const filters = { until: "2026-03-31" };
    const all = (await api.audit.list({ filters, limit: 200 })).rows.map(({ id }) => id);
    expect(all).toHaveLength(32);
    for (const narrow of [{}, { action: "" }]) {
      const walked: string[] = [];
      let page = await api.audit.list({ filters, limit: 5, ...narrow });
      walked.push(...page.rows.map(({ id }) => id));
      const backs: string[][] = [page.rows.map(({ id }) => id)];
      while (page.next) {
        page = await api.audit.list({ filters, limit: 5, cursor: page.next });
        walked.push(...page.rows.map(({ id }) => id));
        backs.push(page.rows.map(({ id }) => id));
      }
      expect(walked).toEqual(all);
      for (let at = backs.length - 2; at >= 0; at--) {
        page = await api.audit.list({ filters, limit: 5, cursor: page.previous ?? undefined, dir: "before" });
        expect(page.rows.map(({ id }) => id)).toEqual(backs[at]);
      }
    }
    expect(await actions({ action: "tie." })).toHaveLength(7);
  });

  test("is for those who may, and nobody else's rows are in one's own log", async () => {
    const parent = await t.as(house.parent);
    await expect(parent.audit.list({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    const other = await createHousehold(t.sql, t.random);
    await (await t.as(other.parent)).preferences.choose({ theme: "DARK" } as never).catch(() => {});
    const mine = await parent.audit.mine({ limit: 10 });
    expect(mine.rows).toHaveLength(10);
    const next = await parent.audit.mine({ limit: 100, cursor: mine.next ?? undefined });
    const { rows } = await t.sql.query(`SELECT id FROM "AuditEvent" WHERE "actorId" = $1`, [house.parent.id]);
    expect([...mine.rows, ...next.rows].map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
  });
});

describe("a line", () => {
  test("shows what changed, with secrets masked and no line broken", async () => {
    const ctx = await t.ctx(admin, { ip: "203.0.113.5", userAgent: "A\r\nB\u2028C", requestId: "req-x" });
    await ctx.work((db) =>
      audit(db, ctx, {
        action: "test.changed",
        subjectType: "thing",
        subjectId: "one\ntwo",
        before: { name: "Old", password: "hunter2", deep: { apiKey: "k", same: 1 }, gone: true, stored: "$argon2id$x" },
        after: {
          name: "New\nline",
          password: "hunter3",
          deep: { apiKey: "k2", same: 1 },
          at: new Date(0),
          nul: "a\u0000b",
          half: "\ud800",
        },
      }),
    );
    const [row] = (await api.audit.list({ filters: { action: "test.changed" } })).rows;
    const event = await api.audit.read({ id: row?.id ?? "" });
    const order = ["name", "gone", "stored", "at", "nul", "half"];
    expect(event).toMatchObject({
      actorName: expect.any(String),
      subjectId: "one\\u000atwo",
      ip: "203.0.113.5",
      userAgent: "A\\u000d\\u000aB\\u2028C",
      requestId: "req-x",
      chain: { state: "waiting" },
    });
    expect([...event.changes].sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path))).toEqual([
      { path: "name", before: "Old", after: "New\nline", kind: "changed" },
      { path: "gone", before: "true", after: null, kind: "removed" },
      { path: "stored", before: "[masked]", after: null, kind: "removed" },
      { path: "at", before: null, after: "1970-01-01T00:00:00.000Z", kind: "added" },
      { path: "nul", before: null, after: "a\uFFFDb", kind: "added" },
      { path: "half", before: null, after: "\uFFFD", kind: "added" },
    ]);
    expect(JSON.stringify(event)).not.toMatch(/hunter|argon2|"k2?"/);
    await sealAll();
    expect((await api.audit.read({ id: event.id })).chain).toMatchObject({ state: "sealed", seq: expect.any(String) });
    await expect(api.audit.read({ id: t.random.uuid() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("compares by value, not by order", () => {
    expect(changesOf({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 3 }], a: 1 })).toEqual([
      { path: "b.1.c", before: "2", after: "3", kind: "changed" },
    ]);
    expect(changesOf(null, null)).toEqual([]);
  });
});

describe("the export", () => {
  test.each([
    [{}, { since: "2026-03-02", until: "2026-03-31" }],
    [{ since: "2026-03-20" }, { since: "2026-03-20", until: "2026-03-31" }],
    [{ since: "2020-01-01" }, { since: "2025-12-30", until: "2026-03-31" }],
    [
      { since: "2026-01-01", until: "2026-01-31" },
      { since: "2026-01-01", until: "2026-01-31" },
    ],
    [{ until: "2030-01-01" }, { since: "2026-03-02", until: "2026-03-31" }],
  ])("covers %o as %o", (asked, span) => {
    expect(exportSpan(asked, "2026-03-31", 92)).toEqual(span);
  });

  test("walks along everything that matches, oldest first, once", async () => {
    const ctx = await t.ctx(admin);
    const seen: string[] = [];
    for await (const rows of exportAudit(ctx, { action: "child." }))
      seen.push(...rows.map(({ subjectId }) => subjectId ?? ""));
    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => `mood-${n + 1}`));
  });
});

describe("a verification somebody asks for", () => {
  async function run(id: string) {
    await sealAll();
    let running = await beginCheck(id);
    while (running) {
      const next = await continueCheck(running, { piece: 4, pieces: 2 });
      // What a job keeps between its steps is JSON.
      running = JSON.parse(JSON.stringify(next));
      if (next.done) break;
    }
    return running && endCheck(id, running);
  }

  test("is one at a time, done in short steps, and its result stands on the page", async () => {
    const { id } = await api.audit.verify({ days: 7 });
    await expect(api.audit.verify({ days: 7 })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE name = 'audit/verify.asked'`)).rows).toEqual([
      { payload: { checkId: id } },
    ]);
    const state = await run(id);
    expect(state).toMatchObject({ found: 0 });
    const { checks, head, waiting } = await readIntegrity(await t.ctx(admin));
    expect(checks[0]).toMatchObject({ id, status: "INTACT", checked: Number(head?.seq), findings: [] });
    expect(waiting).toBe(0);
    // Done once: the same event again does nothing.
    expect(await beginCheck(id)).toBeNull();
  });

  test("names what was touched", async () => {
    const { rows } = await t.sql.query(`SELECT id FROM "AuditEvent" WHERE action = 'case.moved' LIMIT 1`);
    await t.sql.query("BEGIN; SET LOCAL session_replication_role = replica");
    await t.sql.query(`UPDATE "AuditEvent" SET outcome = 'DONE' WHERE id = $1`, [rows[0].id]);
    await t.sql.query("COMMIT");
    const { id } = await api.audit.verify({ days: 92 });
    await run(id);
    const { checks } = await readIntegrity(await t.ctx(admin));
    expect(checks[0]).toMatchObject({ status: "FINDINGS", found: 1, findings: [{ kind: "changed", id: rows[0].id }] });
    expect((await api.audit.read({ id: rows[0].id })).chain.state).toBe("broken");
  });

  test("is not for others", async () => {
    await expect((await t.as(house.parent)).audit.verify({ days: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

test("the command says the same with exit code 1, and a kept log finds a chain cut off at its end", async () => {
  expect(auditAnchor.id()).toBe("audit-anchor");
  const command = (...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) =>
      execFile(
        process.execPath,
        ["node_modules/tsx/dist/cli.mjs", "scripts/audit-verify.ts", ...args],
        { env: { ...process.env, DATABASE_URL: t.url } },
        (error, out, words) => resolve({ code: error ? Number(error.code) : 0, out: out + words }),
      ),
    );
  const broken = await command();
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/changed\s+link \d+\s+[0-9a-f-]{36}\s+the row is not what the application wrote/);
  // Put right again.
  await t.sql.query("BEGIN; SET LOCAL session_replication_role = replica");
  await t.sql.query(`UPDATE "AuditEvent" SET outcome = 'DENIED' WHERE action = 'case.moved'`);
  await t.sql.query("COMMIT");
  const anchor = await anchorAudit();
  const whole = await command("--json");
  expect([whole.code, JSON.parse(whole.out)]).toMatchObject([0, { found: 0 }]);
  const log = join(mkdtempSync(join(tmpdir(), "uhs-audit-")), "web.log");
  const head = (
    await t.sql.query(
      `SELECT seq::text, encode(hash, 'hex') AS hash FROM "AuditLink" ORDER BY "AuditLink".seq DESC LIMIT 1`,
    )
  ).rows[0];
  writeFileSync(
    log,
    `not ours\n${JSON.stringify({ level: "info", audit: head })}\n${JSON.stringify({ auditAnchor: anchor })}\n`,
  );
  expect((await command("--log", log)).code).toBe(0);
  await t.sql.query("BEGIN; SET LOCAL session_replication_role = replica");
  await t.sql.query(`DELETE FROM "AuditAnchor"`);
  await t.sql.query(`DELETE FROM "AuditEvent" WHERE id = (SELECT "eventId" FROM "AuditLink" WHERE seq = $1)`, [
    head.seq,
  ]);
  await t.sql.query(`DELETE FROM "AuditLink" WHERE seq = $1`, [head.seq]);
  await t.sql.query("COMMIT");
  expect((await command()).code).toBe(0);
  const cut = await command("--log", log);
  expect([cut.code, cut.out]).toEqual([1, expect.stringContaining(`link ${head.seq}`)]);
}, 60_000);
