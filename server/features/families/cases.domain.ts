import type { CaseKind, CaseStatus } from "./cases.schema";

const steps: Record<CaseStatus, readonly CaseStatus[]> = {
  OPEN: ["WATCHING", "CLOSED"],
  WATCHING: ["OPEN", "CLOSED"],
  CLOSED: ["OPEN"],
};
/** The case of a dispute is closed by lifting the freeze and by nothing else: closed by hand, nobody would have it in hand. */
const contestSteps: typeof steps = { OPEN: ["WATCHING"], WATCHING: ["OPEN"], CLOSED: [] };

/** The states a case may move to from where it is: the one place that knows. */
export const nextCaseStatuses = (kind: CaseKind, status: CaseStatus): readonly CaseStatus[] =>
  (kind === "CONTEST" ? contestSteps : steps)[status];
export const canMoveCase = (kind: CaseKind, from: CaseStatus, to: CaseStatus) =>
  nextCaseStatuses(kind, from).includes(to);

/** How urgent a day in the calendar is, seen from `today` (both at midnight UTC): the words on the screen follow it. */
export function dueState(dueOn: Date | null, today: Date): "none" | "over" | "today" | "soon" | "later" {
  if (!dueOn) return "none";
  const days = Math.round((dueOn.getTime() - today.getTime()) / 86_400_000);
  if (days < 0) return "over";
  if (days === 0) return "today";
  return days <= 3 ? "soon" : "later";
}
