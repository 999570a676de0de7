/**
 * Simulated learners whose ability is known take simulated tests, so that it can be seen how well each way of testing
 * finds the ability again. Everything follows from the seed.
 */
import {
  assumed,
  chance,
  eap,
  expectedPercent,
  type Parameters,
} from "../../server/features/assessment/ability.domain";
import {
  type AdaptiveItem,
  type Answered,
  abilityOf,
  nextStep,
  weightedScore,
} from "../../server/features/assessment/adaptive.domain";
import { adaptiveConfig } from "../../server/features/assessment/adaptive.schema";
import type { Difficulty } from "../../server/features/assessment/question.schema";
import { Random } from "../factories/random";

export type SimulatedItem = AdaptiveItem & { parameters: Parameters };
type Item = SimulatedItem;
type Learner = { name: string; theta: number };
type Taken = { estimate: number; error: number; length: number; score: number | null; items: Item[] };
export type Figures = {
  name: string;
  /** Mean of estimated less true ability, in logits. */
  bias: number;
  rmse: number;
  meanLength: number;
  meanError: number;
  /** Of the ability and of EN-2's score: correlation with the truth, share of learners put on their true level. */
  ability: { correlation: number; sameLevel: number };
  score: { correlation: number; sameLevel: number };
  /** Share of attempts that saw the item used most. */
  exposure: number;
};

/** Box–Muller. */
export const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Written at five levels; true difficulty misses the author's level by about half of one, discrimination varies. */
export function simulatedBank(seed: string, size = 300): Item[] {
  const random = new Random(`${seed}/bank`);
  return Array.from({ length: size }, (_, at) => {
    const difficulty = ((at % 5) + 1) as Difficulty;
    const parameters = { a: Math.exp(0.3 * normal(random)), b: assumed(difficulty).b + 0.5 * normal(random) };
    return {
      id: `item-${String(at).padStart(3, "0")}`,
      difficulty,
      subStrand: `sub-strand ${Math.floor(at / 5) % 6}`,
      parameters,
      ways: { right: null, wrong: null },
    };
  });
}

const learnersOf = (seed: string, count: number): Learner[] => {
  const random = new Random(`${seed}/learners`);
  return Array.from({ length: count }, (_, at) => ({ name: `${seed}/${at}`, theta: normal(random) }));
};

/** One learner answers one item the same way in every test. */
const answersRight = ({ name, theta }: Learner, item: Item) =>
  new Random(`${name}/${item.id}`).chance(chance(theta, item.parameters)) ? 1 : 0;

function takeAdaptive(learner: Learner, bank: readonly Item[], settings: object): Taken {
  const config = adaptiveConfig.parse(settings);
  const byId = new Map(bank.map((item) => [item.id, item]));
  const answers: Answered[] = [];
  const items: Item[] = [];
  for (let step = nextStep(bank, answers, config, learner.name); step.kind === "ask"; ) {
    const item = byId.get(step.item.id)!;
    items.push(item);
    answers.push({ id: item.id, credit: answersRight(learner, item) });
    step = nextStep(bank, answers, config, learner.name);
  }
  const { theta, error } = abilityOf(bank, answers);
  return { estimate: theta, error, length: answers.length, score: weightedScore(bank, answers), items };
}

function takeFixed(learner: Learner, bank: readonly Item[], length: number): Taken {
  const items = bank.slice(0, length);
  const answers = items.map((item) => ({ id: item.id, credit: answersRight(learner, item) }));
  const { theta, error } = eap(items.map((item, at) => ({ ...item.parameters, credit: answers[at]!.credit })));
  return { estimate: theta, error, length, score: weightedScore(items, answers), items };
}

/** Four levels by the share of the whole bank a learner would get right; the bands of the four-level scale. */
const levelOf = (percent: number) => (percent >= 75 ? 3 : percent >= 41 ? 2 : percent >= 21 ? 1 : 0);

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
export const correlationOf = (xs: readonly number[], ys: readonly number[]) =>
  (mean(xs.map((x, at) => x * ys[at]!)) - mean(xs) * mean(ys)) / (deviation(xs) * deviation(ys));

function mostSeen(taken: readonly Taken[]): number {
  const counts = new Map<string, number>();
  for (const { items } of taken) for (const { id } of items) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(...counts.values()) / taken.length;
}

type Way = { name: string; take: (learner: Learner) => Taken };
const waysOf = (bank: readonly Item[]): Way[] => {
  const adaptive = (settings: object) => (learner: Learner) => takeAdaptive(learner, bank, settings);
  const fixed = (length: number) => (learner: Learner) => takeFixed(learner, bank, length);
  return [
    {
      name: "by ability, stops at error 0.35",
      take: adaptive({ choose: "ability", length: 40, least: 10, enoughError: 0.35 }),
    },
    { name: "by ability, 20 questions", take: adaptive({ choose: "ability", length: 20 }) },
    { name: "EN-2, 20 questions", take: adaptive({ length: 20 }) },
    { name: "fixed, 20 questions", take: fixed(20) },
    { name: "fixed, 40 questions", take: fixed(40) },
  ];
};

/** What each way of testing makes of the same learners. */
export function simulate({ seed = "urban home school", learners = 500 } = {}): Figures[] {
  const bank = simulatedBank(seed);
  const parameters = bank.map((item) => item.parameters);
  const percentOf = (theta: number) => expectedPercent(theta, parameters) ?? 0;
  const people = learnersOf(seed, learners);
  const truth = people.map(({ theta }) => theta);
  const levels = truth.map((theta) => levelOf(percentOf(theta)));
  const sameLevel = (percents: readonly number[]) =>
    percents.filter((percent, at) => levelOf(percent) === levels[at]).length / people.length;
  return waysOf(bank).map(({ name, take }) => {
    const taken = people.map(take);
    const estimates = taken.map(({ estimate }) => estimate);
    const scores = taken.map(({ score }) => score ?? 0);
    const off = estimates.map((estimate, at) => estimate - truth[at]!);
    return {
      name,
      bias: mean(off),
      rmse: Math.sqrt(mean(off.map((value) => value ** 2))),
      meanLength: mean(taken.map(({ length }) => length)),
      meanError: mean(taken.map(({ error }) => error)),
      ability: { correlation: correlationOf(estimates, truth), sameLevel: sameLevel(estimates.map(percentOf)) },
      score: { correlation: correlationOf(scores, truth), sameLevel: sameLevel(scores) },
      exposure: mostSeen(taken),
    };
  });
}
