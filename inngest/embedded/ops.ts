import { z } from "zod";
import { retryAfter, retryDelay, unreachableDelay } from "./backoff";
import { wakeAt } from "./duration";

/**
 * What one call to the application means for its run. Pure: the runner asks over HTTP, hands the answer in here,
 * and writes down what comes out in one transaction.
 */

const op = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Op = z.infer<typeof op>;

export type Answer =
  | { kind: "ops"; ops: Op[]; pause: number | null }
  | { kind: "complete"; data: unknown }
  | { kind: "failed"; error: string; final: boolean; pause: number | null }
  /** Nobody there, or not us: the function did not run, so this is not one of its attempts. */
  | { kind: "unreachable"; error: string }
  /** The line broke in the middle of a step. */
  | { kind: "broken"; error: string };

export type HttpAnswer = { status: number; header(name: string): string | null; body: string };

/** Reads an answer of the published protocol. */
export function readAnswer(http: HttpAnswer, now: Date): Answer {
  // Only the SDK sets this header: without it a proxy, a crashed page or a stranger answered.
  if (http.header("x-inngest-sdk") === null) {
    return { kind: "unreachable", error: `the job endpoint answered ${http.status}: ${http.body.slice(0, 200)}` };
  }
  let body: unknown;
  try {
    body = http.body === "" ? null : JSON.parse(http.body);
  } catch {
    return { kind: "unreachable", error: `the job endpoint answered ${http.status} without JSON` };
  }
  const pause = retryAfter(http.header("retry-after"), now);
  if (http.status === 206) {
    const ops = z.array(op).safeParse(Array.isArray(body) ? body : [body]);
    if (ops.success) return { kind: "ops", ops: ops.data, pause };
    return { kind: "failed", error: `the step answer cannot be read: ${ops.error.message}`, final: true, pause: null };
  }
  if (http.status === 200) return { kind: "complete", data: body };
  const final = http.header("x-inngest-no-retry") === "true";
  return { kind: "failed", error: describeError(body), final, pause };
}

/** One line a person can read from the SDK's serialised error. */
export function describeError(error: unknown): string {
  const parsed = z.object({
    name: z.string().optional(),
    message: z.string().optional(),
    error: z.string().optional(),
  });
  const { data } = parsed.safeParse(error);
  const message = data?.message ?? data?.error ?? (typeof error === "string" ? error : JSON.stringify(error));
  return data?.name && data.name !== "Error" ? `${data.name}: ${message}` : String(message);
}

export type Call = { stepId: string | null; attempt: number; outages: number; maxAttempts: number };
export type Stored = { hashedId: string; done: boolean; op: string; race: boolean };

export type SavedStep = {
  hashedId: string;
  name: string;
  op: string;
  /** `{data}` or `{error}` when done, `{pending}` while something is waited for. */
  data: Record<string, unknown>;
};
export type Decision = {
  done: SavedStep[];
  /** Newly found steps that wait for their own call, a moment, an event or another run. */
  waiting: (SavedStep & { wait: "call" | "moment" | "event" | "run"; until: Date | null })[];
  /** Ask for the next steps once this is stored. */
  discover: boolean;
  retry: { delay: number; attempt: number; outages: number; error: string } | null;
  finish: { status: "COMPLETED"; result: unknown } | { status: "DEAD"; error: string } | null;
};

/** How often the web process may die within one step before the step is blamed. */
const MOST_BROKEN = 20;

export function decide(call: Call, answer: Answer, stored: Stored[], now: Date, random = Math.random): Decision {
  const decision: Decision = { done: [], waiting: [], discover: false, retry: null, finish: null };
  if (answer.kind === "complete") {
    decision.finish = { status: "COMPLETED", result: answer.data };
    return decision;
  }
  if (answer.kind === "unreachable" || answer.kind === "broken") {
    if (answer.kind === "broken" && call.outages >= MOST_BROKEN) {
      const error = `the application stopped ${MOST_BROKEN} times during this step: ${answer.error}`;
      decision.finish = { status: "DEAD", error };
    } else {
      const delay = unreachableDelay(call.outages, random);
      decision.retry = { delay, attempt: call.attempt, outages: call.outages + 1, error: answer.error };
    }
    return decision;
  }
  if (answer.kind === "failed") {
    again(decision, call, answer.error, answer.final, answer.pause, random);
    return decision;
  }
  for (const each of answer.ops) apply(decision, each, call, answer.pause, stored, now, random);
  if (decision.finish || decision.retry) {
    decision.discover = false;
    return decision;
  }
  const doneNow = new Set(decision.done.map(({ hashedId }) => hashedId));
  const stillCalled = stored.filter((step) => !step.done && step.op === "StepPlanned" && !doneNow.has(step.hashedId));
  const raced = stored.some((step) => step.race && doneNow.has(step.hashedId));
  decision.discover = decision.done.length > 0 && (stillCalled.length === 0 || raced);
  const open = stored.some((step) => !step.done && !doneNow.has(step.hashedId));
  if (!decision.discover && decision.waiting.length === 0 && !open) {
    decision.finish = { status: "DEAD", error: "the function neither ended nor named a next step" };
  }
  return decision;
}

function apply(
  decision: Decision,
  each: Op,
  call: Call,
  pause: number | null,
  stored: Stored[],
  now: Date,
  random: () => number,
): void {
  const step = { hashedId: each.id, name: each.displayName ?? each.name ?? each.id, op: each.op };
  const known = stored.some(({ hashedId }) => hashedId === each.id);
  switch (each.op) {
    case "RunComplete":
      decision.finish = { status: "COMPLETED", result: each.data };
      return;
    case "Step":
    case "StepRun":
      decision.done.push({ ...step, data: { data: each.data ?? null } });
      return;
    case "StepFailed":
      decision.done.push({ ...step, data: { error: each.error ?? { name: "Error", message: "The step failed" } } });
      return;
    case "StepError":
      again(decision, call, describeError(each.error), false, pause, random);
      return;
    case "StepPlanned": {
      const race = each.opts?.parallelMode === "race";
      if (!known) decision.waiting.push({ ...step, data: { pending: { race } }, wait: "call", until: null });
      return;
    }
    case "Sleep": {
      const until = each.name ? wakeAt(each.name, now) : now;
      if (!known) decision.waiting.push({ ...step, data: { pending: { until } }, wait: "moment", until });
      return;
    }
    case "WaitForEvent": {
      const until = wakeAt(String(each.opts?.timeout ?? "0s"), now);
      const pending = { event: each.name, if: each.opts?.if ?? null, until };
      if (!known) decision.waiting.push({ ...step, data: { pending }, wait: "event", until });
      return;
    }
    case "InvokeFunction": {
      const pending = { functionId: each.opts?.function_id, payload: each.opts?.payload ?? {} };
      const until = each.opts?.timeout ? wakeAt(String(each.opts.timeout), now) : null;
      if (!known) decision.waiting.push({ ...step, data: { pending }, wait: "run", until });
      return;
    }
    default:
      decision.finish = {
        status: "DEAD",
        error: `the embedded runner does not support the operation ${each.op} (step "${step.name}")`,
      };
  }
}

function again(
  decision: Decision,
  call: Call,
  error: string,
  final: boolean,
  pause: number | null,
  random: () => number,
): void {
  if (final || call.attempt + 1 >= call.maxAttempts) {
    decision.finish = { status: "DEAD", error };
    return;
  }
  const delay = pause ?? retryDelay(call.attempt, random);
  decision.retry = { delay, attempt: call.attempt + 1, outages: 0, error };
}
