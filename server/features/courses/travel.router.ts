import { allow, router } from "@/server/platform/trpc";
import { acceptCourse, previewCourse } from "./travel.import.service";
import { travelArchiveInput } from "./travel.schema";

/** IN-3: courses that come in. They leave by /api/exports/courses. */
export const travelRouter = router({
  preview: allow("course:write")
    .input(travelArchiveInput)
    .query(({ ctx, input }) => previewCourse(ctx, input)),
  accept: allow("course:write")
    .input(travelArchiveInput)
    .mutation(({ ctx, input }) => acceptCourse(ctx, input)),
});
