import { keyset, type Page, pageOf } from "@/lib/keyset";
import type { Grade } from "@/lib/school-calendar";
import type { Ctx } from "@/server/platform/actor";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import type { Area, Competency, CurriculumInput } from "./curriculum.schema";

/** Learning areas of a grade with how many competencies each holds. Public knowledge: no scope. */
export const areasSql = (grade: Grade) => Sql.sql`
  SELECT a.code, a.name, a."nameSw", count(*)::int AS count
  FROM "Competency" c JOIN "LearningArea" a ON a.code = c."learningAreaCode"
  WHERE c.grade = ${grade}::"Grade" AND c."retiredAt" IS NULL
  GROUP BY a.code, a.name, a."nameSw", a.position ORDER BY a.position, a.code`;

export const readAreas = (db: Db, grade: Grade) => db.$queryRaw<Area[]>(areasSql(grade));

const columns = { code: { field: "code" } } as const;
const select = {
  id: true,
  code: true,
  strand: true,
  subStrand: true,
  statement: true,
  statementEn: true,
  language: true,
} as const;

export async function readCompetencies(db: Db, input: CurriculumInput): Promise<Page<Competency>> {
  const keys = keyset(input, columns);
  const { grade, area } = input.filters;
  const where: Prisma.CompetencyWhereInput = {
    AND: [
      { retiredAt: null },
      grade ? { grade } : {},
      area ? { learningAreaCode: area } : {},
      input.q
        ? {
            OR: [
              { statement: { contains: input.q, mode: "insensitive" } },
              { strand: { contains: input.q, mode: "insensitive" } },
              { code: { startsWith: input.q.toUpperCase() } },
            ],
          }
        : {},
    ],
  };
  const rows = await db.competency.findMany({
    where: { AND: [where, keys.where as Prisma.CompetencyWhereInput] },
    orderBy: keys.orderBy as Prisma.CompetencyOrderByWithRelationInput[],
    take: keys.take,
    select,
  });
  return pageOf(rows, keys, (row) => [row.code, row.id]);
}

export const listAreas = (ctx: Ctx, grade: Grade) => ctx.work((db) => readAreas(db, grade));
export const listCompetencies = (ctx: Ctx, input: CurriculumInput) => ctx.work((db) => readCompetencies(db, input));
