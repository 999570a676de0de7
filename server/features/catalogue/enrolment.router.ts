import { allow, router } from "@/server/platform/trpc";
import { listFamilyCourses, readEnrolment } from "./enrolment.queries";
import { courseNameInput, placeInput } from "./enrolment.schema";
import { enrolChild, leaveCourse } from "./enrolment.service";

/** Families and the courses of their children. */
export const enrolmentRouter = router({
  courses: allow("course:enrol").query(({ ctx }) => listFamilyCourses(ctx)),
  read: allow("course:enrol")
    .input(courseNameInput)
    .query(({ ctx, input }) => readEnrolment(ctx, input.slug)),
  enrol: allow("course:enrol")
    .input(placeInput)
    .mutation(({ ctx, input }) => enrolChild(ctx, input)),
  leave: allow("course:enrol")
    .input(placeInput)
    .mutation(({ ctx, input }) => leaveCourse(ctx, input)),
});
