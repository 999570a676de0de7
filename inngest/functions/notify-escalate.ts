import { notificationWaits } from "@/server/features/notify/notify.events";
import { fanOut } from "@/server/features/notify/notify.fanout.service";
import { inngest } from "../client";

/** Waits for a message to be read; unread by then, it goes by the next channel, which waits in its turn. */
export const notifyEscalate = inngest.createFunction(
  { id: "notify-escalate", retries: 5, triggers: [{ event: notificationWaits.name }] },
  async ({ event, step }) => {
    const { notificationId, tried, until } = notificationWaits.schema.parse(event.data);
    await step.sleepUntil("unread", new Date(until));
    return step.run("climb", () => fanOut(notificationId, new Date(), tried));
  },
);
