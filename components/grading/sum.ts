import { levelOf } from "@/server/features/assessment/levels.domain";
import { percentOf } from "@/server/features/grading/grading.domain";
import type { Marks } from "@/server/features/grading/grading.schema";
import type { DeskPanelProps } from "./desk-panel";
import { fill } from "./labels";

/** The level and the percentage the marks come to, or what is missing. */
export function sumOf({ criteria, levels, labels, locale }: DeskPanelProps, marks: Marks): string {
  const percent = percentOf(criteria, marks);
  const left = criteria.filter(({ id }) => !marks[id]).length;
  if (percent === null) return fill(labels.unmarked, { count: left });
  const [first] = levels;
  const code = first ? levelOf(percent, first.scaleCode, levels)?.code : undefined;
  const level = levels.find((one) => one.code === code)?.label ?? "";
  return fill(labels.so_far, { level, percent: percent.toLocaleString(locale) });
}
