import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import { type AnswerOf, round } from "./draft";
import { readHtml } from "./html";
import type { Losses } from "./losses";
import { limits, type Place, Unreadable } from "./problems";
import { readStars, writeStars } from "./wildcards";

/** Moodle's questions inside a text: {1:SHORTANSWER:=mangoes~%50%mangos#Check the e.} */
const field = /\{(\d*):([A-Z_]+):((?:\\[~#}]|[^}])*)\}/gu;
const typed = /^(?:SHORTANSWER|SA|MW)(_?C)?$/u;
const chosen = /^(?:MULTICHOICE|MC)(?:_?[VHS]+)?$/u;
const numeric = /^(?:NUMERICAL|NM)$/u;

type Blank = AnswerOf<"gaps">["blanks"][number];
type Option = { text: string; share: number; feedback?: Prose };

const plain = (html: string, place: Place) =>
  proseText(readHtml(html.replace(/\\([~#}])/gu, "$1"), { place, picture: () => "", onLoss: () => {} }));

function option(written: string, place: Place): Option {
  const [, right, weight, rest = ""] = /^\s*(?:(=)|%(-?[\d.]+)%)?([\s\S]*)$/u.exec(written) ?? [];
  const [text = "", comment] = rest.split(/(?<!\\)#/u, 2);
  const share = right ? 1 : round(Number(weight ?? 0) / 100);
  if (!(Math.abs(share) <= 1)) throw new Unreadable(place, "fraction", written);
  const feedback = comment ? plain(comment, place) : "";
  return { text: plain(text, place).replaceAll("\n", " "), share, ...(feedback && { feedback }) };
}

function numberOf({ text, share, feedback }: Option, place: Place): Accepted {
  const [value, tolerance] = text.split(":").map((part) => Number(part.trim() || Number.NaN));
  if (!Number.isFinite(value) || (tolerance !== undefined && !Number.isFinite(tolerance)))
    throw new Unreadable(place, "number", text);
  return {
    kind: "number",
    value: value as number,
    tolerance: Math.abs(tolerance ?? 0),
    units: [],
    credit: share,
    ...(feedback && { feedback }),
  };
}

const textOf = ({ text, share, feedback }: Option): Accepted => ({
  kind: "text",
  ...readStars(text),
  credit: share,
  ...(feedback && { feedback }),
});

/** A stem with its questions taken out and [[1]], [[2]] … in their place. */
export function readCloze(html: string, place: Place, losses: Losses): { html: string; answer: AnswerOf<"gaps"> } {
  if (html.length > limits.passage) throw new Unreadable(place, "tooLarge", String(html.length));
  const blanks: Blank[] = [];
  const weights = new Set<string>();
  let matchCase = false;
  const stem = html.replace(field, (_, weight: string, type: string, inside: string) => {
    const options = inside
      .split(/(?<!\\)~/u)
      .filter((text) => text.trim())
      .map((text) => option(text, place));
    const right = options.filter(({ share }) => share > 0);
    if (right.length < options.length && !chosen.test(type)) losses.add("feedback");
    weights.add(weight || "1");
    matchCase ||= typed.exec(type)?.[1] !== undefined;
    if (typed.test(type)) blanks.push({ accepted: right.map(textOf) });
    else if (numeric.test(type)) blanks.push({ accepted: right.map((one) => numberOf(one, place)) });
    else if (chosen.test(type))
      blanks.push({
        choices: options.map(({ text }) => text),
        accepted: right.map((one) => ({ ...textOf(one), spellings: [one.text], wildcards: false }) as Accepted),
      });
    else throw new Unreadable(place, "cannotHold", type);
    return `[[${blanks.length}]]`;
  });
  if (!blanks.length) throw new Unreadable(place, "noAnswer", "");
  if (weights.size > 1) losses.add("scoring");
  return { html: stem, answer: { kind: "gaps", matchCase, blanks } };
}

/** A backslash before a sign that ends an answer cannot be written. */
const writable = (text: string) => !/\\(?=[~#}]|$)/u.test(text);
const escaped = (html: string) => html.replace(/[~#}]/gu, "\\$&");

function answers(blank: Blank, textHtml: (prose: Prose) => string, losses: Losses): string[] | null {
  const comment = (feedback: Prose | undefined) => {
    if (!feedback) return "";
    if (typeof feedback !== "string") losses.add("formatting");
    return `#${escaped(textHtml(proseText(feedback)))}`;
  };
  const lines: string[] = [];
  const write = (text: string, share: number, feedback?: Prose) => {
    lines.push(`%${Number((share * 100).toFixed(5))}%${escaped(textHtml(text))}${comment(feedback)}`);
    return writable(text) && (typeof feedback !== "string" || writable(feedback));
  };
  const offered = (blank.choices ?? []).map((text) => {
    const right = blank.accepted.find((one) => one.kind === "text" && one.spellings.includes(text));
    return write(text, right?.credit ?? 0, right?.feedback);
  });
  if (blank.choices) return offered.every(Boolean) ? lines : null;
  const written = blank.accepted.flatMap((one) => {
    if (one.kind === "number") {
      if (one.units.length) losses.add("units");
      return [write(`${one.value}:${one.tolerance}`, one.credit, one.feedback)];
    }
    const spellings = writeStars(one);
    if (!spellings) losses.add("wildcards");
    return (spellings ?? one.spellings).map((text) => write(text, one.credit, one.feedback));
  });
  return written.every(Boolean) ? lines : null;
}

function typeOf({ choices, accepted }: Blank, matchCase: boolean): string | null {
  if (choices) return "MULTICHOICE";
  if (accepted.every(({ kind }) => kind === "number")) return "NUMERICAL";
  if (accepted.some(({ kind }) => kind === "number")) return null;
  return matchCase ? "SHORTANSWER_C" : "SHORTANSWER";
}

/** A stem in HTML with Moodle's fields where its gaps are; null when a field would say something else. */
export function writeCloze(
  html: string,
  answer: AnswerOf<"gaps">,
  textHtml: (prose: Prose) => string,
  losses: Losses,
): string | null {
  if (new RegExp(field).test(html)) return null;
  let whole: string | null = html;
  answer.blanks.forEach((blank, at) => {
    const type = typeOf(blank, answer.matchCase);
    const lines = type && answers(blank, textHtml, losses);
    whole = whole && lines && whole.replace(`[[${at + 1}]]`, () => `{1:${type}:${lines.join("~")}}`);
  });
  return whole;
}
