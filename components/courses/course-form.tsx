import { type FormWords, wordsOf } from "@/components/forms/fields";
import { SchemaForm } from "@/components/forms/schema-form";
import { FactList } from "@/components/shell/record-page";
import { Section } from "@/components/ui/section";
import { gradeLabel, grades } from "@/lib/grades";
import { courseLanguages, drips, editCourseInput } from "@/server/features/courses/courses.schema";
import { readLesson, textOf } from "@/server/features/courses/lesson.schema";
import { leastLevels } from "@/server/features/recognition/certificates.schema";
import { LessonBody } from "./lesson-body";
import { areaOptions, type CourseWords, placeOf } from "./words";

type Areas = { areas: readonly { code: string; name: string; nameSw: string }[] };
type Before = { before: readonly { id: string; title: string; grade: string }[] };

function formWords({ t, locale, areas, before }: CourseWords & Areas & Before): FormWords {
  const words = wordsOf(t, "form", {
    title: {},
    grade: { kind: "select" },
    learningAreaCode: { kind: "select" },
    language: { options: courseLanguages },
    summary: { kind: "textarea" },
    description: { kind: "textarea" },
    whatYouLearn: { kind: "textarea" },
    audience: { kind: "textarea" },
    requirements: { kind: "textarea" },
    price: {},
    inPlan: {},
    drip: { options: drips },
    "certificate.given": {},
    "certificate.least": { options: leastLevels },
    "certificate.words": { kind: "textarea" },
    allowsReviews: {},
    allowsQuestions: {},
    allowsComments: {},
  });
  return {
    ...words,
    grade: {
      ...words.grade,
      label: t("form.grade.label"),
      options: Object.fromEntries(grades.map((grade) => [grade, gradeLabel(grade, locale)])),
    },
    learningAreaCode: {
      ...words.learningAreaCode,
      label: t("form.learningAreaCode.label"),
      options: areaOptions(areas, locale),
    },
    ...(before.length
      ? {
          requires: {
            label: t("form.requires.label"),
            help: t("form.requires.help"),
            options: Object.fromEntries(
              before.map((one) => [one.id, `${one.title} · ${gradeLabel(one.grade, locale)}`]),
            ),
          },
        }
      : {}),
  };
}

/** What a course says about itself, to be changed. */
export function CourseForm(words: CourseWords & Areas & Before) {
  const { course, t, ui, before } = words;
  return (
    <Section id="about" title={t("about.title")}>
      <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
        <SchemaForm
          schema={editCourseInput}
          procedure="courses.edit"
          t={ui}
          submit={t("about.save")}
          words={formWords(words)}
          values={{
            ...course,
            description: textOf(readLesson(course.description)),
            whatYouLearn: course.whatYouLearn.join("\n"),
            requires: course.requires.map(({ id }) => id),
          }}
          hidden={{ id: course.id, revision: course.revision, ...(before.length ? {} : { requires: [] }) }}
          after={{ toast: t("about.saved"), refresh: true }}
        />
      </div>
    </Section>
  );
}

/** The same to read: for who may not change it, or not now. */
export function CourseAbout({ course, t, locale }: CourseWords & Areas) {
  return (
    <Section id="about" title={t("about.title")}>
      <div className="grid gap-4 rounded border border-line bg-surface p-4 sm:p-6">
        <p className="max-w-read text-lg">{course.summary || t("about.no_summary")}</p>
        <LessonBody doc={readLesson(course.description)} language={course.language} t={t} />
        <FactList
          facts={[
            { label: t("list.place"), value: placeOf(course, locale) },
            { label: t("form.whatYouLearn.label"), value: course.whatYouLearn.join(" · ") || "—" },
            { label: t("form.audience.label"), value: course.audience ?? "—" },
            { label: t("form.requirements.label"), value: course.requirements ?? "—" },
            { label: t("form.requires.label"), value: course.requires.map(({ title }) => title).join(" · ") || "—" },
          ]}
        />
      </div>
    </Section>
  );
}
