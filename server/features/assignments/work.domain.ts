import type { AssignmentStatus, LateRule } from "./assignments.schema";

export type WorkStatus = "DRAFT" | "SUBMITTED" | "GRADED" | "RETURNED";
/** What a family is told: that a grade is written and not yet told is the teacher's matter. */
export type Standing = "todo" | "handed_in" | "returned";
export const standingOf = (status: WorkStatus | null): Standing =>
  status === "RETURNED" ? "returned" : status === "SUBMITTED" || status === "GRADED" ? "handed_in" : "todo";

export type Rules = {
  status: AssignmentStatus;
  opensAt: Date | null;
  dueAt: Date | null;
  lateRule: LateRule;
  mayTakeBack: boolean;
};

/** Why nothing is taken now; null when work is. Also a message key below `errors.work.`. */
export type Closed = "early" | "late" | "closed";
export function closedBecause({ status, opensAt, dueAt, lateRule }: Rules, now: Date): Closed | null {
  if (status !== "PUBLISHED") return "closed";
  if (opensAt && now < opensAt) return "early";
  return lateRule === "REFUSE" && isLate({ dueAt }, now) ? "late" : null;
}

export const isLate = ({ dueAt }: { dueAt: Date | null }, at: Date): boolean => dueAt !== null && at > dueAt;

/**
 * Whether work that was handed in may still be taken back: before it is due, so that nobody makes themselves late, and
 * before anybody has begun to grade it. Row-level security says the same.
 */
export const mayTakeBack = (
  { status, dueAt, mayTakeBack: allowed }: Rules,
  piece: { status: WorkStatus; claimedUntil: Date | null },
  now: Date,
): boolean =>
  allowed &&
  status === "PUBLISHED" &&
  piece.status === "SUBMITTED" &&
  !isLate({ dueAt }, now) &&
  !(piece.claimedUntil && piece.claimedUntil > now);

/** Whether a kind of file is asked for. */
export const takesFile = (
  { takesPhotos, takesFiles }: { takesPhotos: boolean; takesFiles: boolean },
  mime: string,
): boolean => takesFiles || (takesPhotos && mime.startsWith("image/"));
