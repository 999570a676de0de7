import { allow, router } from "@/server/platform/trpc";
import { readAchievements, readActivity, readEvidence, readJourney } from "./progress.queries";
import { evidenceInput, feedInput, ofChildInput } from "./progress.schema";

export const progressRouter = router({
  journey: allow("family:read")
    .input(ofChildInput)
    .query(({ ctx, input }) => readJourney(ctx, input.studentId)),
  evidence: allow("family:read")
    .input(evidenceInput)
    .query(({ ctx, input }) => readEvidence(ctx, input)),
  activity: allow("family:read")
    .input(feedInput)
    .query(({ ctx, input }) => readActivity(ctx, input)),
  achievements: allow("family:read")
    .input(ofChildInput)
    .query(({ ctx, input }) => readAchievements(ctx, input.studentId)),
});
