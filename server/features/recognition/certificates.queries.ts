import { learnersInSight } from "@/server/features/learners/learners.policy";
import type { Actor, Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { readCode } from "./certificates.code.domain";
import { type Found, verdictOf } from "./certificates.domain";
import { certifiedCourses } from "./certificates.policy";
import type { CertificateRow, Printed, Verified } from "./certificates.schema";

/** More than a child can finish in its years here. */
const most = 200;

/** Of these courses those whose certificates the person keeps. */
async function keptOf(ctx: Ctx, db: Db, courseIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (!ctx.actor.permissions.has("certificate:write")) return new Set();
  const courses = await db.course.findMany({
    where: { AND: [certifiedCourses(ctx.actor), { id: { in: [...courseIds] } }] },
    select: { id: true },
  });
  return new Set(courses.map(({ id }) => id));
}

/** A child's certificates that stand, and those that were withdrawn, newest first. */
export function listCertificates(ctx: Ctx, studentId: string): Promise<CertificateRow[]> {
  return ctx.work(async (db) => {
    const seen = await db.student.count({ where: { AND: [learnersInSight(ctx), { id: studentId }] } });
    if (seen === 0) throw new AppError("NOT_FOUND", "child.not_found");
    await auditChildRead(db, ctx, [studentId], "progress");
    const rows = await db.certificate.findMany({
      where: { studentId, replacedAt: null },
      orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
      take: most,
      select: {
        ...{ id: true, code: true, courseId: true, title: true, language: true },
        ...{ completedOn: true, issuedAt: true, revokedAt: true, reason: true },
      },
    });
    const kept = await keptOf(
      ctx,
      db,
      rows.map(({ courseId }) => courseId),
    );
    return rows.map(({ courseId, ...row }) => ({ ...row, mayKeep: kept.has(courseId) }));
  });
}

/** What is printed on a certificate that stands. NOT_FOUND for one that does not, or of a child out of sight. */
export function readCertificate(ctx: Ctx, id: string): Promise<Printed> {
  return ctx.work(async (db) => {
    const found = await db.certificate.findFirst({
      where: { id, revokedAt: null, replacedAt: null, student: learnersInSight(ctx) },
      omit: { id: true, courseId: true, issuedById: true, revokedAt: true, revokedById: true, reason: true },
    });
    if (!found) throw new AppError("NOT_FOUND", "certificate.not_found");
    const { studentId, ...printed } = found;
    await auditChildRead(db, ctx, [studentId], "progress");
    return printed;
  });
}

/** What anybody may know of a code. One look-up by the whole of it: codes that are nearly right are as unknown as others. */
export async function verifyCertificate(ctx: Ctx<Actor>, typed: string): Promise<Verified> {
  const code = readCode(typed);
  const rows = await ctx.work(
    (db) => db.$queryRaw<Found[]>`SELECT * FROM app.verify_certificate(${code ?? typed.slice(0, 100)})`,
  );
  return code === null ? { state: "mistyped" } : verdictOf(rows[0]);
}
