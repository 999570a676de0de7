import superjson from "superjson";

/** What a refused call says: a sentence, sentences beside fields, and a reference to quote. */
export class CallError extends Error {
  readonly kind: string;
  readonly reason: string;
  readonly fields: Record<string, string>;
  readonly reference: string;
  readonly status: number;
  constructor(shown: {
    kind: string;
    reason: string;
    message: string;
    fields: Record<string, string>;
    reference: string;
    status: number;
  }) {
    super(shown.message);
    this.name = "CallError";
    this.kind = shown.kind;
    this.reason = shown.reason;
    this.fields = shown.fields;
    this.reference = shown.reference;
    this.status = shown.status;
  }
}

/**
 * Calls one mutation without a client library: for pages of families, whose bytes cost money.
 * `idempotencyKey` lets the same act be sent twice and happen once. Throws CallError; status 0 means no connection.
 */
export async function call<Output = unknown>(
  procedure: string,
  input: unknown,
  idempotencyKey?: string,
): Promise<Output> {
  let response: Response;
  try {
    response = await fetch(`/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}) },
      body: JSON.stringify(superjson.serialize(input)),
      credentials: "same-origin",
    });
  } catch {
    throw new CallError({
      kind: "OFFLINE",
      reason: "offline",
      message: document.documentElement.dataset.offline ?? "No connection.",
      fields: {},
      reference: "",
      status: 0,
    });
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body?.result) return superjson.deserialize(body.result.data) as Output;
  const shown = body?.error
    ? (superjson.deserialize(body.error) as { data: ConstructorParameters<typeof CallError>[0]; message: string })
    : null;
  throw new CallError(
    shown
      ? { ...shown.data, message: shown.message }
      : {
          kind: "INTERNAL",
          reason: "internal",
          message: response.statusText,
          fields: {},
          reference: "",
          status: response.status,
        },
  );
}
