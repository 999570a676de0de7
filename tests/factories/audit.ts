import { type AuditRow, rowMac } from "@/server/platform/audit-chain";
import type { Prisma } from "@/server/platform/db/work";
import { madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

/** One line of the audit log. */
export const buildAudit = (random: Random, given: Partial<Prisma.AuditEventCreateManyInput> = {}) => ({
  id: random.uuid(given.createdAt as Date | undefined),
  actorId: null,
  actorRole: null,
  system: null,
  action: "test.happened",
  outcome: "DONE" as const,
  subjectType: "test",
  subjectId: null,
  studentId: null,
  before: undefined as Prisma.InputJsonValue | undefined,
  after: undefined as Prisma.InputJsonValue | undefined,
  ip: "127.0.0.1",
  userAgent: "test",
  requestId: null,
  createdAt: madeAt,
  ...given,
});

export async function createAudit(sql: Sql, random: Random, given: Partial<Prisma.AuditEventCreateManyInput> = {}) {
  const event = buildAudit(random, given);
  // Sealed as the application does it: the log's verification takes it for one of its own.
  const { before = null, after = null } = event;
  await insertRow(sql, "AuditEvent", { ...event, before, after, mac: rowMac({ ...event, before, after } as AuditRow) });
  return event;
}
