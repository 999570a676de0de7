import { v7 as uuid } from "uuid";
import type { Actor, Ctx } from "./actor";
import type { Db, Prisma } from "./db/work";

export type AuditEntry = {
  /** What happened, `subject.verb`: "child.mood_recorded". */
  action: string;
  subjectType: string;
  subjectId?: string | null;
  /** The child it is about, so that guardians find it in their own log. */
  studentId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  outcome?: "DONE" | "DENIED";
};

const secret = /password|secret|token|code|hash|upi|assessmentNo/i;
/** JSON-safe copy with secrets masked; dates and bigints as text. */
function recordable(value: Record<string, unknown> | null | undefined): Prisma.InputJsonObject | undefined {
  if (!value) return undefined;
  return JSON.parse(
    JSON.stringify(value, (key, inner) =>
      secret.test(key) && inner != null ? "[masked]" : typeof inner === "bigint" ? inner.toString() : inner,
    ),
  );
}

/** Writes one line of the audit log in the unit of the change it describes: both stand or neither does. */
export async function audit(
  db: Db,
  ctx: Pick<Ctx<Actor>, "actor" | "ip" | "userAgent" | "requestId" | "now">,
  entry: AuditEntry,
): Promise<void> {
  const { actor } = ctx;
  await db.auditEvent.createMany({
    data: {
      id: uuid(),
      actorId: actor.kind === "user" ? actor.userId : null,
      actorRole: actor.kind === "user" ? actor.role : null,
      system: actor.kind === "system" ? actor.name : actor.kind === "visitor" ? "visitor" : null,
      action: entry.action,
      outcome: entry.outcome ?? "DONE",
      subjectType: entry.subjectType,
      subjectId: entry.subjectId ?? null,
      studentId: entry.studentId ?? null,
      before: recordable(entry.before),
      after: recordable(entry.after),
      ip: ctx.ip,
      userAgent: ctx.userAgent.slice(0, 300),
      requestId: ctx.requestId,
      createdAt: ctx.now,
    },
  });
}
