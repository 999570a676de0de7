import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET } from "@/app/api/trpc/[trpc]/route";
import { env } from "@/server/platform/env";
import { live } from "@/server/platform/live";
import { bus, makeBus, openStreams, resetRealtime, topicOfUser } from "@/server/platform/realtime";
import { redis } from "@/server/platform/redis";
import { hashToken, sealSession, sessionCookie } from "@/server/platform/session";
import { createCaller } from "@/server/root.router";
import { createStaff, createUser, type UserRow } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase, type Who } from "@/tests/harness/db";
import type { LiveMessage } from "./notify.schema";
import { notify } from "./notify.service";
import { streamsPerPerson } from "./notify.stream.service";

let t: TestDatabase;
let staff: UserRow;
beforeAll(async () => {
  t = await testDatabase();
  staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
});
afterAll(async () => {
  server?.kill();
  await t.close();
});

type Heard = { id: string; message: LiveMessage };
type Line = {
  heard: Heard[];
  ended: Promise<void>;
  next(match?: (message: LiveMessage) => boolean, within?: number): Promise<Heard>;
  hangUp(): Promise<void>;
};
const lines: Line[] = [];

/** An open page: everything its line carries, through the router's front door. */
async function listen(who: Who, input: { lastEventId?: string; age?: number } = {}): Promise<Line> {
  const hangUp = new AbortController();
  const api = createCaller(await t.ctx(who), { signal: hangUp.signal });
  const stream = (await api.notify.stream(input)) as unknown as AsyncIterable<[id: string, message: LiveMessage]>;
  const heard: Heard[] = [];
  let seen = 0;
  const ended = (async () => {
    for await (const [id, message] of stream) heard.push({ id, message });
  })();
  const line: Line = {
    heard,
    ended,
    async next(match = () => true, within = 3000) {
      for (const until = Date.now() + within; Date.now() < until; await pause(5))
        while (seen < heard.length) {
          const one = heard[seen++];
          if (one && match(one.message)) return one;
        }
      throw new Error(`Nothing such was heard in ${within} ms; heard: ${JSON.stringify(heard.map((h) => h.message))}`);
    },
    async hangUp() {
      hangUp.abort();
      await ended;
    },
  };
  lines.push(line);
  return line;
}

async function say(userId: string, topic: string): Promise<void> {
  const ctx = await t.ctx(staff);
  await ctx.work((db) => live(db, [userId], "changed", { topic }));
}
const topic = (name: string) => (message: LiveMessage) => message.kind === "changed" && message.payload.topic === name;
const topics = (line: Line) =>
  line.heard.flatMap(({ message }) => (message.kind === "changed" ? [message.payload.topic] : []));
const kind = (name: LiveMessage["kind"]) => (message: LiveMessage) => message.kind === name;

let server: ChildProcess | undefined;
let redisUrl = process.env.TEST_REDIS_URL;
const redisProgram = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"].find((file) => existsSync(file));
const redisHere = Boolean(redisUrl ?? redisProgram);
if (!redisHere) console.warn("No redis-server and no TEST_REDIS_URL: the live line over Redis is not tested here.");

async function startRedis(): Promise<string> {
  if (redisUrl) return redisUrl;
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  server = spawn(redisProgram ?? "", [
    "--port",
    String(port),
    "--save",
    "",
    "--appendonly",
    "no",
    "--bind",
    "127.0.0.1",
  ]);
  redisUrl = `redis://127.0.0.1:${port}`;
  const probe = new Redis(redisUrl, { retryStrategy: () => 50 });
  probe.on("error", () => {});
  for (let tries = 0; probe.status !== "ready" && tries < 100; tries++) await pause(50);
  probe.disconnect();
  return redisUrl;
}

describe.each(["memory", "redis"] as const)("live line over %s", (over) => {
  const run = over === "redis" && !redisHere ? test.skip : test;
  beforeAll(async () => {
    await resetRealtime();
    env().REDIS_URL = over === "redis" && redisHere ? await startRedis() : undefined;
    await bus().ready();
  });
  afterEach(async () => {
    await Promise.all(lines.splice(0).map((line) => line.hangUp()));
    // The other end learns of it a moment later.
    await vi.waitFor(() => expect(openStreams()).toBe(0));
  });
  afterAll(async () => {
    await resetRealtime();
    if (over === "redis" && redisHere) redis().disconnect();
    env().REDIS_URL = undefined;
  });
  let parent: UserRow;
  beforeEach(async () => {
    parent = await createUser(t.sql, t.random);
  });

  run("another person's change arrives within a second", async () => {
    const line = await listen(parent);
    await line.next(kind("ready"));
    const from = Date.now();
    await say(parent.id, "moods");
    await line.next(topic("moods"));
    expect(Date.now() - from).toBeLessThan(1000);
  });

  run("a notification brings the counter with it", async () => {
    const line = await listen(parent);
    expect((await line.next(kind("ready"))).message.payload).toEqual({ unreadNotifications: 0 });
    const ctx = await t.ctx(staff);
    await ctx.work((db) => notify(db, { userId: parent.id, type: "welcome", params: {}, dedupeKey: randomUUID() }));
    await line.next(kind("notification"));
    expect((await line.next(kind("counters"))).message.payload).toEqual({ unreadNotifications: 1 });
    await (await t.as(parent)).notify.markAllRead({ before: new Date(Date.now() + 60_000) });
    expect((await line.next(kind("counters"))).message.payload).toEqual({ unreadNotifications: 0 });
  });

  run("nobody hears what is said to another, whatever id they send", async () => {
    const other = await createUser(t.sql, t.random);
    const mine = await listen(parent);
    const { id } = await mine.next(kind("ready"));
    const theirs = await listen(other, { lastEventId: id });
    await theirs.next(kind("ready"));
    await say(parent.id, "secret");
    await mine.next(topic("secret"));
    await say(other.id, "own");
    await theirs.next(topic("own"));
    expect(topics(theirs)).toEqual(["own"]);
    await expect(
      (async () => (await t.asVisitor().notify.stream({}))[Symbol.asyncIterator]().next())(),
    ).rejects.toThrow("unauthenticated");
  });

  run("after a lost line nothing is missing, nothing is told twice, in order", async () => {
    const first = await listen(parent);
    await first.next(kind("ready"));
    await say(parent.id, "a");
    const { id } = await first.next(topic("a"));
    await first.hangUp();
    for (const name of ["b", "c", "d"]) await say(parent.id, name);
    const second = await listen(parent, { lastEventId: id });
    await second.next(topic("d"));
    await say(parent.id, "e");
    await second.next(topic("e"));
    expect(topics(second)).toEqual(["b", "c", "d", "e"]);
  });

  run("what happened while the page was on its way is told; what is older is not", async () => {
    await t.sql.query(
      `INSERT INTO "LiveEvent" ("userId", kind, payload, "createdAt") VALUES ($1, 'changed', '{"topic": "old"}', now() - interval '10 minutes')`,
      [parent.id],
    );
    await say(parent.id, "meanwhile");
    const line = await listen(parent, { age: 30_000 });
    await line.next(kind("ready"));
    expect(topics(line)).toEqual(["meanwhile"]);
  });

  run(
    "an id that is too old, of another database or nonsense makes the page start anew, and goes on from there",
    async () => {
      const hour = Math.floor(Date.now() / 1000);
      for (const lastEventId of [
        `1-1-${(hour - 13 * 3600).toString(36)}`,
        `999999999999-1-${hour.toString(36)}`,
        "nonsense",
      ]) {
        await say(parent.id, "before");
        const line = await listen(parent, { lastEventId });
        await line.next(kind("reset"));
        expect(topics(line)).toEqual([]);
        await say(parent.id, "after");
        await line.next(topic("after"));
      }
    },
  );

  run("too much to catch up makes the page start anew", async () => {
    const line = await listen(parent);
    const { id } = await line.next(kind("ready"));
    await line.hangUp();
    await t.sql.query(
      `INSERT INTO "LiveEvent" ("userId", kind, payload) SELECT $1, 'changed', '{"topic": "many"}' FROM generate_series(1, 300)`,
      [parent.id],
    );
    const back = await listen(parent, { lastEventId: id });
    await back.next(kind("reset"));
    await say(parent.id, "after");
    await back.next(topic("after"));
    expect(topics(back)).toEqual(["after"]);
  });

  run("the line ends when the session is revoked, at once, and when the role is taken", async () => {
    const ends = [
      (id: string) => t.sql.query(`UPDATE "AuthSession" SET "revokedAt" = now() WHERE "userId" = $1`, [id]),
      (id: string) => t.sql.query(`UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`, [id]),
      (id: string) => t.sql.query(`UPDATE "User" SET status = 'SUSPENDED' WHERE id = $1`, [id]),
      (id: string) => t.sql.query(`DELETE FROM "UserRole" WHERE "userId" = $1`, [id]),
    ];
    for (const end of ends) {
      const { id } = await createUser(t.sql, t.random);
      const line = await listen(id);
      await line.next(kind("ready"));
      await end(id);
      const ctx = await t.ctx(staff);
      await ctx.work((db) => live(db, [id], "session.ended"));
      await say(id, "too late");
      expect((await line.next(kind("end"), 1000)).message.payload).toEqual({ reason: "session" });
      await line.ended;
      expect(topics(line)).toEqual([]);
    }
  });

  run("the line that was open longest gives way to a new one beyond the limit", async () => {
    const open: Line[] = [];
    for (let n = 0; n < streamsPerPerson; n++) open.push(await listen(parent));
    await open.at(-1)?.next(kind("ready"));
    const one = await listen(parent);
    await one.next(kind("ready"));
    expect((await open[0]?.next(kind("end")))?.message.payload).toEqual({ reason: "replaced" });
    expect(openStreams(parent.id)).toBe(streamsPerPerson);
  });

  run("colleagues see who is here, and who does not want to be seen is not", async () => {
    const [me, colleague] = [await createStaff(t.sql, t.random, {}), await createStaff(t.sql, t.random, {})];
    const team = randomUUID();
    await t.sql.query(`INSERT INTO "StaffTeam" (id, name, purpose) VALUES ($1::uuid, $1::text, 'x')`, [team]);
    await t.sql.query(`UPDATE "StaffProfile" SET "teamId" = $1::uuid WHERE "userId" = ANY($2::uuid[])`, [
      team,
      [me.id, colleague.id],
    ]);
    const api = await t.as(me);
    const mine = await listen(me);
    await mine.next(kind("ready"));
    expect(await api.notify.presence()).toMatchObject([{ userId: colleague.id, here: false, today: undefined }]);
    const stranger = await createStaff(t.sql, t.random, {});
    for (const who of [colleague, stranger])
      await (await t.as(who)).preferences.saveWorkingHours({ days: Array(7).fill({ from: 480, until: 1020 }) });
    expect(await api.notify.presence()).toMatchObject([{ userId: colleague.id, today: { from: 480, until: 1020 } }]);
    expect(await t.asApp(me.id, "STAFF", (query) => query(`SELECT "userId" FROM app.colleague_hours()`))).toEqual([
      { userId: colleague.id },
    ]);
    expect(await t.asApp(parent.id, "PARENT", (query) => query(`SELECT * FROM app.colleague_hours()`))).toEqual([]);
    const theirs = await listen(colleague);
    await theirs.next(kind("ready"));
    await mine.next(topic("presence"));
    await expect.poll(() => api.notify.presence()).toMatchObject([{ userId: colleague.id, here: true }]);
    await pause(50);
    const told = topics(mine).length;
    await t.sql.query(
      `INSERT INTO "UserSetting" ("userId", key, value, "updatedAt") VALUES ($1, 'presence', '"hidden"', now())`,
      [colleague.id],
    );
    bus().wake([topicOfUser(colleague.id)]);
    await expect.poll(() => topics(mine).length).toBeGreaterThan(told);
    await expect.poll(() => api.notify.presence()).toMatchObject([{ here: false }]);
    await expect((await t.as(parent)).notify.presence()).rejects.toThrow("forbidden");
    // Whoever has left is nobody's colleague.
    await t.sql.query(`UPDATE "User" SET status = 'CLOSED' WHERE id = $1`, [colleague.id]);
    expect(await api.notify.presence()).toEqual([]);
  });

  run("over HTTP: the cookie opens it, Last-Event-ID goes on, and a closed page leaves no stream behind", async () => {
    const token = randomBytes(32).toString("base64url");
    await t.sql.query(
      `INSERT INTO "AuthSession" (id, "tokenHash", "userId", "activeRole", "userVersion", "expiresAt") VALUES ($1, $2, $3, 'PARENT', 1, now() + interval '1 day')`,
      [randomUUID(), Buffer.from(hashToken(token)), parent.id],
    );
    const cookie = `${sessionCookie()}=${await sealSession(token)}`;
    const open = (headers: Record<string, string>, signal?: AbortSignal) =>
      GET(
        new Request(`http://127.0.0.1:3000/api/trpc/notify.stream?input=${encodeURIComponent('{"json":{"age":1}}')}`, {
          headers,
          ...(signal && { signal }),
        }),
      );
    const read = async (response: Response, until: RegExp) => {
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!until.test(text)) text += (await reader?.read())?.value ?? "";
      return { text, close: () => reader?.cancel() };
    };
    const refused = await read(await open({}), /serialized-error[\s\S]*\n\n/);
    expect(refused.text).toContain('"kind":"UNAUTHENTICATED"');

    const line = await open({ cookie });
    expect(line.headers.get("content-type")).toContain("text/event-stream");
    expect(line.headers.get("cache-control")).toContain("no-transform");
    const first = await read(line, /ready[\s\S]*id: (\S+)\n\n/);
    await first.close();
    for (let tries = 0; openStreams(parent.id) > 0 && tries < 100; tries++) await pause(10);
    expect(openStreams(parent.id)).toBe(0);
    await say(parent.id, "missed");
    const id = /id: (\S+)\n\n/.exec(first.text)?.[1] ?? "";
    const second = await read(await open({ cookie, "last-event-id": id }), /missed[\s\S]*\n\n/);
    expect(second.text).toMatch(/^event: connected/);
    await second.close();
  });
});

// A second transaction beside an open one exists only on a real server: the embedded database serves one at a time.
const onPostgres = process.env.TEST_DATABASE_URL ? test : test.skip;
onPostgres("what a slow transaction wrote is not passed over by a quick one that began later", async () => {
  const parent = await createUser(t.sql, t.random);
  const slow = new pg.Client({ connectionString: t.url });
  await slow.connect();
  const insert = (name: string) =>
    `INSERT INTO "LiveEvent" ("userId", kind, payload) VALUES ('${parent.id}', 'changed', '{"topic": "${name}"}')`;
  try {
    const line = await listen(parent);
    await line.next(kind("ready"));
    await slow.query("BEGIN");
    await slow.query(insert("slow"));
    await say(parent.id, "quick");
    await pause(600);
    // Held back: telling it would move the place to go on from past what is still open.
    expect(topics(line)).toEqual([]);
    await slow.query("COMMIT");
    await line.next(topic("quick"), 1500);
    expect(topics(line)).toEqual(["slow", "quick"]);

    // The other way round: the number is drawn early, by a transaction that begins to write late.
    const { rows } = await slow.query(`SELECT nextval('"LiveEvent_seq_seq"') AS seq`);
    await say(parent.id, "between");
    await line.next(topic("between"));
    await slow.query(
      `INSERT INTO "LiveEvent" (seq, "userId", kind, payload) VALUES ($1, $2, 'changed', '{"topic": "early number"}')`,
      [rows[0].seq, parent.id],
    );
    bus().wake([topicOfUser(parent.id)]);
    await line.next(topic("early number"));
  } finally {
    await Promise.all(lines.splice(0).map((line) => line.hangUp()));
    await slow.end();
  }
});

(redisHere ? test : test.skip)(
  "two processes wake each other over Redis, and after a lost line everybody looks again",
  async () => {
    const url = await startRedis();
    const senders = [new Redis(url), new Redis(url)];
    const [one, other] = senders.map((sender) => makeBus(sender));
    try {
      await Promise.all([one?.ready(), other?.ready()]);
      const heard: string[] = [];
      one?.listen("user:x", () => heard.push("one"));
      other?.listen("user:x", () => heard.push("other"));
      other?.listen("user:y", () => heard.push("wrong"));
      one?.wake(["user:x"]);
      for (let tries = 0; heard.length < 2 && tries < 200; tries++) await pause(5);
      await pause(50);
      expect(heard).toEqual(["one", "other"]);
      await senders[0]?.call("CLIENT", "KILL", "TYPE", "pubsub");
      await expect.poll(() => heard.slice(2), { timeout: 5000 }).toEqual(expect.arrayContaining(["one", "other"]));
    } finally {
      await Promise.all([one?.close(), other?.close()]);
      for (const sender of senders) sender.disconnect();
      server?.kill();
    }
  },
);
