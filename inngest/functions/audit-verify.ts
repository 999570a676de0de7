import { auditVerifyAsked } from "@/server/features/audit/audit.events";
import { sealAll } from "@/server/features/audit/audit.seal.service";
import { beginCheck, continueCheck, endCheck, type Running } from "@/server/features/audit/audit.verify.service";
import { inngest } from "../client";

/** Somebody pressed "Verify now": what waits is sealed, then the chain is walked in short steps. */
export const auditVerify = inngest.createFunction(
  { id: "audit-verify", retries: 2, concurrency: { limit: 1 }, triggers: [{ event: auditVerifyAsked.name }] },
  async ({ event, step }) => {
    const { checkId } = auditVerifyAsked.schema.parse(event.data);
    await step.run("seal", () => sealAll());
    let running = (await step.run("begin", () => beginCheck(checkId))) as Running | null;
    for (let round = 1; running && round <= 2_000; round++) {
      const held: Running = running;
      const next = await step.run(`verify-${round}`, () => continueCheck(held));
      running = next;
      if (next.done) break;
    }
    const ended = running;
    if (ended) await step.run("end", () => endCheck(checkId, ended));
  },
);
