import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/** Courses whose certificates a person withdraws and makes out anew: those they answer for; every one for staff. */
export const certifiedCourses = ({ userId, permissions }: UserActor): Prisma.CourseWhereInput =>
  permissions.has("child:read_all") ? {} : { ownerId: userId };
