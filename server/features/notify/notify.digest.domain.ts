import { addDays, type Day, dateOf, dayAt } from "@/lib/days";
import { isQuiet, minuteOfDay, type QuietHours } from "./notify.domain";
import type { Rhythm } from "./notify.schema";

/** The morning begins here, or when the night of somebody who sleeps longer ends. */
const EARLIEST = 6 * 60 + 30;
const NOON = 12 * 60;
/** A server that was away all morning still sends until here; what is older comes with the next one. */
const LATEST = 20 * 60;
const DAY_MS = 86_400_000;

const zoneOrUsual = (zone: string): string => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return "Africa/Nairobi";
  }
};

/** Minute after midnight at which somebody's morning begins. */
export const morningOf = ({ quietFrom, quietUntil }: QuietHours): number =>
  quietFrom !== quietUntil && quietUntil > EARLIEST && quietUntil <= NOON ? quietUntil : EARLIEST;

/**
 * The first day of the period whose summary is due for somebody now, by their own clock; null when none is. A daily one
 * tells of yesterday; a weekly one of the week that ended on Sunday, and is sent on Monday, at the latest on Wednesday.
 * Who chose it today hears from tomorrow on.
 */
export function digestDue(
  person: { rhythm: Rhythm; timeZone: string; quiet: QuietHours; chosenAt: Date },
  now: Date,
): Day | null {
  const { rhythm, quiet, chosenAt } = person;
  if (rhythm === "NONE") return null;
  const zone = zoneOrUsual(person.timeZone);
  const minute = minuteOfDay(now, zone);
  if (minute < morningOf(quiet) || minute >= LATEST || isQuiet(minute, quiet)) return null;
  const today = dayAt(now, zone);
  if (dayAt(chosenAt, zone) === today) return null;
  if (rhythm === "DAILY") return addDays(today, -1);
  const sinceMonday = (dateOf(today).getUTCDay() + 6) % 7;
  return sinceMonday > 2 ? null : addDays(today, -sinceMonday - 7);
}

/** From when on things are told: since the last summary, but no further back than a person wants to read. */
export function digestSince(rhythm: Rhythm, last: Date | null, now: Date): Date {
  const [usual, most] = rhythm === "WEEKLY" ? [7, 14] : [1, 3];
  if (!last) return new Date(now.getTime() - usual * DAY_MS);
  return new Date(Math.max(last.getTime(), now.getTime() - most * DAY_MS));
}

const groups = ["child", "family", "goal", "consent", "data_request", "case", "account", "system"] as const;
export type Group = (typeof groups)[number] | "other";
const groupOf = (type: string): Group => groups.find((group) => type.startsWith(`${group}.`)) ?? "other";

/** Items by what they are about, families first; within a group as they were given. */
export function grouped<Item extends { type: string }>(items: readonly Item[]): { group: Group; items: Item[] }[] {
  return [...groups, "other" as const].flatMap((group) => {
    const own = items.filter((item) => groupOf(item.type) === group);
    return own.length > 0 ? [{ group, items: own }] : [];
  });
}
