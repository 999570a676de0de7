import { smsReported } from "@/server/features/notify/notify.delivery.events";
import { applyDeliveryReport } from "@/server/features/notify/notify.delivery.service";
import { inngest } from "../client";

/** Writes down what the SMS gateway reported. A report that overtook its own message is tried again. */
export const notifyApplyDeliveryReport = inngest.createFunction(
  { id: "notify-apply-delivery-report", retries: 4, triggers: [{ event: smsReported.name }] },
  async ({ event, step }) => {
    await step.run("apply", async () => {
      const report = smsReported.schema.parse(event.data);
      if (!(await applyDeliveryReport(report))) throw new Error(`No message is known as ${report.id}`);
    });
  },
);
