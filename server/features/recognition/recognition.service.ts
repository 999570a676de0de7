import { v7 as uuid } from "uuid";
import { systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import { attemptPoints, type BadgeRule, earnedBadges, lessonPoints, workPoints } from "./recognition.domain";
import { badgeCriteria, type Earning } from "./recognition.schema";

/** One reward of a child after the other, so that each sees what the last one gave. */
const oneAtATime = (db: Db, studentId: string) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`recognition:${studentId}`}, 0))`;

async function readRules(db: Db): Promise<BadgeRule[]> {
  const rows = await db.badge.findMany({ select: { code: true, points: true, criteria: true } });
  return rows.map(({ criteria, ...badge }) => ({ ...badge, criteria: badgeCriteria.parse(criteria) }));
}

async function readFacts(db: Db, studentId: string) {
  const rows = await db.pointsLog.findMany({
    where: { studentId, reason: { not: "badge" } },
    select: { reason: true, earnedAt: true },
  });
  return rows.map(({ reason, earnedAt }) => ({ reason, at: earnedAt }));
}

/** Gives the badges that a child's facts have earned and that have not been given yet. */
async function awardEarned(db: Db, studentId: string): Promise<string[]> {
  const earned = earnedBadges(await readFacts(db, studentId), await readRules(db));
  const given = await db.badgeAward.createManyAndReturn({
    data: earned.map(({ code, at }) => ({ id: uuid(), badgeCode: code, studentId, awardedAt: at })),
    skipDuplicates: true,
    select: { id: true, badgeCode: true, awardedAt: true },
  });
  if (given.length === 0) return [];
  const worth = new Map(earned.map(({ code, points }) => [code, points]));
  await db.pointsLog.createMany({
    data: given.map(({ badgeCode, awardedAt }) => ({
      studentId,
      reason: "badge",
      fact: `badge:${badgeCode}`,
      points: worth.get(badgeCode) ?? 0,
      earnedAt: awardedAt,
    })),
    skipDuplicates: true,
  });
  await db.studentActivity.createMany({
    data: given.map(({ id, awardedAt }) => ({ studentId, kind: "BADGE", subjectId: id, occurredAt: awardedAt })),
  });
  return given.map(({ badgeCode }) => badgeCode);
}

type Earned = { studentId: string; reason: Earning; of: string; points: number; at: Date };

/** Points for something a child did, and the badges it completes. A fact earns once, however often it is told. */
function reward({ studentId, reason, of, points, at }: Earned): Promise<string[]> {
  const fact = `${factNames[reason]}:${of}`;
  return work(systemActor("recognition"), async (db) => {
    await oneAtATime(db, studentId);
    await db.pointsLog.createMany({ data: { studentId, reason, fact, points, earnedAt: at }, skipDuplicates: true });
    return awardEarned(db, studentId);
  });
}
const factNames: Record<Earning, string> = { lesson: "lesson", assessment: "attempt", work: "work" };

/** For a lesson finished for the first time. */
export const rewardLesson = (done: { studentId: string; lessonId: string; completedAt: Date }): Promise<string[]> =>
  reward({ ...done, reason: "lesson", of: done.lessonId, points: lessonPoints, at: done.completedAt });

/** For an attempt nothing of which waits for a person any more, at the moment the child ended it. */
export const rewardAttempt = (done: {
  studentId: string;
  attemptId: string;
  percent: number;
  endedAt: Date;
}): Promise<string[]> =>
  reward({
    ...done,
    reason: "assessment",
    of: done.attemptId,
    points: attemptPoints(done.percent),
    at: done.endedAt,
  });

/** For work that came back, at the moment the child handed it in. */
export const rewardWork = (done: { studentId: string; submissionId: string; handedInAt: Date }): Promise<string[]> =>
  reward({ ...done, reason: "work", of: done.submissionId, points: workPoints, at: done.handedInAt });
