import { createHash } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Ctx } from "@/server/platform/actor";
import { audit, auditChildRead } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError, isAppError } from "@/server/platform/errors";
import { enqueue } from "@/server/platform/outbox";
import { regradeAsked } from "./attempts.events";
import { asAssessment } from "./attempts.run.service";
import { attemptState } from "./attempts.schema";
import { keptQuestions, visibleQuestions } from "./bank.policy";
import { misfits, type Question, question as questionSchema } from "./question.schema";
import { percentWith, type Remarked, remark, type StandingAnswer } from "./regrade.domain";
import { type AcceptRegrade, LINES_SHOWN, type RegradeInput, type RegradePage } from "./regrade.schema";

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
  /** Marks that would change, and which way. */
  count: number;
  up: number;
  down: number;
  /** Those of this page. */
  lines: RegradeLine[];
  page: number;
  pages: number;
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
type Corrected = Awaited<ReturnType<typeof readCorrected>>;

/** Keyed marks of answers to a version in attempts that have ended, in a fixed order. */
const readStanding = (db: Db, versionId: string): Promise<StandingAnswer[]> =>
  db.response.findMany({
    where: { versionId, gradedBy: "KEY", score: { not: null }, attempt: { status: { not: "OPEN" } } },
    orderBy: { id: "asc" },
    select: { id: true, attemptId: true, studentId: true, questionId: true, answer: true, score: true },
  }) as Promise<StandingAnswer[]>;

const digestOf = (changes: readonly Remarked[]): string =>
  createHash("sha256").update(JSON.stringify(changes)).digest("hex");

/** What marking by the corrected key changes, with a name for exactly that. Read as the service: keyed marks are its own. */
async function readChanges(db: Db, { versionId, corrected }: Corrected) {
  const standing = await readStanding(db, versionId);
  const changes = remark(corrected, standing);
  return { answers: standing.length, changes, digest: digestOf(changes) };
}

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

/** Shows what marking the answers to an earlier version by the key of now would change: whose, from what, to what. */
export async function previewRegrade(ctx: Ctx, { page: asked, ...input }: RegradePage): Promise<RegradePreview> {
  const question = await ctx.work((db) => readCorrected(db, ctx, input));
  const { answers, changes, digest } = await asAssessment((db) => readChanges(db, question));
  const pages = Math.max(1, Math.ceil(changes.length / LINES_SHOWN));
  const page = Math.min(asked, pages);
  const shown = changes.slice((page - 1) * LINES_SHOWN, page * LINES_SHOWN);
  return {
    ...{ title: question.title, number: input.number, answers, digest, page, pages },
    count: changes.length,
    up: changes.filter(({ before, after }) => after > before).length,
    down: changes.filter(({ before, after }) => after < before).length,
    lines: await readLines(ctx, shown, input.questionId),
  };
}

/** Changes with the names of those learners the person may know. */
async function readLines(ctx: Ctx, shown: readonly Remarked[], questionId: string): Promise<RegradeLine[]> {
  const attempts = await asAssessment((db) => readAttempts(db, shown, questionId));
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
  return shown.flatMap(({ attemptId, before, after }) => {
    const attempt = attempts.get(attemptId);
    if (!attempt) return [];
    const { studentId, assessment, percent: percentBefore, percentAfter } = attempt;
    const learner = names.get(studentId) ?? null;
    return [{ learner, assessment: assessment.title, before, after, percentBefore, percentAfter }];
  });
}

/** How far the newest marking anew of a version is; null where there has been none. NOT_FOUND for who does not keep the question. */
export const readRegradeRun = (ctx: Ctx, { questionId, number }: RegradeInput) =>
  ctx.work((db) =>
    db.regradeRun.findFirst({
      where: { version: { number, question: { AND: [{ id: questionId }, keptQuestions(ctx.actor)] } } },
      orderBy: { createdAt: "desc" },
      select: { status: true, total: true, done: true, changed: true, createdAt: true, endedAt: true },
    }),
  );
export type RegradeRun = NonNullable<Awaited<ReturnType<typeof readRegradeRun>>>;

/**
 * All of its page: how far it is, and what would change. The preview is null where the key of now does not speak of what
 * those learners saw, because parts of the question have come or gone since.
 */
export async function findRegrade(
  ctx: Ctx,
  input: RegradePage,
): Promise<{ preview: RegradePreview | null; run: RegradeRun | null }> {
  try {
    return { preview: await previewRegrade(ctx, input), run: await readRegradeRun(ctx, input) };
  } catch (error) {
    if (isAppError(error) && error.reason === "regrade.misfit") return { preview: null, run: null };
    throw error;
  }
}

/**
 * Has the answers to an earlier version marked by the key of now, as it was looked at: in one unit the changes are found
 * once more and held against what was seen, written down, and handed to the job; the version takes the key over, so that
 * results tell what counts.
 */
export async function acceptRegrade(ctx: Ctx, input: AcceptRegrade): Promise<{ accepted: number }> {
  const question = await ctx.work((db) => readCorrected(db, ctx, input));
  const { versionId, corrected } = question;
  return asAssessment(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`regrade:${versionId}`}, 0))`;
    if (await db.regradeRun.findFirst({ where: { versionId, status: "RUNNING" }, select: { id: true } }))
      throw new AppError("CONFLICT", "regrade.running");
    const { answers, changes, digest } = await readChanges(db, question);
    if (digest !== input.digest || changes.length === 0) throw new AppError("CONFLICT", "regrade.moved");
    const runId = uuid();
    const total = changes.length;
    const { reason } = input;
    await db.regradeRun.createMany({ data: { id: runId, versionId, askedById: ctx.actor.userId, reason, total } });
    await db.regradeLine.createMany({
      data: changes.map(({ id, studentId, before, after }) => ({ runId, responseId: id, studentId, before, after })),
    });
    await db.questionKey.updateMany({ where: { versionId }, data: { key: corrected.key as Prisma.InputJsonObject } });
    await audit(db, ctx, {
      action: "question.key_corrected",
      subjectType: "question",
      subjectId: input.questionId,
      after: { version: input.number, answers, changes: total, reason, run: runId },
    });
    await enqueue(db, regradeAsked, { runId }, runId);
    return { accepted: total };
  });
}
