import { assumed, chance, type Parameters } from "./ability.domain";
import type { Difficulty } from "./question.schema";

/**
 * Difficulty b and discrimination a of questions from what learners answered, on the logit scale of ability.domain.ts.
 *
 * Marginal maximum likelihood by EM, Bock & Aitkin, Psychometrika 46 (1981), as in Baker & Kim, Item Response Theory
 * (2004), ch. 6: an ability is not estimated but integrated over N(0, σ), with σ estimated beside the items, so that
 * short tests, and adaptive ones of which each learner saw another part, leave no bias (what was not asked is missing at
 * random given what was: Mislevy & Wu, ETS RR-96-30). With a = 1 for every item this is Rasch's model (Thissen,
 * Psychometrika 47, 1982).
 *
 * | figure | how |
 * | --- | --- |
 * | b | from 30 answers; below them a range of ±1 logit is not met (Linacre, Rasch Measurement Transactions 7:4, 1994) |
 * | a | from 250 answers (Linacre; Baker & Kim ask for as many), drawn towards 1 by ln a ~ N(0, 0.3), Mislevy 1986; else 1 |
 * | SE | from the inverse of Σ s s′, s the slopes of ln L that an answer adds once the ability is integrated out (Meilijson, JRSS B 51, 1989) |
 * | origin | the mean b of the calibrated items is that of their authors' levels: mean–mean linking, Kolen & Brennan (2014), ch. 6 |
 *
 * An item that nearly everybody gets right, or wrong, has no finite b: it stays at its author's level, as does one whose
 * standard error is above 0.75, which would say less than the author does.
 */
export type GivenAnswer = {
  /** One attempt of one learner: what was answered on one day is of one ability. */
  attempt: string;
  item: string;
  /** 0 to 1; half right weighs in as half of a right and half of a wrong answer. */
  credit: number;
};
export type Calibrated = Parameters & {
  /** Standard errors; of a only where it was estimated. */
  bError: number;
  aError: number | null;
  answers: number;
};

export const leastAnswers = 30;
export const leastForSlope = 250;
const mostError = 0.75;
/** So near to all or none of the marks an item has no finite difficulty. */
const edge = 0.02;
const slopeSpread = 0.3;
const rounds = 200;
const enough = 1e-3;

/** Abilities over which is summed, in units of their spread, and how frequent each is. */
const points = Array.from({ length: 41 }, (_, at) => -4 + at * 0.2);
const frequent = points.map((point) => (-point * point) / 2);

type Item = Parameters & { id: string; answers: number; slopes: boolean; at: At[] };
/** One ability, with P of the item there and the logarithms of P and 1 − P. */
type At = { p: number; yes: number; no: number };
type Seen = { item: Item; credit: number };
/** What is expected at each ability: how many answered an item there, and what they earned. */
type Expected = { count: number[]; credit: number[] };

/**
 * Parameters of those items that enough have answered, by their id; `levels` are the authors'. The same answers give the
 * same figures.
 */
export function calibrate(
  answers: readonly GivenAnswer[],
  levels: ReadonlyMap<string, Difficulty>,
): Map<string, Calibrated> {
  const items = usable(answers, levels);
  const attempts = attemptsOf(answers, new Map(items.map((item) => [item.id, item])));
  let spread = 1;
  for (let round = 0; round < rounds; round++) {
    for (const item of items) item.at = points.map((point) => atOf(chance(point * spread, item)));
    const before = items.map(({ b }) => b);
    const { expected, variance } = expect(attempts, spread);
    for (const [item, at] of expected) improve(item, at, spread);
    spread = Math.sqrt(variance);
    if (items.every(({ b }, at) => Math.abs(b - (before[at] ?? 0)) < enough)) break;
  }
  return linked(items, attempts, spread, levels);
}

/** Items with answers enough and neither all right nor all wrong, starting where their share of marks puts them. */
function usable(answers: readonly GivenAnswer[], levels: ReadonlyMap<string, Difficulty>): Item[] {
  return [...Map.groupBy(answers, ({ item }) => item)].flatMap(([id, given]) => {
    const share = given.reduce((sum, { credit }) => sum + credit, 0) / given.length;
    if (!levels.has(id) || given.length < leastAnswers || share < edge || share > 1 - edge) return [];
    const slopes = given.length >= leastForSlope;
    return [{ id, a: 1, b: Math.log((1 - share) / share), answers: given.length, slopes, at: [] }];
  });
}

function attemptsOf(answers: readonly GivenAnswer[], items: ReadonlyMap<string, Item>): Seen[][] {
  const seen = [...Map.groupBy(answers, ({ attempt }) => attempt).values()].map((given) =>
    given.flatMap(({ item: id, credit }) => {
      const item = items.get(id);
      return item ? [{ item, credit }] : [];
    }),
  );
  return seen.filter(({ length }) => length > 0);
}

const atOf = (p: number): At => ({ p, yes: Math.log(p), no: Math.log1p(-p) });

/** How likely each ability is after these answers. */
function posterior(seen: readonly Seen[]): number[] {
  const logs = [...frequent];
  for (const { item, credit } of seen)
    for (let at = 0; at < logs.length; at++) {
      const { yes, no } = item.at[at] as At;
      logs[at] = (logs[at] as number) + credit * yes + (1 - credit) * no;
    }
  const highest = Math.max(...logs);
  const likely = logs.map((log) => Math.exp(log - highest));
  const mass = likely.reduce((sum, one) => sum + one, 0);
  return likely.map((one) => one / mass);
}

/** E-step: what these parameters expect of every ability, and how widely abilities spread. */
function expect(attempts: readonly Seen[][], spread: number) {
  const expected = new Map<Item, Expected>();
  let variance = 0;
  for (const seen of attempts) {
    const likely = posterior(seen);
    for (const [at, share] of likely.entries()) variance += share * ((points[at] ?? 0) * spread) ** 2;
    for (const { item, credit } of seen) {
      const sums = expected.get(item) ?? { count: points.map(() => 0), credit: points.map(() => 0) };
      expected.set(item, sums);
      for (let at = 0; at < likely.length; at++) {
        const share = likely[at] as number;
        sums.count[at] = (sums.count[at] as number) + share;
        sums.credit[at] = (sums.credit[at] as number) + share * credit;
      }
    }
  }
  return { expected, variance: attempts.length === 0 ? 1 : variance / attempts.length };
}

const inside = (value: number, most: number) => Math.min(most, Math.max(-most, value));

/** M-step: some steps of Newton's towards the b, and then the ln a, that these expectations make most likely. */
function improve(item: Item, { count, credit }: Expected, spread: number): void {
  const sum = (of: (theta: number, p: number, at: number) => number) =>
    points.reduce((all, point, at) => all + of(point * spread, chance(point * spread, item), at), 0);
  const missed = (p: number, at: number) => (credit[at] ?? 0) - (count[at] ?? 0) * p;
  const known = (p: number, at: number) => (count[at] ?? 0) * p * (1 - p);
  for (let step = 0; step < 4; step++) {
    item.b -= inside(sum((_, p, at) => missed(p, at)) / (item.a * sum((_, p, at) => known(p, at))), 1);
    if (!item.slopes) continue;
    const slope =
      sum((theta, p, at) => item.a * (theta - item.b) * missed(p, at)) - Math.log(item.a) / slopeSpread ** 2;
    const curve = sum((theta, p, at) => (item.a * (theta - item.b)) ** 2 * known(p, at)) + 1 / slopeSpread ** 2;
    item.a = Math.exp(Math.log(item.a) + inside(slope / curve, 0.3));
  }
}

/** Standard errors of all items, and their origin moved to where the authors' levels have theirs. */
function linked(
  items: readonly Item[],
  attempts: readonly Seen[][],
  spread: number,
  levels: ReadonlyMap<string, Difficulty>,
): Map<string, Calibrated> {
  const errors = errorsOf(attempts, spread);
  const known = items.filter((item) => (errors.get(item)?.b ?? Number.POSITIVE_INFINITY) <= mostError);
  const authored = ({ id }: Item) => assumed(levels.get(id) ?? 3).b;
  const shift = known.reduce((sum, item) => sum + authored(item) - item.b, 0) / known.length;
  return new Map(
    known.map((item) => {
      const { b = 0, a = 0 } = errors.get(item) ?? {};
      const slope = item.slopes ? { a: item.a, aError: a } : { a: 1, aError: null };
      return [item.id, { ...slope, b: item.b + shift, bError: b, answers: item.answers }];
    }),
  );
}

/** For each item the inverse of Σ s s′ over its answers, s the slopes of ln L in b and a with the ability integrated out. */
function errorsOf(attempts: readonly Seen[][], spread: number): Map<Item, { b: number; a: number }> {
  const sums = new Map<Item, { bb: number; ba: number; aa: number }>();
  for (const seen of attempts) {
    const likely = posterior(seen);
    for (const { item, credit } of seen) {
      const mean = (of: (missed: number, theta: number) => number) =>
        likely.reduce(
          (all, share, at) => all + share * of(credit - (item.at[at]?.p ?? 0), (points[at] ?? 0) * spread),
          0,
        );
      const inB = mean((missed) => -item.a * missed);
      const inA = item.slopes ? mean((missed, theta) => (theta - item.b) * missed) : 0;
      const { bb, ba, aa } = sums.get(item) ?? { bb: 0, ba: 0, aa: (slopeSpread * item.a) ** -2 };
      sums.set(item, { bb: bb + inB * inB, ba: ba + inB * inA, aa: aa + inA * inA });
    }
  }
  return new Map(
    [...sums].map(([item, { bb, ba, aa }]) => {
      const whole = bb * aa - ba * ba;
      return [item, { b: Math.sqrt(aa / whole), a: Math.sqrt(bb / whole) }];
    }),
  );
}
