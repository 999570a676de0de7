import type { Marks, ProposalReason } from "./grading.schema";
import { type Mark, markCodes } from "./marks.schema";
import { wordsOf } from "./similarity.domain";

/** Work of the same assignment that a person has marked and returned. */
export type Example = { text: string; marks: Marks };
export type Proposed = { marks: Marks; confidence: number; reason: ProposalReason };

/** So many returned pieces must be alike before they say anything, and no more than so many speak. */
const fewestExamples = 3;
const mostExamples = 5;
/** Less alike than this is something else. */
const leastLikeness = 0.3;

const countsOf = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { word } of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** How alike two texts are by the words they use: 0 no word in common, 1 the same words as often. */
export function likeness(one: string, other: string): number {
  const [a, b] = [countsOf(one), countsOf(other)];
  let shared = 0;
  for (const [word, count] of a) shared += count * (b.get(word) ?? 0);
  const length = (counts: ReadonlyMap<string, number>) => Math.hypot(...counts.values());
  return shared === 0 ? 0 : Math.min(1, shared / (length(a) * length(b)));
}

/** The mark most of the weight stands behind, and how much of it. */
function voted(votes: readonly { mark: Mark | undefined; weight: number }[]): { mark: Mark; agreement: number } | null {
  const whole = votes.reduce((sum, { weight }) => sum + weight, 0);
  const behind = (mark: Mark) => votes.reduce((sum, vote) => sum + (vote.mark === mark ? vote.weight : 0), 0);
  const [mark] = [...markCodes].sort((one, two) => behind(two) - behind(one));
  return mark && behind(mark) > 0 ? { mark, agreement: behind(mark) / whole } : null;
}

/**
 * What marks the rules propose: the lowest where nothing was handed in, else what a person gave to the returned work most
 * like it; nothing when too little is known. Confidence is how alike they are times how far their marks agree. The same
 * work and examples give the same proposal.
 */
export function proposeMarks(
  work: { text: string; files: number },
  criteria: readonly { id: string }[],
  examples: readonly Example[],
): Proposed | null {
  if (work.files === 0 && wordsOf(work.text).length === 0)
    return {
      marks: Object.fromEntries(criteria.map(({ id }) => [id, "BE" as const])),
      confidence: 1,
      reason: { code: "empty" },
    };
  const near = examples
    .map(({ text, marks }) => ({ marks, weight: likeness(work.text, text) }))
    .filter(({ weight }) => weight >= leastLikeness)
    .sort((one, two) => two.weight - one.weight)
    .slice(0, mostExamples);
  if (near.length < fewestExamples) return null;
  const given = criteria.map(({ id }) => ({
    id,
    vote: voted(near.map(({ marks, weight }) => ({ mark: marks[id], weight }))),
  }));
  const marks: Marks = {};
  let agreement = 0;
  for (const { id, vote } of given) {
    if (!vote) return null;
    marks[id] = vote.mark;
    agreement += vote.agreement / criteria.length;
  }
  const alike = near.reduce((sum, { weight }) => sum + weight, 0) / near.length;
  return {
    marks,
    confidence: rounded(alike * agreement),
    reason: { code: "alike", examples: near.length, likeness: rounded(alike) },
  };
}

const rounded = (share: number) => Math.round(share * 100) / 100;
