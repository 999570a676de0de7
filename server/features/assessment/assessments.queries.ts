import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { adaptiveConfig } from "./adaptive.schema";
import { assessableCourses, changeable, workedOn } from "./assessments.policy";
import type { AssessmentListInput } from "./assessments.schema";
import { readPaper } from "./attempts.paper.queries";
import { question as questionSchema } from "./question.schema";

const rowFields = {
  id: true,
  title: true,
  status: true,
  mode: true,
  updatedAt: true,
  course: { select: { id: true, title: true, grade: true, language: true, learningAreaCode: true } },
  _count: { select: { items: true, attempts: true } },
} as const satisfies Prisma.AssessmentSelect;

/** The assessments one works on, a page at a time. */
export function listWorkedOn(ctx: Ctx, input: AssessmentListInput) {
  const { status, mode } = input.filters;
  const where: Prisma.AssessmentWhereInput = {
    AND: [
      workedOn(ctx.actor),
      input.q
        ? {
            OR: [
              { title: { contains: input.q, mode: "insensitive" } },
              { course: { title: { contains: input.q, mode: "insensitive" } } },
            ],
          }
        : {},
      status?.length ? { status: { in: status } } : {},
      mode?.length ? { mode: { in: mode } } : {},
    ],
  };
  const keys = keyset(input, { title: { field: "title" }, updatedAt: { field: "updatedAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.assessment.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: rowFields,
    });
    return pageOf(fetched, keys, (row) => [input.sort.endsWith("title") ? row.title : row.updatedAt, row.id], {
      total: await db.assessment.count({ where }),
    });
  });
}
export type AssessmentRow = Awaited<ReturnType<typeof listWorkedOn>>["rows"][number];

/** Courses one may begin an assessment in, the last changed first. */
export const readAssessableCourses = (ctx: Ctx) =>
  ctx.work((db) =>
    db.course.findMany({
      where: { AND: [assessableCourses(ctx.actor), { status: { not: "ARCHIVED" } }] },
      orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
      take: 200,
      select: { id: true, title: true },
    }),
  );

/** An assessment with its settings and its questions in their order. NOT_FOUND when one does not work on it. */
export function readAssessment(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const found = await db.assessment.findFirst({
      where: { AND: [{ id }, workedOn(ctx.actor)] },
      select: {
        ...rowFields,
        instructions: true,
        adaptiveConfig: true,
        timeLimitMinutes: true,
        maxAttempts: true,
        passPercent: true,
        opensAt: true,
        dueAt: true,
        shuffle: true,
        showsKey: true,
        revision: true,
        items: {
          orderBy: [{ position: "asc" }, { id: "asc" }],
          select: {
            id: true,
            points: true,
            rightItemId: true,
            wrongItemId: true,
            question: {
              select: { id: true, title: true, type: true, difficulty: true, status: true, language: true },
            },
          },
        },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "assessment.not_found");
    const edits = await db.assessment.count({ where: { AND: [{ id }, changeable(ctx.actor)] } });
    return {
      ...found,
      adapts: adaptiveConfig.parse(found.adaptiveConfig),
      abilities: { edit: edits > 0 },
    };
  });
}
export type AssessmentRecord = Awaited<ReturnType<typeof readAssessment>>;

/** The paper as an attempt would begin it now, with what each question says: for trying it out. */
export function readTrial(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const seen = await db.assessment.count({ where: { AND: [{ id }, workedOn(ctx.actor)] } });
    if (seen === 0) throw new AppError("NOT_FOUND", "assessment.not_found");
    const paper = await readPaper(db, id);
    const versions = await db.questionVersion.findMany({
      where: { id: { in: paper.map(({ versionId }) => versionId) } },
      select: { id: true, body: true, key: { select: { key: true } } },
    });
    return {
      paper,
      questions: Object.fromEntries(
        versions.map(({ id: versionId, body, key }) => [versionId, questionSchema.parse({ body, key: key?.key })]),
      ),
    };
  });
}
export type Trial = Awaited<ReturnType<typeof readTrial>>;
