import type { WorkingHours } from "@/server/features/platform/platform.schema";

/** A colleague's working day, by their own clock; null: they do not work today. */
export type Workday = { from: number; until: number } | null;

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Today's hours where the person is; undefined when they have not said when they work. */
export function workdayAt(now: Date, timeZone: string, week: WorkingHours | undefined): Workday | undefined {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone }).format(now);
  return week?.[days.indexOf(day)];
}
