import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import { type Answer, type AnswerOf, type Draft, mapText } from "./draft";
import { filesIn, proseHtml } from "./html";
import type { Losses } from "./losses";
import { nameOf } from "./name";
import { tagsOf } from "./tags";
import { writeStars } from "./wildcards";
import { escapeXml } from "./xml";

const escaped = (text: string) => text.replace(/[\\#=~{}:]/gu, "\\$&").replaceAll("\n", "\\n");

/** Writes passages in the format of their question, and says where one differs. */
class Writer {
  readonly format: "html" | "plain";

  constructor(
    stem: Prose,
    readonly losses: Losses,
  ) {
    this.format = typeof stem === "string" ? "plain" : "html";
  }

  passage(prose: Prose, inherited?: string): string {
    const arrow = typeof prose === "string" && prose.includes("->") && inherited === "arrow";
    if (filesIn(prose).length) this.losses.add("media");
    const html = typeof prose !== "string" || arrow;
    const format = html ? "html" : "plain";
    const text = html ? proseHtml(prose, ({ attrs }) => escapeXml(attrs.alt)) : prose;
    const marked = format === (inherited === "arrow" ? this.format : inherited) && !/^\[\w+\]/u.test(text);
    return (marked ? "" : `[${format}]`) + escaped(text);
  }

  comment(feedback: Prose | undefined): string {
    return feedback ? `#${this.passage(feedback, this.format)}` : "";
  }
}

const percent = (share: number) => `%${Number((share * 100).toFixed(5))}%`;

function choice({ multiple, options }: AnswerOf<"choice">, write: Writer): string[] | null {
  if (!multiple && options.every(({ share }) => share === 1)) return null;
  return options.map(({ text, share, feedback }) => {
    const plain = typeof text === "string" && text.startsWith("%");
    const sign = !multiple && share === 1 ? "=" : share === 0 && !plain ? "~" : `~${percent(share)}`;
    return sign + write.passage(text, write.format) + write.comment(feedback);
  });
}

function texts(accepted: readonly Accepted[], write: Writer): string[] | null {
  const lines = accepted.flatMap((one) => {
    if (one.kind === "number") {
      write.losses.add("numbers");
      return [`=${percent(one.credit)}${escaped(String(one.value))}${write.comment(one.feedback)}`];
    }
    const spellings = writeStars(one);
    if (!spellings) write.losses.add("wildcards");
    return (spellings ?? one.spellings).map(
      (text) => `=${percent(one.credit)}${write.passage(text, "plain")}${write.comment(one.feedback)}`,
    );
  });
  // "=a -> b" would be read as a pair, and GIFT has no way to escape an arrow.
  return lines.some((line) => line.includes("->")) ? null : lines;
}

function numbers(accepted: readonly Extract<Accepted, { kind: "number" }>[], write: Writer): string[] {
  return accepted.map((one) => {
    if (one.units.length) write.losses.add("units");
    return `=${percent(one.credit)}${one.value}:${one.tolerance}${write.comment(one.feedback)}`;
  });
}

/** Typed answers: numbers when all are, else text. */
function typed(accepted: readonly Accepted[], write: Writer): { head: string; lines: string[] } | null {
  const all = accepted.filter((one) => one.kind === "number");
  if (all.length === accepted.length) return { head: "#", lines: numbers(all, write) };
  const lines = texts(accepted, write);
  return lines && { head: "", lines };
}

function pairs({ pairs: list, extra }: AnswerOf<"matching">, write: Writer): string[] {
  const right = (prose: Prose) => {
    if (typeof prose !== "string") write.losses.add(filesIn(prose).length ? "media" : "formatting");
    return escaped(proseText(prose));
  };
  return [
    ...list.map(([left, other]) => `=${write.passage(left, "arrow")} -> ${right(other)}`),
    ...extra.map((other) => `= -> ${right(other)}`),
  ];
}

const gradings = {
  all: "ALL_OR_NOTHING",
  position: "ABSOLUTE_POSITION",
  neighbours: "RELATIVE_NEXT_EXCLUDE_LAST",
} as const;

function ordering({ items, rule }: AnswerOf<"ordering">, write: Writer): { head: string; lines: string[] } | null {
  const lines = items.map((item) => {
    if (typeof item !== "string") write.losses.add(filesIn(item).length ? "media" : "formatting");
    return escaped(proseText(item));
  });
  // It would be read as a comment, or two items without their form as one twice.
  if (lines.some((line) => line.startsWith("//")) || new Set(lines).size < lines.length) return null;
  return { head: `>${items.length} ALL VERTICAL ${gradings[rule]} SHOW`, lines };
}

/** The answer part, or null when GIFT would say something else with it. */
function answerPart(answer: Answer, write: Writer): { head: string; lines: string[] } | null {
  switch (answer.kind) {
    case "choice": {
      const lines = choice(answer, write);
      return lines && { head: "", lines };
    }
    case "text":
      return typed(answer.accepted, write);
    case "gaps": {
      const [blank, ...more] = answer.blanks;
      return blank && !more.length && !blank.choices ? typed(blank.accepted, write) : null;
    }
    case "matching":
      return { head: "", lines: pairs(answer, write) };
    case "ordering":
      return ordering(answer, write);
    case "essay":
      if (answer.criteria.length) write.losses.add("criteria");
      if (answer.sample) write.losses.add("sample");
      return { head: "", lines: [] };
  }
}

const blanksIn = (stem: Prose) => [...proseText(stem).matchAll(/_{3,}/gu)].length;

/** One question in GIFT, or null when GIFT cannot say it. */
export function writeGift(draft: Draft, losses: Losses): string | null {
  const { answer, stem } = draft;
  const write = new Writer(stem, losses);
  const part = answerPart(answer, write);
  if (!part || (answer.kind === "gaps" && blanksIn(stem) > 0)) return null;
  if (draft.hints.length) losses.add("hints");
  const type = answer.kind === "text" && blanksIn(stem) === 1 ? "short_answer" : undefined;
  const tags = tagsOf(draft, answer.kind === "ordering" ? ["rule"] : [], losses, type);
  const shown = answer.kind === "gaps" ? mapText(stem, (text) => text.replace("[[1]]", "_____")) : stem;
  const told = draft.explanation ? [`####${write.passage(draft.explanation, write.format)}`] : [];
  const lines = [...part.lines.map((line) => (answer.kind === "ordering" ? line : `\t${line}`)), ...told];
  return [
    ...(tags.length ? [`// ${tags.map((tag) => `[tag:${tag.replaceAll("]", "\\]")}]`).join(" ")}`] : []),
    `::${escaped(nameOf(shown))}::${write.passage(shown)}{${part.head}`,
    ...lines,
    "}",
  ].join("\n");
}
