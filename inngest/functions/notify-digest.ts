import { dueDigests, writeDigest } from "@/server/features/notify/notify.digest.service";
import { forgetEndedDevices } from "@/server/features/notify/notify.push.service";
import { inngest } from "../client";

/** People whose summary is written in one step: a crash repeats no more than these, and repeating writes nothing twice. */
const BITE = 50;

/** Each quarter of an hour: the summaries of those whose morning has begun, wherever they live. */
export const notifyDigest = inngest.createFunction(
  {
    id: "notify-digest",
    concurrency: { limit: 1 },
    retries: 2,
    triggers: [{ cron: "TZ=Africa/Nairobi */15 * * * *" }],
  },
  async ({ step }) => {
    const due = await step.run("whose-morning", () => dueDigests(new Date()));
    let written = 0;
    for (let from = 0; from < due.length; from += BITE) {
      written += await step.run(`write-${from / BITE + 1}`, async () => {
        let count = 0;
        for (const one of due.slice(from, from + BITE)) if (await writeDigest(one, new Date())) count++;
        return count;
      });
    }
    const forgotten = await step.run("forget-devices", () => forgetEndedDevices());
    return { due: due.length, written, forgotten };
  },
);
