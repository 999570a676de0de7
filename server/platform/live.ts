import { afterCommit, type Db, type Prisma } from "./db/work";
import { bus, topicOfUser } from "./realtime";

/**
 * What open pages can be told.
 * `changed` names a topic a page may show ("moods", "cases"); `notification` and `counters` concern the inbox;
 * `session.ended` makes a stream look at once whether its session still stands.
 */
export type LiveKind = "changed" | "notification" | "counters" | "session.ended";

/**
 * Tells the open pages of these people, now and when they come back within the day: rows in the unit of the change, a
 * wake-up after it has committed. Payloads carry names of topics and ids, never content: pages fetch what they may see.
 */
export async function live(
  db: Db,
  userIds: readonly string[],
  kind: LiveKind,
  payload: Prisma.InputJsonObject = {},
): Promise<void> {
  const people = [...new Set(userIds)];
  if (people.length === 0) return;
  await db.liveEvent.createMany({ data: people.map((userId) => ({ userId, kind, payload })) });
  afterCommit(() => bus().wake(people.map(topicOfUser)));
}
