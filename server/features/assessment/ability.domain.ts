import { pickSeeded } from "@/lib/seeded";
import type { Difficulty } from "./question.schema";

/**
 * Ability by item response theory, in logits: 0 is a learner for whom an item of difficulty 3 is an even bet.
 *
 * Formulas: two-parameter logistic model, Birnbaum in Lord & Novick, Statistical Theories of Mental Test Scores (1968),
 * ch. 17; with a = 1 it is the model of Rasch (1960). EAP: Bock & Mislevy, Applied Psychological Measurement 6 (1982).
 * Fisher scoring, information and standard errors: Baker & Kim, Item Response Theory (2004), ch. 3. Randomesque
 * choice and content balance: Kingsbury & Zara, Applied Measurement in Education 2 (1989) and 4 (1991).
 */
export type Parameters = { a: number; b: number };
/** `credit` may be a fraction: an answer half right weighs in as half of a right and half of a wrong one. */
export type Observed = Parameters & { credit: number };
export type Estimate = { theta: number; error: number };

/** Parameters until responses calibrate an item: no item discriminates more than another, one level is one logit. */
export const assumed = (difficulty: Difficulty): Parameters => ({ a: 1, b: difficulty - 3 });

/** P(θ) = 1 / (1 + e^(−a(θ−b))): the chance of a right answer. */
export const chance = (theta: number, { a, b }: Parameters): number => 1 / (1 + Math.exp(-a * (theta - b)));

/** I(θ) = a² P (1 − P): what an answer to this item says about an ability near θ. */
export function information(theta: number, item: Parameters): number {
  const p = chance(theta, item);
  return item.a ** 2 * p * (1 - p);
}

const testInformation = (theta: number, items: readonly Parameters[]) =>
  items.reduce((sum, item) => sum + information(theta, item), 0);

/** ln P without overflow: −ln(1 + e^(−x)). */
const logChance = (x: number) => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)));
function logLikelihood(theta: number, observed: readonly Observed[]): number {
  return observed.reduce((sum, { a, b, credit }) => {
    const x = a * (theta - b);
    return sum + credit * logChance(x) + (1 - credit) * logChance(-x);
  }, 0);
}

export const bounds = { least: -4, most: 4 } as const;
const nodes = Array.from({ length: 121 }, (_, at) => -6 + at * 0.1);

/**
 * Expected a posteriori: mean and standard deviation of N(mean, sd) × likelihood over an even grid. Defined for any
 * answers, also for none (the prior) and for all right.
 */
export function eap(observed: readonly Observed[], prior = { mean: 0, sd: 1 }): Estimate {
  const points = nodes.map((node) => prior.mean + node * prior.sd);
  const logs = points.map((theta) => logLikelihood(theta, observed) - ((theta - prior.mean) / prior.sd) ** 2 / 2);
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const mass = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (theta: number) => number) =>
    points.reduce((sum, theta, at) => sum + value(theta) * (weights[at] ?? 0), 0) / mass;
  const theta = mean((point) => point);
  return { theta, error: Math.sqrt(mean((point) => (point - theta) ** 2)) };
}

/** S(θ) = Σ a (u − P): the slope of the log-likelihood. */
const slope = (theta: number, observed: readonly Observed[]) =>
  observed.reduce((sum, item) => sum + item.a * (item.credit - chance(theta, item)), 0);

/**
 * Maximum likelihood by Fisher scoring, θ ← θ + S(θ)/I(θ) with steps of at most one logit. All right or all wrong has
 * its maximum at infinity, and a few answers may lie far out: there the bound is given, and `bounded` says so.
 */
export function maximumLikelihood(observed: readonly Observed[]): (Estimate & { bounded: boolean }) | null {
  if (observed.length === 0) return null;
  const at = (theta: number, bounded: boolean) => ({
    theta,
    error: 1 / Math.sqrt(testInformation(theta, observed)),
    bounded,
  });
  // The slope only falls, so its sign at a bound says whether the maximum lies beyond.
  if (slope(bounds.most, observed) >= 0) return at(bounds.most, true);
  if (slope(bounds.least, observed) <= 0) return at(bounds.least, true);
  let theta = 0;
  for (let round = 0; round < 100; round++) {
    const step = slope(theta, observed) / testInformation(theta, observed);
    theta = Math.min(bounds.most, Math.max(bounds.least, theta + Math.min(1, Math.max(-1, step))));
    if (Math.abs(step) < 1e-10) break;
  }
  return at(theta, false);
}

/** What a learner of this ability would get right of these items, 0 to 100: the way from logits to a level. */
export const expectedPercent = (theta: number, items: readonly Parameters[]): number | null =>
  items.length === 0 ? null : (100 * items.reduce((sum, item) => sum + chance(theta, item), 0)) / items.length;

export type Choosable = Parameters & { id: string; subStrand: string };

/**
 * The sub-strand that lags furthest behind its share after `asked`; shares are those of the whole pool unless given.
 * Only sub-strands with an item left compete. Ties go by name, so that the choice can be repeated.
 */
export function laggingSubStrand(
  pool: readonly Choosable[],
  asked: readonly Choosable[],
  shares: Readonly<Record<string, number>> = countBy(pool),
): string | null {
  const taken = countBy(asked);
  const used = new Set(asked.map(({ id }) => id));
  const whole = Object.values(shares).reduce((sum, share) => sum + share, 0) || 1;
  const open = [...new Set(pool.filter(({ id }) => !used.has(id)).map(({ subStrand }) => subStrand))].sort();
  const deficit = (name: string) => ((shares[name] ?? 0) / whole) * (asked.length + 1) - (taken[name] ?? 0);
  return open.reduce<string | null>(
    (most, name) => (most !== null && deficit(most) >= deficit(name) ? most : name),
    null,
  );
}

const countBy = (items: readonly Choosable[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { subStrand } of items) counts[subStrand] = (counts[subStrand] ?? 0) + 1;
  return counts;
};

export type Choice = {
  theta: number;
  /** Content shares by sub-strand; the pool's own when absent. */
  shares?: Readonly<Record<string, number>>;
  /** One of so many most informative items is drawn. */
  spread: number;
  seed: string;
};

/** The next item: lagging sub-strand, most information at θ, drawn among the best few; null when all are used. */
export function mostInformative<T extends Choosable>(
  pool: readonly T[],
  askedIds: readonly string[],
  { theta, shares, spread, seed }: Choice,
): T | null {
  const asked = pool.filter(({ id }) => askedIds.includes(id));
  const lagging = laggingSubStrand(pool, asked, shares);
  const ranked = pool
    .filter(({ id, subStrand }) => subStrand === lagging && !askedIds.includes(id))
    .map((item) => ({ item, says: information(theta, item) }))
    .sort((one, other) => other.says - one.says || (one.item.id < other.item.id ? -1 : 1));
  return pickSeeded(ranked.slice(0, spread), `${seed}/${askedIds.length}`)?.item ?? null;
}
