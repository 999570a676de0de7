import { addDays, type Day, daysBetween } from "@/lib/days";

export type Change = {
  path: string;
  before: string | null;
  after: string | null;
  kind: "added" | "removed" | "changed";
};

const show = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  const isObject = typeof value === "object" && value !== null;
  const inner = isObject ? Object.entries(value as Record<string, unknown>) : [];
  if (!isObject || inner.length === 0) into.set(path, show(value) ?? "null");
  else for (const [key, one] of inner) flatten(one, path ? `${path}.${key}` : key, into);
}

/** What differs between two records, path by path, in the order a person would look; what stayed is left out. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [new Map<string, string>(), new Map<string, string>()];
  if (before != null) flatten(before, "", old);
  if (after != null) flatten(after, "", now);
  const changes: Change[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(path) ?? null, now.get(path) ?? null];
    if (was === is) continue;
    changes.push({ path, before: was, after: is, kind: was === null ? "added" : is === null ? "removed" : "changed" });
  }
  return changes;
}

/** The actions an entered text means: itself, or all that begin with it. */
export const actionsLike = (known: readonly string[], text: string): string[] =>
  known.filter((action) => action === text || action.startsWith(text));

/** The span an export covers: what was asked, cut to the last `most` days of it; the last thirty when nothing was. */
export function exportSpan(asked: { since?: Day; until?: Day }, today: Day, most: number): { since: Day; until: Day } {
  const until = asked.until && asked.until < today ? asked.until : today;
  const since = asked.since ?? addDays(until, -29);
  return { since: daysBetween(since, until) >= most ? addDays(until, 1 - most) : since, until };
}
