import type { Answer } from "@/server/features/assessment/answers.schema";

/** Names of the fields in which an answer is written. */
export const fieldNames = {
  choice: "choice",
  text: "text",
  order: "order",
  blank: (key: string) => `blank.${key}`,
  pair: (key: string) => `pair.${key}`,
} as const;

/** What stands in the fields of a question of this type. */
export function readAnswer(type: Answer["type"], form: FormData): Answer {
  const all = (name: string) => form.getAll(name).map(String);
  switch (type) {
    case "mcq":
      return { type, chosen: all(fieldNames.choice) };
    case "short_answer":
      return { type, texts: all(fieldNames.text) };
    case "essay":
      return { type, text: all(fieldNames.text)[0] ?? "" };
    case "fill_blank":
      return { type, blanks: below(form, fieldNames.blank("")) };
    case "matching":
      return { type, pairs: below(form, fieldNames.pair("")) };
    case "ordering":
      return { type, order: all(fieldNames.order) };
  }
}

/** Filled fields whose names begin so, by the rest of the name. */
const below = (form: FormData, prefix: string): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(prefix) && value ? [[name.slice(prefix.length), String(value)]] : [],
    ),
  );
