import { z } from "zod";
import { type CronTrigger, parseCron } from "./cron";
import { evaluate } from "./expression";

const concurrency = z.object({ limit: z.number().int(), key: z.string().optional(), scope: z.string().optional() });

/** One function as the SDK registers it with a server; what we do not know is kept, to be refused by name. */
const registered = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.object({ event: z.string().optional(), expression: z.string().optional(), cron: z.string().optional() }),
  ),
  steps: z.record(z.string(), z.object({ retries: z.object({ attempts: z.number().int().optional() }).optional() })),
  idempotency: z.string().optional(),
  concurrency: z.union([z.number().int(), concurrency, z.array(concurrency)]).optional(),
});

/** Options that change when or whether a run happens: obeying them halfway would be worse than refusing. */
const REFUSED = ["batchEvents", "rateLimit", "throttle", "debounce", "priority", "timeouts", "singleton", "cancel"];
const DEFAULT_RETRIES = 3;
const FAILED_EVENT = "inngest/function.failed";

export type EventTrigger = { event: string; expression: string | null };
export type FunctionDefinition = {
  id: string;
  name: string;
  events: EventTrigger[];
  crons: CronTrigger[];
  maxAttempts: number;
  concurrency: { limit: number; key: string | null; shared: boolean } | null;
  idempotency: string | null;
  /** Function whose `onFailure` this is. */
  failureOf: string | null;
  /** Why the embedded runner will not run it; its runs go to the dead letters with this reason. */
  refusal: string | null;
};

/** Reads the functions from the SDK's registration answer. */
export function parseDefinitions(body: unknown): Map<string, FunctionDefinition> {
  const { functions } = z.object({ functions: z.array(registered) }).parse(body);
  return new Map(functions.map((each) => [each.id, define(each)]));
}

function define(config: z.infer<typeof registered>): FunctionDefinition {
  const limits = normalise(config.concurrency);
  const refused = REFUSED.filter((option) => config[option] !== undefined && config[option] !== null);
  if (limits.length > 1) refused.push("more than one concurrency option");
  let refusal = refused.length > 0 ? `the embedded runner does not support: ${refused.join(", ")}` : null;
  const crons: CronTrigger[] = [];
  for (const { cron } of config.triggers) {
    if (!cron) continue;
    try {
      crons.push(parseCron(cron));
    } catch (error) {
      refusal ??= `the schedule "${cron}" cannot be read: ${error instanceof Error ? error.message : error}`;
    }
  }
  const failure = config.triggers.find(({ event }) => event === FAILED_EVENT);
  return {
    id: config.id,
    name: config.name ?? config.id,
    events: config.triggers.flatMap(({ event, expression }) =>
      event && event !== FAILED_EVENT ? [{ event, expression: expression ?? null }] : [],
    ),
    crons,
    maxAttempts: (Object.values(config.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    concurrency: limits[0] ?? null,
    idempotency: config.idempotency ?? null,
    failureOf: /function_id == '([^']+)'/.exec(failure?.expression ?? "")?.[1] ?? null,
    refusal,
  };
}

function normalise(value: z.infer<typeof registered>["concurrency"]): NonNullable<FunctionDefinition["concurrency"]>[] {
  if (value === undefined) return [];
  const all = Array.isArray(value) ? value : [typeof value === "number" ? { limit: value } : value];
  return all
    .filter(({ limit }) => limit > 0)
    .map((each) => ({
      limit: each.limit,
      key: "key" in each ? (each.key ?? null) : null,
      shared: "scope" in each && each.scope !== undefined && each.scope !== "fn",
    }));
}

/** The group whose running steps are counted together, or null when the function has no limit. */
export function concurrencyGroup(definition: FunctionDefinition, event: unknown): string | null {
  const limit = definition.concurrency;
  if (!limit) return null;
  const value = limit.key === null ? "" : String(evaluate(limit.key, { event }));
  return limit.shared ? `shared|${value}` : `${definition.id}|${value}`;
}
