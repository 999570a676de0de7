import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import type { Fault } from "./consent.schema";
import { readFaults } from "./consent.trail.queries";

/** Every child's history of consent, for the command: how much there is, and what is wrong. */
export function verifyAllTrails(): Promise<{ lines: number; children: number; faults: Fault[] }> {
  return work(
    systemActor("consent"),
    async (db) => {
      const [counted] = await db.$queryRaw<{ lines: number; children: number }[]>`
        SELECT count(*)::int AS lines, count(DISTINCT "studentId")::int AS children FROM "ConsentAudit"`;
      return { lines: counted?.lines ?? 0, children: counted?.children ?? 0, faults: await readFaults(db, null) };
    },
    { timeoutMs: 120_000 },
  );
}
