import type { Prose } from "@/lib/prose";
import { proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import {
  type Answer,
  type AnswerOf,
  type BankQuestion,
  type Choice,
  type Draft,
  fromDraft,
  mapText,
  round,
} from "./draft";
import { cleanText, looksLikeHtml, readHtml } from "./html";
import { Losses } from "./losses";
import { limits, type Place, Problems, type Reason, Unreadable } from "./problems";
import type { Read } from "./read";
import { readTags, withSettings } from "./tags";
import { readStars } from "./wildcards";

/** Characters with a meaning in GIFT; escaped ones stand as non-characters while the structure is read. */
const special = [":", "#", "=", "{", "}", "~", "n"];
const hidden = special.map((_, at) => String.fromCharCode(0xfdd0 + at));

function hideEscaped(text: string): string {
  return text
    .replace(/[\ufdd0-\ufdef]/gu, "")
    .replace(/\\([:#={}~n\\])/gu, (_, letter: string) =>
      letter === "\\" ? "\\" : (hidden[special.indexOf(letter)] ?? ""),
    );
}

function showEscaped(text: string): string {
  return text.replace(/[\ufdd0-\ufdd6]/gu, (letter) => {
    const shown = special[hidden.indexOf(letter)];
    return shown === "n" ? "\n" : (shown ?? "");
  });
}

/** A piece of a file and the line it starts on. */
class Piece {
  constructor(
    readonly text: string,
    readonly line: number,
  ) {}

  get place(): Place {
    return { line: this.line };
  }

  /** A part of this piece, without white space around it, with its own line. */
  slice(start: number, end = this.text.length): Piece {
    const raw = this.text.slice(start, end);
    const lead = raw.trim() ? raw.length - raw.trimStart().length : 0;
    return new Piece(raw.trim(), this.line + this.text.slice(0, start + lead).split("\n").length - 1);
  }

  /** Splits at the first sign, which belongs to neither part. */
  cut(sign: string): [Piece, Piece] | null {
    const at = this.text.indexOf(sign);
    return at < 0 ? null : [this.slice(0, at), this.slice(at + sign.length)];
  }

  refuse(reason: Reason, detail = showEscaped(this.text)): never {
    throw new Unreadable(this.place, reason, detail);
  }
}

type Block = { piece: Piece; comments: string };

/** A question ends at an empty line; lines that start with // are comments. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let comments: string[] = [];
  const finish = (next: number) => {
    const piece = new Piece(hideEscaped(lines.join("\n")), next - lines.length).slice(0);
    if (piece.text) blocks.push({ piece, comments: comments.join("\n") });
    lines = [];
    comments = [];
  };
  const all = text.split("\n");
  all.forEach((line, at) => {
    const comment = line.trimStart().startsWith("//");
    if (comment) comments.push(line.slice(0, 4_000));
    if (comment) lines.push("");
    else if (line.trim()) lines.push(line);
    else finish(at + 1);
  });
  finish(all.length + 1);
  return blocks;
}

const formatMark = /^\[(html|plain|markdown|moodle)\]/u;
const formatOf = (piece: Piece, inherited: string) => formatMark.exec(piece.text)?.[1] ?? inherited;

/** Not by an expression: white space without an end must not cost its square. */
const joinedLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(" ");

/** The text of a piece. A line feed in the file is a space: the one that counts is written \n. */
function rawText({ text }: Piece): string {
  return cleanText(showEscaped(joinedLines(text))).trim();
}
const unmarked = (piece: Piece) => new Piece(piece.text.replace(formatMark, ""), piece.line);

/** A passage in the format it names, or the one its question has. */
function passage(piece: Piece, format: string, losses: Losses): Prose {
  const said = formatOf(piece, format);
  const text = rawText(unmarked(piece));
  if (said === "markdown" && /[*_`#[]/u.test(text)) losses.add("formatting");
  if (said !== "html" && !(said === "moodle" && looksLikeHtml(text))) return text;
  return readHtml(said === "html" ? text : text.replaceAll("\n", "<br>"), {
    place: piece.place,
    picture: (source) => piece.refuse("media", source),
    onLoss: () => losses.add("formatting"),
  });
}

/** The tags Moodle writes into the comment before a question. */
function commentTags(comments: string): string[] {
  return [...comments.matchAll(/\[tag:((?:\\\]|[^\]\n])+)\]/gu)].map(([, tag = ""]) => tag.replaceAll("\\]", "]"));
}

type Weighed = { answer: Piece; share: number; comment: Piece | null };

/** An answer, its weight if it has one, and the comment a learner sees after it. */
function weighed(piece: Piece, usual: number): Weighed {
  const weight = /^%\s*(-?\d+(?:\.\d+)?)\s*%/u.exec(piece.text);
  if (!weight && /^%[^%\s]*%/u.test(piece.text)) piece.refuse("fraction");
  const share = weight ? Number(weight[1]) / 100 : usual;
  if (Math.abs(share) > 1) piece.refuse("fraction");
  return { ...commented(piece.slice(weight?.[0].length ?? 0)), share: round(share) };
}

function commented(piece: Piece): { answer: Piece; comment: Piece | null } {
  const [answer, comment] = piece.cut("#") ?? [piece, null];
  return { answer, comment: comment?.text ? comment : null };
}

/** Cuts an answer part at its signs; nothing may stand before the first. */
function answersIn(part: Piece, signs: RegExp): { sign: string; piece: Piece }[] {
  const starts = [...part.text.matchAll(signs)];
  if (starts.length > limits.parts) part.refuse("tooMany", String(starts.length));
  if (part.text.slice(0, starts[0]?.index).trim()) part.refuse("noAnswer");
  return starts.map(({ 0: sign, index }, at) => {
    const piece = part.slice(index + 1, starts[at + 1]?.index);
    if (!piece.text) piece.refuse("noAnswer", sign);
    return { sign, piece };
  });
}

type Context = { part: Piece; format: string; losses: Losses };

function choice({ part, format, losses }: Context): AnswerOf<"choice"> {
  const answers = answersIn(part, /[~=]/gu);
  const options = answers.map(({ sign, piece }): Choice => {
    const { answer, comment, share } = sign === "=" ? { ...commented(piece), share: 1 } : weighed(piece, 0);
    const text = passage(answer, format, losses);
    if (!text) piece.refuse("noAnswer", sign);
    return { text, share, ...(comment && { feedback: passage(comment, format, losses) }) };
  });
  const multiple = !answers.some(({ sign }) => sign === "=");
  return { kind: "choice", multiple, shuffle: true, allOrNothing: false, options };
}

function matching({ part, format, losses }: Context): Answer {
  const rows = answersIn(part, /=/gu).map(({ piece }) => {
    const [left, right] = piece.cut("->") ?? piece.refuse("matching");
    if (!right.text) piece.refuse("matching");
    return { left: passage(left, format, losses), right: rawText(right) };
  });
  const pairs = rows.flatMap(({ left, right }): [Prose, Prose][] => (left ? [[left, right]] : []));
  return { kind: "matching", rule: "each", pairs, extra: rows.flatMap(({ left, right }) => (left ? [] : [right])) };
}

/** One answer needs no sign before it. */
const keyed = (part: Piece) => (part.text.includes("=") ? answersIn(part, /=/gu).map(({ piece }) => piece) : [part]);

/** The credit of an answer; one that earns nothing is there for its comment only, which we have no place for. */
function credited<T extends Weighed>(list: T[], { losses }: Context): T[] {
  const kept = list.filter(({ share }) => share > 0);
  if (kept.length < list.length) losses.add("feedback");
  return kept;
}

function texts(context: Context): Accepted[] {
  const list = keyed(context.part).map((piece) => {
    const one = weighed(piece, 1);
    if (!one.answer.text) piece.refuse("noAnswer", "=");
    return one;
  });
  return credited(list, context).map(({ answer, share, comment }) => ({
    kind: "text",
    ...readStars(rawText(unmarked(answer)).replaceAll("\n", " ")),
    credit: share,
    ...(comment && { feedback: passage(comment, context.format, context.losses) }),
  }));
}

function decimal(piece: Piece, text: string): number {
  const written = showEscaped(text).trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu.test(written)) piece.refuse("number", written);
  return Number(written);
}

const rounded = (value: number) => Number(value.toPrecision(12));

/** 1822, 1822:5 or 1820..1830. */
function range(piece: Piece): { value: number; tolerance: number } {
  const [low, high, more] = piece.text.split("..");
  if (high !== undefined && more === undefined) {
    const [from, to] = [decimal(piece, low ?? ""), decimal(piece, high)];
    if (from > to) piece.refuse("range");
    return { value: rounded((from + to) / 2), tolerance: rounded((to - from) / 2) };
  }
  const [value = "", tolerance = "0"] = piece.text.split(":");
  return { value: decimal(piece, value), tolerance: Math.abs(decimal(piece, tolerance)) };
}

function numbers(context: Context): Accepted[] {
  const [right, wrong] = context.part.slice(1).cut("~") ?? [context.part.slice(1), null];
  if (!right.text) context.part.refuse("noAnswer");
  if (wrong?.text) context.losses.add("feedback");
  const list = keyed(right).map((piece) => weighed(piece, 1));
  return credited(list, context).map(({ answer, share, comment }) => ({
    kind: "number",
    ...range(answer),
    units: [],
    credit: share,
    ...(comment && { feedback: passage(comment, context.format, context.losses) }),
  }));
}

function trueOrFalse({ part, format, losses }: Context): Answer {
  const [answer = "", wrong, right] = part.text.split("#");
  const isTrue = answer.trim().startsWith("T");
  const feedback = (text: string | undefined) => {
    const piece = new Piece((text ?? "").trim(), part.line);
    return piece.text ? { feedback: passage(piece, format, losses) } : {};
  };
  const option = (text: string, share: number) => ({ text, share, ...feedback(share ? right : wrong) });
  const options = [option("True", isTrue ? 1 : 0), option("False", isTrue ? 0 : 1)];
  return { kind: "choice", multiple: false, shuffle: false, allOrNothing: false, options };
}

const gradings: [RegExp, AnswerOf<"ordering">["rule"]][] = [
  [/^ALL_OR_NOTHING/u, "all"],
  [/^ABS/u, "position"],
  [/^RELATIVE_NEXT_EXCLUDE_LAST|^$/u, "neighbours"],
];

/** The way Moodle's ordering plugin writes into GIFT: counts and rules on one line, then an item a line. */
function ordering({ part, losses }: Context): Answer {
  const [head = "", ...lines] = part.text.split("\n");
  const rule = /^>\s*\d+\s*(?:ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?)?\s*(?:H\w*|V\w*|[01])?\s*([A-Z_]*)/u.exec(
    head,
  )?.[1];
  if (rule === undefined) return part.refuse("template", head);
  const found = gradings.find(([pattern]) => pattern.test(rule));
  if (!found) losses.add("scoring");
  const items = lines.map((line) => rawText(new Piece(line.trim(), part.line))).filter(Boolean);
  return { kind: "ordering", rule: found?.[1] ?? "neighbours", items };
}

/** Which kind of question the answer part makes it; text and numbers may stand for a gap. */
function answerOf(context: Context): Answer {
  const { text } = context.part;
  if (!text) return { kind: "essay", criteria: [] };
  if (text.startsWith(">")) return ordering(context);
  if (text.startsWith("#")) return { kind: "text", wanted: 1, matchCase: false, accepted: numbers(context) };
  if (text.includes("~")) return choice(context);
  if (text.includes("=") && text.includes("->")) return matching(context);
  if (/^(?:TRUE|FALSE|T|F)\s*(?:#|$)/u.test(text)) return trueOrFalse(context);
  return { kind: "text", wanted: 1, matchCase: false, accepted: texts(context) };
}

const blanks = /_{3,}/gu;

/** A typed answer whose stem has one blank is a gap to fill. */
function withGap(stem: Prose, answer: Answer, type: string | undefined): Pick<Draft, "stem" | "answer"> {
  const count = [...proseText(stem).matchAll(blanks)].length;
  if (answer.kind !== "text" || count !== 1 || type === "short_answer") return { stem, answer };
  const { matchCase, accepted } = answer;
  return {
    stem: mapText(stem, (text) => text.replace(blanks, "[[1]]")),
    answer: { kind: "gaps", matchCase, blanks: [{ accepted }] },
  };
}

/** Takes "::name::" and a category line away from the front; names are made anew by every program. */
function body(block: Piece, losses: Losses): Piece {
  const category = /^\$CATEGORY:[^\n]*/u.exec(block.text);
  if (category) losses.add("category");
  const piece = block.slice(category?.[0].length ?? 0);
  const named = piece.text.startsWith("::") ? piece.text.indexOf("::", 2) : -1;
  return named < 0 ? piece : piece.slice(named + 2);
}

/** Stem, answer part and general feedback of a question; what follows the answer part makes a blank of it. */
function split(piece: Piece): { stem: Piece; part: Piece; explanation: Piece | null } {
  const [open, close] = [piece.text.indexOf("{"), piece.text.indexOf("}")];
  if (open < 0 && close < 0) piece.refuse("noAnswer");
  const after = piece.slice(close + 1);
  if (open < 0 || close < open) piece.refuse("braces");
  if (/[{}]/u.test(after.text) || piece.text.slice(open + 1, close).includes("{")) piece.refuse("braces");
  const stem = new Piece(
    `${piece.text.slice(0, open)}${after.text ? `_____${piece.text.slice(close + 1)}` : ""}`,
    piece.line,
  );
  const inside = piece.slice(open + 1, close);
  const told = inside.text.lastIndexOf("####");
  if (told < 0) return { stem: stem.slice(0), part: inside, explanation: null };
  return { stem: stem.slice(0), part: inside.slice(0, told), explanation: inside.slice(told + 4) };
}

function readBlock(block: Piece, comments: string, losses: Losses): BankQuestion | null {
  if (block.text.length > limits.passage) block.refuse("tooLarge");
  const piece = body(block, losses);
  if (!piece.text) return null;
  const { stem, part, explanation } = split(piece);
  const format = formatOf(stem, "moodle");
  const { label, settings } = readTags(commentTags(comments));
  const answer = withSettings(answerOf({ part, format, losses }), settings);
  return fromDraft({
    place: piece.place,
    ...withGap(passage(stem, format, losses), answer, settings.type),
    ...(explanation?.text && { explanation: passage(explanation, format, losses) }),
    hints: [],
    ...label,
  });
}

/** Every question of a GIFT file, and all that is wrong in it. */
export function readGift(text: string): Read {
  const read: Read = { questions: [], problems: new Problems(), losses: [], pictures: [] };
  const blocks = blocksOf(text);
  if (blocks.length > limits.questions) read.problems.add({ line: 1 }, "tooMany", String(blocks.length));
  for (const { piece, comments } of blocks.slice(0, limits.questions)) {
    const losses = new Losses();
    const question = read.problems.attempt(() => readBlock(piece, comments, losses));
    if (question) read.questions.push({ ...question, line: piece.line });
    read.losses.push(...losses.list(piece.line));
  }
  return read;
}
