import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import { alwaysStrict } from "@/server/platform/session";
import { type Candidate, defaultQuiet, firstPlaces, prioritise, worthFirst } from "./notify.domain";
import { hasChildren, ownNotifications } from "./notify.policy";
import type { InboxInput, Rhythm } from "./notify.schema";

/** More than this many unread are shown as "99+": nobody needs the rest counted. */
export const countedAtMost = 100;

/** How many notifications wait for somebody; what they turned off in the inbox does not count. Stops at 100. */
export async function unreadNotifications(db: Db, userId: string): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM (
      SELECT FROM "Notification" n WHERE n."userId" = ${userId}::uuid AND n."readAt" IS NULL
        AND (n.severity = 'URGENT' OR NOT EXISTS (
          SELECT FROM "NotificationPreference" p
          WHERE p."userId" = n."userId" AND p.type = n.type AND p.channel = 'IN_APP' AND NOT p.enabled))
      LIMIT ${countedAtMost}) waiting`;
  return row?.n ?? 0;
}

const shown = {
  id: true,
  type: true,
  severity: true,
  params: true,
  href: true,
  studentId: true,
  readAt: true,
  createdAt: true,
} satisfies Prisma.NotificationSelect;
export type InboxRow = Candidate & { href: string | null; studentId: string | null };

/** Types a person keeps out of the inbox unless urgent. */
async function hushedTypes(db: Db, userId: string): Promise<string[]> {
  const rows = await db.notificationPreference.findMany({
    where: { userId, channel: "IN_APP", enabled: false },
    select: { type: true },
  });
  return rows.map(({ type }) => type);
}

/** What of the inbox is asked for; nothing of another person's, nothing they turned off. */
export async function inboxScope(
  db: Db,
  actor: Ctx["actor"],
  filters: { show?: "unread" | "urgent"; child?: string },
): Promise<Prisma.NotificationWhereInput[]> {
  const hushed = await hushedTypes(db, actor.userId);
  return [
    ownNotifications(actor),
    ...(hushed.length ? [{ OR: [{ severity: "URGENT" as const }, { type: { notIn: hushed } }] }] : []),
    ...(filters.show === "unread" ? [{ readAt: null }] : []),
    ...(filters.show === "urgent" ? [{ severity: "URGENT" as const }] : []),
    ...(filters.child ? [{ studentId: filters.child }] : []),
  ];
}

const asRow = (row: Prisma.NotificationGetPayload<{ select: typeof shown }>): InboxRow => ({
  ...row,
  params: row.params !== null && typeof row.params === "object" && !Array.isArray(row.params) ? row.params : {},
});

/** Candidates for the first places: unread and pressing, by the partial index on what is unread. */
const looked = 60;

/**
 * One page of the inbox: what comes first with its reason, then the rest, newest first. What stands first is not
 * repeated below, on this page or the next ones.
 */
export async function readInbox(db: Db, ctx: Pick<Ctx, "actor" | "now">, input: InboxInput) {
  const { actor, now } = ctx;
  const scope = await inboxScope(db, actor, input.filters);
  const pressing = await db.notification.findMany({
    where: { AND: [...scope, { readAt: null, severity: { in: ["URGENT", "NOTICE"] } }] },
    select: shown,
    orderBy: [{ severity: "desc" }, { createdAt: "desc" }],
    take: looked,
  });
  const first = prioritise(pressing.map(asRow), now).filter(worthFirst).slice(0, firstPlaces);
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  const fetched = await db.notification.findMany({
    where: { AND: [...scope, { id: { notIn: first.map(({ row }) => row.id) } }, keys.where] },
    select: shown,
    orderBy: keys.orderBy as Prisma.NotificationOrderByWithRelationInput[],
    take: keys.take,
  });
  const page = pageOf(fetched.map(asRow), keys, (row) => [row.createdAt, row.id]);
  const [unread, children] = await Promise.all([unreadNotifications(db, actor.userId), childrenOf(db, actor)]);
  return { first: keys.hasCursor ? [] : first, ...page, unread, children };
}
export type InboxPage = Awaited<ReturnType<typeof readInbox>>;

/** The children a guardian can choose between; nobody else filters by child. */
async function childrenOf(db: Db, actor: Ctx["actor"]): Promise<{ id: string; firstName: string }[]> {
  if (!hasChildren(actor)) return [];
  return db.student.findMany({
    where: { guardianships: { some: { guardianId: actor.userId, endedAt: null } } },
    select: { id: true, firstName: true },
    orderBy: [{ birthDate: "asc" }, { id: "asc" }],
    take: 20,
  });
}

/** Where one of one's own notifications leads; null for those of others and those that lead nowhere. */
export async function hrefOf(db: Db, actor: Ctx["actor"], id: string): Promise<string | null> {
  const row = await db.notification.findFirst({ where: { ...ownNotifications(actor), id }, select: { href: true } });
  return row?.href ?? null;
}

/** A person's own words on channels, quiet hours and digest. */
export async function readPreferences(db: Db, userId: string) {
  const [said, setting] = await Promise.all([
    db.notificationPreference.findMany({ where: { userId }, select: { type: true, channel: true, enabled: true } }),
    db.notificationSetting.findUnique({
      where: { userId },
      select: { quietFrom: true, quietUntil: true, digest: true },
    }),
  ]);
  return { said, setting: setting ?? { ...defaultQuiet, digest: "NONE" as Rhythm } };
}

export type LiveRow = { txid: bigint; seq: bigint; kind: string; payload: unknown; at: Date };
/** Where a stream has read to: every event of a transaction before `txid`, and of `txid` itself those up to `seq`. */
export type Position = { txid: bigint; seq: bigint };
export type LiveBatch = {
  /** The session still stands, with the role it had. */
  alive: boolean;
  /** The person does not want to be seen at work. */
  unseen: boolean;
  /** First transaction that may still be open. */
  edge: bigint;
  /** Rows exist that may not be delivered yet. */
  held: boolean;
  rows: LiveRow[];
};

/** Beyond this a page is better fetched anew. */
export const caughtUpAtMost = 200;

/**
 * What happened for somebody since a position, or in the last `seconds`. Transactions are told in the order they began:
 * one that began earlier may commit later, so only those older than every open one are delivered and the rest is held.
 */
export async function readLive(
  db: Db,
  session: { userId: string; sessionId: string },
  since: Position | { seconds: number },
): Promise<LiveBatch> {
  const after =
    "seconds" in since
      ? Sql.sql`e."createdAt" >= now() - make_interval(secs => ${since.seconds})`
      : Sql.sql`(e.txid, e.seq) > (${since.txid}, ${since.seq})`;
  const found = await db.$queryRaw<
    {
      alive: boolean;
      unseen: boolean;
      edge: string;
      txid: bigint | null;
      seq: bigint | null;
      kind: string;
      payload: unknown;
      createdAt: Date;
    }[]
  >`
    SELECT
      EXISTS (SELECT FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
        WHERE s.id = ${session.sessionId}::uuid AND s."userId" = ${session.userId}::uuid AND s."revokedAt" IS NULL
          AND s."expiresAt" > now() AND s."userVersion" = u."sessionVersion" AND s."activeRole"::text = app.role()
          AND s."handoverHash" IS NULL AND (s."parentSessionId" IS NULL OR app.guarded_session(s."parentSessionId", u.id, ${alwaysStrict()}))
          AND s."lastSeenAt" > now() - CASE WHEN s."parentSessionId" IS NOT NULL THEN interval '1 hour'
                                            WHEN s."activeRole" IN ('ADMIN', 'STAFF') THEN interval '12 hours' ELSE interval '14 days' END) AS alive,
      EXISTS (SELECT FROM "UserSetting" x
        WHERE x."userId" = ${session.userId}::uuid AND x.key = 'presence' AND x.value = '"hidden"'::jsonb) AS unseen,
      pg_snapshot_xmin(pg_current_snapshot())::text AS edge,
      l.txid, l.seq, l.kind, l.payload, l."createdAt"
    FROM (SELECT 1) one LEFT JOIN LATERAL (
      SELECT e.txid, e.seq, e.kind, e.payload, e."createdAt" FROM "LiveEvent" e
      WHERE e."userId" = ${session.userId}::uuid AND ${after}
      ORDER BY e.txid, e.seq LIMIT ${caughtUpAtMost + 1}) l ON true`;
  const head = found[0];
  const edge = BigInt(head?.edge ?? 0);
  const all = found.flatMap(({ txid, seq, kind, payload, createdAt }) =>
    txid === null || seq === null ? [] : [{ txid, seq, kind, payload, at: createdAt }],
  );
  const rows = all.filter((row) => row.txid < edge);
  return {
    alive: head?.alive === true,
    unseen: head?.unseen === true,
    edge,
    held: rows.length < all.length,
    rows,
  };
}
