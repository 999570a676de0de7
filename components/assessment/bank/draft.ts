import type { BodyOf, KeyOf, Question, QuestionType } from "@/server/features/assessment/question.schema";

/** A question while it is being written: it may not be whole yet, and the server says what is missing. */
export type Draft = Question;
export type DraftOf<T extends QuestionType> = { body: BodyOf<T>; key: KeyOf<T> };

/** What a new question of a type begins with: as many parts as it must have, all of them empty. */
export const beginnings: { [T in QuestionType]: DraftOf<T> } = {
  mcq: {
    body: { type: "mcq", stem: "", multiple: false, shuffle: true, options: ["A", "B", "C"].map(emptyPart) },
    key: { type: "mcq", correct: ["A"], rule: "balanced" },
  },
  short_answer: {
    body: { type: "short_answer", stem: "", wanted: 1 },
    key: { type: "short_answer", accepted: [emptyText()], matchCase: false },
  },
  essay: { body: { type: "essay", stem: "" }, key: { type: "essay", criteria: [] } },
  fill_blank: {
    body: { type: "fill_blank", stem: "", blanks: [{ key: "1" }] },
    key: { type: "fill_blank", blanks: { "1": [emptyText()] }, matchCase: false },
  },
  matching: {
    body: {
      type: "matching",
      stem: "",
      left: ["1", "2"].map(emptyPart),
      right: ["A", "B"].map(emptyPart),
    },
    key: { type: "matching", pairs: { "1": "A", "2": "B" }, rule: "each" },
  },
  ordering: {
    body: { type: "ordering", stem: "", items: ["1", "2", "3"].map(emptyPart) },
    key: { type: "ordering", order: ["1", "2", "3"], rule: "neighbours" },
  },
};

export function emptyPart(key: string) {
  return { key, text: "" };
}
export function emptyText() {
  return { kind: "text" as const, spellings: [""], wildcards: false, credit: 1 };
}
export function emptyNumber() {
  return { kind: "number" as const, value: Number.NaN, tolerance: 0, units: [], credit: 1 };
}

/** A name for a new part that no other part has. */
export function freshKey(used: readonly string[], style: "letters" | "numbers"): string {
  const name = (at: number) => (style === "letters" && at < 26 ? String.fromCharCode(65 + at) : String(at + 1));
  for (let at = 0; ; at++) if (!used.includes(name(at))) return name(at);
}

/** The list with two neighbours exchanged; itself at its ends. */
export function swapped<T>(list: readonly T[], at: number, step: -1 | 1): T[] {
  const next = [...list];
  const [one, other] = [next[at], next[at + step]];
  if (one !== undefined && other !== undefined) [next[at], next[at + step]] = [other, one];
  return next;
}

/** Text that was typed a line each; what is empty is left for the end of the typing. */
export const linesOf = (text: string): string[] => text.split("\n");

const said = (text: string) => text.trim() !== "";
const withoutEmpty = (accepted: KeyOf<"short_answer">["accepted"]) =>
  accepted.map((one) =>
    one.kind === "text" ? { ...one, spellings: one.spellings.filter(said) } : { ...one, units: one.units.filter(said) },
  );

/** The question as it is sent: lines nobody wrote on are no lines, hints and criteria left empty are none. */
export function sent(draft: Draft): Draft {
  const { explanation, hints, ...key } = draft.key;
  const told = {
    ...(explanation === undefined || explanation === "" ? {} : { explanation }),
    ...(hints?.some((one) => one !== "") ? { hints: hints.filter((one) => one !== "") } : {}),
  };
  switch (draft.body.type) {
    case "short_answer": {
      const { accepted } = key as KeyOf<"short_answer">;
      return { body: draft.body, key: { ...key, ...told, accepted: withoutEmpty(accepted) } } as Draft;
    }
    case "fill_blank": {
      const { blanks } = key as KeyOf<"fill_blank">;
      const body = {
        ...draft.body,
        blanks: draft.body.blanks.map(({ choices, ...blank }) => ({
          ...blank,
          ...(choices?.some(said) ? { choices: choices.filter(said) } : {}),
        })),
      };
      const spelled = Object.fromEntries(Object.entries(blanks).map(([name, list]) => [name, withoutEmpty(list)]));
      return { body, key: { ...key, ...told, blanks: spelled } } as Draft;
    }
    default:
      return { body: draft.body, key: { ...key, ...told } } as Draft;
  }
}
