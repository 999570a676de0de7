import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { visibleQuestions } from "./bank.policy";
import type { ExportInput } from "./bank.schema";
import {
  type BankQuestion,
  type Exported,
  exportQuestions,
  type LossKind,
  type QuestionFormat,
  questionFormats,
} from "./formats/formats";
import { type Difficulty, question as questionSchema } from "./question.schema";

type Row = {
  difficulty: number;
  tags: string[];
  body: unknown;
  key: unknown;
  competencies: string[];
};

/** Chosen questions in their current version, in the order they were chosen; NOT_FOUND when one is not to be seen. */
async function readChosen(db: Db, ctx: Ctx, ids: readonly string[]): Promise<BankQuestion[]> {
  const seen = await db.question.count({ where: { AND: [{ id: { in: [...ids] } }, visibleQuestions(ctx.actor)] } });
  if (seen !== ids.length) throw new AppError("NOT_FOUND", "question.not_found");
  const rows = await db.$queryRaw<Row[]>`
    SELECT q.difficulty, q.tags, v.body, k.key,
      ARRAY(SELECT c.code FROM "QuestionCompetency" t JOIN "Competency" c ON c.id = t."competencyId" WHERE t."questionId" = q.id ORDER BY c.code) AS competencies
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS chosen(id, place)
    JOIN "Question" q ON q.id = chosen.id JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber"
    JOIN "QuestionKey" k ON k."versionId" = v.id ORDER BY chosen.place`;
  return rows.map(({ body, key, difficulty, ...labels }) => ({
    ...labels,
    difficulty: difficulty as Difficulty,
    question: questionSchema.parse({ body, key }),
  }));
}

export type ExportPreview = { format: QuestionFormat; losses: { what: LossKind; questions: number }[] }[];

/** What each format cannot say of these questions, before one is chosen. */
export async function previewExport(ctx: Ctx, ids: readonly string[]): Promise<ExportPreview> {
  const questions = await ctx.work((db) => readChosen(db, ctx, ids));
  return questionFormats.map((format) => {
    const lost = exportQuestions(questions, format).losses.filter(({ kept }) => !kept);
    const kinds = [...new Set(lost.map(({ what }) => what))];
    return {
      format,
      losses: kinds.map((what) => ({ what, questions: lost.filter((one) => one.what === what).length })),
    };
  });
}

/** The chosen questions as a file. Keys leave the house in it: who takes it is written down. */
export function exportBank(ctx: Ctx, { format, ids }: ExportInput): Promise<Exported> {
  return ctx.work(async (db) => {
    const questions = await readChosen(db, ctx, ids);
    await audit(db, ctx, {
      action: "question.exported",
      subjectType: "question",
      after: { format, count: questions.length, ids },
    });
    return exportQuestions(questions, format);
  });
}
