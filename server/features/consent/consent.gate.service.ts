import type { Actor, Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { assertOutsideWork } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { DataType } from "./consent.schema";

/** Who would receive the records: a computer service by its name (for the log), or research. */
export type Outside = { aiProvider: string } | { research: string };

/**
 * Stands before every call that would send a child's records out of the house: asks the one truth in the database at that
 * moment, and throws where there is no consent, having written to the log who wanted what. Called outside a unit of work,
 * as the call it guards is. A consent for AI is for the kind of service, not for a vendor.
 */
export async function assertConsent(
  ctx: Ctx<Actor>,
  studentId: string,
  dataType: DataType,
  outside: Outside,
): Promise<void> {
  const recipientType = "aiProvider" in outside ? "AI_PROVIDER" : "RESEARCH";
  const receiver = "aiProvider" in outside ? outside.aiProvider : outside.research;
  assertOutsideWork(`consent for ${receiver}`);
  const allowed = await ctx.work(async (db) => {
    const [truth] = await db.$queryRaw<{ open: boolean }[]>`
      SELECT app.consented(${studentId}::uuid, ${dataType}, ${recipientType}, NULL) AS open`;
    if (truth?.open) return true;
    await audit(db, ctx, {
      action: "consent.use_refused",
      subjectType: "child",
      subjectId: studentId,
      studentId,
      outcome: "DENIED",
      after: { dataType, recipientType, receiver },
    });
    return false;
  });
  if (!allowed) throw new AppError("FORBIDDEN", "consent.none");
}
