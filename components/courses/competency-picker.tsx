import { ActionButton } from "@/components/forms/action-button";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Page } from "@/lib/keyset";
import type { Competency } from "@/server/features/curriculum/curriculum.schema";
import type { LessonPageWords } from "./lesson-frame";
import { placeOf } from "./words";

type Aim = Pick<Competency, "id" | "code" | "statement" | "language">;

/** What a lesson aims at, and finding more of it among the competencies of the course's grade and area. */
export function CompetencyPicker({
  found,
  asked,
  ...words
}: LessonPageWords & { found: Page<Competency> | null; asked: string }) {
  const { lesson, course, t, locale } = words;
  const held = new Set(lesson.competencies.map(({ id }) => id));
  const rest = found?.rows.filter(({ id }) => !held.has(id)) ?? [];
  return (
    <Section id="aims" title={t("aims.title")} note={t("aims.note", { count: held.size })}>
      {lesson.competencies.length ? (
        <Aims aims={lesson.competencies} act="remove" {...words} />
      ) : (
        <p className="rounded border border-line bg-surface px-4 py-4 text-muted">{t("aims.none")}</p>
      )}
      {course.abilities.edit ? (
        <search>
          <form action="#aims" className="mt-4 flex flex-wrap items-end gap-2">
            <TextField
              name="aim"
              label={t("aims.search")}
              help={t("aims.search_help", { place: placeOf(course, locale) })}
              defaultValue={asked}
              className="min-w-0 flex-1 basis-64"
            />
            <Button type="submit" className="mb-7">
              {t("aims.find")}
            </Button>
          </form>
        </search>
      ) : null}
      {found ? (
        <div className="mt-3">
          {rest.length ? <Aims aims={rest} act="add" {...words} /> : <p className="text-muted">{t("aims.nothing")}</p>}
          {found.next ? <p className="mt-2 text-muted text-small">{t("aims.more")}</p> : null}
        </div>
      ) : null}
    </Section>
  );
}

function Aims({ aims, act, lesson, course, t, ui }: LessonPageWords & { aims: readonly Aim[]; act: "add" | "remove" }) {
  return (
    <ItemList label={t(act === "add" ? "aims.found" : "aims.title")}>
      {aims.map((aim) => (
        <Item
          key={aim.id}
          title={<span lang={aim.language}>{aim.statement}</span>}
          text={aim.code}
          action={
            course.abilities.edit ? (
              <ActionButton
                procedure={act === "add" ? "lessons.addCompetency" : "lessons.removeCompetency"}
                input={{ lessonId: lesson.id, competencyId: aim.id }}
                size="small"
                variant={act === "add" ? "plain" : "ghost"}
                failed={ui("form.failed")}
              >
                {t(act === "add" ? "aims.add" : "aims.remove")}
                <span className="sr-only"> {aim.code}</span>
              </ActionButton>
            ) : null
          }
        />
      ))}
    </ItemList>
  );
}
