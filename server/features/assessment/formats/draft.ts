import { isDeepStrictEqual } from "node:util";
import { changeFiles } from "@/lib/named-files";
import { type Prose, type ProseMedia, type ProseNode, proseText, withMedia } from "@/lib/prose";
import {
  type Accepted,
  type BodyOf,
  limits as bankLimits,
  type Difficulty,
  type KeyOf,
  type Part,
  type Question,
  question,
} from "../question.schema";
import { cleanText, simplest } from "./html";
import { limits, type Place, Unreadable } from "./problems";

/** One option, and what choosing it earns: from -1 to 1. */
export type Choice = { text: Prose; share: number; feedback?: Prose };

/** How a question is answered, said by position and not by key: what all formats mean, each in its own words. */
export type Answer =
  | { kind: "choice"; multiple: boolean; shuffle: boolean; allOrNothing: boolean; options: Choice[] }
  | { kind: "text"; wanted: number; matchCase: boolean; accepted: Accepted[] }
  | {
      kind: "essay";
      words?: { least?: number; most?: number };
      criteria: { text: string; marks: number }[];
      sample?: Prose;
    }
  | { kind: "gaps"; matchCase: boolean; blanks: { choices?: string[]; accepted: Accepted[] }[] }
  | { kind: "matching"; rule: KeyOf<"matching">["rule"]; pairs: [left: Prose, right: Prose][]; extra: Prose[] }
  | { kind: "ordering"; rule: KeyOf<"ordering">["rule"]; items: Prose[] };
export type AnswerOf<K extends Answer["kind"]> = Extract<Answer, { kind: K }>;

/** What the bank keeps beside a question. */
export type Label = { difficulty?: Difficulty; competencies: string[]; tags: string[] };

/** A question on its way between the bank and a file. Gaps stand in the stem as [[1]], [[2]] … in their order. */
export type Draft = Label & { place: Place; stem: Prose; explanation?: Prose; hints: Prose[]; answer: Answer };

/** A question of the bank with what is kept beside it. */
export type BankQuestion = Label & { question: Question };

const letters = (at: number) => String.fromCharCode(65 + at);
const numbers = (at: number) => String(at + 1);
const partsOf = (texts: readonly Prose[], name: (at: number) => string): Part[] =>
  texts.map((shown, at) => {
    const { text, media } = apart(shown, 1);
    return { key: name(at), text, ...(media[0] && { media: media[0] }) };
  });
const isFile = (node: ProseNode | undefined) => node?.type === "image" || node?.type === "audio";

/** Pictures and sound at the end of a passage, apart from its words; as it is where they stand within, or where there are no words. */
export function apart(prose: Prose, most: number): { text: Prose; media: ProseMedia[] } {
  const whole = { text: prose, media: [] };
  if (typeof prose === "string") return whole;
  const media: ProseMedia[] = [];
  const left = withoutLast(prose.content, media);
  const ids = new Set(media.map(({ fileId }) => fileId));
  if (!left.length || media.length > most || ids.size < media.length || !media.every(({ alt }) => alt.trim()))
    return whole;
  return { text: simplest({ type: "doc", content: left }), media };
}

/** The nodes without the files they end in, which are put before those in `media`. */
function withoutLast(nodes: readonly ProseNode[], media: ProseMedia[]): ProseNode[] {
  const [rest, last] = [nodes.slice(0, -1), nodes.at(-1)];
  if (last && isFile(last)) {
    const { type: kind, attrs } = last as Extract<ProseNode, { type: "image" | "audio" }>;
    media.unshift({ kind, ...attrs });
    return withoutLast(rest, media);
  }
  if (last?.type !== "paragraph" || !last.content?.some(isFile)) return [...nodes];
  const content = withoutLast(last.content, media);
  while (content.at(-1)?.type === "hardBreak") content.pop();
  return content.length ? [...rest, { ...last, content }] : withoutLast(rest, media);
}

/** A passage with what stands with it in the one form all formats write: what ends in a picture or has it beside it says the same. */
function together(prose: Prose, media: readonly ProseMedia[] = []): Prose {
  const { text, media: last } = apart(simplest(prose), Number.POSITIVE_INFINITY);
  const bare = ({ fileId, alt }: { fileId: string; alt?: string }) => ({ fileId, alt });
  return changeFiles(withMedia(text, [...last, ...media]), bare);
}
const partTogether = ({ text, media }: Part) => together(text, media && [media]);

const near = (one: number, other: number) => Math.abs(one - other) < 0.0006;

/** Each right one earns its part of the whole, each wrong one takes its part of it away. */
function balancedShares(right: number, wrong: number): { right: number; wrong: number } {
  return { right: right ? 1 / right : 0, wrong: wrong ? -1 / wrong : 0 };
}

function isBalanced({ multiple, options }: AnswerOf<"choice">): boolean {
  const right = options.filter(({ share }) => share > 0).length;
  if (!multiple) return right === 1 && options.every(({ share }) => share === 0 || near(share, 1));
  const shares = balancedShares(right, options.length - right);
  return options.every(({ share }) => near(share, share > 0 ? shares.right : shares.wrong));
}

/** Which options are right: of a single choice those that earn the whole mark, of several those that earn any. */
const rightOptions = (multiple: boolean, options: readonly { share: number }[]) =>
  options.flatMap(({ share }, at) => ((multiple ? share > 0 : near(share, 1)) ? [letters(at)] : []));

function choiceQuestion(answer: AnswerOf<"choice">, stem: Asked, told: Told) {
  const { multiple, shuffle, options, allOrNothing } = answer;
  const rule = allOrNothing ? "all" : isBalanced(answer) ? "balanced" : "weights";
  const byOption = <T>(pick: (option: Choice) => T | undefined) =>
    Object.fromEntries(
      options.flatMap((option, at) => {
        const value = pick(option);
        return value === undefined ? [] : [[letters(at), value] as const];
      }),
    );
  const feedback = byOption((one) => one.feedback);
  return {
    body: {
      type: "mcq",
      ...stem,
      multiple,
      shuffle,
      options: partsOf(
        options.map(({ text }) => text),
        letters,
      ),
    },
    key: {
      type: "mcq",
      correct: rightOptions(multiple, options),
      rule,
      ...(rule === "weights" && { weights: byOption(({ share }) => share) }),
      ...(Object.keys(feedback).length && { feedback }),
      ...told,
    },
  };
}

/** Shows the list in another order than the right one, always the same for the same list. */
function mixed<T extends { text: Prose }>(list: readonly T[]): T[] {
  const sorted = list.toSorted((one, other) => (proseText(one.text) < proseText(other.text) ? -1 : 1));
  return sorted.every((one, at) => one === list[at]) ? [...sorted.slice(1), ...sorted.slice(0, 1)] : sorted;
}

function matchingQuestion({ pairs, extra, rule }: AnswerOf<"matching">, stem: Asked, told: Told) {
  const texts = [...pairs.map(([, right]) => right), ...extra];
  const distinct = distinctProse(texts);
  const right = partsOf(distinct, letters);
  const keyOf = (text: Prose) => right[distinct.findIndex((one) => same(one, text))]?.key ?? "";
  return {
    body: {
      type: "matching",
      ...stem,
      left: partsOf(
        pairs.map(([left]) => left),
        numbers,
      ),
      right: mixed(right),
    },
    key: {
      type: "matching",
      pairs: Object.fromEntries(pairs.map(([, text], at) => [numbers(at), keyOf(text)])),
      rule,
      ...told,
    },
  };
}

const same = (one: Prose, other: Prose) => JSON.stringify(one) === JSON.stringify(other);
const distinctProse = (texts: readonly Prose[]) =>
  texts.filter((text, at) => texts.findIndex((one) => same(one, text)) === at);

type Told = { explanation?: Prose; hints?: Prose[] };
type Asked = { stem: Prose; media?: ProseMedia[] };

function written(draft: Draft) {
  const { answer } = draft;
  const { text, media } = apart(draft.stem, bankLimits.media);
  const stem: Asked = { stem: text, ...(media.length && { media }) };
  const told: Told = {
    ...(draft.explanation && { explanation: draft.explanation }),
    ...(draft.hints.length && { hints: draft.hints }),
  };
  switch (answer.kind) {
    case "choice":
      return choiceQuestion(answer, stem, told);
    case "matching":
      return matchingQuestion(answer, stem, told);
    case "text":
      return {
        body: { type: "short_answer", ...stem, wanted: answer.wanted },
        key: {
          type: "short_answer",
          accepted: answer.wanted > 1 ? answer.accepted : joined(answer.accepted),
          matchCase: answer.matchCase,
          ...told,
        },
      };
    case "essay":
      return {
        body: { type: "essay", ...stem, ...(answer.words && { words: answer.words }) },
        key: { type: "essay", criteria: answer.criteria, ...(answer.sample && { sample: answer.sample }), ...told },
      };
    case "gaps":
      return {
        body: {
          type: "fill_blank",
          ...stem,
          blanks: answer.blanks.map(({ choices }, at) => ({ key: numbers(at), ...(choices && { choices }) })),
        },
        key: {
          type: "fill_blank",
          blanks: Object.fromEntries(answer.blanks.map(({ accepted }, at) => [numbers(at), joined(accepted)])),
          matchCase: answer.matchCase,
          ...told,
        },
      };
    case "ordering": {
      const items = partsOf(answer.items, numbers);
      return {
        body: { type: "ordering", ...stem, items: mixed(items) },
        key: { type: "ordering", order: items.map(({ key }) => key), rule: answer.rule, ...told },
      };
    }
  }
}

/** Neighbours that earn the same become one answer with several spellings. */
function joined(accepted: readonly Accepted[]): Accepted[] {
  const out: Accepted[] = [];
  for (const one of accepted) {
    const last = out.at(-1);
    const { spellings: _, ...rest } = one.kind === "text" ? one : { ...one, spellings: [] };
    const { spellings: __, ...before } = last?.kind === "text" ? last : { ...last, spellings: [] };
    if (one.kind === "text" && last?.kind === "text" && isDeepStrictEqual(rest, before))
      out[out.length - 1] = { ...last, spellings: [...last.spellings, ...one.spellings] };
    else out.push(one);
  }
  return out;
}

function checkChoice({ multiple, options, allOrNothing }: AnswerOf<"choice">, place: Place): void {
  const refuse = (reason: "tooFewAnswers" | "noRightAnswer" | "fractionSum", detail: string) => {
    throw new Unreadable(place, reason, detail);
  };
  if (options.length < 2) refuse("tooFewAnswers", String(options.length));
  if (!rightOptions(multiple, options).length) refuse("noRightAnswer", "");
  const sum = options.reduce((total, { share }) => total + Math.max(0, share), 0);
  if (multiple && !allOrNothing && Math.abs(sum - 1) > 0.005) refuse("fractionSum", `${Math.round(sum * 1e4) / 100} %`);
}

function checkAccepted(lists: readonly Accepted[][], place: Place): void {
  for (const list of lists) {
    if (!list.length) throw new Unreadable(place, "noAnswer", "");
    if (!list.some(({ credit }) => credit === 1)) throw new Unreadable(place, "noRightAnswer", "");
  }
}

function checkParts(texts: readonly Prose[], place: Place): void {
  if (texts.length < 2) throw new Unreadable(place, "tooFewAnswers", String(texts.length));
  if (texts.length > limits.parts) throw new Unreadable(place, "tooMany", String(texts.length));
  const twice = texts.find((text, at) => texts.findIndex((one) => same(one, text)) !== at);
  if (twice !== undefined) throw new Unreadable(place, "duplicate", proseText(twice));
}

function check({ answer, stem, place }: Draft): void {
  if (!proseText(stem)) throw new Unreadable(place, "noQuestion", "");
  if (answer.kind === "choice") checkChoice(answer, place);
  if (answer.kind === "text") checkAccepted([answer.accepted], place);
  if (answer.kind === "gaps")
    checkAccepted(
      answer.blanks.map(({ accepted }) => accepted),
      place,
    );
  if (answer.kind === "ordering") checkParts(answer.items, place);
  if (answer.kind === "matching")
    checkParts(
      answer.pairs.map(([left]) => left),
      place,
    );
}

/** The bank's question of a draft; what does not make a question of ours is refused at its place. */
export function fromDraft(draft: Draft): BankQuestion {
  check(draft);
  const parsed = question.safeParse(written(draft));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "" };
    throw new Unreadable(draft.place, "invalid", `${path.join(".")}: ${message}`);
  }
  const { difficulty, competencies, tags } = draft;
  return { question: parsed.data, ...(difficulty && { difficulty }), competencies, tags };
}

// ── From the bank ────────────────────────────────────────────────────────────────────────────────

const textOf = (parts: readonly Part[], key: string): Prose =>
  partTogether(parts.find((part) => part.key === key) ?? { key, text: "" });
const optionalProse = (prose: Prose | undefined) => (prose === undefined ? undefined : together(prose));

function choiceDraft(body: BodyOf<"mcq">, key: KeyOf<"mcq">): AnswerOf<"choice"> {
  const right = new Set(key.correct);
  const shares = body.multiple ? balancedShares(right.size, body.options.length - right.size) : { right: 1, wrong: 0 };
  const weight = (one: string) =>
    key.rule === "weights" ? (key.weights?.[one] ?? 0) : right.has(one) ? shares.right : shares.wrong;
  return {
    kind: "choice",
    multiple: body.multiple,
    shuffle: body.shuffle,
    allOrNothing: body.multiple && key.rule === "all",
    options: body.options.map((option) => {
      const feedback = optionalProse(key.feedback?.[option.key]);
      return { text: partTogether(option), share: round(weight(option.key)), ...(feedback && { feedback }) };
    }),
  };
}

/** Percentages with five digits are what the formats write. */
export const round = (share: number) => Math.round(share * 1e7) / 1e7 + 0;

/** An answer with several spellings, as one answer each; where several answers are wanted they stay together. */
function separated(accepted: readonly Accepted[], together: boolean): Accepted[] {
  return accepted.flatMap((one): Accepted[] => {
    const feedback = optionalProse(one.feedback);
    const rest = { credit: one.credit, ...(feedback && { feedback }) };
    if (one.kind === "number")
      return [{ kind: "number", value: one.value, tolerance: one.tolerance, units: one.units.map(cleanText), ...rest }];
    const spellings = [...new Set(one.spellings.map((text) => cleanText(text).replaceAll("\n", " ").trim()))].filter(
      Boolean,
    );
    const shaped = (list: string[]): Accepted => ({
      kind: "text",
      spellings: list,
      wildcards: one.wildcards && list.some((text) => text.includes("*")),
      ...rest,
    });
    return together ? [shaped(spellings)] : spellings.map((text) => shaped([text]));
  });
}

const isText = ({ kind }: Accepted) => kind === "text";

function answerDraft({ body, key }: Question): Answer {
  switch (body.type) {
    case "mcq":
      return choiceDraft(body, key as KeyOf<"mcq">);
    case "short_answer": {
      const { accepted, matchCase } = key as KeyOf<"short_answer">;
      const list = separated(accepted, body.wanted > 1);
      return { kind: "text", wanted: body.wanted, matchCase: matchCase && list.some(isText), accepted: list };
    }
    case "essay": {
      const { criteria, sample } = key as KeyOf<"essay">;
      const kept = optionalProse(sample);
      return {
        kind: "essay",
        ...(body.words && (body.words.least || body.words.most) && { words: body.words }),
        criteria: criteria.map(({ text, marks }) => ({ text: cleanText(text), marks })),
        ...(kept && { sample: kept }),
      };
    }
    case "fill_blank": {
      const { blanks, matchCase } = key as KeyOf<"fill_blank">;
      const list = inStemOrder(body).map((blank) => ({
        ...(blank.choices && { choices: blank.choices.map(cleanText) }),
        accepted: offered(separated(blanks[blank.key] ?? [], false), blank.choices?.map(cleanText)),
      }));
      const typed = list.some((blank) => !blank.choices && blank.accepted.some(isText));
      return { kind: "gaps", matchCase: matchCase && typed, blanks: list };
    }
    case "matching": {
      const { pairs, rule } = key as KeyOf<"matching">;
      const used = new Set(Object.values(pairs));
      return {
        kind: "matching",
        rule,
        pairs: body.left.map((left) => [partTogether(left), textOf(body.right, pairs[left.key] ?? "")]),
        extra: body.right.filter((one) => !used.has(one.key)).map(partTogether),
      };
    }
    case "ordering": {
      const { order, rule } = key as KeyOf<"ordering">;
      return { kind: "ordering", rule, items: order.map((one) => textOf(body.items, one)) };
    }
  }
}

/** Of a gap with choices, only what can be chosen is an answer, in the order of the choices. */
function offered(accepted: Accepted[], choices?: readonly string[]): Accepted[] {
  if (!choices) return accepted;
  return choices.flatMap((choice) => {
    const right = accepted.find((one) => one.kind === "text" && one.spellings.includes(choice) && one.credit > 0);
    return right ? [{ ...right, wildcards: false } as Accepted] : [];
  });
}

const gapMark = (key: string) => `[[${key}]]`;

function inStemOrder({ blanks, stem }: BodyOf<"fill_blank">) {
  const text = proseText(stem);
  return blanks.toSorted((one, other) => text.indexOf(gapMark(one.key)) - text.indexOf(gapMark(other.key)));
}

/** The stem with its gaps counted from 1 in the order they stand. */
function countedStem(body: Question["body"]): Prose {
  if (body.type !== "fill_blank") return body.stem;
  const order = inStemOrder(body);
  const count = (text: string) =>
    text.replace(/\[\[([\w-]{1,32})\]\]/gu, (mark, key: string) => {
      const at = order.findIndex((blank) => blank.key === key);
      return at < 0 ? mark : gapMark(numbers(at));
    });
  return mapText(body.stem, count);
}

/** Changes the words of a passage and leaves its form. */
export function mapText(prose: Prose, change: (text: string) => string): Prose {
  const walk = <T>(value: T): T => {
    if (Array.isArray(value)) return value.map(walk) as T;
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        key === "text" && typeof one === "string" ? change(one) : walk(one),
      ]),
    ) as T;
  };
  return typeof prose === "string" ? change(prose) : walk(prose);
}

/** What a question of the bank means, without its keys. */
export function toDraft({ question: one, difficulty, competencies, tags }: BankQuestion, line = 1): Draft {
  const explanation = optionalProse(one.key.explanation);
  return {
    place: { line },
    stem: together(countedStem(one.body), one.body.media),
    ...(explanation && { explanation }),
    hints: (one.key.hints ?? []).map((hint) => together(hint)),
    ...(difficulty && { difficulty }),
    competencies: [...competencies],
    tags: [...tags],
    answer: answerDraft(one),
  };
}
