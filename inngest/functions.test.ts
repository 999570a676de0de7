import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import { POST as smsReport } from "@/app/api/webhooks/sms/[token]/route";
import { pruneOld } from "@/server/features/health/health.prune.service";
import { env } from "@/server/platform/env";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { functions } from ".";
import { inngest } from "./client";
import { parseDefinitions } from "./embedded/definitions";
import { sign } from "./embedded/wire";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const url = "http://127.0.0.1:3000/api/inngest";
type Handler = typeof POST;
const ask = (handler: Handler, method: string, body: unknown, headers: Record<string, string> = {}, query = "") =>
  handler(
    new Request(`${url}${query}`, {
      method,
      headers: { "content-type": "application/json", host: "127.0.0.1:3000", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }) as Parameters<Handler>[0],
    undefined,
  );
const signed = (body: unknown) => ({ "x-inngest-signature": sign(body, env().INNGEST_SIGNING_KEY, new Date()) });

describe("the job endpoint", () => {
  const body = {
    version: 2,
    ctx: { run_id: "r", attempt: 0, stack: { stack: [], current: 0 } },
    event: { name: "x", data: {} },
    events: [],
    steps: {},
  };
  const query = "?fnId=uhs-platform-heartbeat&stepId=step";
  test("does nothing for unsigned, wrongly signed and old calls", async () => {
    expect((await ask(POST, "POST", body, {}, query)).status).toBe(401);
    const other = sign(body, `signkey-test-${"11".repeat(32)}`, new Date());
    expect((await ask(POST, "POST", body, { "x-inngest-signature": other }, query)).status).toBe(401);
    const old = sign(body, env().INNGEST_SIGNING_KEY, new Date(Date.now() - 10 * 60_000));
    expect((await ask(POST, "POST", body, { "x-inngest-signature": old }, query)).status).toBe(401);
    expect((await ask(GET, "GET", undefined)).status).toBe(401);
    const register = { url };
    expect((await ask(PUT, "PUT", register, { "x-inngest-sync-kind": "in_band" })).status).toBe(401);
    expect((await t.sql.query(`SELECT 1 FROM "Heartbeat"`)).rowCount).toBe(0);
  });

  test("runs a function for a signed one", async () => {
    const answer = await ask(POST, "POST", body, signed(body), query);
    expect([200, 206]).toContain(answer.status);
    const { rows } = await t.sql.query(`SELECT part FROM "Heartbeat"`);
    expect(rows).toEqual([{ part: "platform-heartbeat" }]);
  });

  test("registers every function, and the embedded runner supports each", async () => {
    const register = { url };
    const answer = await ask(PUT, "PUT", register, { ...signed(register), "x-inngest-sync-kind": "in_band" });
    const found = parseDefinitions(await answer.json());
    expect([...found.keys()].sort()).toEqual(functions.map((each) => `uhs-${each.id()}`).sort());
    for (const { id, refusal } of found.values()) expect([id, refusal]).toEqual([id, null]);
  });
});

test("an event sent from a step lands in the outbox, once per id", async () => {
  await inngest.send([{ id: "one", name: "t/sent", data: { a: 1 } }]);
  await inngest.send([{ id: "one", name: "t/sent", data: { a: 1 } }]);
  const { rows } = await t.sql.query(`SELECT name, payload FROM "OutboxEvent" WHERE name = 't/sent'`);
  expect(rows).toEqual([{ name: "t/sent", payload: { a: 1 } }]);
});

describe("the SMS report door", () => {
  const report = (token: string, fields: Record<string, string>) => {
    const text = new URLSearchParams(fields).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": String(text.length) };
    return smsReport(new Request("http://x/", { method: "POST", headers, body: text }), {
      params: Promise.resolve({ token }),
    });
  };
  test("opens by its secret only, keeps each report once, refuses nonsense", async () => {
    const fields = { id: "ATXid_1", status: "Success", phoneNumber: "+254711000001" };
    expect((await report("wrong", fields)).status).toBe(404);
    expect((await report(env().AT_CALLBACK_TOKEN, { id: "x", status: "Maybe" })).status).toBe(400);
    for (let n = 0; n < 3; n++) expect((await report(env().AT_CALLBACK_TOKEN, fields)).status).toBe(204);
    const { rowCount } = await t.sql.query(`SELECT 1 FROM "OutboxEvent" WHERE name = 'notify/sms.reported'`);
    expect(rowCount).toBe(1);
  });
});

test("the night's cleaning deletes what has served its purpose and nothing else", async () => {
  await t.sql.query(`INSERT INTO "JobRun" (id, "runId", "functionId", "eventName", event, status, "endedAt") VALUES
    (gen_random_uuid(), 'old', 'f', 'e', '{}', 'COMPLETED', now() - interval '20 days'),
    (gen_random_uuid(), 'fresh', 'f', 'e', '{}', 'COMPLETED', now() - interval '2 days'),
    (gen_random_uuid(), 'tick', 'f', 'inngest/scheduled.timer', '{}', 'COMPLETED', now() - interval '2 days'),
    (gen_random_uuid(), 'dead', 'f', 'e', '{}', 'DEAD', now() - interval '20 days'),
    (gen_random_uuid(), 'open', 'f', 'e', '{}', 'SLEEPING', NULL)`);
  await t.sql.query(`INSERT INTO "JobStep" ("runId", "hashedId", op) VALUES ('old', 'a', 'StepRun')`);
  await t.sql.query(
    `INSERT INTO "IdempotencyKey" ("userId", key, procedure, "inputHash", "createdAt") VALUES (gen_random_uuid(), 'k', 'p', 'h', now() - interval '3 days')`,
  );
  const { deleted, more } = await pruneOld();
  expect(more).toBe(false);
  expect(deleted).toEqual({ JobRun: 2, IdempotencyKey: 1 });
  const { rows } = await t.sql.query(`SELECT "runId" FROM "JobRun" ORDER BY "runId"`);
  expect(rows.map((row) => row.runId)).toEqual(["dead", "fresh", "open"]);
});
