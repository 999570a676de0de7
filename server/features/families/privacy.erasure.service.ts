import { randomBytes, randomUUID } from "node:crypto";
import { v7 as uuid } from "uuid";
import { bytesOrphaned } from "@/server/features/files/files.events";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, Sql, work } from "@/server/platform/db/work";
import { enqueue } from "@/server/platform/outbox";
import { emptied } from "./privacy.erasure.domain";
import { tellBoth } from "./privacy.service";
import { noticeAnswer } from "./privacy.staff.service";

export const privacy = systemActor("privacy");
/** What a job writes into the log. */
export const jobLog = (now = new Date()) => ({
  actor: privacy,
  ip: "",
  userAgent: "",
  requestId: `job-${randomUUID()}`,
  now,
});

type Variant = { storageKey: string };

/** Forgets the child's files and leaves word that their bytes must go. */
async function eraseFiles(db: Db, studentId: string): Promise<number> {
  const files = await db.storedFile.findMany({
    where: { studentId },
    select: { id: true, storageKey: true, variants: true },
  });
  const keys = files.flatMap(({ storageKey, variants }) => [
    storageKey,
    ...(Array.isArray(variants) ? (variants as unknown as Variant[]) : []).map((variant) => variant.storageKey),
  ]);
  await db.storedFile.deleteMany({ where: { id: { in: files.map(({ id }) => id) } } });
  for (let at = 0; at < keys.length; at += 50)
    await enqueue(db, bytesOrphaned, { keys: keys.slice(at, at + 50) }, `erased:${studentId}:${at}`);
  return files.length;
}

/** The row without a name that stays. It belongs to a family of its own, so that nothing leads back. */
async function emptyStudent(db: Db, studentId: string): Promise<void> {
  const familyId = uuid();
  await db.family.createMany({ data: { id: familyId, name: "Erased" } });
  await db.$executeRaw`DELETE FROM "OutboxMessage" WHERE "userId" IN (SELECT s."userId" FROM "Student" s WHERE s.id = ${studentId}::uuid)`;
  await db.$executeRaw`DELETE FROM "User" WHERE id IN (SELECT s."userId" FROM "Student" s WHERE s.id = ${studentId}::uuid)`;
  const mark = randomBytes(6).toString("hex").toUpperCase();
  await db.$executeRaw`
    UPDATE "Student" SET "familyId" = ${familyId}::uuid, "userId" = NULL, "admissionNumber" = ${`ERASED-${mark}`}, upi = NULL, "assessmentNo" = NULL,
      "numbersKeyId" = NULL, "firstName" = 'Erased', "lastName" = 'Erased', "birthDate" = date_trunc('year', "birthDate")::date, sex = NULL,
      "learningProfile" = '{}', status = 'LEFT', "updatedAt" = now()
    WHERE id = ${studentId}::uuid`;
}

/**
 * Carries out a deletion two people have confirmed, in one unit: all of it or nothing. Row-level security lets the
 * service touch only children for whom that is so and whom nothing holds. Run again, it finds nothing to do.
 */
export async function eraseChild(requestId: string): Promise<{ erased: Record<string, number> } | { not: string }> {
  return work(
    privacy,
    async (db) => {
      const request = await db.dataRequest.findUnique({
        where: { id: requestId },
        select: { id: true, kind: true, status: true, studentId: true, requestedById: true },
      });
      if (request?.kind !== "DELETION" || request.status !== "IN_PROGRESS") return { not: "nothing to do" };
      const { studentId } = request;
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`erase:${studentId}`}, 0))`;
      const [may] = await db.$queryRaw<{ may: boolean }[]>`
        SELECT ${studentId}::uuid IN (SELECT app.erasable_students()) AS may`;
      // A hold set after the second confirmation: the request waits, and the desk says why.
      if (!may?.may) return { not: "held or not confirmed by two" };
      const erased: Record<string, number> = { StoredFile: await eraseFiles(db, studentId) };
      for (const table of emptied)
        erased[table] = await db.$executeRaw(
          Sql.sql`DELETE FROM ${Sql.raw(`"${table}"`)} WHERE "studentId" = ${studentId}::uuid`,
        );
      await db.$executeRaw`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE "studentId" = ${studentId}::uuid AND "supersededAt" IS NULL`;
      await db.$executeRaw`UPDATE "SponsorshipConsent" SET "revokedAt" = now() WHERE "studentId" = ${studentId}::uuid AND "revokedAt" IS NULL`;
      await emptyStudent(db, studentId);
      await db.dataRequest.updateMany({
        where: { studentId },
        data: { details: null, objection: null, changes: [] },
      });
      await db.dataRequest.updateMany({
        where: { studentId, id: { not: requestId }, answer: { not: null } },
        data: { answer: "–" },
      });
      await db.dataRequest.updateMany({
        where: { studentId, id: { not: requestId }, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
        data: { status: "WITHDRAWN" },
      });
      await audit(db, jobLog(), {
        action: "data_request.erased",
        subjectType: "data_request",
        subjectId: requestId,
        studentId,
        after: { rows: erased },
      });
      await noticeAnswer(db, request, "–", { gone: true });
      await tellBoth(db, request);
      // Last: from here on the rules see no confirmed request any more.
      await db.dataRequest.updateMany({
        where: { id: requestId, status: "IN_PROGRESS" },
        data: { status: "ANSWERED", answer: "–", answeredAt: new Date() },
      });
      return { erased };
    },
    { timeoutMs: 20_000 },
  );
}
