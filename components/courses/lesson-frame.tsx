import type { ReactNode } from "react";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import type { LessonRecord } from "@/server/features/courses/lessons.queries";
import { type CourseWords, statusTone } from "./words";

/** What every part of a lesson's page is given. */
export type LessonPageWords = CourseWords & { lesson: LessonRecord };

/** The frame of a lesson's page: where it stands, and the way back to the outline. */
export function LessonFrame({ children, ...words }: LessonPageWords & { children: ReactNode }) {
  const { course, lesson, t, ui, format, now } = words;
  return (
    <RecordPage
      title={lesson.title}
      subtitle={`${course.title} · ${lesson.module.title}`}
      mark={<Status tone={statusTone[course.status]}>{t(`status.${course.status}`)}</Status>}
      action={
        <ButtonLink href={`/dashboard/instructor/courses/${course.id}/modules`}>{t("lesson_page.outline")}</ButtonLink>
      }
      facts={
        <FactList
          facts={[
            { label: t("lesson_page.minutes"), value: format.minutes(lesson.minutes) },
            { label: t("lesson_page.completion"), value: t(`lesson_page.completions.${lesson.completion}`) },
            {
              label: t("lesson_page.readers"),
              value: t(lesson.isPreview ? "lesson_page.everybody" : "lesson_page.learners"),
            },
            {
              label: t("lesson_page.saved"),
              value: lesson.savedAt ? format.relative(lesson.savedAt, now) : t("lesson_page.never"),
            },
            { label: t("lesson_page.version"), value: format.number(lesson.version) },
          ]}
        />
      }
      factsTitle={t("lesson_page.facts")}
      closeLabel={ui("close")}
    >
      {children}
    </RecordPage>
  );
}
