import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashToken, sealSession, sessionCookie } from "@/server/platform/session";
import { createAudit } from "@/tests/factories/audit";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { GET } from "./route";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

async function signedIn(role: "ADMIN" | "PARENT") {
  const user = await createUser(t.sql, t.random, { roles: [role] });
  const token = randomBytes(32).toString("base64url");
  await t.sql.query(
    `INSERT INTO "AuthSession" (id, "tokenHash", "userId", "activeRole", "userVersion", amr, "expiresAt")
     SELECT $1, $2, u.id, $3::"Role", u."sessionVersion", '{pwd}', now() + interval '1 day' FROM "User" u WHERE u.id = $4`,
    [randomUUID(), Buffer.from(hashToken(token)), role, user.id],
  );
  return { user, cookie: `${sessionCookie()}=${await sealSession(token)}` };
}
const ask = (query: string, cookie = "") =>
  GET(new Request(`http://localhost/api/exports/audit?${query}`, { headers: { cookie, "x-uhs-ip": "203.0.113.4" } }));
const exports = async (id: string) =>
  (
    await t.sql.query(
      `SELECT outcome, after, ip FROM "AuditEvent" WHERE action = 'audit.exported' AND "actorId" = $1`,
      [id],
    )
  ).rows;

test("leaves the house as lines a spreadsheet cannot be fooled by, and is a line itself", async () => {
  const { user, cookie } = await signedIn("ADMIN");
  await createAudit(t.sql, t.random, {
    action: "csv.tried",
    subjectId: "=HYPERLINK(1)",
    userAgent: 'x"\r\n2026,forged,line',
    after: { note: "one\ntwo" },
    createdAt: new Date("2026-03-05T09:00:00Z"),
  });
  await createAudit(t.sql, t.random, { action: "csv.old", createdAt: new Date("2025-03-05T09:00:00Z") });
  const answer = await ask("action=csv.&since=2020-01-01&until=2026-03-31", cookie);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  const lines = (await answer.text()).replace("\uFEFF", "").split("\r\n").filter(Boolean);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("'=HYPERLINK(1)");
  expect(lines[1]).toContain('"x""\\u000d\\u000a2026,forged,line"');
  expect(lines[1]).not.toMatch(/[\r\n]/);
  expect(await exports(user.id)).toEqual([
    { outcome: "DONE", after: { action: "csv.", since: "2025-12-30", until: "2026-03-31" }, ip: "203.0.113.4" },
  ]);
});

test("is not for others, and the attempt is noted; nor for nobody", async () => {
  const { user, cookie } = await signedIn("PARENT");
  expect((await ask("", cookie)).status).toBe(404);
  expect(await exports(user.id)).toMatchObject([{ outcome: "DENIED" }]);
  expect((await ask("")).status).toBe(401);
});

test("cannot be taken without end", async () => {
  const { cookie } = await signedIn("ADMIN");
  const answers: number[] = [];
  for (let n = 0; n < 12; n++) answers.push((await ask("action=nothing.", cookie)).status);
  expect(answers.slice(10)).toEqual([429, 429]);
});
