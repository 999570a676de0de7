import { tellDueConsents } from "@/server/features/consent/consent.expiry.service";
import { inngest } from "../client";

/**
 * Every three minutes: guardians are reminded of consents that end within a week, and told of those that ran out; open
 * pages of recipients look again. The database closed what ran out at its moment; this only tells.
 */
export const consentExpire = inngest.createFunction(
  { id: "consent-expire", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi */3 * * * *" }] },
  async ({ step }) => {
    const told = { reminded: 0, ended: 0 };
    for (let round = 1; round <= 50; round++) {
      const result = await step.run(`tell-${round}`, () => tellDueConsents());
      told.reminded += result.reminded;
      told.ended += result.ended;
      if (!result.more) break;
    }
    return told;
  },
);
