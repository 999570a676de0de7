import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** Somebody was told something; the fan-out decides which channels carry it out of the house. */
export const notificationCreated = eventType("notify/notification.created", z.object({ notificationId: z.uuid() }));
