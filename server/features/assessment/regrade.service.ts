import { createHash } from "node:crypto";
import type { Ctx } from "@/server/platform/actor";
import { audit, auditChildRead } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError, isAppError } from "@/server/platform/errors";
import { notify } from "../notify/notify.service";
import { asAssessment, remarkAttempt } from "./attempts.run.service";
import { attemptState } from "./attempts.schema";
import { keptQuestions, visibleQuestions } from "./bank.policy";
import { misfits, type Question, question as questionSchema } from "./question.schema";
import { percentWith, type Remarked, remark, type StandingAnswer } from "./regrade.domain";
import { type AcceptRegrade, MAX_REMARKED, type RegradeInput } from "./regrade.schema";

export type RegradeLine = {
  /** Null for a learner of a course one does not teach: counted, not named. */
  learner: string | null;
  assessment: string;
  before: number;
  after: number;
  percentBefore: number | null;
  percentAfter: number | null;
};
export type RegradePreview = {
  title: string;
  number: number;
  /** Answers that were marked by the old key. */
  answers: number;
  up: number;
  down: number;
  lines: RegradeLine[];
  /** More that would change: another go, once these have been looked at. */
  left: number;
  digest: string;
};

/** An earlier version as its learners saw it, with the key of now; refused when the key does not speak of it. */
async function readCorrected(db: Db, ctx: Ctx, { questionId: id, number }: RegradeInput) {
  const found = await db.question.findFirst({
    where: { AND: [{ id }, visibleQuestions(ctx.actor)] },
    select: {
      title: true,
      currentNumber: true,
      versions: { select: { id: true, number: true, body: true, key: { select: { key: true } } } },
    },
  });
  const version = found?.versions.find((one) => one.number === number);
  const current = found?.versions.find((one) => one.number === found.currentNumber);
  if (!found || !version || !current) throw new AppError("NOT_FOUND", "question.not_found");
  const kept = await db.question.count({ where: { AND: [{ id }, keptQuestions(ctx.actor)] } });
  if (kept === 0) throw new AppError("FORBIDDEN", "question.not_yours");
  const old = questionSchema.parse({ body: version.body, key: version.key?.key });
  const { key } = questionSchema.parse({ body: current.body, key: current.key?.key });
  if (version === current || misfits(old.body, key).length > 0) throw new AppError("CONFLICT", "regrade.misfit");
  return { title: found.title, versionId: version.id, corrected: { body: old.body, key } as Question };
}

/** Keyed marks of answers to a version in attempts that have ended, in a fixed order. */
const readStanding = (db: Db, versionId: string): Promise<StandingAnswer[]> =>
  db.response.findMany({
    where: { versionId, gradedBy: "KEY", score: { not: null }, attempt: { status: { not: "OPEN" } } },
    orderBy: { id: "asc" },
    select: { id: true, attemptId: true, questionId: true, answer: true, score: true },
  }) as Promise<StandingAnswer[]>;

const digestOf = (changes: readonly Remarked[]): string =>
  createHash("sha256").update(JSON.stringify(changes)).digest("hex");

/** What becomes of the attempts, read as the service: others than the asker's learners may be among them. */
async function readAttempts(db: Db, changes: readonly Remarked[], questionId: string) {
  const rows = await db.attempt.findMany({
    where: { id: { in: changes.map(({ attemptId }) => attemptId) } },
    select: {
      id: true,
      studentId: true,
      percent: true,
      state: true,
      assessment: { select: { title: true } },
      responses: {
        where: { answeredAt: { not: null } },
        orderBy: { place: "asc" },
        select: { questionId: true, score: true },
      },
    },
  });
  const marks = new Map(changes.map(({ attemptId, after }) => [attemptId, after]));
  return new Map(
    rows.map(({ state, responses, ...row }) => [
      row.id,
      {
        ...row,
        percentAfter: percentWith(attemptState.parse(state), responses, { questionId, score: marks.get(row.id) ?? 0 }),
      },
    ]),
  );
}

async function readChanges(ctx: Ctx, input: RegradeInput) {
  const question = await ctx.work((db) => readCorrected(db, ctx, input));
  const standing = await asAssessment((db) => readStanding(db, question.versionId));
  const all = remark(question.corrected, standing);
  const changes = all.slice(0, MAX_REMARKED);
  return {
    ...question,
    answers: standing.length,
    changes,
    left: all.length - changes.length,
    digest: digestOf(changes),
  };
}

/** Shows what marking the answers to an earlier version by the key of now would change: whose, from what, to what. */
export async function previewRegrade(ctx: Ctx, input: RegradeInput): Promise<RegradePreview> {
  const { title, answers, changes, left, digest } = await readChanges(ctx, input);
  const attempts = await asAssessment((db) => readAttempts(db, changes, input.questionId));
  const studentIds = [...new Set([...attempts.values()].map(({ studentId }) => studentId))];
  const names = await ctx.work(async (db) => {
    const seen = await db.student.findMany({
      where: { id: { in: studentIds } },
      select: { id: true, firstName: true, lastName: true },
    });
    await auditChildRead(
      db,
      ctx,
      seen.map(({ id }) => id),
      "regrade",
    );
    return new Map(seen.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]));
  });
  return {
    title,
    number: input.number,
    answers,
    up: changes.filter(({ before, after }) => after > before).length,
    down: changes.filter(({ before, after }) => after < before).length,
    lines: changes.flatMap(({ attemptId, before, after }) => {
      const attempt = attempts.get(attemptId);
      if (!attempt) return [];
      const { studentId, assessment, percent, percentAfter } = attempt;
      return [
        {
          learner: names.get(studentId) ?? null,
          assessment: assessment.title,
          before,
          after,
          percentBefore: percent,
          percentAfter,
        },
      ];
    }),
    left,
    digest,
  };
}

/**
 * The same for its page; null where the key of now does not speak of what those learners saw, because parts of the
 * question have come or gone since.
 */
export async function findRegrade(ctx: Ctx, input: RegradeInput): Promise<RegradePreview | null> {
  try {
    return await previewRegrade(ctx, input);
  } catch (error) {
    if (isAppError(error) && error.reason === "regrade.misfit") return null;
    throw error;
  }
}

/**
 * Marks the answers to an earlier version by the key of now, as it was looked at. The version takes the key over, so
 * that results tell what counted; each attempt follows in a short unit of its own, with its line in the log and a word
 * to the family. Safe to repeat: an answer that has its mark already is left.
 */
export async function acceptRegrade(ctx: Ctx, input: AcceptRegrade): Promise<{ changed: number }> {
  const { versionId, corrected, changes, digest, answers } = await readChanges(ctx, input);
  if (digest !== input.digest) throw new AppError("CONFLICT", "regrade.moved");
  await ctx.work(async (db) => {
    await db.questionKey.updateMany({ where: { versionId }, data: { key: corrected.key as Prisma.InputJsonObject } });
    await audit(db, ctx, {
      action: "question.key_corrected",
      subjectType: "question",
      subjectId: input.questionId,
      after: { version: input.number, answers, changed: changes.length, reason: input.reason },
    });
  });
  for (const change of changes)
    await asAssessment(async (db) => {
      const told = await remarkAttempt(db, ctx, change, input.reason);
      if (told) await tellFamily(db, told, change.id);
    });
  return { changed: changes.length };
}

type Person = { userId: string; isChild: boolean; child: string };
type Told = { attemptId: string; assessmentId: string; studentId: string; title: string };

/** Tells the child and the guardians who see the child's records that a mark they know has changed. */
async function tellFamily(db: Db, { attemptId, assessmentId, studentId, title }: Told, fact: string): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.attempt_audience(${attemptId}::uuid)`;
  for (const { userId, isChild, child } of people)
    await notify(db, {
      userId,
      type: "work.mark_changed",
      params: { child, work: title },
      href: isChild
        ? `/dashboard/student/assessments/${assessmentId}?attempt=${attemptId}`
        : `/dashboard/parent/children/${studentId}?tab=learning`,
      studentId,
      dedupeKey: `remarked:${fact}`,
    });
}
