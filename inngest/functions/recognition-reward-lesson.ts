import { lessonCompleted } from "@/server/features/learning/learning.events";
import { rewardLesson } from "@/server/features/recognition/recognition.service";
import { inngest } from "../client";

/** A lesson was finished for the first time: its points, and the badges it completes. */
export const recognitionRewardLesson = inngest.createFunction(
  { id: "recognition-reward-lesson", concurrency: { limit: 2 }, triggers: [{ event: lessonCompleted.name }] },
  async ({ event, step }) =>
    step.run("reward", () => {
      const { completedAt, ...lesson } = lessonCompleted.schema.parse(event.data);
      return rewardLesson({ ...lesson, completedAt: new Date(completedAt) });
    }),
);
