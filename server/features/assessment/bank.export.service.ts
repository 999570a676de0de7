import { isMime } from "@/lib/file-types";
import { filesNamed } from "@/lib/named-files";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { storage } from "@/server/platform/storage";
import { visibleQuestions } from "./bank.policy";
import type { ExportInput } from "./bank.schema";
import {
  type BankQuestion,
  type Exported,
  exportQuestions,
  type LossKind,
  type Picture,
  type QuestionFormat,
  questionFileLimits,
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

type Stored = Prisma.StoredFileGetPayload<{ select: typeof stored }>;
const stored = { id: true, name: true, mime: true, size: true, storageKey: true, variants: true } as const;

/** What of a file travels: itself, or a smaller picture made of it where it is larger than a file of questions takes. */
function travelling({ id, name, mime, size, storageKey, variants }: Stored) {
  const made = variants as { storageKey: string; mime: string; size: number }[];
  const all = [{ mime, size: Number(size), storageKey }, ...made.toSorted((one, other) => other.size - one.size)];
  const fits = all.find((one) => one.size <= questionFileLimits.mediaBytes);
  return fits && isMime(fits.mime) ? [{ id, name, ...fits, mime: fits.mime }] : [];
}

/** In base64 a file of questions with so much in it can still be read back. */
const mostBytes = questionFileLimits.bytes * 0.7;

type Travelling = ReturnType<typeof travelling>[number];

/** The files the questions show that may be opened, as far as they fit. */
async function readFiles(db: Db, questions: readonly BankQuestion[]): Promise<Travelling[]> {
  const named = [...new Set(filesNamed(questions.map(({ question }) => question)))];
  const where = { id: { in: named }, scan: { in: ["CLEAN" as const, "SKIPPED" as const] } };
  const rows = named.length ? await db.storedFile.findMany({ where, orderBy: { id: "asc" }, select: stored }) : [];
  let left = mostBytes;
  return rows.flatMap(travelling).filter(({ size }) => {
    left -= size;
    return left >= 0;
  });
}

const nothing = new Uint8Array();
const pictureOf = ({ id, name, mime: type }: Travelling, bytes: Uint8Array): Picture => ({ id, name, type, bytes });

/** The same with their bytes; what has none is left out. */
async function withBytes(files: readonly Travelling[]): Promise<Map<string, Picture>> {
  const found = new Map<string, Picture>();
  for (const file of files) {
    const body = await storage().open(file.storageKey);
    if (body) found.set(file.id, pictureOf(file, new Uint8Array(await new Response(body).arrayBuffer())));
  }
  return found;
}

export type ExportPreview = { format: QuestionFormat; losses: { what: LossKind; questions: number }[] }[];

/** What each format cannot say of these questions, before one is chosen. */
export async function previewExport(ctx: Ctx, ids: readonly string[]): Promise<ExportPreview> {
  const [questions, held] = await ctx.work(async (db) => {
    const chosen = await readChosen(db, ctx, ids);
    return [chosen, await readFiles(db, chosen)] as const;
  });
  const files = new Map(held.map((file) => [file.id, pictureOf(file, nothing)]));
  return questionFormats.map((format) => {
    const lost = exportQuestions(questions, format, files).losses.filter(({ kept }) => !kept);
    const kinds = [...new Set(lost.map(({ what }) => what))];
    return {
      format,
      losses: kinds.map((what) => ({ what, questions: lost.filter((one) => one.what === what).length })),
    };
  });
}

/** The chosen questions as a file. Keys leave the house in it: who takes it is written down. */
export async function exportBank(ctx: Ctx, { format, ids }: ExportInput): Promise<Exported> {
  const [questions, held] = await ctx.work(async (db) => {
    const chosen = await readChosen(db, ctx, ids);
    await audit(db, ctx, {
      action: "question.exported",
      subjectType: "question",
      after: { format, count: chosen.length, ids },
    });
    return [chosen, format === "gift" ? [] : await readFiles(db, chosen)] as const;
  });
  return exportQuestions(questions, format, await withBytes(held));
}
