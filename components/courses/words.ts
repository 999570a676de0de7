import type { Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import { gradeLabel, grades } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import type { CourseRecord } from "@/server/features/courses/courses.queries";
import type { CourseStatus } from "@/server/features/courses/courses.schema";
import type { T } from "@/server/platform/i18n";

/** What every part of a course's pages is given. */
export type CourseWords = { course: CourseRecord; t: T; ui: T; locale: Locale; format: Format; now: Date };

export const statusTone: Record<CourseStatus, Tone> = {
  DRAFT: "info",
  REVIEW: "warn",
  PUBLISHED: "good",
  ARCHIVED: "off",
};

type Area = { code: string; name: string; nameSw: string };
const nameOf = (area: Area, locale: Locale) => (locale === "sw" ? area.nameSw : area.name);

/** "Grade 4 · Mathematics": where a course belongs. */
export const placeOf = (course: { grade: string; learningArea: Area }, locale: Locale): string =>
  `${gradeLabel(course.grade, locale)} · ${nameOf(course.learningArea, locale)}`;

/** Learning areas as the options of a field. */
export const areaOptions = (areas: readonly Area[], locale: Locale): Record<string, string> =>
  Object.fromEntries(areas.map((area) => [area.code, nameOf(area, locale)]));

/** Where a course belongs, as fields of a form. */
export const placeWords = (areas: readonly Area[], t: T, locale: Locale) => ({
  grade: {
    label: t("form.grade.label"),
    kind: "select" as const,
    options: Object.fromEntries(grades.map((grade) => [grade, gradeLabel(grade, locale)])),
  },
  learningAreaCode: {
    label: t("form.learningAreaCode.label"),
    kind: "select" as const,
    options: areaOptions(areas, locale),
  },
  language: {
    label: t("form.language.label"),
    options: { en: t("form.language.options.en"), sw: t("form.language.options.sw") },
  },
});
