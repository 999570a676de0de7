/**
 * Simulated learners answer questions whose parameters are known, so that it can be seen how well a calibration finds
 * them again. Everything follows from the seed.
 */
import { assumed, chance } from "../../server/features/assessment/ability.domain";
import { type Answered, nextStep } from "../../server/features/assessment/adaptive.domain";
import { adaptiveConfig } from "../../server/features/assessment/adaptive.schema";
import { calibrate, type GivenAnswer } from "../../server/features/assessment/calibration.domain";
import type { Difficulty } from "../../server/features/assessment/question.schema";
import { Random } from "../factories/random";
import { correlationOf, mean, normal, type SimulatedItem, simulatedBank } from "./simulation";

export type Recovery = {
  name: string;
  /** Items that were calibrated, of all. */
  found: number;
  of: number;
  /** Answers an item has in the mean. */
  answers: number;
  /** Estimated less true b, both from their own mean: in logits. */
  bias: number;
  rmse: number;
  meanError: number;
  correlation: number;
  /** The same errors of the authors' levels. */
  authors: number;
  /** Of a, where it was estimated. */
  slopes: { found: number; rmse: number; meanError: number };
};
export type Setting = {
  name: string;
  learners: number;
  items: number;
  asked: number;
  adaptive?: true;
  sameSlope?: true;
};

/** What learners of N(0.4, 0.9), who are not those the prior assumes, answer of these items. */
function answersOf(
  bank: readonly SimulatedItem[],
  { learners, asked, adaptive }: Setting,
  seed: string,
): GivenAnswer[] {
  const random = new Random(`${seed}/answers`);
  const config = adaptiveConfig.parse({ length: asked });
  return Array.from({ length: learners }, (_, at) => {
    const [attempt, theta] = [`attempt-${at}`, 0.4 + 0.9 * normal(random)];
    const given: Answered[] = [];
    const answer = (item: SimulatedItem) =>
      given.push({ id: item.id, credit: random.chance(chance(theta, item.parameters)) ? 1 : 0 });
    if (adaptive)
      for (
        let step = nextStep(bank, given, config, attempt);
        step.kind === "ask";
        step = nextStep(bank, given, config, attempt)
      )
        answer(step.item as SimulatedItem);
    else for (let n = 0; n < asked; n++) answer(bank[(at * 7 + n) % bank.length] as SimulatedItem);
    return given.map(({ id, credit }) => ({ attempt, item: id, credit: credit ?? 0 }));
  }).flat();
}

const rmse = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)));

/** How well the parameters of a bank are found again. */
export function recover(setting: Setting, seed = "urban home school"): Recovery {
  const bank = simulatedBank(seed, setting.items).map((item) => ({
    ...item,
    parameters: { ...item.parameters, ...(setting.sameSlope ? { a: 1 } : {}) },
  }));
  const answers = answersOf(bank, setting, seed);
  const levels = new Map<string, Difficulty>(bank.map(({ id, difficulty }) => [id, difficulty]));
  const found = calibrate(answers, levels);
  const known = bank.filter(({ id }) => found.has(id));
  const truth = known.map(({ parameters }) => parameters.b);
  const authored = known.map(({ difficulty }) => assumed(difficulty).b);
  const estimates = known.map(({ id }) => found.get(id)!);
  const origin = mean(authored) - mean(truth);
  const off = estimates.map(({ b }, at) => b - truth[at]! - origin);
  const sloped = known.flatMap(({ id, parameters }) => {
    const { a, aError } = found.get(id)!;
    return aError === null ? [] : [{ off: a - parameters.a, error: aError }];
  });
  return {
    name: setting.name,
    found: known.length,
    of: bank.length,
    answers: answers.length / bank.length,
    bias: mean(off),
    rmse: rmse(off),
    meanError: mean(estimates.map(({ bError }) => bError)),
    correlation: correlationOf(
      estimates.map(({ b }) => b),
      truth,
    ),
    authors: rmse(authored.map((level, at) => level - truth[at]! - origin)),
    slopes: {
      found: sloped.length,
      rmse: rmse(sloped.map((one) => one.off)),
      meanError: mean(sloped.map(({ error }) => error)),
    },
  };
}

export const settings: Setting[] = [
  { name: "Rasch, 60 answers each", learners: 300, items: 50, asked: 10, sameSlope: true },
  { name: "Rasch, 150 answers each", learners: 750, items: 50, asked: 10, sameSlope: true },
  { name: "discrimination varies, 400 answers each", learners: 800, items: 40, asked: 20 },
  { name: "adaptive by EN-2, 60 answers each", learners: 300, items: 50, asked: 10, adaptive: true, sameSlope: true },
];
