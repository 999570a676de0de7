import { workReturned } from "@/server/features/grading/grading.events";
import { rewardWork } from "@/server/features/recognition/recognition.service";
import { inngest } from "../client";

/** Marked work went back: its points, and the badges it completes. */
export const recognitionRewardWork = inngest.createFunction(
  { id: "recognition-reward-work", concurrency: { limit: 2 }, triggers: [{ event: workReturned.name }] },
  async ({ event, step }) =>
    step.run("reward", () => {
      const { handedInAt, ...work } = workReturned.schema.parse(event.data);
      return rewardWork({ ...work, handedInAt: new Date(handedInAt) });
    }),
);
