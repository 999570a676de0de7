import { ArrowLeft, ArrowRight, Search, Users } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { Day } from "@/lib/days";
import type { Page } from "@/lib/keyset";
import { type ListPatch, listDefaults, listHref } from "@/lib/list";
import { grades } from "@/lib/school-calendar";
import { ageOn } from "@/server/features/families/families.domain";
import { stateOf } from "@/server/features/families/families.mood.domain";
import { type ChildRow, type ChildrenInput, childrenInput } from "@/server/features/families/families.schema";
import { ChildState, gradeLine } from "./child-card";
import { MoodStrip } from "./mood-strip";
import type { Words } from "./words";

const path = "/dashboard/parent/children";
const defaults = listDefaults(childrenInput);
/** A family of six finds its children by looking. */
const worthSearching = 8;

function Finder({ input, words: { t } }: { input: ChildrenInput; words: Words }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every screen reader in use here
    <form action={path} role="search" className="flex flex-wrap items-end gap-3">
      <TextField
        name="q"
        type="search"
        label={t("children.find")}
        defaultValue={input.q}
        autoComplete="off"
        className="min-w-0 flex-1 basis-56 max-sm:basis-full"
      />
      <SelectField
        name="grade"
        label={t("children.grade")}
        defaultValue={input.filters.grade?.[0] ?? ""}
        className="min-w-32 flex-1 sm:max-w-44"
      >
        <option value="">{t("children.any_grade")}</option>
        {grades.map((grade) => (
          <option key={grade} value={grade}>
            {t(`grade.${grade}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        name="sort"
        label={t("children.sort")}
        defaultValue={input.sort}
        className="min-w-32 flex-1 sm:max-w-40"
      >
        <option value="name">{t("children.sort_name")}</option>
        <option value="-age">{t("children.sort_age")}</option>
      </SelectField>
      <Button type="submit">
        <Icon as={Search} size={16} />
        {t("children.search")}
      </Button>
    </form>
  );
}

function Row({ child, today, words }: { child: ChildRow; today: Day; words: Words }) {
  const { t } = words;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_7.5rem] items-center gap-x-4 gap-y-2 px-4 py-3.5 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_11rem_9rem]">
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={`${child.firstName} ${child.lastName}`} seed={child.id} />
        <div className="min-w-0">
          <h2 className="text-base leading-tight">
            <a href={`${path}/${child.id}`} data-soft className="break-words after:absolute after:inset-0">
              {child.firstName} {child.lastName}
            </a>
          </h2>
          <p className="text-muted text-small">
            {gradeLine(child, today, t)} · {t("age", { count: ageOn(child.birthDate, today) })}
          </p>
        </div>
      </div>
      <div className="max-sm:order-last max-sm:col-span-full">
        <ChildState state={stateOf(child.moods, today)} words={words} />
      </div>
      <MoodStrip name={child.firstName} points={child.moods} today={today} words={words} />
    </li>
  );
}

/** The children as rows; searching, sorting and pages are links and a form, and need no script. */
export function ChildList({
  page,
  input,
  today,
  words,
}: {
  page: Page<ChildRow> & { total: number };
  input: ChildrenInput;
  today: Day;
  words: Words;
}) {
  const { t, format } = words;
  const filtered = Boolean(input.q || input.filters.grade?.length);
  const link = (patch: ListPatch) => listHref(path, input, patch, defaults);
  const last = page.from + page.rows.length;
  if (page.rows.length === 0 && !filtered)
    return (
      <EmptyState
        icon={Users}
        title={t("children.none_title")}
        text={t("children.none_text")}
        className="rounded border border-line bg-surface"
      />
    );
  return (
    <div className="grid gap-4">
      {filtered || page.total > worthSearching ? <Finder input={input} words={words} /> : null}
      {page.rows.length === 0 ? (
        <EmptyState
          icon={Search}
          title={t("children.no_match_title")}
          text={t("children.no_match_text")}
          action={
            <ButtonLink href={path} data-soft>
              {t("children.clear")}
            </ButtonLink>
          }
          className="rounded border border-line bg-surface"
        />
      ) : (
        <ul className="divide-y divide-line rounded border border-line bg-surface">
          {page.rows.map((child) => (
            <Row key={child.id} child={child} today={today} words={words} />
          ))}
        </ul>
      )}
      {page.next || page.previous ? (
        <nav aria-label={t("children.pages")} className="flex flex-wrap items-center gap-3">
          <p className="num flex-1 text-muted text-small">
            {t("children.range", {
              from: format.number(page.from + 1),
              to: format.number(last),
              total: format.number(page.total),
            })}
          </p>
          {page.previous ? (
            <ButtonLink
              href={link({ cursor: page.previous, dir: "before", from: Math.max(0, page.from - input.limit) })}
              data-soft
              size="small"
            >
              <Icon as={ArrowLeft} size={16} />
              {t("children.previous")}
            </ButtonLink>
          ) : null}
          {page.next ? (
            <ButtonLink href={link({ cursor: page.next, dir: "after", from: last })} data-soft size="small">
              {t("children.next")}
              <Icon as={ArrowRight} size={16} />
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}
