import { dayAt } from "@/lib/days";
import { decodeCursor, encodeCursor } from "@/lib/keyset";
import { readChildConsents } from "@/server/features/consent/consent.queries";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Db, Sql } from "@/server/platform/db/work";
import { isOpen, urgencyOf } from "./privacy.domain";
import { requireDecider } from "./privacy.policy";
import { changesShape, type OwnRequest, type PrivacyInput, type Reading, type ToldGround } from "./privacy.schema";

const READINGS = 20;

type RequestRow = Omit<
  OwnRequest,
  "changes" | "accepted" | "underway" | "askedOn" | "dueOn" | "late" | "answeredOn" | "export"
> & {
  changes: unknown;
  acceptedAt: Date | null;
  approvedById: string | null;
  createdAt: Date;
  dueAt: Date;
  answeredAt: Date | null;
};
type ExportRow = {
  id: string;
  requestId: string;
  status: NonNullable<OwnRequest["export"]>["status"];
  done: number;
  total: number;
  expiresAt: Date | null;
};

/** The requests somebody has made: about one child, or about children who are no longer among theirs. */
async function readOwnRequests(ctx: Ctx, db: Db, about: Sql.Sql): Promise<OwnRequest[]> {
  const rows = await db.$queryRaw<RequestRow[]>`
    SELECT r.id, r.kind::text AS kind, r."studentId", r.status::text AS status, r.details, r.answer, r.objection, r.changes, r."acceptedAt",
           r."approvedById", r."createdAt", r."dueAt", r."answeredAt"
    FROM "DataRequest" r WHERE r."requestedById" = ${ctx.actor.userId}::uuid AND ${about}
    ORDER BY r."createdAt" DESC, r.id DESC LIMIT 20`;
  const ids = rows.map(({ id }) => id);
  const exports = ids.length
    ? await db.$queryRaw<ExportRow[]>`
        SELECT DISTINCT ON (e."requestId") e.id, e."requestId", e.status::text AS status, e.done, e.total, e."expiresAt"
        FROM "DataExport" e WHERE e."requestId" = ANY(${ids}::uuid[]) ORDER BY e."requestId", e."createdAt" DESC`
    : [];
  return rows.map(({ acceptedAt, approvedById, createdAt, dueAt, answeredAt, changes, ...row }) => {
    const made = exports.find(({ requestId }) => requestId === row.id);
    const over = made?.status === "READY" && made.expiresAt !== null && made.expiresAt <= ctx.now;
    return {
      ...row,
      changes: changesShape.safeParse(changes ?? []).data ?? [],
      accepted: acceptedAt !== null,
      underway: approvedById !== null && isOpen(row.status),
      askedOn: dayAt(createdAt),
      dueOn: dayAt(dueAt),
      late: isOpen(row.status) && ctx.now > dueAt,
      answeredOn: answeredAt && dayAt(answeredAt),
      export: made
        ? {
            id: made.id,
            status: over ? ("EXPIRED" as const) : made.status,
            done: made.done,
            total: made.total,
            until: made.expiresAt && dayAt(made.expiresAt),
          }
        : null,
    };
  });
}

/** Who outside family and class was shown the child or its files, newest first; a page begins after the last line seen. */
export async function readReadings(
  db: Db,
  studentId: string,
  cursor: string | undefined,
): Promise<{ rows: Reading[]; next: string | null }> {
  const after = decodeCursor(cursor);
  const at = after && typeof after[0] === "string" ? new Date(after[0]) : null;
  const from =
    after && at && !Number.isNaN(at.getTime()) && /^[0-9a-f-]{36}$/.test(after[1])
      ? Sql.sql`AND (a."createdAt", a.id) < (${at}, ${after[1]}::uuid)`
      : Sql.empty;
  const rows = await db.$queryRaw<(Reading & { action: string; place: string | null })[]>`
    SELECT a.id, a."createdAt" AS at, a."actorRole"::text AS role, a.action, coalesce(a.after->>'where', a.after->>'purpose') AS place,
           CASE WHEN a."actorRole" = 'PARTNER' THEN app.reader_organisation(a."actorId", a."studentId") END AS organisation
    FROM "AuditEvent" a
    WHERE a."studentId" = ${studentId}::uuid AND a.action IN ('child.read', 'file.read') AND a.outcome = 'DONE'
      AND a."actorRole" IN ('STAFF', 'PARTNER', 'ADMIN') ${from}
    ORDER BY a."createdAt" DESC, a.id DESC LIMIT ${READINGS + 1}`;
  const page = rows.slice(0, READINGS);
  const last = page.at(-1);
  return {
    rows: page.map(({ action, place, id, at, role, organisation }) => ({
      id,
      at,
      role,
      organisation,
      what: action === "file.read" ? "file" : (place ?? "other"),
    })),
    next: rows.length > READINGS && last ? encodeCursor(last.at, last.id) : null,
  };
}

/** PA-8: what stands about one child's privacy. NOT_FOUND for a child one does not decide for. */
export function readPrivacy(ctx: Ctx, input: PrivacyInput) {
  return ctx.work(async (db) => {
    await requireDecider(db, ctx, input.studentId);
    const consents = await readChildConsents(ctx, db, input.studentId);
    const readings = await readReadings(db, input.studentId, input.cursor);
    const requests = await readOwnRequests(ctx, db, Sql.sql`r."studentId" = ${input.studentId}::uuid`);
    const [hold] = await db.$queryRaw<{ ground: ToldGround; until: Date | null }[]>`
      SELECT ground, "until" FROM app.hold_told(${input.studentId}::uuid)`;
    return {
      today: dayAt(ctx.now),
      consents,
      readings,
      requests,
      hold: hold ? { ground: hold.ground, until: hold.until && dayAt(hold.until) } : null,
    };
  });
}
export type Privacy = Awaited<ReturnType<typeof readPrivacy>>;

/** The children somebody looks after, those they decide for marked, and requests about children who are there no longer. */
export function readPrivacyChildren(ctx: Ctx) {
  return ctx.work(async (db) => {
    const children = await db.$queryRaw<{ id: string; firstName: string; decides: boolean }[]>`
      SELECT s.id, s."firstName", s.id IN (SELECT app.guarded_students('consent')) AS decides
      FROM "Student" s WHERE s.id IN (SELECT app.guarded_students('view')) AND s.status <> 'LEFT'
      ORDER BY s."birthDate", s.id LIMIT 200`;
    const past = await readOwnRequests(ctx, db, Sql.sql`r."studentId" NOT IN (SELECT app.guarded_students('view'))`);
    return { children, past };
  });
}

/** What staff have to answer, by the law's date: with what was asked, the hold, and who has confirmed a deletion. */
export async function readOpenRequests(ctx: Ctx, db: Db, most: number) {
  const rows = await db.$queryRaw<
    {
      id: string;
      kind: OwnRequest["kind"];
      status: "RECEIVED" | "IN_PROGRESS";
      studentId: string;
      details: string | null;
      objection: string | null;
      requestedById: string;
      handledById: string | null;
      handledBy: string | null;
      confirmedById: string | null;
      confirmedBy: string | null;
      approvedById: string | null;
      dueAt: Date;
      createdAt: Date;
      firstName: string;
      lastName: string;
      grade: string;
      holdId: string | null;
      holdGround: string | null;
      holdReason: string | null;
      holdUntil: Date | null;
      held: boolean;
      exportStatus: string | null;
    }[]
  >`
    SELECT r.id, r.kind::text AS kind, r.status::text AS status, r."studentId", r.details, r.objection, r."requestedById", r."handledById",
           h.name AS "handledBy", r."confirmedById", c.name AS "confirmedBy", r."approvedById", r."dueAt", r."createdAt",
           s."firstName", s."lastName", s.grade::text AS grade, hold.id AS "holdId", hold.ground::text AS "holdGround", hold.reason AS "holdReason",
           hold."until" AS "holdUntil", app.held(r."studentId") AS held,
           (SELECT e.status::text FROM "DataExport" e WHERE e."requestId" = r.id ORDER BY e."createdAt" DESC LIMIT 1) AS "exportStatus"
    FROM "DataRequest" r JOIN "Student" s ON s.id = r."studentId"
    LEFT JOIN "User" h ON h.id = r."handledById" LEFT JOIN "User" c ON c.id = r."confirmedById"
    LEFT JOIN LATERAL (SELECT l.* FROM "LegalHold" l WHERE l."studentId" = r."studentId" AND l."releasedAt" IS NULL AND (l."until" IS NULL OR l."until" > ${ctx.now})
                       ORDER BY l."until" DESC NULLS FIRST LIMIT 1) hold ON true
    WHERE r.status IN ('RECEIVED', 'IN_PROGRESS') ORDER BY r."dueAt", r.id LIMIT ${most}`;
  await auditChildRead(
    db,
    ctx,
    rows.map(({ studentId }) => studentId),
    "data_request",
    { glance: true },
  );
  return rows.map(({ firstName, lastName, grade, holdId, holdGround, holdReason, holdUntil, ...row }) => ({
    ...row,
    urgency: urgencyOf(row, ctx.now),
    student: { id: row.studentId, firstName, lastName, grade },
    hold: holdId ? { id: holdId, ground: holdGround, reason: holdReason, until: holdUntil } : null,
  }));
}
export type OpenRequest = Awaited<ReturnType<typeof readOpenRequests>>[number];
