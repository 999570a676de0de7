import { allow, router } from "@/server/platform/trpc";
import { askCalibration } from "./calibration.service";

/** How hard questions are, counted from answers. */
export const calibrationRouter = router({
  ask: allow("question:school").mutation(({ ctx }) => askCalibration(ctx)),
});
