import { sealAll } from "@/server/features/audit/audit.seal.service";
import { inngest } from "../client";

/** Each minute: rows written since get their links in the chain. */
export const auditSeal = inngest.createFunction(
  { id: "audit-seal", retries: 0, concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi * * * * *" }] },
  async () => ({ sealed: await sealAll() }),
);
