import { anchorAudit } from "@/server/features/audit/audit.seal.service";
import {
  beginCheck,
  continueCheck,
  endCheck,
  openCheck,
  type Running,
} from "@/server/features/audit/audit.verify.service";
import { inngest } from "../client";

/** After midnight: the head of the chain is signed, then the last days are verified. */
export const auditAnchor = inngest.createFunction(
  { id: "audit-anchor", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 5 0 * * *" }] },
  async ({ step }) => {
    const anchor = await step.run("anchor", () => anchorAudit());
    const checkId = await step.run("open", () => openCheck(2));
    let running = (await step.run("begin", () => beginCheck(checkId))) as Running | null;
    for (let round = 1; running && round <= 500; round++) {
      const held: Running = running;
      const next = await step.run(`verify-${round}`, () => continueCheck(held));
      running = next;
      if (next.done) break;
    }
    const ended = running;
    if (ended) await step.run("end", () => endCheck(checkId, ended));
    return { anchor };
  },
);
