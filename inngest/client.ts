import { Inngest } from "inngest";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { logger } from "@/server/platform/logger";
import { hasInngestServer } from "./server-mode";

const sent = z.array(
  z.object({ name: z.string(), id: z.string().optional(), data: z.record(z.string(), z.json()).default({}) }),
);

/**
 * Where `step.sendEvent` goes without an Inngest server: into the outbox, like every other event. An event with an `id`
 * is taken once; one without may be doubled when the step that sends it is interrupted and repeated.
 */
async function intoOutbox(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!url.pathname.startsWith("/e/")) return Response.json({ error: "there is no Inngest server" }, { status: 501 });
  const seed = new Headers(init?.headers).get("x-inngest-event-id-seed") ?? uuid();
  const events = sent.parse(JSON.parse(String(init?.body ?? "[]")));
  const rows = events.map((event, index) => ({
    id: uuid(),
    name: event.name,
    payload: event.data,
    dedupeKey: `sent:${event.id ?? `${seed}:${index}`}`,
  }));
  await work(systemActor("jobs"), (db) => db.outboxEvent.createMany({ data: rows, skipDuplicates: true }));
  return Response.json({ ids: rows.map(({ id }) => id), status: 200 });
}

// Read here and not through env(): the build imports this module, and a build has no keys. The process that serves
// has been through env() by then; the SDK takes its own keys and INNGEST_BASE_URL from there by itself.
const { UHS_ENV, INNGEST_BASE_URL, INNGEST_EVENT_KEY } = process.env;
const embedded = !hasInngestServer({ UHS_ENV, INNGEST_BASE_URL, INNGEST_EVENT_KEY });

/**
 * The one client. `isDev` is fixed: the SDK's development mode would accept unsigned calls. Checkpointing is off so that
 * an Inngest server and the embedded runner behave alike: one call, one step, and a crash repeats at most that step.
 */
export const inngest = new Inngest({
  id: "uhs",
  isDev: false,
  checkpointing: false,
  logger,
  ...(embedded ? { eventKey: "embedded", fetch: intoOutbox } : {}),
});
