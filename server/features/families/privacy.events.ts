import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A guardian waits for a copy of a child's data. */
export const exportAsked = eventType("privacy/export.asked", z.object({ exportId: z.uuid() }));
/** Two people of the school have confirmed a deletion. */
export const erasureApproved = eventType("privacy/erasure.approved", z.object({ requestId: z.uuid() }));
