import { formats } from "@/lib/format";
import { gradeLabel, grades } from "@/lib/grades";
import type { Page } from "@/lib/keyset";
import { type ListPatch, listDefaults, listHref, listParams } from "@/lib/list";
import type { Locale } from "@/lib/locales";
import {
  type Area,
  type CatalogueInput,
  type CatalogueRow,
  catalogueInput,
  catalogueSorts,
  leastRatings,
  priceKinds,
} from "@/server/features/catalogue/catalogue.schema";
import type { T } from "@/server/platform/i18n";
import { Cover, CoverCloth } from "./cover";
import { Drawing } from "./drawings";
import { Frame, type FrameProps, keeping } from "./frame";

type CatalogueProps = FrameProps & {
  c: T;
  areas: readonly Area[];
  state: CatalogueInput;
  page: Page<CatalogueRow> & { total: number };
};
type Words = Pick<CatalogueProps, "c" | "locale" | "lang">;

const path = "/courses";
const defaults = listDefaults(catalogueInput);
/** More than anybody looks through: the page then asks for the child's grade. */
const tooMany = 48;

const areaName = ({ name, nameSw }: Area, locale: Locale) => (locale === "sw" ? nameSw : name);

/** "Grade 4 · Mathematics" */
export const placeOf = (course: Pick<CatalogueRow, "grade" | "area" | "areaSw">, locale: Locale) =>
  `${gradeLabel(course.grade, locale)} · ${locale === "sw" ? course.areaSw : course.area}`;

/** "KES 750", "Free" */
export function priceOf({ price, currency }: Pick<CatalogueRow, "price" | "currency">, { c, locale }: Words): string {
  return price === 0n ? c("free") : formats(locale).money(price, { currency });
}

/** One star, the mean and how many gave it; a course nobody rated says nothing. */
export function Rating({ course, c, locale }: { course: CatalogueRow; c: T; locale: Locale }) {
  const { ratingCount: count, ratingSum: sum } = course;
  if (count === 0) return null;
  const mean = formats(locale).number(sum / count, { least: 1 });
  return (
    <span className="rating num">
      <Drawing name="star" />
      <span aria-hidden="true">
        {mean} ({count})
      </span>
      <span className="quiet-title">{c("rating", { mean, count })}</span>
    </span>
  );
}

type Option = { value: string; label: string; chosen: boolean; href: string };
type Group = { name: string; label: string; options: Option[] };

/** What can be chosen, each option as a link to the list with it, or without it where it is chosen already. */
function groupsOf({ state, areas, c, locale, lang }: CatalogueProps): Group[] {
  const link = (patch: ListPatch) => keeping(listHref(path, state, patch, defaults), lang);
  const several = (name: "grade" | "area", label: string, options: readonly { value: string; label: string }[]) => {
    const held = (state.filters[name] ?? []) as string[];
    return {
      name,
      label,
      options: options.map(({ value, label }) => {
        const chosen = held.includes(value);
        const left = chosen ? held.filter((one) => one !== value) : [...held, value];
        return { value, label, chosen, href: link({ filters: { [name]: left.length ? left : undefined } }) };
      }),
    };
  };
  const one = (
    name: "price" | "rating",
    label: string,
    values: readonly string[],
    labels: (value: string) => string,
  ) => ({
    name,
    label,
    options: values.map((value) => {
      const chosen = state.filters[name] === value;
      return {
        value,
        label: labels(value),
        chosen,
        href: link({ filters: { [name]: chosen ? undefined : value } }),
      };
    }),
  });
  return [
    several(
      "grade",
      c("filter.grade"),
      grades.map((value) => ({ value, label: gradeLabel(value, locale) })),
    ),
    several(
      "area",
      c("filter.area"),
      areas.map((area) => ({ value: area.code, label: areaName(area, locale) })),
    ),
    one("price", c("filter.price"), priceKinds, (value) => c(`price.${value}`)),
    one("rating", c("filter.rating"), leastRatings, (value) => c("least_rating", { stars: value })),
  ];
}

function Filters({ groups, state, c, lang }: Words & { groups: readonly Group[]; state: CatalogueInput }) {
  const orders = catalogueSorts.map((sort) => ({
    value: sort,
    label: c(`sort.${sort === "-best" && state.q ? "match" : sort.replace("-", "")}`),
    chosen: sort === state.sort,
    href: keeping(listHref(path, state, { sort }, defaults), lang),
  }));
  return (
    <nav className="filters" aria-label={c("filter.label")}>
      {[...groups, { name: "sort", label: c("sort.label"), options: orders }].map(({ name, label, options }) => {
        const chosen = options.filter((option) => option.chosen);
        return (
          <details key={name} name="filter" className={name === "sort" || chosen.length === 0 ? undefined : "on"}>
            <summary>
              <span>
                {label}
                {chosen.length ? `: ${chosen.map((option) => option.label).join(", ")}` : null}
              </span>
              <Drawing name="down" />
            </summary>
            <ul className="chips">
              {options.map((option) => (
                <li key={option.value}>
                  <a href={option.href} rel="nofollow" aria-current={option.chosen ? "true" : undefined}>
                    {option.label}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </nav>
  );
}

/** How many there are, what was chosen with a way to take each back, and advice where there are too many. */
function Found({
  groups,
  state,
  page,
  c,
  lang,
}: Words & { groups: readonly Group[] } & Pick<CatalogueProps, "state" | "page">) {
  const chosen = groups.flatMap(({ options }) => options.filter((option) => option.chosen));
  return (
    <div className="found">
      <p>
        {state.q ? c("found_for", { count: page.total, words: state.q }) : c("found", { count: page.total })}
        {page.total > tooMany && !state.filters.grade?.length ? ` ${c("narrow")}` : null}
      </p>
      {chosen.length || state.q ? (
        <ul className="chips">
          {chosen.map((option) => (
            <li key={option.value}>
              <a href={option.href} rel="nofollow" aria-label={c("filter.remove", { name: option.label })}>
                {option.label} <Drawing name="cross" />
              </a>
            </li>
          ))}
          <li>
            <a className="plain" href={keeping(path, lang)}>
              {c("filter.clear")}
            </a>
          </li>
        </ul>
      ) : null}
    </div>
  );
}

function Course({ course, ...words }: Words & { course: CatalogueRow }) {
  const { c, locale, lang } = words;
  const paid = course.price > 0n;
  return (
    <li className="card course">
      <Cover course={course} />
      <div>
        <p className="small muted">{placeOf(course, locale)}</p>
        <h2 lang={course.language}>
          <a href={keeping(`${path}/${course.slug}`, lang)}>{course.title}</a>
        </h2>
        {course.teacher ? <p className="small muted">{c("by", { name: course.teacher })}</p> : null}
        <p className="small muted">
          {c("lessons", { count: course.lessons })} · {formats(locale).minutes(course.minutes)}
        </p>
        <p className="line">
          <b>{priceOf(course, words)}</b>
          {paid && course.inPlan ? <span className="small muted">{c("in_plan")}</span> : null}
          <Rating course={course} c={c} locale={locale} />
        </p>
      </div>
    </li>
  );
}

/** Nothing fits: what to leave out, from the narrowest wish to all of them. */
function Nothing({ state, c, lang }: Words & { state: CatalogueInput }) {
  const without = listHref(
    path,
    state,
    { filters: { grade: undefined, area: undefined, price: undefined, rating: undefined } },
    defaults,
  );
  const filtered = Object.values(state.filters).some(Boolean);
  return (
    <div className="nothing card">
      <h2>{c("nothing.title")}</h2>
      <p className="muted">{c(state.q ? "nothing.words" : "nothing.filters")}</p>
      <div className="acts">
        {state.q && filtered ? (
          <a className="btn" href={keeping(without, lang)}>
            {c("nothing.without_filters", { words: state.q })}
          </a>
        ) : null}
        <a className="btn main" href={keeping(path, lang)}>
          {c("nothing.all")}
        </a>
      </div>
    </div>
  );
}

function Pages({ page, state, c, lang }: Words & Pick<CatalogueProps, "page" | "state">) {
  const { next, previous, from, rows, total } = page;
  if (!next && !previous) return null;
  const link = (patch: ListPatch) => keeping(listHref(path, state, patch, defaults), lang);
  const last = from + rows.length;
  return (
    <nav className="pages" aria-label={c("pages.label")}>
      <p className="small muted num">{c("pages.range", { from: from + 1, to: last, total })}</p>
      <div className="acts">
        {previous ? (
          <a
            className="btn"
            rel="prev nofollow"
            href={link({ cursor: previous, dir: "before", from: Math.max(0, from - state.limit) })}
          >
            {c("pages.previous")}
          </a>
        ) : null}
        {next ? (
          <a className="btn" rel="next nofollow" href={link({ cursor: next, dir: "after", from: last })}>
            {c("pages.next")}
          </a>
        ) : null}
      </div>
    </nav>
  );
}

/** PUB-2, the catalogue: words, wishes as chips in the address, and the courses that fit. */
export function Catalogue(props: CatalogueProps) {
  const { c, areas: _, state, page, ...frame } = props;
  const words = { c, locale: frame.locale, lang: frame.lang };
  const groups = groupsOf(props);
  const kept = [...listParams({ ...state, q: undefined, cursor: undefined, from: 0 }, defaults)];
  return (
    <Frame {...frame}>
      <div className="w catalogue">
        <h1>{c("title")}</h1>
        <p className="lead">{c("lead")}</p>
        <search>
          <form action={path} className="find">
            {kept.map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {frame.lang ? <input type="hidden" name="lang" value={frame.lang} /> : null}
            <label htmlFor="q" className="quiet-title">
              {c("search.label")}
            </label>
            <input
              id="q"
              type="search"
              name="q"
              defaultValue={state.q}
              placeholder={c("search.hint")}
              maxLength={200}
              enterKeyHint="search"
            />
            <button type="submit" className="btn main">
              {c("search.submit")}
            </button>
          </form>
        </search>
        <Filters groups={groups} state={state} {...words} />
        <Found groups={groups} state={state} page={page} {...words} />
        {page.rows.length ? (
          <>
            <CoverCloth />
            <ul className="courses">
              {page.rows.map((course) => (
                <Course key={course.id} course={course} {...words} />
              ))}
            </ul>
            <Pages page={page} state={state} {...words} />
          </>
        ) : (
          <Nothing state={state} {...words} />
        )}
      </div>
    </Frame>
  );
}
