import { createHash } from "node:crypto";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { titleOf } from "./bank.domain";
import { bankLimits, type ImportPlace } from "./bank.schema";
import { insertQuestions } from "./bank.service";
import { type Imported, importQuestions, type LossKind, type Problem, type QuestionFormat } from "./formats/formats";
import type { Difficulty, QuestionType } from "./question.schema";

/** A question without a difficulty of its own counts as middling. */
const middling: Difficulty = 3;

export type PreviewedQuestion = {
  line: number;
  file: string | null;
  title: string;
  type: QuestionType;
  difficulty: Difficulty;
  competencies: string[];
  tags: string[];
};
export type ImportPreview = {
  format: QuestionFormat | null;
  /** Names these bytes: what is accepted is what was looked at. */
  digest: string;
  questions: PreviewedQuestion[];
  /** Anything here refuses the file whole. */
  problems: Problem[];
  /** What of the file is not kept, with the lines of the questions. */
  losses: { line: number; what: LossKind }[];
};

/** Labels as the bank keeps them. */
const tidied = (tags: readonly string[]): string[] =>
  tags
    .map((tag) => tag.trim().toLowerCase().slice(0, bankLimits.tag).trim())
    .filter(Boolean)
    .slice(0, bankLimits.tags);

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Competencies the questions name, by code. */
async function readCompetencies(db: Db, { questions }: Imported): Promise<Map<string, string>> {
  const codes = [...new Set(questions.flatMap(({ competencies }) => competencies))];
  const known = await db.competency.findMany({ where: { code: { in: codes } }, select: { id: true, code: true } });
  return new Map(known.map(({ id, code }) => [code, id]));
}

/** What is wrong with a file for this school: what the reading found, competencies nobody knows, and pictures. */
function problemsOf({ problems, questions, pictures }: Imported, competencies: ReadonlyMap<string, string>): Problem[] {
  const unknown = questions.flatMap(({ line, file, competencies: named }) =>
    named
      .filter((code) => !competencies.has(code))
      .map((detail): Problem => ({ ...(file && { file }), line, reason: "reference", detail })),
  );
  const shown = questions.flatMap(({ line, file, question }): Problem[] => {
    const text = JSON.stringify(question);
    const picture = pictures.find(({ id }) => text.includes(id));
    return picture ? [{ ...(file && { file }), line, reason: "media", detail: picture.name }] : [];
  });
  return [...problems, ...unknown, ...shown];
}

async function look(ctx: Ctx, bytes: Uint8Array) {
  const imported = importQuestions(bytes);
  const competencies = await ctx.work((db) => readCompetencies(db, imported));
  return { imported, competencies, problems: problemsOf(imported, competencies) };
}

/** Reads a file of questions and says what is in it and what is wrong with it. Writes nothing. */
export async function previewImport(ctx: Ctx, bytes: Uint8Array): Promise<ImportPreview> {
  const { imported, problems } = await look(ctx, bytes);
  return {
    format: imported.format,
    digest: digestOf(bytes),
    questions: imported.questions.map(({ line, file, question, difficulty, competencies, tags }) => ({
      line,
      file: file ?? null,
      title: titleOf(question.body),
      type: question.body.type,
      difficulty: difficulty ?? middling,
      competencies,
      tags,
    })),
    problems,
    losses: imported.losses.filter(({ kept }) => !kept).map(({ at, what }) => ({ line: at, what })),
  };
}

/** Puts the questions of a file into the bank, all or none. The file must be the one that was looked at. */
export async function acceptImport(
  ctx: Ctx,
  bytes: Uint8Array,
  { digest, ...place }: ImportPlace & { digest: string },
): Promise<{ count: number }> {
  if (digest !== digestOf(bytes)) throw new AppError("CONFLICT", "question.other_file");
  const { imported, competencies, problems } = await look(ctx, bytes);
  if (problems.length > 0) throw new AppError("BAD_INPUT", "question.faulty_file");
  return ctx.work(async (db) => {
    const area = await db.learningArea.findUnique({ where: { code: place.learningAreaCode }, select: { code: true } });
    if (!area) throw new AppError("BAD_INPUT", "bad_input", { fields: { learningAreaCode: "field.choice" } });
    const news = imported.questions.map(({ question, difficulty, competencies: codes, tags }) => ({
      ...place,
      question,
      difficulty: difficulty ?? middling,
      tags: tidied(tags),
      competencyIds: codes.flatMap((code) => competencies.get(code) ?? []),
    }));
    const ids = await insertQuestions(db, ctx, news);
    await audit(db, ctx, {
      action: "question.imported",
      subjectType: "question",
      after: { format: imported.format, count: ids.length, ...place },
    });
    return { count: ids.length };
  });
}
