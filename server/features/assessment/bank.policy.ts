import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { taughtCourses } from "../courses/courses.policy";

/** Whether somebody keeps the school's bank: then every question is theirs to keep. */
export const keepsSchool = (actor: UserActor): boolean => actor.permissions.has("question:school");

/**
 * Questions a person reads with their keys: their own, the school's, and a colleague's that stands in an assessment of
 * a course they teach. Row-level security says the same.
 */
export const visibleQuestions = (actor: UserActor): Prisma.QuestionWhereInput =>
  keepsSchool(actor)
    ? {}
    : {
        OR: [
          { ownerId: actor.userId },
          { ownerId: null },
          { items: { some: { assessment: { course: taughtCourses(actor) } } } },
        ],
      };

/** Questions a person changes. */
export const keptQuestions = (actor: UserActor): Prisma.QuestionWhereInput =>
  keepsSchool(actor) ? {} : { ownerId: actor.userId };

/** Whose a new question is: the school's when its keeper writes it. */
export const ownerOfNew = (actor: UserActor): string | null => (keepsSchool(actor) ? null : actor.userId);

export const mayKeep = (actor: UserActor, { ownerId }: { ownerId: string | null }): boolean =>
  keepsSchool(actor) || ownerId === actor.userId;
