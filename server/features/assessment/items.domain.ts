/**
 * Classical item analysis. Formulas: Crocker & Algina, Introduction to Classical and Modern Test Theory (1986), ch. 14;
 * the 27 % of the extreme groups: Kelley, Journal of Educational Psychology 30 (1939).
 */
export type ItemAnswer = {
  /** 0 to 1. */
  credit: number;
  /** Share of the marks of the other items: an item must not be compared with itself. */
  rest: number;
  /** Keys of the options chosen; empty where there are no options. */
  chosen: readonly string[];
  seconds: number | null;
};

/** What an author should look at first; null where the figures give no cause, or are too few to. */
export type Weakness = "reversed" | "flat" | "too_hard" | "too_easy";

export type OptionFigures = {
  key: string;
  count: number;
  share: number;
  /** Share among the strongest and the weakest 27 %; null while too few have answered. */
  upper: number | null;
  lower: number | null;
  /** unused: nobody takes it · misleads: a wrong option that the strong take more than the weak. */
  flag: "unused" | "misleads" | null;
};
export type ItemFigures = {
  answers: number;
  /** Mean credit: 1 is an item everyone gets right. */
  facility: number | null;
  /** Correlation of the credit with the marks of the other items. */
  pointBiserial: number | null;
  /** Facility of the strongest 27 % less that of the weakest. */
  upperLower: number | null;
  medianSeconds: number | null;
  options: OptionFigures[];
};

/** Below this a correlation is an accident, and one learner could be recognised in it. */
export const fewest = 10;
const extreme = 0.27;

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The figures of one item over its answers; `options` are its choices with whether they are right. */
export function itemFigures(
  answers: readonly ItemAnswer[],
  options: readonly { key: string; right: boolean }[] = [],
): ItemFigures {
  const enough = answers.length >= fewest;
  const credit = (answer: ItemAnswer) => answer.credit;
  return {
    answers: answers.length,
    facility: mean(answers.map(credit)),
    pointBiserial: enough
      ? correlation(
          answers.map(credit),
          answers.map(({ rest }) => rest),
        )
      : null,
    upperLower: enough ? groupMean(answers, "upper", credit) - groupMean(answers, "lower", credit) : null,
    medianSeconds: median(answers.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]))),
    options: options.map((option) => optionFigures(option, answers, enough)),
  };
}

/** Ebel's rule of thumb: below 0.2 an item hardly tells learners apart, below 0 it tells them apart the wrong way. */
export function weakness({ answers, facility, pointBiserial }: ItemFigures): Weakness | null {
  if (answers < fewest || facility === null) return null;
  if (pointBiserial !== null && pointBiserial < 0) return "reversed";
  if (facility < 0.2) return "too_hard";
  if (facility > 0.95) return "too_easy";
  return pointBiserial !== null && pointBiserial < 0.2 ? "flat" : null;
}

function optionFigures(
  { key, right }: { key: string; right: boolean },
  answers: readonly ItemAnswer[],
  enough: boolean,
): OptionFigures {
  const takes = ({ chosen }: ItemAnswer) => (chosen.includes(key) ? 1 : 0);
  const count = answers.filter(takes).length;
  const upper = enough ? groupMean(answers, "upper", takes) : null;
  const lower = enough ? groupMean(answers, "lower", takes) : null;
  const misleads = !right && upper !== null && lower !== null && upper > lower;
  return {
    key,
    count,
    share: answers.length === 0 ? 0 : count / answers.length,
    upper,
    lower,
    flag: enough && count === 0 ? "unused" : misleads ? "misleads" : null,
  };
}

/**
 * Mean of a value over the strongest or weakest 27 %. Learners with the same marks at the edge of the group share its
 * last places, so that the figure does not depend on the order of rows.
 */
function groupMean(answers: readonly ItemAnswer[], side: "upper" | "lower", value: (answer: ItemAnswer) => number) {
  const size = Math.max(1, Math.round(answers.length * extreme));
  const sign = side === "upper" ? -1 : 1;
  const ranked = [...answers].sort((one, other) => sign * (one.rest - other.rest));
  const edge = ranked[size - 1]?.rest;
  const inside = ranked.filter(({ rest }) => edge !== undefined && sign * (rest - edge) < 0).map(value);
  const atEdge = mean(ranked.filter(({ rest }) => rest === edge).map(value)) ?? 0;
  return (inside.reduce((sum, one) => sum + one, 0) + atEdge * (size - inside.length)) / size;
}

/** Pearson's r; null where one side does not vary. */
function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const [meanX, meanY] = [mean(xs) ?? 0, mean(ys) ?? 0];
  const moment = (value: (at: number) => number) => xs.reduce((sum, _, at) => sum + value(at), 0);
  const dx = (at: number) => (xs[at] ?? 0) - meanX;
  const dy = (at: number) => (ys[at] ?? 0) - meanY;
  const spread = moment((at) => dx(at) ** 2) * moment((at) => dy(at) ** 2);
  return spread < 1e-18 ? null : moment((at) => dx(at) * dy(at)) / Math.sqrt(spread);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}
