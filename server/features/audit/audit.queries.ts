import { decodeCursor, keyset, type Page, pageOf } from "@/lib/keyset";
import type { Role } from "@/lib/roles";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { checkStoredMac, linkHash } from "@/server/platform/audit-chain";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { actionsLike, changesOf } from "./audit.domain";
import type { AuditFilters, AuditListInput } from "./audit.schema";
import { filtersSql, matchingSql, narrowest } from "./audit.search";
import { LINK_COLUMNS, toLinkRow } from "./audit.source";

type EventRow = {
  id: string;
  actorId: string | null;
  actorRole: Role | null;
  system: string | null;
  action: string;
  outcome: "DONE" | "DENIED";
  subjectType: string;
  subjectId: string | null;
  studentId: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  createdAt: Date;
};
const eventColumns = Sql.sql`e.id, e."actorId", e."actorRole"::text AS "actorRole", e.system, e.action, e.outcome::text AS outcome, e."subjectType",
  e."subjectId", e."studentId", e.ip, e."userAgent", e."requestId", e."createdAt"`;

/** Counting stops here: to know that there are "more than 1,000" is enough, and five million would be counted for nothing. */
const MOST_COUNTED = 1_000;
/** People and children an entered name may mean at once. */
const MOST_NAMED = 25;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Every action there is, by jumps along the index: as many steps as actions, however long the log. */
export async function listActions(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE known(action) AS (
      (SELECT action FROM "AuditEvent" ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT e.action FROM "AuditEvent" e WHERE e.action > known.action ORDER BY e.action LIMIT 1) FROM known WHERE known.action IS NOT NULL)
    SELECT action FROM known WHERE action IS NOT NULL LIMIT 1000`;
  return rows.map(({ action }) => action);
}

async function peopleCalled(db: Db, text: string): Promise<string[]> {
  if (UUID.test(text)) return [text.toLowerCase()];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "User" WHERE email = ${text}::citext OR name ILIKE ${like(text)} ORDER BY email = ${text}::citext DESC NULLS LAST, id LIMIT ${MOST_NAMED}`;
  return rows.map(({ id }) => id);
}

async function childrenCalled(db: Db, text: string): Promise<string[]> {
  if (UUID.test(text)) return [text.toLowerCase()];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Student" WHERE "admissionNumber" = ${text} OR concat_ws(' ', "firstName", "lastName") ILIKE ${like(text)} ORDER BY id LIMIT ${MOST_NAMED}`;
  return rows.map(({ id }) => id);
}

/** What was typed, as ids and actions; `nothing` when a word means nobody. */
async function meant(db: Db, ctx: Ctx, filters: AuditFilters) {
  return {
    request: filters.request,
    subject: filters.subject,
    children: filters.child ? await childrenCalled(db, filters.child) : undefined,
    people: filters.person ? await peopleCalled(db, filters.person) : undefined,
    actions: filters.action ? actionsLike(await listActions(db), filters.action) : undefined,
    outcome: filters.outcome,
    since: filters.since,
    until: filters.until,
    timeZone: ctx.actor.timeZone,
  };
}
export type Meant = Awaited<ReturnType<typeof meant>>;

/** The log a page at a time, without its total: what the export walks along. */
async function readPage(db: Db, input: AuditListInput, asked: Meant): Promise<Page<EventRow>> {
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  const cursor = keys.hasCursor ? decodeCursor(input.cursor) : null;
  const down = input.sort.startsWith("-") !== keys.reversed;
  const beyond =
    cursor && UUID.test(cursor[1])
      ? Sql.sql`AND (e."createdAt", e.id) ${down ? Sql.raw("<") : Sql.raw(">")} (${String(cursor[0])}::timestamptz, ${cursor[1]}::uuid)`
      : Sql.empty;
  const order = down ? Sql.sql`e."createdAt" DESC, e.id DESC` : Sql.sql`e."createdAt", e.id`;
  const rows = await db.$queryRaw<EventRow[]>(
    matchingSql(narrowest(asked), eventColumns, Sql.sql`${filtersSql(asked)} ${beyond}`, order, keys.take),
  );
  return pageOf(rows, keys, (row) => [row.createdAt, row.id]);
}

async function namesOf(db: Db, ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.user.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** AD-6: the log as asked for, newest first. Children are named only in a record, and that is a reading of its own. */
export function listAudit(ctx: Ctx, input: AuditListInput) {
  return ctx.work(async (db) => {
    const asked = await meant(db, ctx, input.filters);
    const page = await readPage(db, input, asked);
    const [counted] = await db.$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM (${matchingSql(narrowest(asked), Sql.sql`e.id`, filtersSql(asked), null, MOST_COUNTED + 1)}) AS c`;
    const names = await namesOf(
      db,
      page.rows.map((row) => row.actorId),
    );
    const n = Number(counted?.n ?? 0);
    return {
      ...page,
      total: Math.min(n, MOST_COUNTED),
      totalIsFloor: n > MOST_COUNTED,
      rows: page.rows.map((row) => ({
        ...row,
        actorName: row.actorId ? (names.get(row.actorId) ?? null) : null,
      })),
    };
  });
}
export type AuditListRow = Awaited<ReturnType<typeof listAudit>>["rows"][number];

/** The filtered log in pieces of 500, oldest first, for the export; each piece is its own short unit. */
export async function* exportAudit(ctx: Ctx, filters: AuditFilters) {
  let cursor: string | undefined;
  do {
    const input = { sort: "createdAt", dir: "after", limit: 500, from: 0, cursor, filters } as AuditListInput;
    const page = await ctx.work(async (db) => {
      const found = await readPage(db, input, await meant(db, ctx, filters));
      const ids = found.rows.map(({ id }) => id);
      const stories = await db.auditEvent.findMany({
        where: { id: { in: ids } },
        select: { id: true, before: true, after: true },
      });
      const links = await db.auditLink.findMany({
        where: { eventId: { in: ids } },
        select: { eventId: true, seq: true },
      });
      const story = new Map(stories.map((row) => [row.id, row]));
      const link = new Map(links.map((row) => [row.eventId, row.seq]));
      return {
        ...found,
        rows: found.rows.map((row) => ({
          ...row,
          seq: link.get(row.id) ?? null,
          before: story.get(row.id)?.before ?? null,
          after: story.get(row.id)?.after ?? null,
        })),
      };
    });
    yield page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

/** One row with what changed, who and where from, and whether it still is what was sealed. */
export function readAuditEvent(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const event = await db.auditEvent.findUnique({ where: { id } });
    if (!event) throw new AppError("NOT_FOUND", "audit.not_found");
    const { mac: _mac, before, after, ...rest } = event;
    const names = await namesOf(db, [event.actorId]);
    const child = event.studentId
      ? await db.student.findUnique({
          where: { id: event.studentId },
          select: { id: true, firstName: true, lastName: true },
        })
      : null;
    if (child) await auditChildRead(db, ctx, [child.id], "audit", { glance: true });
    return {
      ...rest,
      actorRole: rest.actorRole as Role | null,
      actorName: event.actorId ? (names.get(event.actorId) ?? null) : null,
      child,
      changes: changesOf(before, after),
      chain: await chainOf(db, id),
    };
  });
}
export type AuditRecord = Awaited<ReturnType<typeof readAuditEvent>>;

/** A row's place in the chain, recomputed. */
async function chainOf(db: Db, id: string) {
  const found = await db.$queryRaw<Record<string, string | null>[]>`
    SELECT ${Sql.raw(LINK_COLUMNS)}, (SELECT encode(p.hash, 'hex') FROM "AuditLink" p WHERE p.seq = l.seq - 1) AS previous
    FROM "AuditEvent" e LEFT JOIN "AuditLink" l ON l."eventId" = e.id WHERE e.id = ${id}::uuid`;
  const { previous, ...columns } = found[0] ?? {};
  const row = toLinkRow(columns);
  if (!row.event) return { state: "waiting" as const, seq: null, hash: null };
  const mac = checkStoredMac(row.event);
  if (row.seq === null)
    return { state: mac === "good" ? ("waiting" as const) : ("broken" as const), seq: null, hash: null };
  const due = linkHash(Buffer.from(previous ?? "", "hex"), BigInt(row.seq), row.event).toString("hex");
  const state = due !== row.hash || mac === "wrong" ? "broken" : mac === "good" ? "sealed" : "unsigned";
  return { state: state as "broken" | "sealed" | "unsigned", seq: row.seq, hash: row.hash };
}

/** Whether the log can be trusted, as far as it is known without walking it again. */
export function readIntegrity(ctx: Ctx) {
  return ctx.work(async (db) => {
    const head = await db.auditLink.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, eventAt: true } });
    const lookBack = new Date((head?.eventAt.getTime() ?? 0) - 15 * 60_000);
    const [waiting] = await db.$queryRaw<{ n: bigint; oldest: Date | null }[]>`
      SELECT count(*) AS n, min("recordedAt") AS oldest FROM (
        SELECT e."recordedAt" FROM "AuditEvent" e WHERE e."recordedAt" > ${lookBack}
          AND NOT EXISTS (SELECT FROM "AuditLink" l WHERE l."eventId" = e.id) LIMIT ${MOST_COUNTED}) AS w`;
    const anchor = await db.auditAnchor.findFirst({
      where: { signature: { not: "" } },
      orderBy: { day: "desc" },
      select: { day: true, seq: true, createdAt: true, keyId: true },
    });
    const checks = await db.auditCheck.findMany({
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: 5,
      omit: { askedById: true },
    });
    return { head, waiting: Number(waiting?.n ?? 0), oldestWaiting: waiting?.oldest ?? null, anchor, checks };
  });
}
export type Integrity = Awaited<ReturnType<typeof readIntegrity>>;

type OwnInput = { cursor?: string | undefined; limit: number };
const ownColumns = {
  id: true,
  action: true,
  outcome: true,
  subjectType: true,
  actorRole: true,
  ip: true,
  userAgent: true,
  createdAt: true,
} as const;
const ownKeys = ({ cursor, limit }: OwnInput) =>
  keyset(
    { sort: "-createdAt", dir: "after", from: 0, limit, cursor },
    { createdAt: { field: "createdAt", kind: "date" } },
  );

/** What one has done oneself, refused attempts too, newest first. For the security page. */
export function listOwnAudit(ctx: Ctx, input: OwnInput) {
  return ctx.work(async (db) => {
    const keys = ownKeys(input);
    const rows = await db.auditEvent.findMany({
      where: { AND: [{ actorId: ctx.actor.userId }, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: ownColumns,
    });
    return pageOf(rows, keys, (row) => [row.createdAt, row.id]);
  });
}
export type OwnAuditRow = Awaited<ReturnType<typeof listOwnAudit>>["rows"][number];

/** Who outside family and class was shown one's child, newest first. Row-level security leaves only one's own children. */
export function listChildReads(ctx: Ctx, input: OwnInput & { studentId: string }) {
  return ctx.work(async (db) => {
    const mine = await db.guardianship.count({
      where: { guardianId: ctx.actor.userId, studentId: input.studentId, endedAt: null, canConsent: true },
    });
    if (mine === 0) throw new AppError("NOT_FOUND", "child.not_found");
    const keys = ownKeys(input);
    const rows = await db.auditEvent.findMany({
      where: { AND: [{ studentId: input.studentId, action: "child.read" }, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: { id: true, actorRole: true, after: true, createdAt: true },
    });
    const page = pageOf(rows, keys, (row) => [row.createdAt, row.id]);
    return {
      ...page,
      rows: page.rows.map(({ after, ...row }) => ({
        ...row,
        where: (after as { where?: string } | null)?.where ?? null,
      })),
    };
  });
}
