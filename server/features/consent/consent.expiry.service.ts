import { randomUUID } from "node:crypto";
import { dayAt } from "@/lib/days";
import { notify } from "@/server/features/notify/notify.service";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { makeCtx } from "@/server/platform/context";
import { live } from "@/server/platform/live";
import type { RecipientType } from "./consent.schema";
import { chainEnd } from "./consent.service";
import { consentPage, consentTopic, recipientParam } from "./consent.tell.service";

const bite = 40;
/** What ran out longer ago than this is noted without telling anybody: it is no news. */
const newsMs = 2 * 86_400_000;

type Due = {
  id: string;
  stage: "ending" | "ended";
  counts: boolean;
  studentId: string;
  familyId: string;
  child: string;
  recipientType: RecipientType;
  recipientId: string | null;
  recipientName: string | null;
  expiresAt: Date;
  guardians: string[];
  audience: string[];
};

/**
 * Reminds guardians of consents that end within a week, and tells of those that ran out: guardians by notification, open
 * pages of recipients at once. They opened nothing from their last moment on, whether or not this has run. One bite in one
 * unit; `more` when some are left. Safe to repeat: what was told is marked in the same unit.
 */
export function tellDueConsents(now = new Date()): Promise<{ reminded: number; ended: number; more: boolean }> {
  const info = { requestId: randomUUID(), ip: "", userAgent: "job consent-expire" };
  const ctx = makeCtx(systemActor("consent"), info, "en", now);
  return ctx.work(async (db) => {
    const due = await db.$queryRaw<Due[]>`SELECT * FROM app.due_consents(${bite}::int)`;
    for (const one of due) {
      const ended = one.stage === "ended";
      if (one.counts && (!ended || now.getTime() - one.expiresAt.getTime() < newsMs))
        for (const userId of one.guardians)
          await notify(db, {
            userId,
            type: ended ? "consent.expired" : "consent.expiring",
            params: {
              child: one.child,
              recipient: recipientParam(one, one.recipientName),
              on: dayAt(one.expiresAt),
            },
            href: consentPage(one.studentId),
            dedupeKey: one.id,
            studentId: one.studentId,
          });
      if (!ended) continue;
      await live(db, [...one.audience, ...one.guardians], "changed", { topic: consentTopic });
      await live(db, one.guardians, "changed", { topic: `family:${one.familyId}` });
    }
    const of = (stage: Due["stage"]) => due.filter((one) => one.stage === stage).map(({ id }) => id);
    const reminded = of("ending");
    const ended = of("ended");
    if (reminded.length)
      await db.consentRecord.updateMany({ where: { id: { in: reminded } }, data: { remindedAt: now } });
    if (ended.length) {
      await db.consentRecord.updateMany({ where: { id: { in: ended } }, data: { expiredAt: now } });
      for (const studentId of new Set(due.filter((one) => one.stage === "ended").map((one) => one.studentId))) {
        await audit(db, ctx, {
          action: "consent.expired",
          subjectType: "consent",
          subjectId: studentId,
          studentId,
          after: await chainEnd(db, studentId),
        });
      }
    }
    return { reminded: reminded.length, ended: ended.length, more: due.length === bite };
  });
}
