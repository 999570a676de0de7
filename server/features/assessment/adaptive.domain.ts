import { pickSeeded } from "@/lib/seeded";
import { assumed, type Estimate, eap, mostInformative, type Parameters } from "./ability.domain";
import type { AdaptiveConfig } from "./adaptive.schema";
import type { Difficulty } from "./question.schema";

/**
 * Adaptive assessment (EN-2). Starts at difficulty 3; after an answer one step up when the share of right answers so
 * far is at least 0.8, one step down when the answer was wrong; an unused item at that target, else one level beside.
 *
 * Where the rule is silent: a wrong answer steps down even while the share is still 0.8, because nobody who has just
 * failed should get a harder question. The target moves from the target, not from the level of an item taken beside it.
 * With nothing unused at the target or one beside, the attempt ends, because an item two levels off says little and
 * discourages; but not before the least number of questions: until then the nearest one is asked.
 * Half the mark or more is a right answer; in the share a fraction counts as a fraction. An answer that waits for a
 * person moves nothing.
 */
export type AdaptiveItem = {
  id: string;
  difficulty: Difficulty;
  subStrand: string;
  /** Calibrated from responses; null until then. */
  parameters: Parameters | null;
  /** Ways an author drew, to items by their id; they come before the rule, which goes on where nothing is drawn. */
  ways: { right: string | null; wrong: string | null };
};
/** `credit` from 0 to 1; null while a person has yet to decide. */
export type Answered = { id: string; credit: number | null };

export type Step =
  | {
      kind: "ask";
      item: AdaptiveItem;
      target: Difficulty;
      by: "path" | "target" | "beside" | "nearest" | "information";
    }
  | { kind: "stop"; because: "length" | "precise" | "no_item" };

const weights: Record<Difficulty, number> = { 1: 1, 2: 1.5, 3: 2, 4: 2.5, 5: 3 };
const isRight = (credit: number) => credit >= 0.5;
/** Sums of thirds may miss 0.8 by a hair. */
const hair = 1e-9;

/** The difficulty to aim at after these answers. */
export function targetAfter(
  answers: readonly Answered[],
  config: Pick<AdaptiveConfig, "start" | "stepUpAt">,
): Difficulty {
  let [target, earned, scored] = [config.start, 0, 0];
  for (const { credit } of answers) {
    if (credit === null) continue;
    earned += credit;
    scored += 1;
    if (!isRight(credit)) target = Math.max(1, target - 1);
    else if (earned / scored >= config.stepUpAt - hair) target = Math.min(5, target + 1);
  }
  return target as Difficulty;
}

/** What comes after these answers. The same items, answers and seed give the same step, in whatever order items come. */
export function nextStep(
  items: readonly AdaptiveItem[],
  answers: readonly Answered[],
  config: AdaptiveConfig,
  seed: string,
): Step {
  if (answers.length >= config.length) return { kind: "stop", because: "length" };
  const target = targetAfter(answers, config);
  const way = wayAfter(items, answers);
  const unused = unusedOf(items, answers);
  const named = way && unused.find(({ id }) => id === way);
  if (named) return { kind: "ask", item: named, target, by: "path" };
  if (isPrecise(items, answers, config)) return { kind: "stop", because: "precise" };
  return config.choose === "ability"
    ? byInformation(items, answers, config, seed, target)
    : byTarget(unused, target, `${seed}/${answers.length}`, answers.length < config.least);
}

/** The way the author drew from the last answer; null where none is drawn. */
function wayAfter(items: readonly AdaptiveItem[], answers: readonly Answered[]): string | null {
  const last = answers.at(-1);
  if (!last || last.credit === null) return null;
  const ways = items.find(({ id }) => id === last.id)?.ways;
  return (isRight(last.credit) ? ways?.right : ways?.wrong) ?? null;
}

function unusedOf(items: readonly AdaptiveItem[], answers: readonly Answered[]): AdaptiveItem[] {
  const used = new Set(answers.map(({ id }) => id));
  return items.filter(({ id }) => !used.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** `goesFar`: nothing near is no reason to end yet. */
function byTarget(unused: readonly AdaptiveItem[], target: Difficulty, seed: string, goesFar: boolean): Step {
  const distance = ({ difficulty }: AdaptiveItem) => Math.abs(difficulty - target);
  const nearest = Math.min(...unused.map(distance));
  const item = pickSeeded(
    unused.filter((one) => distance(one) === nearest),
    seed,
  );
  if (!item || (nearest > 1 && !goesFar)) return { kind: "stop", because: "no_item" };
  return { kind: "ask", item, target, by: nearest === 0 ? "target" : nearest === 1 ? "beside" : "nearest" };
}

const parametersOf = ({ parameters, difficulty }: AdaptiveItem) => parameters ?? assumed(difficulty);

function byInformation(
  items: readonly AdaptiveItem[],
  answers: readonly Answered[],
  { spread, start }: AdaptiveConfig,
  seed: string,
  target: Difficulty,
): Step {
  const pool = items.map((item) => ({ ...parametersOf(item), id: item.id, subStrand: item.subStrand, item }));
  const theta = answers.length === 0 ? assumed(start as Difficulty).b : abilityOf(items, answers).theta;
  const asked = answers.map(({ id }) => id);
  const found = mostInformative(pool, asked, { theta, spread, seed });
  return found ? { kind: "ask", item: found.item, target, by: "information" } : { kind: "stop", because: "no_item" };
}

/** The ability these answers speak of, with its standard error: beside the score, and a rule to stop by. */
export function abilityOf(items: readonly AdaptiveItem[], answers: readonly Answered[]): Estimate {
  const byId = new Map(items.map((item) => [item.id, item]));
  return eap(
    answers.flatMap(({ id, credit }) => {
      const item = byId.get(id);
      return item && credit !== null ? [{ ...parametersOf(item), credit }] : [];
    }),
  );
}

const isPrecise = (items: readonly AdaptiveItem[], answers: readonly Answered[], config: AdaptiveConfig) =>
  config.enoughError !== null &&
  answers.length >= config.least &&
  abilityOf(items, answers).error <= config.enoughError;

/**
 * The score, 0 to 100: the marks earned of the marks asked for, each question weighted 1, 1.5, 2, 2.5 or 3 by its
 * difficulty. Null while nothing is scored.
 */
export function weightedScore(items: readonly AdaptiveItem[], answers: readonly Answered[]): number | null {
  const byId = new Map(items.map((item) => [item.id, item]));
  let [earned, possible] = [0, 0];
  for (const { id, credit } of answers) {
    const item = byId.get(id);
    if (!item || credit === null) continue;
    earned += weights[item.difficulty] * credit;
    possible += weights[item.difficulty];
  }
  return possible === 0 ? null : (100 * earned) / possible;
}
