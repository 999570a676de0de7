/** A part of the system as the health page shows it. `late` means it has not said it is alive for too long. */
export type PartHealth = { part: string; at: Date | null; state: "well" | "late" | "never" };

/** Parts that must say they are alive, and how long each may be silent, in seconds. */
export const expectedParts: Record<string, number> = {
  runner: 30,
  "platform-heartbeat": 150,
  "platform-prune": 26 * 3600,
};

/** Whether each expected part has been heard of lately; parts nobody expects are shown as they are. */
export function partsHealth(beats: readonly { part: string; at: Date }[], now: Date): PartHealth[] {
  // Marks of the schedule say when a job was last due, not that anything is alive.
  const heard = new Map(beats.filter((beat) => !beat.part.startsWith("cron:")).map((beat) => [beat.part, beat.at]));
  const names = [...new Set([...Object.keys(expectedParts), ...heard.keys()])];
  return names.map((part) => {
    const at = heard.get(part) ?? null;
    const silence = at ? (now.getTime() - at.getTime()) / 1000 : Number.POSITIVE_INFINITY;
    const state = !at ? "never" : silence > (expectedParts[part] ?? Number.POSITIVE_INFINITY) ? "late" : "well";
    return { part, at, state };
  });
}
