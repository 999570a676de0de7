import { expect, test } from "@playwright/test";
import { readKept } from "../support/kept";
import { data, read, sandbox, session } from "../support/school";

test("of what was written while parts were killed every message left, no job is lost, and nothing was sent under two names", async () => {
  test.skip(!data, "needs SCHOOL_DATA, the folder of the school under test");
  test.setTimeout(300_000);
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
  const first = readKept().map(({ title }) => title);
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
  // Every message that left did so under one Message-ID, and none under two.
  const bodies = new Map<string, Set<string>>();
  for (const message of list) {
    const title = /Kept [0-9a-f]{8}/.exec(`${message.subject ?? ""} ${message.text ?? ""}`)?.[0];
    if (!title) continue;
    const key = `${title} → ${message.to}`;
    bodies.set(key, (bodies.get(key) ?? new Set()).add(message.messageId ?? message.id ?? "?"));
  }
  expect([...bodies].filter(([, ids]) => ids.size > 1)).toEqual([]);
});
