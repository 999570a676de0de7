import { smsWithheld } from "@/server/features/notify/notify.delivery.events";
import { sendInstead } from "@/server/features/notify/notify.fanout.service";
import { inngest } from "../client";

/** An SMS was held back by a budget, a cap or its receiver: a mail goes instead and says so. */
export const notifySendInstead = inngest.createFunction(
  { id: "notify-send-instead", retries: 5, concurrency: { limit: 4 }, triggers: [{ event: smsWithheld.name }] },
  async ({ event, step }) =>
    step.run("write-mail", () => {
      const { notificationId, why } = smsWithheld.schema.parse(event.data);
      return sendInstead(notificationId, why, new Date());
    }),
);
