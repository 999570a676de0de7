import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { type FunctionDefinition, parseDefinitions } from "./definitions";
import { type Answer, readAnswer } from "./ops";

export type Wire = { endpoint: string; signingKey: string; stepTimeoutMs: number };

export type StepRequest = {
  functionId: string;
  runId: string;
  stepId: string | null;
  attempt: number;
  maxAttempts: number;
  stack: string[];
  steps: Record<string, unknown>;
  event: Record<string, unknown>;
  /** Parallel steps are under way: only report what is new, run nothing. */
  planOnly: boolean;
};

/** The signature the SDK demands: HMAC-SHA256 over the canonical body followed by the seconds. */
export function sign(body: unknown, signingKey: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const key = signingKey.replace(/^signkey-\w+-/, "");
  const text = canonicalize(body) ?? "";
  return `t=${seconds}&s=${createHmac("sha256", key).update(text).update(String(seconds)).digest("hex")}`;
}

/** Runs one step (or finds the next ones) in the application. */
export async function callStep(wire: Wire, request: StepRequest): Promise<Answer> {
  const url = new URL(wire.endpoint);
  url.searchParams.set("fnId", request.functionId);
  url.searchParams.set("stepId", request.stepId ?? "step");
  // No `fn_id` in the context: it would switch on checkpointing to an Inngest server, which is not there.
  const body = {
    version: 2,
    ctx: {
      run_id: request.runId,
      attempt: request.attempt,
      max_attempts: request.maxAttempts,
      env: "embedded",
      disable_immediate_execution: request.planOnly,
      use_api: false,
      stack: { stack: request.stack, current: request.stack.length },
    },
    event: request.event,
    events: [request.event],
    steps: request.steps,
    use_api: false,
  };
  try {
    const response = await post(wire, url, "POST", body, wire.stepTimeoutMs, {});
    const http = {
      status: response.status,
      header: (name: string) => response.headers.get(name),
      body: await response.text(),
    };
    return readAnswer(http, new Date());
  } catch (error) {
    return transportFailure(error);
  }
}

/** Asks the application for its functions: the same in-band registration an Inngest server performs. */
export async function fetchDefinitions(wire: Wire): Promise<Map<string, FunctionDefinition>> {
  const body = { url: wire.endpoint };
  const response = await post(wire, new URL(wire.endpoint), "PUT", body, 20_000, { "x-inngest-sync-kind": "in_band" });
  if (!response.ok)
    throw new Error(`registration answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return parseDefinitions(await response.json());
}

async function post(
  wire: Wire,
  url: URL,
  method: "POST" | "PUT",
  body: unknown,
  timeoutMs: number,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(url, {
    method,
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      "x-inngest-req-version": "2",
      "x-inngest-server-kind": "cloud",
      "x-inngest-signature": sign(body, wire.signingKey, new Date()),
      ...headers,
    },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
}

/** A refused connection means the step did not begin; any other break may have interrupted it. */
export function transportFailure(error: unknown): Answer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message || code : String(cause);
  if (error instanceof Error && error.name === "TimeoutError") {
    return { kind: "failed", error: "the step took too long", final: false, pause: null };
  }
  if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].includes(code)) {
    return { kind: "unreachable", error: message };
  }
  return { kind: "broken", error: message };
}
