/**
 * `npm run bench:audit`: the audit log with five million lines on PostgreSQL: what a page of AD-6 costs by each filter,
 * what sealing and verifying cost, and what a writer feels of it. Flags: `--rows 5000000`, `--no-verify`.
 * The lines are made by SQL with the application's own seals, so that the verification has nothing to object to.
 */
import { execFileSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { startPostgres } from "../../scripts/postgres.mjs";

const flag = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? fallback : process.argv[index + 1];
};
const rows = Number(flag("rows", "5000000"));
const ms = (value) => `${value.toFixed(1).padStart(9)} ms`;
const say = (text) => console.log(text);
const timed = async (name, fn) => {
  const from = performance.now();
  const result = await fn();
  say(`${name.padEnd(58)} ${((performance.now() - from) / 1000).toFixed(1).padStart(8)} s`);
  return result;
};

const postgres = await startPostgres();
if (!postgres.url) throw new Error(`No PostgreSQL: ${postgres.why}`);
process.env.TEST_DATABASE_URL = postgres.url;
await import("../harness/setup.ts");
const { testDatabase } = await import("../harness/db.ts");
const { createUser } = await import("../factories/identity.ts");
const { listAudit, readIntegrity, listOwnAudit } = await import("../../server/features/audit/audit.queries.ts");
const { auditListInput } = await import("../../server/features/audit/audit.schema.ts");
const { anchorAudit, sealAudit } = await import("../../server/features/audit/audit.seal.service.ts");
const { audit } = await import("../../server/platform/audit.ts");
const { rowMac } = await import("../../server/platform/audit-chain.ts");
const { hkdfSync } = await import("node:crypto");

const t = await testDatabase();
try {
  say(`${postgres.how}; ${rows.toLocaleString("en")} lines`);
  const admin = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
  const ctx = await t.ctx(admin);
  await generate();
  await searches();
  await idle();
  await writers();
  if (!process.argv.includes("--no-verify")) {
    await anchorAudit();
    await timed("npm run audit:verify, whole log", () => verify());
  }

  function verify() {
    const out = execFileSync("node_modules/.bin/tsx", ["scripts/audit-verify.ts"], {
      env: { ...process.env, DATABASE_URL: t.url },
      encoding: "utf8",
    });
    say(`  ${out.trim().split("\n").at(-1)}`);
  }

  async function generate() {
    const key = Buffer.from(hkdfSync("sha256", Buffer.alloc(32, 7), "uhs-audit", "uhs-audit-row/1", 32)).toString(
      "hex",
    );
    await t.sql.query("SET synchronous_commit = off; SET max_parallel_workers_per_gather = 0");
    await t.sql.query("CREATE EXTENSION IF NOT EXISTS pgcrypto");
    const { rows: indexes } = await t.sql.query(
      `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'AuditEvent' AND indexname <> 'AuditEvent_pkey'`,
    );
    for (const { indexname } of indexes) await t.sql.query(`DROP INDEX "${indexname}"`);
    await t.sql.query(
      `CREATE FUNCTION f(v text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(octet_length(v) || ':' || v, '-') $$`,
    );
    const step = 250_000;
    await timed("lines generated", async () => {
      for (let from = 0; from < rows; from += step)
        await t.sql.query(
          `INSERT INTO "AuditEvent" (id, "actorId", "actorRole", action, outcome, "subjectType", "subjectId", "studentId", after, ip, "userAgent", "requestId", "createdAt", "recordedAt", mac)
           SELECT id, actor, 'PARENT', action, outcome::"AuditOutcome", 'thing', subject, student, after::jsonb, '203.0.113.9', 'Mozilla/5.0 (Linux; Android 10; K)', request, at, at,
             'test.' || rtrim(translate(encode(hmac(convert_to(f('uhs-audit-row/1') || f(id::text) || f(actor::text) || f('PARENT') || f(NULL) || f(action) || f(outcome) || f('thing') || f(subject)
               || f(student::text) || f(NULL) || f(after) || f('203.0.113.9') || f('Mozilla/5.0 (Linux; Android 10; K)') || f(request) || f((extract(epoch FROM at) * 1000)::bigint::text), 'UTF8'),
               decode('${key}', 'hex'), 'sha256'), 'base64'), '+/', '-_'), '=')
           FROM (SELECT n, at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid AS id,
               -- A few act much, most act little.
               md5('p' || floor(40000 * power(random(), 3)))::uuid AS actor,
               (ARRAY['child.mood_recorded','child.read','goal.moved','goal.set','session.role_switched','self.setting_remembered','notification.read','procedure.refused','page.refused','case.moved','case.taken','consent.granted','user.suspended'])[1 + floor(12.02 * power(random(), 1.5))::int] AS action,
               CASE WHEN random() < 0.02 THEN 'DENIED' ELSE 'DONE' END AS outcome, md5('s' || floor(random() * 900000)) AS subject,
               CASE WHEN random() < 0.6 THEN md5('c' || floor(random() * 30000))::uuid END AS student, '{"n":' || n % 100 || ',"where":"desk"}' AS after, md5('r' || n / 2) AS request
             FROM (SELECT n, date_trunc('milliseconds', now() - interval '730 days' + (n::float8 / ${rows}) * interval '730 days' - interval '1 hour') AS at FROM generate_series(${from}, ${Math.min(from + step, rows) - 1}) n) a) b`,
        );
    });
    await timed("indexes made", async () => {
      for (const { indexdef } of indexes) await t.sql.query(indexdef);
      await t.sql.query(`VACUUM ANALYZE "AuditEvent"`);
    });
    const probe = await t.sql.query(`SELECT * FROM "AuditEvent" LIMIT 1`);
    if (rowMac(probe.rows[0]) !== probe.rows[0].mac) throw new Error("the generated seals are not the application's");
    await timed("chain sealed, 20,000 a unit", async () => {
      // As the owner: two million rows take longer than a unit may stand in one go, and it is the same function.
      await t.sql.query(`SELECT set_config('app.system', 'audit', false)`);
      for (;;) {
        const { rows: sealed } = await t.sql.query("SELECT sealed FROM app.seal_audit(20000)");
        if (!sealed[0]?.sealed) break;
      }
      await t.sql.query(`SELECT set_config('app.system', '', false)`);
      await t.sql.query(`VACUUM ANALYZE "AuditLink"`);
    });
    const { rows: sizes } = await t.sql.query(
      `SELECT relname, pg_size_pretty(pg_table_size(oid)) AS rows, pg_size_pretty(pg_indexes_size(oid)) AS indexes, round(pg_total_relation_size(oid)::numeric / ${rows}) AS each FROM pg_class WHERE relname IN ('AuditEvent', 'AuditLink') ORDER BY 1`,
    );
    for (const size of sizes)
      say(`${size.relname.padEnd(12)} rows ${size.rows}, indexes ${size.indexes}, ${size.each} bytes a line`);
  }

  async function idle() {
    const took = [];
    for (let n = 0; n < 10; n++) {
      const from = performance.now();
      await sealAudit();
      took.push(performance.now() - from);
    }
    took.sort((a, b) => a - b);
    say(`${"the minute's sealing when nothing waits".padEnd(44)} ${ms(took[5])} median, ${ms(took[9])} worst`);
  }

  async function searches() {
    const busiest = (await t.sql.query(`SELECT md5('p0')::uuid AS id`)).rows[0].id;
    const quiet = (await t.sql.query(`SELECT md5('p39990')::uuid AS id`)).rows[0].id;
    const child = (await t.sql.query(`SELECT md5('c77')::uuid AS id`)).rows[0].id;
    const some = (await t.sql.query(`SELECT "requestId", "subjectId" FROM "AuditEvent" LIMIT 1`)).rows[0];
    const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const asked = {
      "no filter": {},
      "no filter, oldest first": { sort: "createdAt" },
      "person, the busiest": { filters: { person: busiest } },
      "person, a quiet one": { filters: { person: quiet } },
      "person by a name nobody has": { filters: { person: "Nobody Anywhere" } },
      child: { filters: { child } },
      subject: { filters: { subject: some.subjectId } },
      request: { filters: { request: some.requestId } },
      "action begins with child.": { filters: { action: "child." } },
      "action, a rare one (user.suspended)": { filters: { action: "user.suspended" } },
      "action begins with a letter (c)": { filters: { action: "c" } },
      refused: { filters: { outcome: "DENIED" } },
      "a month, a year ago": { filters: { since: day(365), until: day(335) } },
      "busiest person, refused": { filters: { person: busiest, outcome: "DENIED" } },
      "busiest person, rare action": { filters: { person: busiest, action: "user.suspended" } },
      "rare action, refused, last week": { filters: { action: "user.", outcome: "DENIED", since: day(7) } },
    };
    say(
      `\n${"page of 50 with its capped count".padEnd(44)} ${"first".padStart(12)} ${"median of 9".padStart(12)} ${"worst".padStart(12)}   lines`,
    );
    for (const [name, input] of Object.entries(asked)) {
      const state = auditListInput.parse(input);
      const took = [];
      let page;
      for (let n = 0; n < 10; n++) {
        const from = performance.now();
        page = await listAudit(ctx, state);
        took.push(performance.now() - from);
      }
      const [first, ...rest] = took;
      rest.sort((a, b) => a - b);
      say(
        `${name.padEnd(44)} ${ms(first)} ${ms(rest[4])} ${ms(rest[8])}   ${page.totalIsFloor ? `over ${page.total}` : page.total}`,
      );
    }
    // Far behind the first page: a cursor from the middle of the log.
    const middle = (
      await t.sql.query(
        `SELECT "createdAt", id FROM "AuditEvent" WHERE "createdAt" > now() - interval '365 days' ORDER BY "createdAt" LIMIT 1`,
      )
    ).rows[0];
    const cursor = Buffer.from(JSON.stringify([middle.createdAt.toISOString(), middle.id])).toString("base64url");
    for (const [name, fn] of [
      ["page 50,000 (cursor in the middle)", () => listAudit(ctx, auditListInput.parse({ cursor }))],
      ["page 50,000 of child.", () => listAudit(ctx, auditListInput.parse({ cursor, filters: { action: "child." } }))],
      ["integrity panel", () => readIntegrity(ctx)],
      ["one's own log", () => listOwnAudit(ctx, { limit: 25 })],
    ]) {
      const took = [];
      for (let n = 0; n < 10; n++) {
        const from = performance.now();
        await fn();
        took.push(performance.now() - from);
      }
      const [first, ...rest] = took;
      rest.sort((a, b) => a - b);
      say(`${name.padEnd(44)} ${ms(first)} ${ms(rest[4])} ${ms(rest[8])}`);
    }
  }

  /** Eight people writing for five seconds each way: what a writer feels of the sealer. */
  async function writers() {
    const run = async (sealing) => {
      const until = performance.now() + 5_000;
      const took = [];
      let sealed = 0;
      const one = async () => {
        while (performance.now() < until) {
          const from = performance.now();
          await ctx.work((db) => audit(db, ctx, { action: "bench.written", subjectType: "bench", after: { n: 1 } }));
          took.push(performance.now() - from);
        }
      };
      const seal = async () => {
        while (sealing && performance.now() < until) sealed += (await sealAudit())?.sealed ?? 0;
      };
      await Promise.all([...Array.from({ length: 8 }, one), seal()]);
      took.sort((a, b) => a - b);
      say(
        `${(sealing ? "eight writers, the sealer never resting" : "eight writers, nobody sealing").padEnd(44)} ${ms(took[took.length >> 1])} ${ms(took[Math.floor(took.length * 0.95)])} p95   ${Math.round(took.length / 5)} lines/s${sealing ? `, ${sealed} sealed` : ""}`,
      );
    };
    say("");
    await run(false);
    await run(true);
  }
} finally {
  await t.close();
  await postgres.stop();
}
process.exit(0);
