import { randomBytes, randomUUID } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { dateOf, dayAt } from "@/lib/days";
import { notifyAll } from "@/server/features/notify/notify.service";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { enqueueAll } from "@/server/platform/outbox";
import { makeCode, RANDOM_SIGNS } from "./certificates.code.domain";
import { earns } from "./certificates.domain";
import { certificateLate, type certificatesBegun } from "./certificates.events";
import { certifiedCourses } from "./certificates.policy";
import { type certificateInput, certificateRule, type Printed, type revokeInput } from "./certificates.schema";

const recognition = systemActor("recognition");
const newCode = () => makeCode(randomBytes(RANDOM_SIGNS));

type Person = { userId: string; isChild: boolean; child: string; family: string };
type News = { type: "certificate.issued" | "certificate.revoked"; params: Record<string, string> };

/** Tells the child and the guardians who see the child's records, and their open pages. */
async function tellFamily(db: Db, { id, studentId }: { id: string; studentId: string }, news: News): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.certificate_audience(${id}::uuid)`;
  await notifyAll(
    db,
    people.map(({ userId, isChild, child }) => ({
      userId,
      type: news.type,
      params: { child, ...news.params },
      href: isChild ? "/dashboard/student/achievements" : `/dashboard/parent/children/${studentId}?tab=achievements`,
      studentId,
      dedupeKey: id,
    })),
  );
  const [first] = people;
  const ids = people.map(({ userId }) => userId);
  if (first) await live(db, ids, "changed", { topic: `family:${first.family}` });
}

/** What would be printed of a course that was finished, and what it takes. */
type Due = Omit<Printed, "code" | "words" | "completedOn" | "issuedAt"> & {
  rule: unknown;
  levels: (string | null)[];
  courseId: string;
  completedAt: Date;
};

/**
 * Makes out the certificate that a child has earned by its last lesson, by the attempt that was still missing, or by
 * having finished before its course gave any; gives its id. Null where nothing is earned, or was made out before: told again, it does nothing.
 */
export function issueCertificate({
  studentId,
  cause,
}: {
  studentId: string;
  /** The lesson that was finished, the attempt that was graded, or the course that gives certificates now. */
  cause: string;
}): Promise<string | null> {
  return work(recognition, async (db) => {
    const [due] = await db.$queryRaw<Due[]>`
      SELECT * FROM app.certificate_due(${studentId}::uuid, ${cause}::uuid)`;
    if (!due) return null;
    const { rule: stored, levels, completedAt, ...facts } = due;
    const rule = certificateRule.parse(stored);
    if (!earns(rule, levels)) return null;
    const [id, now] = [uuid(), new Date()];
    const { count } = await db.certificate.createMany({
      data: {
        ...{ ...facts, id, studentId, code: newCode(), words: rule.words },
        ...{ completedOn: dateOf(dayAt(completedAt)), issuedAt: now },
      },
      skipDuplicates: true,
    });
    if (count === 0) return null;
    await audit(
      db,
      { actor: recognition, ip: "", userAgent: "", requestId: `job-${randomUUID()}`, now },
      {
        ...{ action: "certificate.issued", subjectType: "certificate", subjectId: id, studentId },
        after: { courseId: facts.courseId },
      },
    );
    await tellFamily(db, { id, studentId }, { type: "certificate.issued", params: { course: facts.title } });
    return id;
  });
}

/** Asks for the certificates of those who finished a course before it gave any, each for itself; says how many. */
export function findLate({ courseId, revision }: z.output<typeof certificatesBegun.schema>): Promise<number> {
  return work(recognition, async (db) => {
    const late = await db.$queryRaw<{ studentId: string }[]>`
      SELECT u AS "studentId" FROM app.uncertified(${courseId}::uuid) u`;
    const asked = late.map(({ studentId }) => ({
      payload: { studentId, courseId },
      dedupeKey: `${courseId}:${revision}:${studentId}`,
    }));
    await enqueueAll(db, certificateLate, asked);
    return asked.length;
  });
}

/** The certificate that counts now, of a course whose certificates the person keeps. */
async function keptCertificate(ctx: Ctx, db: Db, id: string) {
  const found = await db.certificate.findFirst({
    where: { id, replacedAt: null, course: certifiedCourses(ctx.actor) },
  });
  if (!found) throw new AppError("NOT_FOUND", "certificate.not_found");
  return found;
}

/** Withdraws a certificate, with a reason that the family reads and nobody else. */
export function revokeCertificate(ctx: Ctx, { id, reason }: z.output<typeof revokeInput>): Promise<{ revoked: true }> {
  return ctx.work(async (db) => {
    const { studentId, title } = await keptCertificate(ctx, db, id);
    const { count } = await db.certificate.updateMany({
      where: { id, revokedAt: null, replacedAt: null },
      data: { revokedAt: ctx.now, revokedById: ctx.actor.userId, reason },
    });
    if (count === 0) throw new AppError("CONFLICT", "certificate.revoked_already");
    await audit(db, ctx, {
      ...{ action: "certificate.revoked", subjectType: "certificate", subjectId: id, studentId },
      after: { reason },
    });
    await tellFamily(db, { id, studentId }, { type: "certificate.revoked", params: { course: title, reason } });
    return { revoked: true };
  });
}

/**
 * Makes a certificate out anew: with the child's name as it is written now, or because it was withdrawn by mistake. The
 * old code says from then on that it was replaced; what the child did stays as it was made out first.
 */
export function reissueCertificate(ctx: Ctx, input: z.output<typeof certificateInput>): Promise<{ id: string }> {
  return ctx.work(async (db) => {
    const old = await keptCertificate(ctx, db, input.id);
    const { studentId, title } = old;
    const child = await db.student.findUnique({
      where: { id: studentId },
      select: { firstName: true, lastName: true },
    });
    if (!child) throw new AppError("NOT_FOUND", "certificate.not_found");
    const sameName = child.firstName === old.firstName && child.lastName === old.lastName;
    if (sameName && !old.revokedAt) throw new AppError("CONFLICT", "certificate.unchanged");
    const { count } = await db.certificate.updateMany({
      where: { id: old.id, replacedAt: null },
      data: { replacedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    const id = uuid();
    const fresh = { revokedAt: null, revokedById: null, reason: null, issuedAt: ctx.now, issuedById: ctx.actor.userId };
    await db.certificate.createMany({ data: { ...old, ...child, ...fresh, id, code: newCode() } });
    await audit(db, ctx, {
      ...{ action: "certificate.reissued", subjectType: "certificate", subjectId: id, studentId },
      after: { replaces: old.id },
    });
    await tellFamily(db, { id, studentId }, { type: "certificate.issued", params: { course: title } });
    return { id };
  });
}
