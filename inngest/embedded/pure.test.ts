import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfter, retryDelay, unreachableDelay } from "./backoff";
import { nextSlot, owedSlot, parseCron } from "./cron";
import { concurrencyGroup, parseDefinitions } from "./definitions";
import { wakeAt } from "./duration";
import { evaluate, holds, UnsupportedExpression } from "./expression";
import { type Answer, type Call, decide, type Op, readAnswer, type Stored } from "./ops";
import { sign, transportFailure } from "./wire";

const at = (text: string) => new Date(text);
const noon = at("2026-03-02T09:00:00Z");

describe("back-off", () => {
  test.each([
    [0, 2_000],
    [1, 8_000],
    [2, 32_000],
    [3, 128_000],
    [9, 600_000],
  ])("after attempt %i: %i ms", (attempt, ms) => expect(retryDelay(attempt, () => 0.5)).toBe(ms));
  test("never more than a quarter apart, never beyond the longest", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const delay = retryDelay(attempt, () => random);
        const middle = retryDelay(attempt, () => 0.5);
        expect(Math.abs(delay - middle)).toBeLessThanOrEqual(middle / 8 + 1);
        expect(unreachableDelay(attempt, () => random)).toBeLessThanOrEqual(11_250);
      }),
    );
  });
  test.each([
    ["30", 30_000],
    ["2026-03-02T09:00:05Z", 5_000],
    ["2020-01-01T00:00:00Z", 0],
    ["soon", null],
    [null, null],
  ])("Retry-After %s is %s", (header, ms) => expect(retryAfter(header, noon)).toBe(ms));
});

describe("schedules, in Nairobi (UTC+3)", () => {
  const nightly = parseCron("TZ=Africa/Nairobi 20 3 * * *");
  test.each([
    ["just before", "2026-03-01T00:20:00Z", "2026-03-02T00:19:59Z", null],
    ["on the dot", "2026-03-01T00:20:00Z", "2026-03-02T00:20:00Z", "2026-03-02T00:20:00.000Z"],
    ["missed, found in the morning", "2026-03-01T00:20:00Z", "2026-03-02T06:00:00Z", "2026-03-02T00:20:00.000Z"],
    ["a week missed is owed once", "2026-02-20T00:20:00Z", "2026-03-02T06:00:00Z", "2026-03-02T00:20:00.000Z"],
    ["done already", "2026-03-02T00:20:00Z", "2026-03-02T06:00:00Z", null],
    ["new today: nothing owed for before", "2026-03-02T06:00:00Z", "2026-03-02T06:00:01Z", null],
  ])("%s", (_name, since, now, slot) =>
    expect(owedSlot(nightly, at(since), at(now))?.toISOString() ?? null).toBe(slot),
  );
  test("without a zone the school's clock is meant", () => {
    expect(nextSlot(parseCron("0 6 * * *"), at("2026-03-02T00:00:00Z")).toISOString()).toBe("2026-03-02T03:00:00.000Z");
  });
  test.each(["every day", "TZ=Africa/Nowhere 0 6 * * *", "99 * * * *"])("%s is refused", (text) => {
    expect(() => parseCron(text)).toThrow();
  });
});

describe("durations", () => {
  test.each([
    ["30s", "2026-03-02T09:00:30.000Z"],
    ["1d2h", "2026-03-03T11:00:00.000Z"],
    ["2w", "2026-03-16T09:00:00.000Z"],
    ["2026-03-05T00:00:00.000Z", "2026-03-05T00:00:00.000Z"],
  ])("%s", (text, end) => expect(wakeAt(text, noon).toISOString()).toBe(end));
  test("nonsense is refused", () => expect(() => wakeAt("a while", noon)).toThrow());
});

describe("expressions", () => {
  const scope = { event: { data: { id: "s1", count: 3, kind: "a && b" } }, async: { data: { id: "s1" } } };
  test.each([
    ["event.data.id == async.data.id", true],
    ["event.data.count == 3 && event.data.id != 's2'", true],
    ["event.data.kind == 'a && b'", true],
    ["event.data.missing == null", true],
    ["event.data.id == 's2'", false],
  ])("%s", (text, expected) => expect(holds(text, scope)).toBe(expected));
  test("keys may be joined", () => expect(evaluate("event.data.id + '-' + event.data.count", scope)).toBe("s1-3"));
  test.each(["size(event.data.id) > 2", "other.data.id", "event.data.id.startsWith('s')"])(
    "%s is refused by name",
    (text) => expect(() => evaluate(text, scope)).toThrow(UnsupportedExpression),
  );
});

describe("definitions", () => {
  const define = (extra: object) =>
    parseDefinitions({ functions: [{ id: "f", triggers: [{ event: "e" }], steps: { step: {} }, ...extra }] }).get("f");
  test("attempts are retries and the first one", () => {
    expect(define({})?.maxAttempts).toBe(4);
    expect(define({ steps: { step: { retries: { attempts: 0 } } } })?.maxAttempts).toBe(1);
  });
  test.each([
    { debounce: { period: "1s" } },
    { throttle: {} },
    { cancel: [] },
    { concurrency: [{ limit: 1 }, { limit: 2, key: "event.data.x" }] },
  ])("%o is refused", (extra) => expect(define(extra)?.refusal).toContain("does not support"));
  test("the group is the function's and its key's", () => {
    const keyed = define({ concurrency: [{ limit: 2, key: "event.data.x" }] });
    expect(keyed && concurrencyGroup(keyed, { data: { x: 7 } })).toBe("f|7");
    const plain = define({ concurrency: 3 });
    expect(plain && concurrencyGroup(plain, {})).toBe("f|");
  });
});

describe("an answer", () => {
  const http = (status: number, body: unknown, headers: Record<string, string> = { "x-inngest-sdk": "js" }) =>
    readAnswer({ status, body: JSON.stringify(body), header: (name) => headers[name] ?? null }, noon);
  test("without the SDK's header did not come from a function", () => {
    expect(http(500, "Oops", {}).kind).toBe("unreachable");
    expect(http(401, { message: "no" }, {}).kind).toBe("unreachable");
  });
  test("says whether trying again makes sense", () => {
    expect(http(500, { name: "Error", message: "x" })).toMatchObject({ kind: "failed", final: false, error: "x" });
    expect(http(400, { message: "x" }, { "x-inngest-sdk": "js", "x-inngest-no-retry": "true" })).toMatchObject({
      final: true,
    });
    expect(http(200, { a: 1 })).toEqual({ kind: "complete", data: { a: 1 } });
  });
  test("a refused line is not an attempt, a broken one is not either but is counted", () => {
    const refused = Object.assign(new Error("fetch failed"), {
      cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    });
    expect(transportFailure(refused).kind).toBe("unreachable");
    const reset = Object.assign(new Error("fetch failed"), {
      cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
    });
    expect(transportFailure(reset).kind).toBe("broken");
  });
});

describe("a decision", () => {
  const first: Call = { stepId: null, attempt: 0, outages: 0, maxAttempts: 3 };
  const ops = (...list: Partial<Op>[]): Answer => ({
    kind: "ops",
    pause: null,
    ops: list.map((each) => ({ id: "h", op: "StepRun", ...each })),
  });
  const planned = (hashedId: string, done = false): Stored => ({ hashedId, done, op: "StepPlanned", race: false });
  const make = (answer: Answer, stored: Stored[] = [], call: Call = first) =>
    decide(call, answer, stored, noon, () => 0.5);

  test("a finished step is stored and the next is looked for", () => {
    expect(make(ops({ id: "a", data: 1 }))).toMatchObject({
      done: [{ hashedId: "a", data: { data: 1 } }],
      discover: true,
    });
  });
  test("a result of nothing is stored as null", () => {
    expect(make(ops({ id: "a" })).done[0]?.data).toEqual({ data: null });
  });
  test("parallel steps get a call each, and the search waits for the last of them", () => {
    expect(
      make(ops({ id: "a", op: "StepPlanned" }, { id: "b", op: "StepPlanned" })).waiting.map(({ wait }) => wait),
    ).toEqual(["call", "call"]);
    expect(make(ops({ id: "a" }), [planned("a"), planned("b")]).discover).toBe(false);
    expect(make(ops({ id: "b" }), [planned("a", true), planned("b")]).discover).toBe(true);
    expect(make(ops({ id: "a" }), [{ ...planned("a"), race: true }, planned("b")]).discover).toBe(true);
  });
  test("what is known already is not planned twice", () => {
    expect(make(ops({ id: "a", op: "StepPlanned" }), [planned("a")]).waiting).toEqual([]);
  });
  test("sleep ends at its moment", () => {
    expect(make(ops({ op: "Sleep", name: "1h" })).waiting[0]).toMatchObject({
      wait: "moment",
      until: at("2026-03-02T10:00:00Z"),
    });
  });
  test("an error is tried again until the last attempt", () => {
    const answer = ops({ op: "StepError", error: { message: "x" } });
    expect(make(answer).retry).toMatchObject({ attempt: 1, delay: 2_000 });
    expect(make(answer, [], { ...first, attempt: 2 }).finish).toEqual({ status: "DEAD", error: "x" });
  });
  test("a step's last failure goes to the function, which may catch it", () => {
    expect(make(ops({ id: "a", op: "StepFailed", error: { message: "x" } }))).toMatchObject({
      done: [{ data: { error: { message: "x" } } }],
      discover: true,
    });
  });
  test("an unreachable application costs no attempt, however long; one that dies in the same step again and again is blamed", () => {
    expect(make({ kind: "unreachable", error: "x" }, [], { ...first, outages: 5000 }).retry?.attempt).toBe(0);
    expect(make({ kind: "broken", error: "x" }, [], { ...first, outages: 3 }).retry?.attempt).toBe(0);
    expect(make({ kind: "broken", error: "x" }, [], { ...first, outages: 20 }).finish?.status).toBe("DEAD");
  });
  test.each(["WaitForSignal", "AIGateway", "DeferAdd", "SomethingNew"])("%s is refused by name", (op) => {
    const { finish } = make(ops({ op, displayName: "it" }));
    expect(finish).toMatchObject({ status: "DEAD" });
    expect(finish?.status === "DEAD" && finish.error).toContain(op);
  });
  test("a run that names nothing and waits for nothing is not left hanging", () => {
    expect(make(ops()).finish?.status).toBe("DEAD");
    expect(make(ops(), [planned("a")]).finish).toBeNull();
  });
});

test("the signature covers the canonical body and the time", () => {
  const one = sign({ b: 1, a: [2] }, "signkey-test-00ff", noon);
  expect(one).toBe(sign({ a: [2], b: 1 }, "signkey-other-00ff", noon));
  expect(one).not.toBe(sign({ a: [2], b: 2 }, "signkey-test-00ff", noon));
  expect(one).toMatch(/^t=1772442000&s=[0-9a-f]{64}$/);
});
