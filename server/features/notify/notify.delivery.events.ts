import { z } from "zod";
import { deliveryReport } from "@/server/integrations/sms/parse";
import { eventType } from "@/server/platform/outbox";

/** A message was written to the outbox and may be sent. Carries nothing: the sender takes whatever is due. */
export const messageEnqueued = eventType("notify/message.enqueued", z.object({ messageId: z.string().optional() }));
/** The SMS gateway told what became of a message. */
export const smsReported = eventType("notify/sms.reported", deliveryReport);
/** An SMS about a notification was not sent, and why: a mail goes instead and says so. */
export const smsWithheld = eventType(
  "notify/sms.withheld",
  z.object({ notificationId: z.uuid(), why: z.enum(["family", "school", "number", "unwanted"]) }),
);
