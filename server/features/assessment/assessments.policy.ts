import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { editableCourses, taughtCourses } from "../courses/courses.policy";

const keepsAll = (actor: UserActor): boolean => actor.permissions.has("assessment:school");

/** Assessments a person works on: of the courses they teach; every one for who keeps the school's. */
export const workedOn = (actor: UserActor): Prisma.AssessmentWhereInput =>
  keepsAll(actor) ? {} : { course: taughtCourses(actor) };

/** Assessments a person changes. */
export const changeable = (actor: UserActor): Prisma.AssessmentWhereInput =>
  keepsAll(actor) ? {} : { course: editableCourses(actor) };

/** Courses a person makes assessments in. */
export const assessableCourses = (actor: UserActor): Prisma.CourseWhereInput =>
  keepsAll(actor) ? {} : editableCourses(actor);
