import type { Format } from "@/lib/format";
import { gradeLabel, grades } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import type { T } from "@/server/platform/i18n";
import type { Door } from "./door";
import type { Choices } from "./filing";

/** What every page of questions and assessments is given. */
export type BankWords = { t: T; ui: T; locale: Locale; format: Format; now: Date; door: Door };

export type Area = { code: string; name: string; nameSw: string };
export const areaName = (area: Area, locale: Locale): string => (locale === "sw" ? area.nameSw : area.name);

/** Grades and areas as the choices of a field. */
export const choicesOf = (areas: readonly Area[], locale: Locale): Choices => ({
  grades: Object.fromEntries(grades.map((grade) => [grade, gradeLabel(grade, locale)])),
  areas: Object.fromEntries(areas.map((area) => [area.code, areaName(area, locale)])),
});
