import { allow, router } from "@/server/platform/trpc";
import { listJobs, readHealth } from "./health.queries";
import { jobInput, jobListInput } from "./health.schema";
import { retryJob } from "./health.service";

export const healthRouter = router({
  read: allow("health:read").query(({ ctx }) => readHealth(ctx)),
  jobs: allow("health:read")
    .input(jobListInput)
    .query(({ ctx, input }) => listJobs(ctx, input)),
  retryJob: allow("job:retry")
    .input(jobInput)
    .mutation(({ ctx, input }) => retryJob(ctx, input)),
});
