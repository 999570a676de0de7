import { z } from "zod";
import { eventType } from "@/server/platform/outbox";
import { channels } from "./notify.schema";

/** Somebody was told something; the fan-out decides which channels carry it out of the house. */
export const notificationCreated = eventType("notify/notification.created", z.object({ notificationId: z.uuid() }));

/** It was told by some channels; unless it is read until then, the next one is tried. */
export const notificationWaits = eventType(
  "notify/notification.waits",
  z.object({ notificationId: z.uuid(), tried: z.array(z.enum(channels)).min(1), until: z.iso.datetime() }),
);
