/** Lessons a child has been through before its family reviews a course; fewer where a course has fewer. SQL says the same. */
export const lessonsBeforeReview = 2;

export type ReviewPlace = {
  /** Published and taking reviews. */
  open: boolean;
  done: number;
  lessons: number;
};

/** Lessons still to go before a review, 0 when it may be written; null where the course takes none. */
export function lessonsUntilReview({ open, done, lessons }: ReviewPlace): number | null {
  if (!open) return null;
  return Math.max(0, Math.min(lessonsBeforeReview, Math.max(lessons, 1)) - done);
}

const ways = [
  /[^\s@]+@[^\s@]+\.[^\s@]{2,}/,
  /(?:\+?254|\b0)[\s-]?[17](?:[\s-]?\d){8}\b/,
  /\b(?:https?:\/\/|www\.)\S+/i,
];

/** Whether a public text holds a way to reach somebody: an address, a Kenyan phone number or a link. */
export const revealsContact = (text: string): boolean => ways.some((way) => way.test(text));

export type FeedbackFigures = {
  count: number;
  mean: number | null;
  waiting: number;
  /** The mean of the last 90 days and of the 90 before them. */
  lately: number | null;
  before: number | null;
  /** How many gave five stars, four, and so on down to one. */
  spread: number[];
};
