import type { KeyOf } from "@/server/features/assessment/question.schema";
import type { Mark } from "./marks.schema";
import type { Criterion } from "./rubric.schema";

/** What each mark means where a question says nothing of its own: the names of the levels. */
export type MarkNames = Readonly<Record<Mark, string>>;
export const unnamed: MarkNames = { EE: "", ME: "", AE: "", BE: "" };

/**
 * What an essay is looked at for: the criteria of its question, each weighing its marks. Where there are none, the answer
 * as a whole, which has no title of its own.
 */
export function essayCriteria(
  { criteria }: Pick<KeyOf<"essay">, "criteria">,
  levels: MarkNames = unnamed,
): Criterion[] {
  const asked = criteria.length > 0 ? criteria : [{ text: "", marks: 1 }];
  return asked.map(({ text, marks }, at) => ({ id: String(at + 1), title: text, weight: marks, levels }));
}
