import { z } from "zod";
import { type Prose, prose, proseMedia, proseText, withMedia } from "@/lib/prose";

/**
 * A version of a question is a body, which the learner sees, and a key, which never leaves the server before the answer
 * is in: what is right, what it earns, hints, and the explanation. Both are JSON columns of the version.
 */
export const questionTypes = ["mcq", "short_answer", "essay", "fill_blank", "matching", "ordering"] as const;
export type QuestionType = (typeof questionTypes)[number];
export const difficulties = [1, 2, 3, 4, 5] as const;
export type Difficulty = (typeof difficulties)[number];

export const limits = {
  stem: 8_000,
  part: 1_000,
  explanation: 4_000,
  answer: 500,
  parts: 20,
  accepted: 40,
  hints: 5,
  words: 5_000,
  media: 5,
} as const;

/** Names a part inside its question: an option, a gap, a side of a pair. Stable, so that answers survive shuffling. */
export const partKey = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, "field.invalid");
export const part = z.strictObject({ key: partKey, text: prose(limits.part), media: proseMedia.optional() });
export type Part = z.output<typeof part>;
/** What a part says and shows. */
export const partShown = ({ text, media }: Part): Prose => withMedia(text, media && [media]);

const parts = (least: number) => z.array(part).min(least).max(limits.parts).refine(distinct, "field.repeated");
const asked = { stem: prose(limits.stem), media: z.array(proseMedia).max(limits.media).optional() };

/** A gap: typed, or chosen from `choices`. The stem marks its place with its key in double brackets: `[[1]]`. */
const blank = z.strictObject({
  key: partKey,
  choices: z.array(z.string().trim().min(1).max(limits.answer)).min(2).max(limits.parts).optional(),
});
type Blank = z.output<typeof blank>;
const mcqBody = z.strictObject({
  type: z.literal("mcq"),
  ...asked,
  multiple: z.boolean().default(false),
  shuffle: z.boolean().default(true),
  options: parts(2),
});
const shortAnswerBody = z.strictObject({
  type: z.literal("short_answer"),
  ...asked,
  /** How many different answers are asked for: "name two …". */
  wanted: z.int().min(1).max(10).default(1),
});
const essayBody = z.strictObject({
  type: z.literal("essay"),
  ...asked,
  words: z
    .strictObject({
      least: z.int().min(1).max(limits.words).optional(),
      most: z.int().min(1).max(limits.words).optional(),
    })
    .refine(({ least, most }) => least === undefined || most === undefined || least <= most, "field.invalid")
    .optional(),
});
const fillBlankBody = z.strictObject({
  type: z.literal("fill_blank"),
  ...asked,
  blanks: z.array(blank).min(1).max(limits.parts).refine(distinct, "field.repeated"),
});
const matchingBody = z.strictObject({ type: z.literal("matching"), ...asked, left: parts(2), right: parts(2) });
const orderingBody = z.strictObject({ type: z.literal("ordering"), ...asked, items: parts(2) });

export const questionBody = z.discriminatedUnion("type", [
  mcqBody,
  shortAnswerBody,
  essayBody,
  fillBlankBody,
  matchingBody,
  orderingBody,
]);
export type QuestionBody = z.output<typeof questionBody>;
/** What a question asks and shows, without its parts. */
export const stemShown = ({ stem, media }: QuestionBody): Prose => withMedia(stem, media);
export type BodyOf<T extends QuestionType> = Extract<QuestionBody, { type: T }>;

/** What an answer earns, from nothing to the whole mark. */
const credit = z.number().min(0).max(1).default(1);
const feedback = prose(limits.part).optional();
/** One thing that is right, in one or several spellings; `*` stands for anything where `wildcards` is set. */
export const acceptedText = z.strictObject({
  kind: z.literal("text"),
  spellings: z.array(z.string().trim().min(1).max(limits.answer)).min(1).max(limits.accepted),
  wildcards: z.boolean().default(false),
  credit,
  feedback,
});
/** A number, give or take `tolerance`, with or without one of the units. */
export const acceptedNumber = z.strictObject({
  kind: z.literal("number"),
  value: z.number(),
  tolerance: z.number().min(0).default(0),
  units: z.array(z.string().trim().min(1).max(30)).max(limits.parts).default([]),
  credit,
  feedback,
});
export const accepted = z.discriminatedUnion("kind", [acceptedText, acceptedNumber]);
export type Accepted = z.output<typeof accepted>;
const acceptedList = z
  .array(accepted)
  .min(1)
  .max(limits.accepted)
  .refine((list) => list.some((one) => one.credit === 1), "field.full_credit");
const matchCase = z.boolean().default(false);

const told = {
  explanation: prose(limits.explanation).optional(),
  hints: z.array(prose(limits.part)).max(limits.hints).optional(),
};
/** Feedback by the key of the part it is about. */
const partFeedback = z.record(partKey, prose(limits.part)).optional();

const mcqKey = z.strictObject({
  type: z.literal("mcq"),
  correct: z.array(partKey).min(1).max(limits.parts),
  /**
   * all: the right set or nothing · balanced: share of the right ones chosen less share of the wrong ones chosen ·
   * weights: the sum of what each chosen option is worth.
   */
  rule: z.enum(["all", "balanced", "weights"]).default("balanced"),
  weights: z.record(partKey, z.number().min(-1).max(1)).optional(),
  feedback: partFeedback,
  ...told,
});
const shortAnswerKey = z.strictObject({ type: z.literal("short_answer"), accepted: acceptedList, matchCase, ...told });
const essayKey = z.strictObject({
  type: z.literal("essay"),
  criteria: z
    .array(
      z.strictObject({ text: z.string().trim().min(1).max(limits.part), marks: z.int().min(1).max(20).default(1) }),
    )
    .max(limits.parts)
    .default([]),
  sample: prose(limits.explanation).optional(),
  ...told,
});
const fillBlankKey = z.strictObject({
  type: z.literal("fill_blank"),
  blanks: z.record(partKey, acceptedList),
  matchCase,
  ...told,
});
const matchingKey = z.strictObject({
  type: z.literal("matching"),
  /** Right key by left key; several on the left may share one on the right, and one on the right may be left over. */
  pairs: z.record(partKey, partKey),
  rule: z.enum(["all", "each"]).default("each"),
  ...told,
});
const orderingKey = z.strictObject({
  type: z.literal("ordering"),
  order: z.array(partKey).min(2).max(limits.parts),
  /** all: the whole order or nothing · position: items in their place · neighbours: items followed by the right one. */
  rule: z.enum(["all", "position", "neighbours"]).default("neighbours"),
  ...told,
});

export const questionKey = z.discriminatedUnion("type", [
  mcqKey,
  shortAnswerKey,
  essayKey,
  fillBlankKey,
  matchingKey,
  orderingKey,
]);
export type QuestionKey = z.output<typeof questionKey>;
export type KeyOf<T extends QuestionType> = Extract<QuestionKey, { type: T }>;

/** A body with the key that fits it. */
export type Question = { [T in QuestionType]: { body: BodyOf<T>; key: KeyOf<T> } }[QuestionType];

type Flaw = { path: (string | number)[]; message: string };

const checks: { [T in QuestionType]: (body: BodyOf<T>, key: KeyOf<T>) => Flaw[] } = {
  mcq: mcqMisfits,
  short_answer: shortAnswerMisfits,
  essay: () => [],
  fill_blank: blankMisfits,
  matching: pairMisfits,
  ordering: orderMisfits,
};

/** Where a key does not fit its body; empty when it does. Paths begin at `body` or `key`, for the form's fields. */
export function misfits(body: QuestionBody, key: QuestionKey): Flaw[] {
  if (body.type !== key.type) return [flaw("field.invalid", "key", "type")];
  const check = checks[body.type] as (body: QuestionBody, key: QuestionKey) => Flaw[];
  return check(body, key);
}

export const question = z.strictObject({ body: questionBody, key: questionKey }).transform((value, ctx) => {
  for (const { path, message } of misfits(value.body, value.key)) ctx.addIssue({ code: "custom", path, message });
  return value as Question;
});

function distinct(list: readonly { key: string }[]): boolean {
  return new Set(list.map(({ key }) => key)).size === list.length;
}
const keysOf = (list: readonly { key: string }[]) => new Set(list.map(({ key }) => key));
const sameKeys = (named: Iterable<string>, offered: ReadonlySet<string>) => {
  const names = [...named];
  return (
    names.length === offered.size && new Set(names).size === offered.size && names.every((key) => offered.has(key))
  );
};
function flaw(message: string, ...path: (string | number)[]): Flaw {
  return { path, message };
}

function mcqMisfits({ options, multiple }: BodyOf<"mcq">, key: KeyOf<"mcq">): Flaw[] {
  const offered = keysOf(options);
  const weights = key.weights ?? {};
  return [
    ...key.correct.flatMap((one, at) => (offered.has(one) ? [] : [flaw("field.choice", "key", "correct", at)])),
    ...(new Set(key.correct).size < key.correct.length ? [flaw("field.repeated", "key", "correct")] : []),
    ...(!multiple && key.correct.length > 1 && key.rule !== "weights" ? [flaw("field.one", "key", "correct")] : []),
    ...Object.keys({ ...weights, ...key.feedback }).flatMap((one) =>
      offered.has(one) ? [] : [flaw("field.choice", "key", one in weights ? "weights" : "feedback", one)],
    ),
    ...(key.rule === "weights" && !earnsAll(weights, key.correct, multiple)
      ? [flaw("field.full_credit", "key", "weights")]
      : []),
  ];
}

/** Thirds are written 33.333 % by every program, so that a sum may miss the whole by a hair. */
const whole = (sum: number) => Math.abs(sum - 1) <= 0.005;
function earnsAll(weights: Record<string, number>, correct: readonly string[], multiple: boolean): boolean {
  const worth = correct.map((key) => weights[key] ?? 0);
  return multiple ? whole(worth.reduce((sum, one) => sum + one, 0)) : worth.some(whole);
}

function shortAnswerMisfits({ wanted }: BodyOf<"short_answer">, key: KeyOf<"short_answer">): Flaw[] {
  const full = key.accepted.filter((one) => one.credit === 1).length;
  return full < wanted ? [flaw("field.full_credit", "key", "accepted")] : [];
}

/** How often the stem marks a gap. */
const marksOf = (stem: Prose, key: string) => proseText(stem).split(`[[${key}]]`).length - 1;
/** Where a gap offers choices, one of them is right. */
const answerable = ({ choices }: Blank, right: readonly Accepted[] = []) =>
  !choices ||
  right.some((one) => one.credit === 1 && one.kind === "text" && one.spellings.some((text) => choices.includes(text)));
function blankMisfits({ stem, blanks }: BodyOf<"fill_blank">, key: KeyOf<"fill_blank">): Flaw[] {
  return [
    ...(blanks.every((one) => marksOf(stem, one.key) === 1) ? [] : [flaw("field.gaps", "body", "stem")]),
    ...(sameKeys(Object.keys(key.blanks), keysOf(blanks)) ? [] : [flaw("field.every_part", "key", "blanks")]),
    ...blanks.flatMap((one) =>
      answerable(one, key.blanks[one.key]) ? [] : [flaw("field.choice", "key", "blanks", one.key)],
    ),
  ];
}

function pairMisfits({ left, right }: BodyOf<"matching">, { pairs }: KeyOf<"matching">): Flaw[] {
  const offered = keysOf(right);
  return [
    ...(sameKeys(Object.keys(pairs), keysOf(left)) ? [] : [flaw("field.every_part", "key", "pairs")]),
    ...Object.entries(pairs).flatMap(([one, other]) =>
      offered.has(other) ? [] : [flaw("field.choice", "key", "pairs", one)],
    ),
  ];
}

function orderMisfits({ items }: BodyOf<"ordering">, { order }: KeyOf<"ordering">): Flaw[] {
  return sameKeys(order, keysOf(items)) ? [] : [flaw("field.every_part", "key", "order")];
}
