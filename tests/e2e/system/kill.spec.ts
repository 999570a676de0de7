import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { password, people } from "../support/people";

/**
 * Parts are killed without warning while people work. Afterwards nothing that was acknowledged is missing, no job is
 * lost, and no message left the house twice under different names. Needs the school's own process list (SCHOOL_DATA).
 */
const data = process.env.SCHOOL_DATA;
const base = process.env.BASE_URL ?? "http://localhost:3000";
const sandbox = process.env.SANDBOX_URL ?? "http://localhost:3002";

type Cookie = string;
async function session(who: keyof typeof people): Promise<Cookie> {
  const answer = await fetch(`${base}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: base, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email: people[who].email, password }),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function call(cookie: Cookie, procedure: string, json: unknown): Promise<unknown> {
  const answer = await fetch(`${base}/api/trpc/${procedure}`, {
    method: "POST",
    headers: { cookie, origin: base, "content-type": "application/json" },
    body: JSON.stringify({ json }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${procedure} ${answer.status}`);
  return (await answer.json()).result.data.json;
}
async function read(cookie: Cookie, procedure: string, json?: unknown): Promise<Record<string, unknown>> {
  const input = json === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json }))}`;
  const answer = await fetch(`${base}/api/trpc/${procedure}${input}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${procedure} ${answer.status}`);
  return (await answer.json()).result.data.json;
}

function kill(part: string): void {
  const list = JSON.parse(readFileSync(path.join(data ?? "", "pids.json"), "utf8")) as {
    children: Record<string, { pid: number }>;
  };
  const pid = list.children[part]?.pid;
  if (!pid) throw new Error(`No part called ${part}`);
  process.kill(pid, "SIGKILL");
}

async function ready(): Promise<void> {
  await expect
    .poll(async () => (await fetch(`${base}/api/ready`).catch(() => null))?.status ?? 0, { timeout: 60_000 })
    .toBe(200);
}

test("web, database and runner are killed during work: nothing acknowledged is missing, nothing is sent twice", async () => {
  test.skip(!data, "needs SCHOOL_DATA, the folder of the school under test");
  test.setTimeout(400_000);
  const cookie = await session("parent");
  const other = await session("coparent");
  // The other parent wants this by mail, at any hour.
  await call(cookie, "notify.setPreference", { type: "goal.reached", channel: "EMAIL", enabled: true });
  await call(cookie, "notify.setSetting", { quietFrom: 0, quietUntil: 0, digest: "NONE" });
  const home = (await read(other, "families.home")) as { children: { familyId: string }[] };
  const familyId = home.children[0]?.familyId ?? "";
  const acknowledged: { id: string; title: string }[] = [];
  let working = true;
  const work = (async () => {
    while (working) {
      const id = crypto.randomUUID();
      const title = `Kept ${id.slice(0, 8)}`;
      try {
        await call(other, "families.saveGoal", {
          id,
          familyId,
          studentId: null,
          title,
          target: 1,
          unit: "step",
          dueOn: null,
        });
        // A reached goal tells the other parent, by mail too: a job carries it out of the house.
        await call(other, "families.moveGoal", { id, step: 1, from: 0, key: crypto.randomUUID() });
        acknowledged.push({ id, title });
      } catch {
        // Not acknowledged: it may or may not be there.
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  for (const part of ["runner", "web", "database", "runner"]) {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    kill(part);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await ready();
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  working = false;
  await work;
  expect(acknowledged.length).toBeGreaterThan(10);

  const page = (await read(cookie, "notify.list", { filters: {}, limit: 200 })) as {
    rows: { params: { title?: string } }[];
  };
  const goals = JSON.stringify(await read(cookie, "families.home"));
  const told = JSON.stringify(page.rows);
  const missing = acknowledged.filter(({ title }) => !goals.includes(title) && !told.includes(title));
  expect(missing).toEqual([]);

  // Every message that left did so under one Message-ID, and none under two.
  const admin = await session("admin");
  await expect
    .poll(async () => ((await read(admin, "health.read")) as { waitingEvents: number }).waitingEvents, {
      timeout: 60_000,
    })
    .toBe(0);
  const dead = ((await read(admin, "health.read")) as { deadRuns: number }).deadRuns;
  expect(dead).toBe(0);
  const mails = () => fetch(`${sandbox}/api/messages?limit=1000`).then((answer) => answer.text());
  // A message that was in flight at a kill is tried again by the next sweep.
  const first = acknowledged.map(({ title }) => title);
  await expect
    .poll(async () => mails().then((text) => first.filter((title) => !text.includes(title)).length), {
      timeout: 150_000,
    })
    .toBe(0);
  const list = JSON.parse(await mails()) as {
    messageId?: string;
    id?: string;
    to: string;
    subject?: string;
    text?: string;
  }[];
  const bodies = new Map<string, Set<string>>();
  for (const message of list) {
    const title = /Kept [0-9a-f]{8}/.exec(`${message.subject ?? ""} ${message.text ?? ""}`)?.[0];
    if (!title) continue;
    const key = `${title} → ${message.to}`;
    bodies.set(key, (bodies.get(key) ?? new Set()).add(message.messageId ?? message.id ?? "?"));
  }
  expect([...bodies].filter(([, ids]) => ids.size > 1)).toEqual([]);
});
