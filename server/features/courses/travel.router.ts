import { allow, router } from "@/server/platform/trpc";
import { acceptCourse, previewCourse } from "./travel.import.service";
import { acceptCartridgeInput, travelArchiveInput } from "./travel.schema";

/** IN-3: courses that come in. They leave by /api/exports/courses. */
export const travelRouter = router({
  preview: allow("course:write")
    .input(travelArchiveInput)
    .query(({ ctx, input }) => previewCourse(ctx, input)),
  accept: allow("course:write")
    .input(travelArchiveInput)
    .mutation(({ ctx, input }) => acceptCourse(ctx, input)),
  acceptCartridge: allow("course:write")
    .input(acceptCartridgeInput)
    .mutation(({ ctx, input: { fileId, ...place } }) => acceptCourse(ctx, { fileId }, place)),
});
