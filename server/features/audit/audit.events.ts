import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** Somebody asked whether the log is whole. */
export const auditVerifyAsked = eventType("audit/verify.asked", z.object({ checkId: z.uuid() }));
