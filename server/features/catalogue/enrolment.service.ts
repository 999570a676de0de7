import { v7 as uuid } from "uuid";
import { familyTopic } from "@/server/features/families/families.service";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { wayInto } from "./enrolment.domain";
import { childFor } from "./enrolment.queries";
import type { PlaceInput, Way } from "./enrolment.schema";

type Child = Awaited<ReturnType<typeof childFor>>;
type Course = { id: string; title: string; ownerId: string };

/** The child in sight about whose courses the person decides. */
async function childToDecide(ctx: Ctx, db: Db, input: PlaceInput): Promise<Child> {
  const child = await childFor(ctx, db, input);
  if (!child.mayDecide) throw new AppError("FORBIDDEN", "enrolment.not_decider");
  return child;
}

/** The published course and the way into it that is open now. */
async function openCourse(db: Db, courseId: string): Promise<Course & { way: Way }> {
  const course = await db.course.findFirst({
    where: { id: courseId, status: "PUBLISHED" },
    select: { id: true, title: true, ownerId: true, price: true, inPlan: true },
  });
  if (!course) throw new AppError("NOT_FOUND", "course.not_found");
  const way = wayInto(course);
  if (!way) throw new AppError("CONFLICT", "enrolment.paid");
  return { ...course, way };
}

/** Enters the child, or brings it back to where it was. Two guardians at once: one does, the other is told. */
async function enter(ctx: Ctx, db: Db, child: Child, { id: courseId, way }: { id: string; way: Way }): Promise<string> {
  const key = { courseId, studentId: child.id };
  const entered = { source: way, enrolledById: ctx.actor.userId };
  if (child.status === null) {
    const id = uuid();
    await db.enrollment.createMany({ data: { id, ...key, ...entered } });
    return id;
  }
  const left = await db.enrollment.findUniqueOrThrow({
    where: { courseId_studentId: key },
    select: { id: true, completedAt: true },
  });
  const { count } = await db.enrollment.updateMany({
    where: { id: left.id, status: "WITHDRAWN" },
    data: { ...entered, status: left.completedAt ? "COMPLETED" : "ACTIVE" },
  });
  if (count === 0) throw new AppError("CONFLICT", "enrolment.already");
  return left.id;
}

/** Open pages of the child and the family show it at once. */
async function tellPages(db: Db, child: Child): Promise<void> {
  const people = await db.$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM app.family_audience(${child.familyId}::uuid)`;
  await live(
    db,
    people.map(({ userId }) => userId),
    "changed",
    { topic: familyTopic(child.familyId) },
  );
  if (child.userId) await live(db, [child.userId], "changed", { topic: "courses" });
}

/** Tells the child what it now follows, and the teacher who has come. */
async function welcome(db: Db, child: Child, course: Course, key: string): Promise<void> {
  const facts = { params: { course: course.title, child: child.firstName }, studentId: child.id, dedupeKey: key };
  if (child.userId)
    await notify(db, { ...facts, userId: child.userId, type: "course.enrolled", href: "/dashboard/student/courses" });
  const href = `/dashboard/instructor/courses/${course.id}`;
  await notify(db, { ...facts, userId: course.ownerId, type: "course.joined", href });
}

/** A guardian who decides for a child puts it into a course. The child finds it there at once. */
export function enrolChild(ctx: Ctx, input: PlaceInput): Promise<{ enrolmentId: string }> {
  return ctx.work(async (db) => {
    const child = await childToDecide(ctx, db, input);
    const course = await openCourse(db, input.courseId);
    if (child.status !== null && child.status !== "WITHDRAWN") throw new AppError("CONFLICT", "enrolment.already");
    if (child.missing.length > 0) {
      const courses = child.missing.map(({ title }) => `“${title}”`).join(", ");
      throw new AppError("CONFLICT", "enrolment.requires", { meta: { name: child.firstName, courses } });
    }
    const enrolmentId = await enter(ctx, db, child, course);
    await db.studentActivity.createMany({
      data: { ...input, kind: "ENROLLED", subjectId: enrolmentId, occurredAt: ctx.now },
    });
    await audit(db, ctx, {
      action: "course.enrolled",
      subjectType: "Enrollment",
      subjectId: enrolmentId,
      studentId: child.id,
      before: child.status ? { status: child.status } : null,
      after: { courseId: course.id, way: course.way },
    });
    await welcome(db, child, course, `${enrolmentId}:${ctx.requestId}`);
    await tellPages(db, child);
    return { enrolmentId };
  });
}

/** Takes a child out of a course. What it learned there stays, and it may come back. */
export function leaveCourse(ctx: Ctx, input: PlaceInput): Promise<{ left: true }> {
  return ctx.work(async (db) => {
    const child = await childToDecide(ctx, db, input);
    const enrolment = await db.enrollment.findUnique({
      where: { courseId_studentId: input },
      select: { id: true, course: { select: { id: true, title: true, ownerId: true } } },
    });
    if (!enrolment) throw new AppError("NOT_FOUND", "enrolment.not_found");
    const { count } = await db.enrollment.updateMany({
      where: { id: enrolment.id, status: { not: "WITHDRAWN" } },
      data: { status: "WITHDRAWN" },
    });
    if (count === 0) throw new AppError("CONFLICT", "enrolment.left");
    await audit(db, ctx, {
      action: "course.left",
      subjectType: "Enrollment",
      subjectId: enrolment.id,
      studentId: child.id,
      before: { status: child.status },
      after: { courseId: input.courseId },
    });
    await notify(db, {
      userId: enrolment.course.ownerId,
      type: "course.left",
      params: { course: enrolment.course.title, child: child.firstName },
      href: `/dashboard/instructor/courses/${input.courseId}`,
      studentId: child.id,
      dedupeKey: `${enrolment.id}:${ctx.requestId}`,
    });
    await tellPages(db, child);
    return { left: true };
  });
}
