import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Db, Prisma } from "./db/work";

/** Name and payload of an event for the jobs; defined beside the feature in `<feature>.events.ts`. */
export type EventType<S extends z.ZodType = z.ZodType> = { name: string; schema: S };
export const eventType = <S extends z.ZodType>(name: string, schema: S): EventType<S> => ({ name, schema });

/**
 * Leaves an event for the jobs in the same transaction as the fact it tells. The relay hands it over exactly once
 * per `dedupeKey`; saying the same fact twice is harmless.
 */
export const enqueue = <S extends z.ZodType>(
  db: Db,
  type: EventType<S>,
  payload: z.input<S>,
  dedupeKey: string,
): Promise<void> => enqueueAll(db, type, [{ payload, dedupeKey }]);

/** Leaves several events of one kind at once. */
export async function enqueueAll<S extends z.ZodType>(
  db: Db,
  type: EventType<S>,
  events: readonly { payload: z.input<S>; dedupeKey: string }[],
): Promise<void> {
  await db.outboxEvent.createMany({
    data: events.map(({ payload, dedupeKey }) => ({
      id: uuid(),
      name: type.name,
      payload: type.schema.parse(payload) as Prisma.InputJsonValue,
      dedupeKey: `${type.name}:${dedupeKey}`,
    })),
    skipDuplicates: true,
  });
}
