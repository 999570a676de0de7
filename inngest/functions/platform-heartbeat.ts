import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { inngest } from "../client";

/** Proof that jobs run from end to end: the clock, the queue, the signed call, the database. */
export const platformHeartbeat = inngest.createFunction(
  { id: "platform-heartbeat", retries: 0, triggers: [{ cron: "TZ=Africa/Nairobi * * * * *" }] },
  async () => {
    await work(systemActor("platform"), (db) =>
      db.heartbeat.upsert({
        where: { part: "platform-heartbeat" },
        create: { part: "platform-heartbeat" },
        update: { at: new Date() },
      }),
    );
  },
);
