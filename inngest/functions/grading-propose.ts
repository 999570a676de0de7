import { workReturned } from "@/server/features/grading/grading.events";
import { proposeWork } from "@/server/features/grading/rules.job.service";
import { inngest } from "../client";

/** Marked work went back: what waits of the same assignment may be proposed by its example. */
export const gradingPropose = inngest.createFunction(
  { id: "grading-propose", concurrency: { limit: 1 }, triggers: [{ event: workReturned.name }] },
  ({ event, step }) => step.run("propose", () => proposeWork(workReturned.schema.parse(event.data).assignmentId)),
);
