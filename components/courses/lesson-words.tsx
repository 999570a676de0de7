import { Section } from "@/components/ui/section";
import { LessonBody } from "./lesson-body";
import type { LessonPageWords } from "./lesson-frame";

/** What the lesson says, as a learner reads it. */
export function LessonWords({ lesson, course, t }: LessonPageWords) {
  return (
    <Section id="words" title={t("lesson_page.reads")}>
      <div className="rounded border border-line bg-surface p-4 sm:p-6">
        <LessonBody doc={lesson.body} language={course.language} t={t} />
      </div>
    </Section>
  );
}
