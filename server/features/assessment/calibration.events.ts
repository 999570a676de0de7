import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** Staff want questions calibrated now and not in the night. */
export const calibrationAsked = eventType("assessment/calibration.asked", z.object({}));
