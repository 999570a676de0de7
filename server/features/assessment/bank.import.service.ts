import { createHash } from "node:crypto";
import { renameFiles } from "@/lib/named-files";
import { markClean } from "@/server/features/files/files.finish.service";
import { eraseBytes } from "@/server/features/files/files.jobs.service";
import {
  insertKept,
  type KeptFile,
  keepFile,
  type TakenFile,
  takeFile,
} from "@/server/features/files/files.take.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { titleOf } from "./bank.domain";
import { bankLimits, type ImportPlace } from "./bank.schema";
import { insertQuestions } from "./bank.service";
import {
  type Imported,
  importQuestions,
  type LossKind,
  type Picture,
  type Problem,
  type QuestionFormat,
  type Reason,
} from "./formats/formats";
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

/** Competencies the questions name and nobody here knows. */
const unknownIn = ({ questions }: Imported, competencies: ReadonlyMap<string, string>): Problem[] =>
  questions.flatMap(({ line, file, competencies: named }) =>
    named
      .filter((code) => !competencies.has(code))
      .map((detail): Problem => ({ ...(file && { file }), line, reason: "reference", detail })),
  );

/** Why a picture or a recording is not taken, in the words of a file of questions. */
const reasonOf: Partial<Record<string, Reason>> = {
  "file.infected": "mediaInfected",
  "file.too_many_pixels": "mediaPixels",
  "file.too_large_kind": "tooLarge",
};
const wrongWith = ({ name, place }: Picture, refused: string): Problem => ({
  ...(place ?? { line: 1 }),
  reason: reasonOf[refused] ?? "mediaDamaged",
  detail: name,
});

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Judges each picture and recording as if it had been sent alone; `use` gets those that are right. */
async function takePictures(pictures: readonly Picture[], use: Use): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const picture of pictures) {
    const claim = { purpose: "course", mime: picture.type } as const;
    const taken = await takeFile(pieces(picture.bytes), claim, (one) => use(picture, one));
    if ("refused" in taken) problems.push(wrongWith(picture, taken.refused));
  }
  return problems;
}
type Use = (picture: Picture, taken: TakenFile) => Promise<void>;

async function look(ctx: Ctx, bytes: Uint8Array, use: Use = async () => undefined) {
  const imported = importQuestions(bytes);
  const competencies = await ctx.work((db) => readCompetencies(db, imported));
  const wrong = await takePictures(imported.pictures, use);
  const problems = [...imported.problems, ...unknownIn(imported, competencies), ...wrong];
  return { imported, competencies, problems };
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
  const kept: (KeptFile & { picture: Picture })[] = [];
  try {
    const { imported, competencies, problems } = await look(ctx, bytes, async (picture, taken) => {
      kept.push({ ...(await keepFile("course", taken)), picture });
    });
    if (problems.length > 0) throw new AppError("BAD_INPUT", "question.faulty_file");
    const named = new Map(kept.map(({ id, picture }) => [picture.id, id]));
    const count = await ctx.work(async (db) => {
      const area = await db.learningArea.findUnique({
        where: { code: place.learningAreaCode },
        select: { code: true },
      });
      if (!area) throw new AppError("BAD_INPUT", "bad_input", { fields: { learningAreaCode: "field.choice" } });
      await insertKept(
        db,
        ctx,
        "course",
        kept.map(({ picture, ...file }) => ({ ...file, name: picture.name })),
      );
      const news = imported.questions.map(({ question, difficulty, competencies: codes, tags }) => ({
        ...place,
        question: renameFiles(question, (id) => named.get(id) ?? id),
        difficulty: difficulty ?? middling,
        tags: tidied(tags),
        competencyIds: codes.flatMap((code) => competencies.get(code) ?? []),
      }));
      const ids = await insertQuestions(db, ctx, news);
      await audit(db, ctx, {
        action: "question.imported",
        subjectType: "question",
        after: { format: imported.format, count: ids.length, files: kept.length, ...place },
      });
      return ids.length;
    });
    await markClean(kept.filter(({ made }) => made.scan?.state === "CLEAN").map(({ id }) => id));
    return { count };
  } catch (error) {
    await eraseBytes(kept.map(({ made }) => made.key));
    throw error;
  }
}
