import { calibrationAsked } from "@/server/features/assessment/calibration.events";
import { calibrateQuestions } from "@/server/features/assessment/calibration.service";
import { inngest } from "../client";

/** Each night, and when staff ask for it: how hard questions are, from what learners answered. */
export const assessmentCalibrate = inngest.createFunction(
  {
    id: "assessment-calibrate",
    concurrency: { limit: 1 },
    triggers: [{ cron: "TZ=Africa/Nairobi 40 2 * * *" }, { event: calibrationAsked.name }],
  },
  ({ step }) => step.run("calibrate", () => calibrateQuestions()),
);
