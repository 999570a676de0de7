type Shown = {
  kind: string;
  reason: string;
  message: string;
  fields: Record<string, string>;
  reference: string;
  status: number;
};

/** What a refused call says: a sentence, sentences beside fields, and a reference to quote. */
export class CallError extends Error {
  declare readonly kind: Shown["kind"];
  declare readonly reason: Shown["reason"];
  declare readonly fields: Shown["fields"];
  declare readonly reference: Shown["reference"];
  declare readonly status: Shown["status"];
  constructor(shown: Shown) {
    super();
    this.name = "CallError";
    Object.assign(this, shown);
  }
}

/** A refusal that the school's own answer does not explain. */
const unexplained = (kind: "OFFLINE" | "INTERNAL", message: string, status: number) =>
  new CallError({ kind, reason: kind.toLowerCase(), message, fields: {}, reference: "", status });

/**
 * The input as the server's transformer (superjson) reads it, without bringing it along: dates and whole numbers beyond
 * JSON's are named beside the text, what is not there is left out.
 */
export function packed(input: unknown): { json: unknown; meta?: { values: unknown; v: 1 } } {
  const values: Record<string, [string]> = {};
  const pack = (value: unknown, path: string[]): unknown => {
    const kind = value instanceof Date ? "Date" : typeof value === "bigint" ? "bigint" : null;
    if (kind) {
      values[path.map((key) => key.replaceAll("\\", "\\\\").replaceAll(".", "\\.")).join(".")] = [kind];
      return value instanceof Date ? value.toISOString() : String(value);
    }
    if (Array.isArray(value)) return value.map((one, i) => pack(one, [...path, String(i)]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one, [...path, key])]));
  };
  const json = pack(input, []);
  return Object.keys(values).length ? { json, meta: { values, v: 1 } } : { json };
}

/**
 * Calls one mutation without a client library: for pages of families, whose bytes cost money.
 * `idempotencyKey` lets the same act be sent twice and happen once. The answer is
 * plain JSON: dates in it are text. Throws CallError; status 0 means no connection.
 */
export async function call<Output = unknown>(
  procedure: string,
  input: unknown,
  idempotencyKey?: string,
): Promise<Output> {
  const body = JSON.stringify(packed(input));
  let response: Response;
  try {
    response = await fetch(`/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}) },
      body,
      credentials: "same-origin",
      // What was begun arrives although the page is left; browsers carry some 64 KB for pages that are gone.
      keepalive: body.length < 16_000,
    });
  } catch {
    throw unexplained("OFFLINE", document.documentElement.dataset.offline ?? "No connection.", 0);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer?.result) return answer.result.data.json as Output;
  const shown: { data: Omit<Shown, "message">; message: string } | undefined = answer?.error?.json;
  // A dangerous act wants a fresh proof: given on a page of its own, which leads back here.
  if (shown?.data.reason === "step_up_required") {
    const { leaveToConfirm } = await import("./step-up");
    leaveToConfirm(procedure, input);
    // The page is being left; whoever called stays busy until it is gone.
    return new Promise(() => {});
  }
  throw shown
    ? new CallError({ ...shown.data, message: shown.message })
    : unexplained("INTERNAL", response.statusText, response.status);
}
