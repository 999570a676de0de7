import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { readTeam } from "./courses.queries";
import { readLesson } from "./lesson.schema";
import { readOutline } from "./lessons.queries";
import { blockersOf } from "./review.domain";
import { type ModerationListInput, readRemarks } from "./review.schema";

const itemFields = {
  id: true,
  subjectId: true,
  title: true,
  status: true,
  submittedById: true,
  feedback: true,
  createdAt: true,
  decidedAt: true,
} as const satisfies Prisma.ModerationItemSelect;

/** Courses that were handed in, the longest waiting first unless asked otherwise. */
export function listModeration(ctx: Ctx, input: ModerationListInput) {
  const status = input.filters.status?.length ? input.filters.status : (["WAITING"] as const);
  const where: Prisma.ModerationItemWhereInput = {
    subjectType: "course",
    status: { in: [...status] },
    ...(input.q ? { title: { contains: input.q, mode: "insensitive" } } : {}),
  };
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.moderationItem.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: itemFields,
    });
    const total = await db.moderationItem.count({ where });
    const page = pageOf(fetched, keys, (row) => [row.createdAt, row.id], { total });
    const courses = await db.course.findMany({
      where: { id: { in: page.rows.map(({ subjectId }) => subjectId) } },
      select: {
        id: true,
        grade: true,
        lessonCount: true,
        learningArea: { select: { code: true, name: true, nameSw: true } },
      },
    });
    const byId = new Map(courses.map((course) => [course.id, course]));
    return { ...page, rows: page.rows.map((row) => ({ ...row, course: byId.get(row.subjectId) ?? null })) };
  });
}
export type ModerationRow = Awaited<ReturnType<typeof listModeration>>["rows"][number];

/** A course that was handed in, with its outline and the lesson that is being read, as a learner would read it. */
export function readModeration(ctx: Ctx, id: string, lessonId?: string) {
  return ctx.work(async (db) => {
    const item = await db.moderationItem.findFirst({
      where: { id, subjectType: "course" },
      select: { ...itemFields, findings: true },
    });
    const course =
      item &&
      (await db.course.findUnique({
        where: { id: item.subjectId },
        select: {
          id: true,
          title: true,
          status: true,
          summary: true,
          description: true,
          language: true,
          grade: true,
          whatYouLearn: true,
          audience: true,
          requirements: true,
          price: true,
          currency: true,
          minutes: true,
          publishedAt: true,
          learningArea: { select: { code: true, name: true, nameSw: true } },
        },
      }));
    if (!item || !course) throw new AppError("NOT_FOUND", "review.not_found");
    const team = await readTeam(db, course.id);
    const modules = await readOutline(db, course.id);
    const chosen = modules
      .flatMap(({ lessons }) => lessons)
      .find((one, at) => (lessonId ? one.id === lessonId : at === 0));
    const content =
      chosen && (await db.lessonContent.findUnique({ where: { lessonId: chosen.id }, select: { body: true } }));
    const aims =
      chosen &&
      (await db.competency.findMany({
        where: { lessons: { some: { lessonId: chosen.id } } },
        orderBy: { code: "asc" },
        select: { id: true, code: true, statement: true, language: true },
      }));
    const own = item.submittedById === ctx.actor.userId || team.some((teacher) => teacher.id === ctx.actor.userId);
    return {
      ...item,
      remarks: readRemarks(item.findings),
      course,
      team,
      modules,
      lesson: chosen ? { ...chosen, body: readLesson(content?.body), aims: aims ?? [] } : null,
      own,
      mayDecide: item.status === "WAITING" && !own,
    };
  });
}
export type ModerationRecord = Awaited<ReturnType<typeof readModeration>>;

/** Where a course of one's own stands on its way to families: what is missing, what waits, what was said last. */
export function readReviewState(ctx: Ctx, course: Parameters<typeof blockersOf>[0] & { id: string }) {
  return ctx.work(async (db) => {
    const latest = await db.moderationItem.findFirst({
      where: { subjectId: course.id, subjectType: "course" },
      orderBy: { createdAt: "desc" },
      select: itemFields,
    });
    return {
      blockers: blockersOf(course, await readOutline(db, course.id)),
      latest,
      mayWithdraw: latest?.status === "WAITING" && latest.submittedById === ctx.actor.userId,
    };
  });
}
export type ReviewState = Awaited<ReturnType<typeof readReviewState>>;
