import type { CaseStatus } from "./cases.schema";

const steps: Record<CaseStatus, readonly CaseStatus[]> = {
  OPEN: ["WATCHING", "CLOSED"],
  WATCHING: ["OPEN", "CLOSED"],
  CLOSED: ["OPEN"],
};

/** The states a case may move to from where it is: the one place that knows. */
export const nextCaseStatuses = (status: CaseStatus): readonly CaseStatus[] => steps[status];
export const canMoveCase = (from: CaseStatus, to: CaseStatus) => steps[from].includes(to);

/** How urgent a day in the calendar is, seen from `today` (both at midnight UTC): the words on the screen follow it. */
export function dueState(dueOn: Date | null, today: Date): "none" | "over" | "today" | "soon" | "later" {
  if (!dueOn) return "none";
  const days = Math.round((dueOn.getTime() - today.getTime()) / 86_400_000);
  if (days < 0) return "over";
  if (days === 0) return "today";
  return days <= 3 ? "soon" : "later";
}
