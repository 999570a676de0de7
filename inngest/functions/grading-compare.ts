import { workHandedIn } from "@/server/features/assignments/work.events";
import { compareWork, proposeWork } from "@/server/features/grading/rules.job.service";
import { inngest } from "../client";

/** Work was handed in: whose it is most like, and what the rules of its assignment would give it. */
export const gradingCompare = inngest.createFunction(
  { id: "grading-compare", concurrency: { limit: 1 }, triggers: [{ event: workHandedIn.name }] },
  async ({ event, step }) => {
    const { submissionId, assignmentId } = workHandedIn.schema.parse(event.data);
    await step.run("compare", () => compareWork(submissionId));
    if (!assignmentId) return { proposed: 0 };
    return step.run("propose", () => proposeWork(assignmentId));
  },
);
