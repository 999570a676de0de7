import type { Ctx, UserActor } from "@/server/platform/actor";
import { env } from "@/server/platform/env";
import { oncePerProcess } from "@/server/platform/once";
import { bus, openStreams, presenceTopic } from "@/server/platform/realtime";
import { redis } from "@/server/platform/redis";
import { workingHours } from "../platform/platform.schema";
import { isSeenAtWork } from "./notify.policy";
import { type Workday, workdayAt } from "./notify.presence.domain";

/** Seen for so long after the last sign of an open page; a page gives one each 15 s. */
const STAYS_MS = 45_000;
/** A page that is left and opened again is no absence. */
const LINGERS_MS = 20_000;
const key = "uhs:here";

const openKey = "uhs:open";

const open = () => oncePerProcess("Open", () => new Map<string, number>());
const here = () => oncePerProcess("Here", () => new Map<string, number>());

/** Somebody has a page open, whoever they are. Known to the school alone, to choose the channel that is read first. */
async function noteOpen(userId: string, until: number): Promise<void> {
  if (env().REDIS_URL) await redis().zadd(openKey, until, userId);
  else {
    const all = open();
    if (all.size > 20_000) for (const [id, end] of all) if (end < Date.now()) all.delete(id);
    all.set(userId, until);
  }
}

/** Whether somebody has a page open now, or had a moment ago. */
export async function isOpen(userId: string, now = Date.now()): Promise<boolean> {
  if (openStreams(userId) > 0) return true;
  const until = env().REDIS_URL ? Number(await redis().zscore(openKey, userId)) : (open().get(userId) ?? 0);
  return until > now;
}

async function set(userId: string, until: number): Promise<void> {
  if (env().REDIS_URL) await redis().zadd(key, until, userId);
  else here().set(userId, until);
}

/** Which of these people have a page open now, or had a moment ago. */
export async function whoIsHere(userIds: readonly string[], now = Date.now()): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const until = env().REDIS_URL
    ? (await redis().zmscore(key, ...userIds)).map(Number)
    : userIds.map((id) => here().get(id) ?? 0);
  return new Set(userIds.filter((_, index) => (until[index] ?? 0) > now));
}

/** A sign of life of an open page. Colleagues' pages are woken when somebody comes. */
export async function seen(actor: UserActor, hidden: boolean, now = Date.now()): Promise<void> {
  await noteOpen(actor.userId, now + STAYS_MS);
  if (!isSeenAtWork(actor)) return;
  const was = (await whoIsHere([actor.userId], now)).has(actor.userId);
  if (hidden) {
    if (was) await gone(actor.userId);
    return;
  }
  await set(actor.userId, now + STAYS_MS);
  if (!was) bus().wake([presenceTopic]);
}

/** A page was closed: unless another is open the person is away in a moment, and colleagues' pages are woken then. */
export async function left(actor: UserActor, now = Date.now()): Promise<void> {
  if (!isSeenAtWork(actor) || openStreams(actor.userId) > 0) return;
  if (!(await whoIsHere([actor.userId], now)).has(actor.userId)) return;
  await set(actor.userId, now + LINGERS_MS);
  setTimeout(async () => {
    if (!(await whoIsHere([actor.userId])).has(actor.userId)) await gone(actor.userId);
  }, LINGERS_MS + 100).unref();
}

async function gone(userId: string): Promise<void> {
  if (env().REDIS_URL) {
    const client = redis();
    await client.zrem(key, userId);
    await client.zremrangebyscore(key, 0, Date.now());
    await client.zremrangebyscore(openKey, 0, Date.now());
  } else here().delete(userId);
  bus().wake([presenceTopic]);
}

/** When somebody works; without a time zone they have not said. */
type Hours = { timeZone: string | null; week: unknown };
/** `today`: their working day by their own clock; undefined when they have not said when they work. */
export type Colleague = {
  userId: string;
  name: string;
  position: string;
  here: boolean;
  today: Workday | undefined;
};

const todayAt = (now: Date, { timeZone, week }: Hours) =>
  timeZone === null ? undefined : workdayAt(now, timeZone, workingHours.safeParse(week).data);

/** The people of one's own team, those who are here first. Nobody outside a team has colleagues here. One read. */
export async function colleagues(ctx: Ctx): Promise<Colleague[]> {
  const team = await ctx.work(
    (db) => db.$queryRaw<(Hours & Pick<Colleague, "userId" | "name" | "position">)[]>`
      SELECT p."userId", u.name, p.position, h."timeZone", h.week
      FROM "StaffProfile" p JOIN "User" u ON u.id = p."userId" LEFT JOIN app.colleague_hours() h ON h."userId" = p."userId"
      WHERE p."teamId" = (SELECT "teamId" FROM "StaffProfile" WHERE "userId" = ${ctx.actor.userId}::uuid)
        AND p."userId" <> ${ctx.actor.userId}::uuid AND u.status = 'ACTIVE'
      ORDER BY u.name LIMIT 200`,
  );
  const here = await whoIsHere(team.map(({ userId }) => userId));
  return team
    .map(
      ({ userId, name, position, ...hours }): Colleague => ({
        userId,
        name,
        position,
        here: here.has(userId),
        today: todayAt(ctx.now, hours),
      }),
    )
    .sort((a, b) => Number(b.here) - Number(a.here));
}
