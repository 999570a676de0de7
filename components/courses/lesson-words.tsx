import { uploaderLabels } from "@/components/files/uploader-labels";
import { ActionButton } from "@/components/forms/action-button";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import type { Locale } from "@/lib/locales";
import { calloutKinds, type LessonDoc } from "@/server/features/courses/lesson.schema";
import type { T } from "@/server/platform/i18n";
import { type EditorLabels, labelNames } from "./editor/labels";
import { LessonEditorLazy } from "./editor/lesson-editor-lazy";
import { LessonBody } from "./lesson-body";
import type { LessonPageWords } from "./lesson-frame";

export type LessonView = "write" | "preview" | "versions";

/** The editor's words, for a client that knows no message file. */
const labelsOf = (t: T, locale: Locale): EditorLabels => ({
  ...(Object.fromEntries(labelNames.map((name) => [name, t(`editor.${name}`, { when: "{when}" })])) as Record<
    (typeof labelNames)[number],
    string
  >),
  nodes: {
    callout: Object.fromEntries(
      calloutKinds.map((kind) => [kind, t(`lesson.callout.${kind}`)]),
    ) as EditorLabels["nodes"]["callout"],
  },
  uploader: uploaderLabels(locale),
});

/** What a lesson says: written, looked at as a learner would, or brought back from before. */
export function LessonWords({
  view,
  old,
  ...words
}: LessonPageWords & { view: LessonView; old: { number: number; body: LessonDoc } | null }) {
  const { course, lesson, t, locale } = words;
  const edits = course.abilities.edit;
  const home = `/dashboard/instructor/courses/${course.id}/modules/${lesson.id}`;
  return (
    <Section id="words" title={t(edits ? "lesson_page.words" : "lesson_page.reads")}>
      {edits ? (
        <TabNav
          label={t("lesson_page.words")}
          className="mb-3"
          tabs={(["write", "preview", "versions"] as const).map((one) => ({
            href: one === "write" ? home : `${home}?view=${one}`,
            label: t(`lesson_page.views.${one}`),
            current: one === view,
            ...(one === "versions" ? { count: lesson.versions.length } : {}),
          }))}
        />
      ) : null}
      {edits && view === "write" ? (
        <LessonEditorLazy
          courseId={course.id}
          lessonId={lesson.id}
          version={lesson.version}
          body={lesson.body}
          language={course.language}
          labels={labelsOf(t, locale)}
        />
      ) : edits && view === "versions" ? (
        <Versions home={home} old={old} {...words} />
      ) : (
        <Sheet doc={lesson.body} {...words} />
      )}
    </Section>
  );
}

function Sheet({ doc, course, t }: LessonPageWords & { doc: LessonDoc }) {
  return (
    <div className="rounded border border-line bg-surface p-4 sm:p-6">
      <LessonBody doc={doc} language={course.language} t={t} />
    </div>
  );
}

/** What stood before each sitting; one of them opened, and the way back to it. */
function Versions({
  home,
  old,
  ...words
}: LessonPageWords & { home: string; old: { number: number; body: LessonDoc } | null }) {
  const { lesson, t, ui, format, now } = words;
  if (lesson.versions.length === 0)
    return <p className="rounded border border-line bg-surface px-4 py-4 text-muted">{t("versions.none")}</p>;
  return (
    <div className="grid gap-4">
      <ItemList label={t("versions.title")}>
        {lesson.versions.map(({ number, createdAt }) => (
          <Item
            key={number}
            title={
              <a
                href={`${home}?view=versions&number=${number}#words`}
                className="text-accent underline underline-offset-4"
              >
                {t("versions.version", { number })}
              </a>
            }
            text={`${format.dateTime(createdAt)} · ${format.relative(createdAt, now)}`}
            action={
              <ActionButton
                procedure="lessons.restore"
                input={{ id: lesson.id, version: lesson.version, number }}
                href={home}
                size="small"
                done={t("versions.restored", { number })}
                failed={ui("form.failed")}
              >
                {t("versions.restore")}
                <span className="sr-only"> {t("versions.version", { number })}</span>
              </ActionButton>
            }
          />
        ))}
      </ItemList>
      {old ? (
        <div>
          <h3 className="mb-2 text-base">{t("versions.version", { number: old.number })}</h3>
          <Sheet doc={old.body} {...words} />
        </div>
      ) : null}
    </div>
  );
}
