import { shuffleSeeded } from "@/lib/seeded";
import { assumed, expectedPercent } from "./ability.domain";
import { type Answered, abilityOf, nextStep, weightedScore } from "./adaptive.domain";
import type { AttemptState, PaperItem } from "./attempts.schema";

export type Rules = {
  status: "DRAFT" | "PUBLISHED" | "ARCHIVED";
  opensAt: Date | null;
  dueAt: Date | null;
  timeLimitMinutes: number | null;
  maxAttempts: number;
};
/** What a child is allowed beside the rule. */
export type Allowance = { extraTimePercent: number; extraAttempts: number; largePrint: boolean; readAloud: boolean };
export const noAllowance: Allowance = { extraTimePercent: 0, extraAttempts: 0, largePrint: false, readAloud: false };

/** Why no new attempt may begin; null when one may. Also a message key below `errors.attempt.`. */
export type Refusal = "early" | "late" | "used_up";

/** How many attempts are left after `taken`. */
export const attemptsLeft = ({ maxAttempts }: Rules, { extraAttempts }: Allowance, taken: number): number =>
  Math.max(0, maxAttempts + extraAttempts - taken);

export function refusalOf(rules: Rules, allowance: Allowance, taken: number, now: Date): Refusal | null {
  if (rules.opensAt && now < rules.opensAt) return "early";
  if (rules.status !== "PUBLISHED" || (rules.dueAt && now >= rules.dueAt)) return "late";
  return attemptsLeft(rules, allowance, taken) === 0 ? "used_up" : null;
}

/** When an attempt that begins now ends by itself: after the child's own time, and no later than the day it is due. */
export function deadlineOf({ timeLimitMinutes, dueAt }: Rules, { extraTimePercent }: Allowance, now: Date) {
  if (timeLimitMinutes === null) return dueAt;
  const end = new Date(now.getTime() + timeLimitMinutes * 600 * (100 + extraTimePercent));
  return dueAt && dueAt < end ? dueAt : end;
}

/** The order in which a fixed attempt asks. */
export const inOrder = (paper: readonly PaperItem[], shuffle: boolean, seed: string): PaperItem[] =>
  shuffle ? shuffleSeeded(paper, seed) : [...paper];

/** The most questions the attempt will ask. */
export const mostQuestions = ({ adapts, paper }: AttemptState): number =>
  adapts ? Math.min(adapts.length, paper.length) : paper.length;

/** What is asked after these answers; null: the attempt has reached its end. */
export function nextItem({ adapts, paper, seed }: AttemptState, answers: readonly Answered[]): PaperItem | null {
  if (!adapts) return paper[answers.length] ?? null;
  const step = nextStep(paper, answers, adapts, seed);
  return step.kind === "ask" ? (paper.find(({ id }) => id === step.item.id) ?? null) : null;
}

export type Figures = {
  /** 0 to 100, one decimal; null while a person has yet to decide. */
  percent: number | null;
  /** What the level is told by. */
  levelPercent: number | null;
  ability: number;
  standardError: number;
};

/**
 * What an ended attempt comes to. A fixed one is measured by its whole paper; an adaptive one by the EN-2 score, and its
 * level by the ability, because learners who saw different questions are not comparable by score (docs/adaptive.md).
 */
export function figuresOf(state: AttemptState, answers: readonly Answered[]): Figures {
  const { theta, error } = abilityOf(state.paper, answers);
  const known = { ability: theta, standardError: error };
  if (answers.some(({ credit }) => credit === null)) return { ...known, percent: null, levelPercent: null };
  const { adapts, paper } = state;
  const percent = adapts ? weightedScore(paper, answers) : paperPercent(paper, answers);
  const expected = expectedPercent(
    theta,
    paper.map((item) => item.parameters ?? assumed(item.difficulty)),
  );
  return { ...known, percent: rounded(percent), levelPercent: adapts && percent !== null ? expected : percent };
}

const rounded = (percent: number | null) => (percent === null ? null : Math.round(percent * 10) / 10);

/** Marks earned of all marks of the paper: a question not reached earns nothing. */
function paperPercent(paper: readonly PaperItem[], answers: readonly Answered[]): number | null {
  const credits = new Map(answers.map(({ id, credit }) => [id, credit ?? 0]));
  const possible = paper.reduce((sum, { points }) => sum + points, 0);
  const earned = paper.reduce((sum, { id, points }) => sum + points * (credits.get(id) ?? 0), 0);
  return possible === 0 ? null : (100 * earned) / possible;
}
