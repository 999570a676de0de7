import { keyset, pageOf } from "@/lib/keyset";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import type { Ctx, UserActor } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { courseAbilities, coverOf } from "./courses.domain";
import { editableCourses, taughtCourses } from "./courses.policy";
import type { CourseListInput, CourseTeacher } from "./courses.schema";

const rowFields = {
  id: true,
  title: true,
  slug: true,
  status: true,
  grade: true,
  lessonCount: true,
  minutes: true,
  enrolledCount: true,
  completedCount: true,
  ratingCount: true,
  ratingSum: true,
  allowsQuestions: true,
  allowsComments: true,
  coverFileId: true,
  coverAlt: true,
  ownerId: true,
  updatedAt: true,
  learningArea: { select: { code: true, name: true, nameSw: true } },
  instructors: { select: { userId: true, canEdit: true } },
} as const satisfies Prisma.CourseSelect;

const rightsOf = (
  actor: UserActor,
  row: { ownerId: string; instructors: readonly { userId: string; canEdit: boolean }[] },
) => ({
  owner: row.ownerId === actor.userId,
  canEdit: row.instructors.some(({ userId, canEdit }) => userId === actor.userId && canEdit),
});

/** The courses one teaches, a page at a time. */
export function listCourses(ctx: Ctx, input: CourseListInput) {
  const { status, grade } = input.filters;
  const where: Prisma.CourseWhereInput = {
    AND: [
      taughtCourses(ctx.actor),
      input.q ? { title: { contains: input.q, mode: "insensitive" } } : {},
      status?.length ? { status: { in: status } } : {},
      grade?.length ? { grade: { in: grade } } : {},
    ],
  };
  const keys = keyset(input, { title: { field: "title" }, updatedAt: { field: "updatedAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.course.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: rowFields,
    });
    const total = await db.course.count({ where });
    const page = pageOf(fetched, keys, (row) => [input.sort.endsWith("title") ? row.title : row.updatedAt, row.id], {
      total,
    });
    return {
      ...page,
      rows: page.rows.map(({ instructors, ...row }) => ({
        ...row,
        cover: coverOf(row),
        abilities: courseAbilities(row.status, rightsOf(ctx.actor, { ...row, instructors })),
      })),
    };
  });
}
export type CourseRow = Awaited<ReturnType<typeof listCourses>>["rows"][number];

/** Who teaches a course, the owner first. */
export const readTeam = (db: Db, courseId: string) =>
  db.$queryRaw<CourseTeacher[]>`SELECT * FROM app.course_team(${courseId}::uuid)`;

/** A course of one's own with everything its pages show. NOT_FOUND when one does not teach it. */
export function readCourse(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id }, taughtCourses(ctx.actor)] },
      select: {
        ...rowFields,
        learningAreaCode: true,
        language: true,
        summary: true,
        description: true,
        whatYouLearn: true,
        audience: true,
        requirements: true,
        price: true,
        currency: true,
        inPlan: true,
        drip: true,
        certificate: true,
        allowsReviews: true,
        submittedAt: true,
        publishedAt: true,
        revision: true,
        requires: { select: { required: { select: { id: true, title: true } } } },
      },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const { instructors, requires, certificate, ...rest } = course;
    return {
      ...rest,
      cover: coverOf(rest),
      certificate: certificateRule.parse(certificate),
      requires: requires.map(({ required }) => required),
      team: await readTeam(db, id),
      abilities: courseAbilities(rest.status, rightsOf(ctx.actor, course)),
    };
  });
}
export type CourseRecord = Awaited<ReturnType<typeof readCourse>>;

/** Learning areas, for choosing one. */
export const readAreaChoices = (ctx: Ctx) =>
  ctx.work((db) =>
    db.learningArea.findMany({
      orderBy: [{ position: "asc" }, { code: "asc" }],
      select: { code: true, name: true, nameSw: true },
    }),
  );

/** Courses that may come before this one: of the same area, published or one's own. */
export const readPrerequisiteChoices = (ctx: Ctx, course: Pick<CourseRecord, "id" | "learningAreaCode">) =>
  ctx.work((db) =>
    db.course.findMany({
      where: {
        id: { not: course.id },
        learningAreaCode: course.learningAreaCode,
        OR: [{ status: "PUBLISHED" }, editableCourses(ctx.actor)],
      },
      orderBy: [{ grade: "asc" }, { title: "asc" }, { id: "asc" }],
      take: 100,
      select: { id: true, title: true, grade: true },
    }),
  );
