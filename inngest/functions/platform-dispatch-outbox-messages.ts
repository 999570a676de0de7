import { messageEnqueued } from "@/server/features/notify/notify.delivery.events";
import { deliverDue } from "@/server/features/notify/notify.delivery.service";
import { inngest } from "../client";

/** So many rounds of 20 s in one run; the sweep goes on with the rest. */
const ROUNDS = 30;

/**
 * Sends waiting messages: at once when one was written, and each minute for those that come back after a failure.
 * One run at a time: a kill can then interrupt no more than one message.
 */
export const dispatchOutboxMessages = inngest.createFunction(
  {
    id: "platform-dispatch-outbox-messages",
    concurrency: { limit: 1 },
    retries: 2,
    triggers: [{ event: messageEnqueued.name }, { cron: "TZ=Africa/Nairobi * * * * *" }],
  },
  async ({ step }) => {
    let sent = 0;
    let failed = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const result = await step.run(`deliver-${round}`, () => deliverDue());
      sent += result.sent;
      failed += result.failed;
      if (!result.more) break;
    }
    return { sent, failed };
  },
);
