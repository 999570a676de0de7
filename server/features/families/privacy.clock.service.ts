import { bytesOrphaned } from "@/server/features/files/files.events";
import { notify } from "@/server/features/notify/notify.service";
import { audit } from "@/server/platform/audit";
import { work } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";
import { enqueue } from "@/server/platform/outbox";
import { EXPORT_STALE_MS, urgencyOf } from "./privacy.domain";
import { jobLog, privacy } from "./privacy.erasure.service";
import { erasureApproved } from "./privacy.events";
import { officers, privacyTopic } from "./privacy.service";

/**
 * Looks at every open request: on our fifth day whoever has it in hand is told, or everybody who may answer; past the
 * law's date everybody. Said once for each date; a deletion that was held after its confirmations is taken up again.
 */
export async function watchClocks(now = new Date()): Promise<{ open: number; told: number; resumed: number }> {
  return work(privacy, async (db) => {
    const open = await db.dataRequest.findMany({
      where: { status: { in: ["RECEIVED", "IN_PROGRESS"] } },
      orderBy: { dueAt: "asc" },
      take: 500,
      select: { id: true, createdAt: true, dueAt: true, handledById: true, approvedById: true },
    });
    const everybody = open.length ? await officers(db) : [];
    let told = 0;
    let resumed = 0;
    for (const request of open) {
      const urgency = urgencyOf(request, now);
      if (request.approvedById) {
        resumed += 1;
        await enqueue(
          db,
          erasureApproved,
          { requestId: request.id },
          `${request.id}:${now.toISOString().slice(0, 13)}`,
        );
      }
      if (urgency === "calm") continue;
      const inHand = request.handledById && everybody.includes(request.handledById) ? [request.handledById] : everybody;
      for (const userId of urgency === "overdue" ? everybody : inHand) {
        const fresh = await notify(db, {
          userId,
          type: "data_request.due",
          params: { on: request.dueAt.toISOString() },
          href: "/dashboard/staff#requests",
          dedupeKey: `${request.id}:${request.dueAt.getTime()}:${urgency === "overdue" ? "overdue" : "alert"}`,
        });
        if (fresh) told += 1;
      }
    }
    if (told > 0) {
      await live(db, everybody, "changed", { topic: "desk" });
      await audit(db, jobLog(now), { action: "data_request.clock", subjectType: "data_request", after: { told } });
    }
    return { open: open.length, told, resumed };
  });
}

/** Copies whose days are over go, with their bytes; makings that have died are marked, so that one may ask again. */
export async function pruneExports(now = new Date()): Promise<{ expired: number; failed: number }> {
  return work(privacy, async (db) => {
    const over = await db.dataExport.findMany({
      where: { status: "READY", expiresAt: { lte: now } },
      take: 100,
      select: { id: true, fileId: true, studentId: true, ownerId: true },
    });
    for (const made of over) {
      const file = made.fileId
        ? await db.storedFile.findFirst({ where: { id: made.fileId }, select: { id: true, storageKey: true } })
        : null;
      if (file) {
        await db.storedFile.deleteMany({ where: { id: file.id } });
        await enqueue(db, bytesOrphaned, { keys: [file.storageKey] }, file.id);
      }
      await db.dataExport.updateMany({ where: { id: made.id, status: "READY" }, data: { status: "EXPIRED" } });
      await audit(db, jobLog(now), {
        action: "data_request.copy_expired",
        subjectType: "data_export",
        subjectId: made.id,
        studentId: made.studentId,
      });
      await live(db, [made.ownerId], "changed", { topic: privacyTopic(made.studentId) });
    }
    const stale = new Date(now.getTime() - EXPORT_STALE_MS);
    const { count } = await db.dataExport.updateMany({
      where: { status: { in: ["QUEUED", "RUNNING"] }, updatedAt: { lt: stale } },
      data: { status: "FAILED" },
    });
    return { expired: over.length, failed: count };
  });
}
