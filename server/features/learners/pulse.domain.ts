/** The last four weeks, and the four before them. */
export const pulseDays = 28;
/** Without a sign for so long, a learner is quiet; not begun for so long after enrolling, too. */
export const quietAfter = 10;
export const beginWithin = 7;
/** Minutes before which a fall says nothing, and the share that is left of them. */
const [worthMinutes, leftShare] = [60, 0.5];
/** Marks on either side, and points their mean has to fall by. */
const [fewestMarks, fallPoints] = [5, 15];
/** Moods of the last week, where the family shares them: so many, and a mean at or below. */
const [fewestMoods, lowMood] = [3, 2.5];

export type Span = { minutes: number; lessons: number; competencies: number; marks: number; mean: number | null };

/** What was counted of one learner in one course, in the last four weeks (`recent`) or the four before. */
export type Counted = {
  studentId: string;
  courseId: string;
  recent: boolean;
  seconds: number;
  lessons: number;
  competencies: string[];
  marks: number;
  scoreSum: number;
};

/** Several countings as one span: a competency counts once, the mean is over all marks. */
export function spanOf(counted: readonly Counted[], recent: boolean): Span {
  const rows = counted.filter((row) => row.recent === recent);
  const sum = (of: (row: Counted) => number) => rows.reduce((all, row) => all + of(row), 0);
  const marks = sum((row) => row.marks);
  return {
    minutes: Math.round(sum(({ seconds }) => seconds) / 60),
    lessons: sum(({ lessons }) => lessons),
    competencies: new Set(rows.flatMap(({ competencies }) => competencies)).size,
    marks,
    mean: marks === 0 ? null : (100 * sum(({ scoreSum }) => scoreSum)) / marks,
  };
}

export type LearnerFacts = {
  /** Days since the first enrolment in a course that is under way. */
  enrolledDays: number;
  /** Days since the last sign in it; null before the first. */
  quietDays: number | null;
  now: Span;
  before: Span;
  /** Null where the family shares no moods. */
  mood: { entries: number; average: number } | null;
};

/** Why somebody should look in on a learner, with the figures the sentence says. */
export type Look =
  | { key: "not_begun"; days: number }
  | { key: "quiet"; days: number }
  | { key: "less"; now: number; before: number }
  | { key: "fell"; now: number; before: number }
  | { key: "mood_low"; average: number; entries: number };

/**
 * Reasons to look in on a learner, each of which can be checked by hand; none makes a score.
 *
 * | reason    | when                                                                                   |
 * | not_begun | enrolled for a week, and never seen in the course                                      |
 * | quiet     | seen before, and not for ten days                                                      |
 * | less      | not quiet; an hour or more in the four weeks before, and half of it or less in the last |
 * | fell      | five marks or more in each, and their mean fell by fifteen points                      |
 * | mood_low  | moods are shared; three or more in the last week with a mean of 2.5 or less            |
 */
export function looksOf({ enrolledDays, quietDays, now, before, mood }: LearnerFacts): Look[] {
  const looks: Look[] = [];
  if (quietDays === null) {
    if (enrolledDays >= beginWithin) looks.push({ key: "not_begun", days: enrolledDays });
  } else if (quietDays >= quietAfter) looks.push({ key: "quiet", days: quietDays });
  else if (before.minutes >= worthMinutes && now.minutes <= before.minutes * leftShare)
    looks.push({ key: "less", now: now.minutes, before: before.minutes });
  const [mean, was] = [now.mean, before.mean];
  if (mean !== null && was !== null && Math.min(now.marks, before.marks) >= fewestMarks && was - mean >= fallPoints)
    looks.push({ key: "fell", now: Math.round(mean), before: Math.round(was) });
  if (mood && mood.entries >= fewestMoods && mood.average <= lowMood) looks.push({ key: "mood_low", ...mood });
  return looks;
}

/** Those with most reasons first; who has as many stays in the order given. */
export const byNeed = <T extends { looks: readonly Look[] }>(learners: readonly T[]): T[] =>
  learners.toSorted((one, other) => other.looks.length - one.looks.length);

/** Whether it is more, less or much the same as before; a tenth is the same. */
export function wayOf(now: number, before: number): "up" | "down" | "same" {
  if (Math.abs(now - before) <= Math.max(now, before) * 0.1) return "same";
  return now > before ? "up" : "down";
}
