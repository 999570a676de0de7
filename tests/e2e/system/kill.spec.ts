import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type Kept, tellKept } from "../support/kept";
import { base, call, data, read, session } from "../support/school";

/**
 * Parts are killed without warning while people work. Afterwards nothing that was acknowledged is missing; what became
 * of the messages is seen later (messages.spec), when those in flight at a kill have had their second try. Needs the
 * school's own process list (SCHOOL_DATA).
 */
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

test("web, database and runner are killed during work: nothing acknowledged is missing", async () => {
  test.skip(!data, "needs SCHOOL_DATA, the folder of the school under test");
  test.setTimeout(240_000);
  const cookie = await session("parent");
  const other = await session("coparent");
  // The other parent wants this by mail, at any hour.
  await call(cookie, "notify.setPreference", { type: "goal.reached", channel: "EMAIL", enabled: true });
  await call(cookie, "notify.setSetting", { quietFrom: 0, quietUntil: 0, digest: "NONE" });
  const home = (await read(other, "families.home")) as { children: { familyId: string }[] };
  const familyId = home.children[0]?.familyId ?? "";
  const acknowledged: Kept = [];
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
  tellKept(acknowledged);
});
