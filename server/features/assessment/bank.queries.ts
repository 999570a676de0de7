import { type Keyset, keyset, pageOf } from "@/lib/keyset";
import type { Ctx, UserActor } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { keeperOf, startsOf } from "./bank.domain";
import { mayKeep, visibleQuestions } from "./bank.policy";
import type { BankListInput } from "./bank.schema";
import { type Difficulty, questionBody, question as questionSchema } from "./question.schema";

const area = { select: { code: true, name: true, nameSw: true } } as const;
const rowFields = {
  id: true,
  ownerId: true,
  title: true,
  type: true,
  grade: true,
  difficulty: true,
  status: true,
  tags: true,
  language: true,
  currentNumber: true,
  updatedAt: true,
  learningArea: area,
  _count: { select: { items: true } },
} as const satisfies Prisma.QuestionSelect;

/** What a search finds, by index; undefined where nothing is searched for. The policies decide what of it is seen. */
async function foundIds(db: Db, q: string | undefined): Promise<string[] | undefined> {
  const starts = q ? startsOf(q) : "";
  if (!q || !starts) return undefined;
  const found = await db.$queryRaw<{ id: string }[]>`SELECT app.found_questions(${q}, ${starts}) AS id`;
  return found.map(({ id }) => id);
}

function conditionsOf(actor: UserActor, { filters }: BankListInput, found?: string[]): Prisma.QuestionWhereInput {
  const { type, grade, area: areas, difficulty, status, tag, keeper } = filters;
  return {
    AND: [
      visibleQuestions(actor),
      found ? { id: { in: found } } : {},
      type?.length ? { type: { in: type } } : {},
      grade?.length ? { grade: { in: grade } } : {},
      areas?.length ? { learningAreaCode: { in: areas } } : {},
      difficulty?.length ? { difficulty: { in: difficulty.map(Number) } } : {},
      { status: { in: status?.length ? status : ["ACTIVE"] } },
      tag ? { tags: { has: tag } } : {},
      keeper ? { ownerId: keeper === "own" ? actor.userId : null } : {},
    ],
  };
}

const keysOf = (input: BankListInput): Keyset =>
  keyset(input, {
    updatedAt: { field: "updatedAt", kind: "date" },
    title: { field: "title" },
    difficulty: { field: "difficulty", kind: "number" },
  });

/** The question bank as one sees it, a page at a time; retired questions only when asked for. */
export function listQuestions(ctx: Ctx, input: BankListInput) {
  const keys = keysOf(input);
  const sort = input.sort.replace(/^-/, "") as "updatedAt" | "title" | "difficulty";
  return ctx.work(async (db) => {
    const where = conditionsOf(ctx.actor, input, await foundIds(db, input.q));
    const fetched = await db.question.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: rowFields,
    });
    const page = pageOf(fetched, keys, (row) => [row[sort], row.id], { total: await db.question.count({ where }) });
    return {
      ...page,
      rows: page.rows.map(({ _count, ownerId, ...row }) => ({
        ...row,
        uses: _count.items,
        keeper: keeperOf(ownerId, ctx.actor.userId),
        abilities: { keep: mayKeep(ctx.actor, { ownerId }) },
      })),
    };
  });
}
export type BankRow = Awaited<ReturnType<typeof listQuestions>>["rows"][number];

/** More versions than anybody reads through. */
const mostVersions = 50;
const mostUses = 100;

/** A question with all that its pages show: what it says now, how it came to that, and where it stands. */
export function readQuestion(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const found = await db.question.findFirst({
      where: { AND: [{ id }, visibleQuestions(ctx.actor)] },
      select: {
        ...rowFields,
        learningAreaCode: true,
        competencies: {
          select: { competency: { select: { id: true, code: true, statement: true, language: true } } },
        },
        versions: {
          orderBy: { number: "desc" },
          take: mostVersions,
          select: {
            id: true,
            number: true,
            difficulty: true,
            body: true,
            createdAt: true,
            key: { select: { key: true } },
          },
        },
        items: {
          take: mostUses,
          orderBy: { assessment: { updatedAt: "desc" } },
          select: {
            assessment: {
              select: { id: true, title: true, status: true, course: { select: { id: true, title: true } } },
            },
          },
        },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "question.not_found");
    const { _count, ownerId, versions, competencies, items, ...row } = found;
    return {
      ...row,
      difficulty: row.difficulty as Difficulty,
      uses: _count.items,
      keeper: keeperOf(ownerId, ctx.actor.userId),
      abilities: { keep: mayKeep(ctx.actor, { ownerId }) },
      competencies: competencies.map(({ competency }) => competency),
      usedIn: items.map(({ assessment }) => assessment),
      versions: await withAnswers(db, versions),
    };
  });
}
export type QuestionRecord = Awaited<ReturnType<typeof readQuestion>>;

type VersionRow = {
  id: string;
  number: number;
  difficulty: number;
  body: Prisma.JsonValue;
  createdAt: Date;
  key: { key: Prisma.JsonValue } | null;
};
/** Versions with what they say, and how many answers of children the reader may see were given to each. */
async function withAnswers(db: Db, rows: readonly VersionRow[]) {
  const counted = await db.response.groupBy({
    by: ["versionId"],
    where: { versionId: { in: rows.map(({ id }) => id) }, answeredAt: { not: null } },
    _count: true,
  });
  const answers = new Map(counted.map(({ versionId, _count }) => [versionId, _count]));
  return rows.map(({ body, key, ...version }) => ({
    ...version,
    question: questionSchema.parse({ body: questionBody.parse(body), key: key?.key }),
    answers: answers.get(version.id) ?? 0,
  }));
}
