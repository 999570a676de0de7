import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { Section } from "@/components/ui/section";
import { completionRules, editLessonInput } from "@/server/features/courses/lessons.schema";
import type { LessonPageWords } from "./lesson-frame";

/** What is said about a lesson, and throwing it away. */
export function LessonSettings({ lesson, course, t, ui }: LessonPageWords) {
  return (
    <Section id="settings" title={t("lesson_page.settings")}>
      <div className="grid max-w-[44rem] gap-6 rounded border border-line bg-surface p-4 sm:p-6">
        <SchemaForm
          schema={editLessonInput}
          procedure="lessons.edit"
          t={ui}
          submit={t("lesson_page.save_settings")}
          words={{
            title: { label: t("lesson_page.title") },
            minutes: { label: t("lesson_page.minutes"), help: t("lesson_page.minutes_help") },
            completion: {
              label: t("lesson_page.completion"),
              options: Object.fromEntries(completionRules.map((rule) => [rule, t(`lesson_page.completions.${rule}`)])),
            },
            isPreview: { label: t("lesson_page.preview"), help: t("lesson_page.preview_help") },
          }}
          values={lesson}
          hidden={{ id: lesson.id }}
          after={{ toast: t("about.saved"), refresh: true }}
        />
        <div>
          <ActionButton
            procedure="lessons.remove"
            input={{ id: lesson.id }}
            href={`/dashboard/instructor/courses/${course.id}/modules`}
            variant="ghost"
            size="small"
            failed={ui("form.failed")}
            confirm={{
              title: t("outline.remove_title", { title: lesson.title }),
              text: t("lesson_page.remove_text"),
              action: t("outline.remove"),
              cancel: ui("cancel"),
            }}
          >
            {t("lesson_page.remove")}
          </ActionButton>
        </div>
      </div>
    </Section>
  );
}
