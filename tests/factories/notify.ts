import type { Prisma } from "@/server/platform/db/work";
import { createUser, madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

/** One line in somebody's inbox. `type` must be one the notify feature has words for. */
export function buildNotification(
  random: Random,
  given: Partial<Prisma.NotificationCreateManyInput> & { userId: string; type: string },
) {
  const id = given.id ?? random.uuid(given.createdAt as Date | undefined);
  return {
    id,
    severity: "INFO" as const,
    params: {},
    href: null,
    studentId: null,
    dedupeKey: `made:${id}`,
    readAt: null,
    createdAt: madeAt,
    ...given,
  };
}

export async function createNotification(
  sql: Sql,
  random: Random,
  given: Partial<Prisma.NotificationCreateManyInput> & { type: string },
) {
  const userId = given.userId ?? (await createUser(sql, random)).id;
  const notification = buildNotification(random, { ...given, userId });
  await insertRow(sql, "Notification", notification);
  return notification;
}
