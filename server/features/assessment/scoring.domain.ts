import type { Prose } from "@/lib/prose";
import type { Answer, AnswerOf } from "./answers.schema";
import type { Accepted, BodyOf, KeyOf, Question, QuestionType } from "./question.schema";
import { isAccepted } from "./scoring.text.domain";

/**
 * What became of one part of an answer. A `missed` part is right and was not given, so that parts tell the key: they
 * are for results that may be seen, never for the time of taking.
 */
export type PartResult = {
  key: string;
  verdict: "right" | "partly" | "wrong" | "missed";
  credit: number;
  feedback?: Prose;
};
/** `score` is from 0 to 1; null where a person decides. */
export type Scored = { score: number | null; parts: PartResult[] };

const scorers: { [T in QuestionType]: (question: { body: BodyOf<T>; key: KeyOf<T> }, given: AnswerOf<T>) => Scored } = {
  mcq: scoreChoice,
  short_answer: scoreShortAnswer,
  essay: () => ({ score: null, parts: [] }),
  fill_blank: scoreBlanks,
  matching: scorePairs,
  ordering: scoreOrder,
};

/** The mark an answer earns by the key alone. An answer of another type is a fault of the caller. */
export function scoreAnswer(question: Question, given: Answer): Scored {
  if (question.body.type !== given.type) throw new Error(`a ${given.type} answer to a ${question.body.type} question`);
  const score = scorers[given.type] as (question: Question, given: Answer) => Scored;
  return score(question, given);
}

const within01 = (value: number) => Math.min(1, Math.max(0, value));
const share = (list: readonly PartResult[], of: number) =>
  of === 0 ? 0 : within01(list.reduce((sum, { credit }) => sum + credit, 0) / of);
const allOrNothing = (parts: readonly PartResult[]) => (parts.every(({ verdict }) => verdict === "right") ? 1 : 0);
const verdictOf = (credit: number) => (credit >= 1 ? "right" : credit > 0 ? "partly" : "wrong");
const told = (feedback: Prose | undefined) => (feedback === undefined ? {} : { feedback });

function scoreChoice({ body, key }: { body: BodyOf<"mcq">; key: KeyOf<"mcq"> }, { chosen }: AnswerOf<"mcq">): Scored {
  const parts = body.options.flatMap((option): PartResult[] => {
    const right = key.correct.includes(option.key);
    const taken = chosen.includes(option.key);
    if (!right && !taken) return [];
    const credit = taken ? worthOf(option.key, body, key) : 0;
    const verdict = !taken ? "missed" : right ? "right" : verdictOf(credit);
    return [{ key: option.key, verdict, credit, ...(taken ? told(key.feedback?.[option.key]) : {}) }];
  });
  // With one choice, what was not chosen is told but no reason to lose the mark twice.
  const score = key.rule === "all" ? allOrNothing(parts) : share(parts, 1);
  return { score: snapped(score), parts };
}

/** What choosing this option adds to the score. */
function worthOf(option: string, { options }: BodyOf<"mcq">, { correct, rule, weights }: KeyOf<"mcq">): number {
  if (rule === "weights") return weights?.[option] ?? 0;
  if (correct.includes(option)) return 1 / correct.length;
  return rule === "balanced" ? -1 / (options.length - correct.length) : 0;
}

/** Three thirds are a whole, also where a file wrote them 0.33333. */
const snapped = (score: number) => (score > 0.995 ? 1 : Math.abs(score) < 1e-12 ? 0 : score);

/** The accepted answer a text is, the one that earns most; `used` ones count once. */
function best(text: string, accepted: readonly Accepted[], matchCase: boolean, used?: ReadonlySet<Accepted>) {
  return accepted
    .filter((one) => !used?.has(one) && isAccepted(text, one, matchCase))
    .reduce<Accepted | null>((most, one) => (most && most.credit >= one.credit ? most : one), null);
}

function scoreText(key: string, text: string, found: Accepted | null): PartResult {
  if (text.trim() === "") return { key, verdict: "missed", credit: 0 };
  const credit = found?.credit ?? 0;
  return { key, verdict: verdictOf(credit), credit, ...told(found?.feedback) };
}

function scoreShortAnswer(
  { body: { wanted }, key }: { body: BodyOf<"short_answer">; key: KeyOf<"short_answer"> },
  { texts }: AnswerOf<"short_answer">,
): Scored {
  const used = new Set<Accepted>();
  const parts = Array.from({ length: wanted }, (_, at) => {
    const text = texts[at] ?? "";
    const found = best(text, key.accepted, key.matchCase, used);
    if (found) used.add(found);
    return scoreText(String(at + 1), text, found);
  });
  return { score: share(parts, wanted), parts };
}

function scoreBlanks(
  { body, key }: { body: BodyOf<"fill_blank">; key: KeyOf<"fill_blank"> },
  { blanks }: AnswerOf<"fill_blank">,
): Scored {
  const parts = body.blanks.map((blank) => {
    const text = blanks[blank.key] ?? "";
    return scoreText(blank.key, text, best(text, key.blanks[blank.key] ?? [], key.matchCase));
  });
  return { score: share(parts, parts.length), parts };
}

const judged = (key: string, given: string | undefined, right: string | undefined): PartResult => {
  const hit = given !== undefined && given === right;
  return { key, verdict: hit ? "right" : given === undefined ? "missed" : "wrong", credit: hit ? 1 : 0 };
};

function scorePairs(
  { body, key }: { body: BodyOf<"matching">; key: KeyOf<"matching"> },
  { pairs }: AnswerOf<"matching">,
): Scored {
  const parts = body.left.map((left) => judged(left.key, pairs[left.key], key.pairs[left.key]));
  return { score: key.rule === "all" ? allOrNothing(parts) : share(parts, parts.length), parts };
}

function scoreOrder({ key }: { key: KeyOf<"ordering"> }, { order }: AnswerOf<"ordering">): Scored {
  const after = (item: string) => (order.includes(item) ? order[order.indexOf(item) + 1] : undefined);
  const parts =
    key.rule === "neighbours"
      ? key.order.slice(0, -1).map((item, at) => judged(item, after(item), key.order[at + 1]))
      : key.order.map((item, at) => judged(item, order[at], item));
  return { score: key.rule === "all" ? allOrNothing(parts) : share(parts, parts.length), parts };
}
