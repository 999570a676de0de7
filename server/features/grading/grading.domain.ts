import { claimMinutes, type Marks } from "./grading.schema";
import { markPercent, type Weighted } from "./marks.domain";
import type { Mark } from "./marks.schema";

export type Claim = { claimedById: string | null; claimedUntil: Date | null };

/** Who holds a piece of work at this moment; a claim nobody renewed holds nothing. */
export const holderOf = ({ claimedById, claimedUntil }: Claim, now: Date): string | null =>
  claimedById && claimedUntil && claimedUntil > now ? claimedById : null;

/** Until when a sign given now holds the work. */
export const heldUntil = (now: Date): Date => new Date(now.getTime() + claimMinutes * 60_000);

/** Whether marks speak of these criteria and of nothing else. */
export function isFitting(criteria: readonly Weighted[], marks: Marks): boolean {
  const known = new Set(criteria.map(({ id }) => id));
  return Object.keys(marks).every((id) => known.has(id));
}

/** The percentage once every criterion has its mark; null before, and where there is nothing to mark by. */
export function percentOf(criteria: readonly Weighted[], marks: Readonly<Record<string, Mark>>): number | null {
  return criteria.length > 0 && criteria.every(({ id }) => marks[id]) ? markPercent(criteria, marks) : null;
}

/** What of a grade its history tells. */
export type Told = { marks: Marks; percent: number | null; levelCode: string | null; feedback: string; status: string };

/**
 * Whether a change belongs in the history. While a draft is being written its words change with every key: they are
 * told as they stood when marks changed and when the work went back. After that every change is told.
 */
export const isTold = (before: Told | null, after: Told): boolean =>
  before === null ||
  before.status !== after.status ||
  !sameMarks(before.marks, after.marks) ||
  (after.status === "RELEASED" && before.feedback !== after.feedback);

const sameMarks = (one: Marks, other: Marks): boolean =>
  Object.keys({ ...one, ...other }).every((id) => one[id] === other[id]);
