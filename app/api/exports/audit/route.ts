import { type CsvValue, csvHeaders, csvStream } from "@/lib/csv";
import { dayAt } from "@/lib/days";
import { parseList } from "@/lib/list";
import { exportSpan } from "@/server/features/audit/audit.domain";
import { exportAudit } from "@/server/features/audit/audit.queries";
import { auditListInput, MAX_EXPORT_DAYS, MAX_EXPORT_ROWS } from "@/server/features/audit/audit.schema";
import type { Ctx } from "@/server/platform/actor";
import { audit, oneLine } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { isAppError, statusOf } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

const headings = [
  "happened",
  "recorded_link",
  "id",
  "actor_id",
  "actor_role",
  "service",
  "action",
  "outcome",
  "subject_type",
  "subject_id",
  "student_id",
  "before",
  "after",
  "ip",
  "device",
  "request_id",
];
/** One line per row whatever a value holds: line breaks are written out, not broken. */
const cell = (value: unknown): CsvValue =>
  value === null || value === undefined ? null : oneLine(typeof value === "string" ? value : JSON.stringify(value));

/**
 * The log as CSV with the filters of the screen, oldest first, at most three months and two hundred thousand lines. Who
 * takes it out of the house, and what they asked for, is a line of its own, written before the first one leaves.
 */
export async function GET(request: Request): Promise<Response> {
  const seen = await requestCtx(request);
  if (seen.actor.kind !== "user") return new Response(null, { status: 401 });
  const ctx = seen as Ctx;
  const allowed = ctx.actor.permissions.has("audit:export");
  const { filters } = parseList(auditListInput, Object.fromEntries(new URL(request.url).searchParams));
  const span = exportSpan(filters, dayAt(ctx.now, ctx.actor.timeZone), MAX_EXPORT_DAYS);
  const asked = { ...filters, ...span };
  try {
    if (allowed) await limit("export", ctx.actor.userId, 10, 600);
  } catch (error) {
    if (isAppError(error)) return new Response(null, { status: statusOf[error.kind] });
    throw error;
  }
  await ctx.work((db) =>
    audit(db, ctx, {
      action: "audit.exported",
      subjectType: "list",
      subjectId: "audit",
      outcome: allowed ? "DONE" : "DENIED",
      after: asked,
    }),
  );
  if (!allowed) return new Response(null, { status: 404 });
  async function* lines() {
    let left = MAX_EXPORT_ROWS;
    for await (const rows of exportAudit(ctx, asked))
      for (const row of rows) {
        if (left-- <= 0) return;
        yield [
          row.createdAt,
          row.seq,
          row.id,
          row.actorId,
          row.actorRole,
          cell(row.system),
          cell(row.action),
          row.outcome,
          cell(row.subjectType),
          cell(row.subjectId),
          row.studentId,
          cell(row.before),
          cell(row.after),
          cell(row.ip),
          cell(row.userAgent),
          cell(row.requestId),
        ];
      }
  }
  return new Response(csvStream(headings, lines()), { headers: csvHeaders(`audit-${span.since}-${span.until}.csv`) });
}
