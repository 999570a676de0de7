import { ActionButton } from "@/components/forms/action-button";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Page } from "@/lib/keyset";
import type { Competency } from "@/server/features/curriculum/curriculum.schema";
import { type CourseWords, placeOf } from "./words";

type Aim = Pick<Competency, "id" | "code" | "statement" | "language">;

/** What aims at competencies: those it has, whether they may be changed, and by which acts. */
export type AimTarget = {
  held: readonly Aim[];
  open: boolean;
  add: string;
  remove: string;
  input: Record<string, string>;
};
type Words = CourseWords & { target: AimTarget };

/** What a lesson or an assignment aims at, and finding more of it among the competencies of the course's grade and area. */
export function CompetencyPicker({
  found,
  asked,
  ...words
}: Words & { found: Page<Competency> | null; asked: string }) {
  const { target, course, t, locale } = words;
  const held = new Set(target.held.map(({ id }) => id));
  const rest = found?.rows.filter(({ id }) => !held.has(id)) ?? [];
  return (
    <Section id="aims" title={t("aims.title")} note={t("aims.note", { count: held.size })}>
      {target.held.length ? (
        <Aims aims={target.held} act="remove" {...words} />
      ) : (
        <p className="rounded border border-line bg-surface px-4 py-4 text-muted">{t("aims.none")}</p>
      )}
      {target.open ? (
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

function Aims({ aims, act, target, t, ui }: Words & { aims: readonly Aim[]; act: "add" | "remove" }) {
  return (
    <ItemList label={t(act === "add" ? "aims.found" : "aims.title")}>
      {aims.map((aim) => (
        <Item
          key={aim.id}
          title={<span lang={aim.language}>{aim.statement}</span>}
          text={aim.code}
          action={
            target.open ? (
              <ActionButton
                procedure={target[act]}
                input={{ ...target.input, competencyId: aim.id }}
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
