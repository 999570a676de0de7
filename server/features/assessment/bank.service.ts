import { v7 as uuid } from "uuid";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { titleOf } from "./bank.domain";
import { filesOfVersion, withFiles } from "./bank.files.service";
import { keptQuestions, ownerOfNew, visibleQuestions } from "./bank.policy";
import {
  type CreateQuestion,
  type ImportPlace,
  type QuestionStatus,
  type SaveQuestion,
  storedType,
} from "./bank.schema";
import type { Difficulty, Question } from "./question.schema";

const noteQuestion = (db: Db, ctx: Ctx, action: string, id: string, after: Record<string, unknown>) =>
  audit(db, ctx, { action: `question.${action}`, subjectType: "question", subjectId: id, after });

async function refuseUnknown(db: Db, input: { learningAreaCode: string; competencyIds?: readonly string[] }) {
  const { learningAreaCode: code, competencyIds = [] } = input;
  const area = await db.learningArea.findUnique({ where: { code }, select: { code: true } });
  if (!area) throw new AppError("BAD_INPUT", "bad_input", { fields: { learningAreaCode: "field.choice" } });
  const known = await db.competency.count({ where: { id: { in: [...competencyIds] } } });
  if (known !== new Set(competencyIds).size)
    throw new AppError("BAD_INPUT", "bad_input", { fields: { competencyIds: "field.choice" } });
}

export type NewQuestion = ImportPlace & {
  difficulty: Difficulty;
  tags: readonly string[];
  competencyIds: readonly string[];
  question: Question;
};

const versionOf = (questionId: string, number: number, { question, difficulty }: NewQuestion, ctx: Ctx) => ({
  id: uuid(),
  questionId,
  number,
  type: storedType(question.body.type),
  body: question.body as Prisma.InputJsonObject,
  difficulty,
  createdById: ctx.actor.userId,
  createdAt: ctx.now,
});
const keyOf = (versionId: string, { question }: NewQuestion) => ({
  versionId,
  key: question.key as Prisma.InputJsonObject,
});
const aimsOf = (questionId: string, { competencyIds }: NewQuestion) =>
  [...new Set(competencyIds)].map((competencyId) => ({ questionId, competencyId }));
const faceOf = ({ question, difficulty, tags, grade, learningAreaCode, language }: NewQuestion) => ({
  grade,
  learningAreaCode,
  language,
  type: storedType(question.body.type),
  difficulty,
  title: titleOf(question.body),
  tags: [...new Set(tags)],
});

/** Puts questions into the bank, each in its first version; the ids in the order of the questions. */
export async function insertQuestions(db: Db, ctx: Ctx, news: readonly NewQuestion[]): Promise<string[]> {
  const made = (await withFiles(db, ctx, news)).map((one) => ({ one, id: uuid() }));
  const versions = made.map(({ one, id }) => ({ one, row: versionOf(id, 1, one, ctx) }));
  await db.question.createMany({
    data: made.map(({ one, id }) => ({
      ...faceOf(one),
      id,
      ownerId: ownerOfNew(ctx.actor),
      createdById: ctx.actor.userId,
      createdAt: ctx.now,
    })),
  });
  await db.questionVersion.createMany({ data: versions.map(({ row }) => row) });
  await db.questionKey.createMany({ data: versions.map(({ one, row }) => keyOf(row.id, one)) });
  await db.questionFile.createMany({
    data: versions.flatMap(({ one, row }) => filesOfVersion(row.id, one.question)),
  });
  await db.questionCompetency.createMany({ data: made.flatMap(({ one, id }) => aimsOf(id, one)) });
  return made.map(({ id }) => id);
}

/** Writes a question: one's own, or the school's when its keeper writes it. */
export function createQuestion(ctx: Ctx, input: CreateQuestion): Promise<{ id: string }> {
  return ctx.work(async (db) => {
    await refuseUnknown(db, input);
    const [id = ""] = await insertQuestions(db, ctx, [input]);
    await noteQuestion(db, ctx, "created", id, { type: input.question.body.type, grade: input.grade });
    return { id };
  });
}

/** NOT_FOUND for a question one does not see, FORBIDDEN for one that is only there to be used. */
async function assertKept(db: Db, ctx: Ctx, id: string): Promise<void> {
  const seen = await db.question.findFirst({
    where: { AND: [{ id }, visibleQuestions(ctx.actor)] },
    select: { id: true },
  });
  if (!seen) throw new AppError("NOT_FOUND", "question.not_found");
  const kept = await db.question.count({ where: { AND: [{ id }, keptQuestions(ctx.actor)] } });
  if (kept === 0) throw new AppError("FORBIDDEN", "question.not_yours");
}

/**
 * Saves a question as a new version; attempts stay with the version they saw. Refused when somebody has saved another
 * since the person looked.
 */
export function saveQuestion(ctx: Ctx, { id, number, ...given }: SaveQuestion): Promise<{ number: number }> {
  return ctx.work(async (db) => {
    await assertKept(db, ctx, id);
    await refuseUnknown(db, given);
    const [input = given] = await withFiles(db, ctx, [given]);
    const { count } = await db.question.updateMany({
      where: { id, currentNumber: number },
      data: { ...faceOf(input), currentNumber: number + 1 },
    });
    if (count === 0) throw new AppError("CONFLICT", "question.changed");
    const version = versionOf(id, number + 1, input, ctx);
    await db.questionVersion.createMany({ data: [version] });
    await db.questionKey.createMany({ data: [keyOf(version.id, input)] });
    await db.questionFile.createMany({ data: filesOfVersion(version.id, input.question) });
    await db.questionCompetency.deleteMany({ where: { questionId: id } });
    await db.questionCompetency.createMany({ data: aimsOf(id, input) });
    await noteQuestion(db, ctx, "saved", id, { number: version.number, difficulty: input.difficulty });
    return { number: version.number };
  });
}

function turn(ctx: Ctx, id: string, status: QuestionStatus): Promise<{ status: QuestionStatus }> {
  return ctx.work(async (db) => {
    await assertKept(db, ctx, id);
    await db.question.updateMany({ where: { id }, data: { status } });
    await noteQuestion(db, ctx, status === "RETIRED" ? "retired" : "restored", id, { status });
    return { status };
  });
}

/** Takes a question out of the lists it is chosen from; assessments that ask it go on. */
export const retireQuestion = (ctx: Ctx, { id }: { id: string }) => turn(ctx, id, "RETIRED");
/** Puts a retired question back. */
export const restoreQuestion = (ctx: Ctx, { id }: { id: string }) => turn(ctx, id, "ACTIVE");
