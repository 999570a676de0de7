import { Inngest, type InngestFunction, NonRetriableError, referenceFunction } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as fixture from "./fixture";

/** The runner against a real embedded database and the SDK's own endpoint. Slow things are counted in seconds. */
let database: fixture.Scratch;
let port = 0;
let web: Awaited<ReturnType<typeof fixture.serveFunctions>>;
let runner: ReturnType<typeof fixture.spawnRunner>;
const seen: string[] = [];
const gate: { open: () => void; opened: Promise<void> } = { open: () => {}, opened: Promise.resolve() };
const shut = () => {
  gate.opened = new Promise((resolve) => {
    gate.open = resolve;
  });
};
let running = 0;
let most = 0;
let failuresLeft = 0;

const silent = { info() {}, warn() {}, error() {}, debug() {} };
const client = new Inngest({
  id: "t",
  isDev: false,
  signingKey: fixture.SIGNING_KEY,
  checkpointing: false,
  logger: silent,
});
const functions: InngestFunction.Any[] = [
  client.createFunction({ id: "steps", triggers: [{ event: "t/steps" }] }, async ({ event, step }) => {
    const one = await step.run("one", () => {
      seen.push(`one:${event.data.n}`);
      return 1;
    });
    const [two, three] = await Promise.all([
      step.run("two", () => {
        seen.push(`two:${event.data.n}`);
        return 2;
      }),
      step.run("three", () => {
        seen.push(`three:${event.data.n}`);
        return 3;
      }),
    ]);
    return { sum: one + two + three };
  }),
  client.createFunction({ id: "sleeps", triggers: [{ event: "t/sleeps" }] }, async ({ step }) => {
    const from = await step.run("before", () => Date.now());
    await step.sleep("nap", "2s");
    return step.run("after", () => Date.now() - from);
  }),
  client.createFunction({ id: "gated", triggers: [{ event: "t/gated" }] }, async ({ event, step }) => {
    await step.run("first", () => {
      seen.push(`first:${event.data.n}`);
    });
    await step.run("second", async () => {
      seen.push(`second:${event.data.n}`);
      await gate.opened;
    });
    await step.run("third", () => {
      seen.push(`third:${event.data.n}`);
    });
    return "done";
  }),
  client.createFunction({ id: "fails", retries: 1, triggers: [{ event: "t/fails" }] }, async ({ step }) => {
    await step.run("kept", () => {
      seen.push("kept");
    });
    await step.run("shaky", () => {
      seen.push("shaky");
      if (failuresLeft-- > 0) throw new Error("no luck");
    });
    return "at last";
  }),
  client.createFunction(
    {
      id: "final",
      triggers: [{ event: "t/final" }],
      onFailure: async ({ error }: { error: Error }) => {
        seen.push(`onFailure:${error.message}`);
      },
    },
    async () => {
      throw new NonRetriableError("never");
    },
  ),
  client.createFunction({ id: "catches", retries: 0, triggers: [{ event: "t/catches" }] }, async ({ step }) => {
    try {
      await step.run("bad", () => {
        throw new Error("caught");
      });
    } catch (error) {
      return `handled: ${(error as Error).message}`;
    }
  }),
  client.createFunction(
    { id: "narrow", concurrency: { limit: 1, key: "event.data.key" }, triggers: [{ event: "t/narrow" }] },
    async ({ step }) => {
      await step.run("work", async () => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 80));
        running--;
      });
    },
  ),
  client.createFunction({ id: "ticks", triggers: [{ cron: "TZ=Africa/Nairobi */2 * * * * *" }] }, async () => "tick"),
  client.createFunction({ id: "child", retries: 0, triggers: [{ event: "t/child" }] }, async ({ event }) => {
    if (event.data.fail) throw new Error("child failed");
    return `child of ${event.data.n}`;
  }),
  client.createFunction({ id: "parent", triggers: [{ event: "t/parent" }] }, async ({ event, step }) => {
    const child = referenceFunction({ functionId: "child" });
    const good = await step.invoke("good", { function: child, data: { n: event.data.n } });
    const bad = await step
      .invoke("bad", { function: child, data: { fail: true } })
      .catch((error: Error) => error.message);
    return { good, bad };
  }),
  client.createFunction({ id: "races", triggers: [{ event: "t/races" }] }, async ({ step }) => {
    const quick = step
      .run("quick", () => "quick")
      .then((value: string) =>
        step.run("after quick", () => {
          seen.push("after quick");
          return `after ${value}`;
        }),
      );
    const late = step.sleep("late", "4s").then(() => "late");
    return Promise.race([quick, late]);
  }),
  client.createFunction({ id: "asks", triggers: [{ event: "t/asks" }] }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", { event: "t/answer", timeout: "20s", match: "data.n" });
    const none = await step.waitForEvent("nobody", { event: "t/nobody", timeout: "1s" });
    return { answer: answer?.data.word, none };
  }),
  client.createFunction({ id: "signals", retries: 0, triggers: [{ event: "t/signals" }] }, async ({ step }) => {
    await step.waitForSignal("s", { signal: "x", timeout: "1m", onConflict: "fail" });
  }),
  client.createFunction(
    { id: "filtered", triggers: [{ event: "t/filtered", if: "event.data.kind == 'yes'" }] },
    async () => "ran",
  ),
  client.createFunction(
    { id: "debounced", debounce: { period: "1s" }, triggers: [{ event: "t/debounced" }] },
    async () => "ran",
  ),
];

const finished = (functionId: string, status = "COMPLETED", timeoutMs = 15_000) =>
  fixture.until(
    async () => (await fixture.readRuns(database.pool, functionId)).find((run) => run.status === status),
    timeoutMs,
  );
const tell = (name: string, data: unknown, key?: string) => fixture.leaveEvent(database.pool, name, data, key);

beforeAll(async () => {
  database = await fixture.scratchDatabase();
  port = await fixture.freePort();
  web = await fixture.serveFunctions(client, functions, port);
  runner = fixture.spawnRunner(database.url, port);
}, 60_000);

afterAll(async () => {
  runner?.kill("SIGKILL");
  if (web) await fixture.stopServer(web);
  await database?.stop();
});

describe("a run", () => {
  test("goes through sequential and parallel steps, once each, and once per dedupe key", async () => {
    await tell("t/steps", { n: 1 }, "same");
    await tell("t/steps", { n: 1 }, "same");
    const run = await finished("t-steps", "COMPLETED", 30_000);
    expect(run.result).toEqual({ sum: 6 });
    expect(seen.filter((line) => line.endsWith(":1")).sort()).toEqual(["one:1", "three:1", "two:1"]);
    expect(await fixture.readRuns(database.pool, "t-steps")).toHaveLength(1);
  }, 40_000);

  test("sleeps without holding anything", async () => {
    await tell("t/sleeps", {});
    await finished("t-sleeps", "SLEEPING");
    const run = await finished("t-sleeps");
    expect(Number(run.result)).toBeGreaterThanOrEqual(1900);
    expect(Number(run.result)).toBeLessThan(5000);
  }, 20_000);

  test("retries with back-off, ends as a dead letter, and goes on from there when asked", async () => {
    failuresLeft = 3;
    await tell("t/fails", {});
    const dead = await finished("t-fails", "DEAD", 20_000);
    expect(dead.error).toContain("no luck");
    expect(seen.filter((line) => line === "shaky")).toHaveLength(2);
    failuresLeft = 0;
    await database.pool.query(`UPDATE "JobRun" SET status = 'QUEUED', "nextAt" = now() WHERE "runId" = $1`, [
      dead.runId,
    ]);
    const run = await finished("t-fails");
    expect(run.result).toBe("at last");
    expect(seen.filter((line) => line === "kept")).toHaveLength(1);
  }, 40_000);

  test("that must not be retried ends at once and tells its failure handler", async () => {
    await tell("t/final", {});
    const dead = await finished("t-final", "DEAD");
    expect(dead.error).toContain("never");
    await finished("t-final-failure");
    expect(seen).toContain("onFailure:NonRetriableError: never");
  }, 20_000);

  test("may catch a step's last failure", async () => {
    await tell("t/catches", {});
    expect((await finished("t-catches")).result).toBe("handled: caught");
  }, 20_000);

  test("keeps to its concurrency key", async () => {
    for (let n = 0; n < 6; n++) await tell("t/narrow", { key: "a" });
    await fixture.until(
      async () =>
        (await fixture.readRuns(database.pool, "t-narrow")).filter((run) => run.status === "COMPLETED").length === 6,
      30_000,
    );
    expect(most).toBe(1);
  }, 40_000);

  test("waits for the event that matches, and gives up when none comes", async () => {
    await tell("t/asks", { n: 7 });
    await finished("t-asks", "SLEEPING");
    await tell("t/answer", { n: 8, word: "wrong" });
    await tell("t/answer", { n: 7, word: "right" });
    expect((await finished("t-asks")).result).toEqual({ answer: "right", none: null });
  }, 30_000);

  test("that asks for what is not supported is a dead letter that says so", async () => {
    await tell("t/signals", {});
    await tell("t/debounced", {});
    expect((await finished("t-signals", "DEAD")).error).toContain("WaitForSignal");
    expect((await finished("t-debounced", "DEAD")).error).toContain("debounce");
  }, 20_000);

  test("invokes another and gets its result or its failure", async () => {
    await tell("t/parent", { n: 4 });
    expect((await finished("t-parent")).result).toEqual({ good: "child of 4", bad: "child failed" });
  }, 20_000);

  test("that races a step against a sleep goes on with the step; the SDK ends it only when nothing is open", async () => {
    await tell("t/races", {});
    await fixture.until(async () => seen.includes("after quick"), 3_000);
    expect((await fixture.readRuns(database.pool, "t-races"))[0]?.status).not.toBe("COMPLETED");
    expect((await finished("t-races")).result).toBe("after quick");
  }, 20_000);

  test("starts only when its trigger's condition holds", async () => {
    await tell("t/filtered", { kind: "no" });
    await tell("t/filtered", { kind: "yes" });
    await finished("t-filtered");
    expect(await fixture.readRuns(database.pool, "t-filtered")).toHaveLength(1);
  }, 20_000);
});

test("a schedule fires each slot once, across a restart, and a gap once", async () => {
  const ticks = async () => {
    const { rows } = await database.pool.query<{ ts: string }>(
      `SELECT event->>'ts' AS ts FROM "JobRun" WHERE "functionId" = 't-ticks'`,
    );
    return rows.map(({ ts }) => Number(ts));
  };
  await fixture.until(async () => (await ticks()).length >= 2, 20_000);
  runner.kill("SIGKILL");
  const before = Math.max(...(await ticks()));
  await new Promise((resolve) => setTimeout(resolve, 6_500));
  runner = fixture.spawnRunner(database.url, port);
  const all = await fixture.until(async () => {
    const now = await ticks();
    return now.some((ts) => ts >= before + 8_000) && now;
  }, 20_000);
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((ts) => ts % 2_000 === 0)).toBe(true);
  // The slots while nothing ran are owed once, as the latest of them.
  expect(all.filter((ts) => ts > before && ts < before + 6_000).length).toBeLessThanOrEqual(1);
}, 60_000);

describe("a killed part", () => {
  test("runner: only the interrupted step repeats", async () => {
    shut();
    await tell("t/gated", { n: "r" });
    await fixture.until(async () => seen.includes("second:r"));
    runner.kill("SIGKILL");
    runner = fixture.spawnRunner(database.url, port);
    await fixture.until(async () => seen.filter((line) => line === "second:r").length === 2, 20_000);
    gate.open();
    await fixture.until(
      async () => (await fixture.readRuns(database.pool, "t-gated")).some((run) => run.status === "COMPLETED"),
      20_000,
    );
    expect(seen.filter((line) => line === "first:r")).toHaveLength(1);
    expect(seen.filter((line) => line === "third:r")).toHaveLength(1);
  }, 60_000);

  test("web: the run waits for it and counts no attempt", async () => {
    shut();
    await tell("t/gated", { n: "w" });
    await fixture.until(async () => seen.includes("second:w"));
    await fixture.stopServer(web);
    gate.open();
    await new Promise((resolve) => setTimeout(resolve, 700));
    web = await fixture.serveFunctions(client, functions, port);
    const runs = await fixture.until(async () => {
      const all = await fixture.readRuns(database.pool, "t-gated");
      return all.filter((run) => run.status === "COMPLETED").length === 2 && all;
    }, 30_000);
    expect(runs.every((run) => run.attempt === 0)).toBe(true);
    expect(seen.filter((line) => line === "first:w")).toHaveLength(1);
  }, 60_000);
});
