import { attemptGraded } from "@/server/features/assessment/attempts.events";
import { rewardAttempt } from "@/server/features/recognition/recognition.service";
import { inngest } from "../client";

/** An attempt is marked whole: its points, and the badges it completes. */
export const recognitionRewardAttempt = inngest.createFunction(
  { id: "recognition-reward-attempt", concurrency: { limit: 2 }, triggers: [{ event: attemptGraded.name }] },
  async ({ event, step }) =>
    step.run("reward", () => {
      const { endedAt, ...attempt } = attemptGraded.schema.parse(event.data);
      return rewardAttempt({ ...attempt, endedAt: new Date(endedAt) });
    }),
);
