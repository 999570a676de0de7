import { notificationCreated } from "@/server/features/notify/notify.events";
import { fanOut } from "@/server/features/notify/notify.fanout.service";
import { inngest } from "../client";

/** Carries a notification out of the house by the channels its reader chose, outside their quiet hours. */
export const notifyFanOut = inngest.createFunction(
  { id: "notify-fan-out", retries: 5, concurrency: { limit: 4 }, triggers: [{ event: notificationCreated.name }] },
  async ({ event, step }) =>
    step.run("write-messages", () => fanOut(notificationCreated.schema.parse(event.data).notificationId, new Date())),
);
