import { ChevronDown, Download, ListFilter, Search, Settings2, X } from "lucide-react";
import { buttonStyle } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { LIMITS, type ListState, listHref, listParams } from "@/lib/list";
import type { Translate } from "@/lib/translate";
import type { Column, FilterDefinition } from "./columns";
import type { DataTableProps } from "./table-props";

/** The rest of the list's state, carried through a form that changes one part of it. */
function Rest({
  state,
  without,
  defaults,
}: {
  state: ListState;
  without: readonly string[];
  defaults: DataTableProps<unknown>["defaults"];
}) {
  const params = [...listParams({ ...state, cursor: undefined }, defaults)].filter(([name]) => !without.includes(name));
  return params.map(([name, value]) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />);
}

const asList = (value: unknown) => (value === undefined ? [] : [value].flat().map(String));

/** What a chip says of its filter. */
function chipText(filter: FilterDefinition, value: unknown, t: Translate): string {
  if (filter.kind === "yesno") return value === true || value === "true" ? t("table.yes") : t("table.no");
  return asList(value)
    .map((one) => filter.options?.find((option) => option.value === one)?.label ?? one)
    .join(", ");
}

function FilterControl({ filter, value, t }: { filter: FilterDefinition; value: unknown; t: Translate }) {
  const chosen = asList(value);
  if (filter.kind === "text" || filter.kind === "date") {
    return (
      <input
        name={filter.id}
        type={filter.kind === "date" ? "date" : "text"}
        defaultValue={chosen[0]}
        aria-label={filter.label}
        className="control"
        maxLength={200}
      />
    );
  }
  const several = filter.kind === "choices";
  const yesNo = [
    { value: "true", label: t("table.yes") },
    { value: "false", label: t("table.no") },
  ];
  const options = filter.kind === "yesno" ? yesNo : (filter.options ?? []);
  return (
    <fieldset className="grid max-h-72 gap-0.5 overflow-y-auto">
      <legend className="sr-only">{filter.label}</legend>
      {(several ? options : [{ value: "", label: t("table.any") }, ...options]).map((option) => (
        <label key={option.value} className="menu-item" data-stay="">
          <input
            type={several ? "checkbox" : "radio"}
            className="tick"
            name={filter.id}
            value={option.value}
            defaultChecked={chosen.length === 0 ? option.value === "" : chosen.includes(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

const chip =
  "inline-flex h-8 max-w-full shrink-0 items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-[0.8125rem] hover:border-line-strong pointer-coarse:h-10";

function FilterChip(props: {
  filter: FilterDefinition;
  value: unknown;
  menuId: string;
  clear: string;
  path: string;
  state: ListState;
  defaults: DataTableProps<unknown>["defaults"];
  t: Translate;
}) {
  const { filter, value, menuId, t } = props;
  const on = value !== undefined;
  return (
    <span className="relative inline-flex max-w-full shrink-0">
      <button
        type="button"
        popoverTarget={menuId}
        aria-haspopup="dialog"
        aria-expanded={false}
        className={cn(chip, on ? "border-line-strong pr-9 font-medium" : "text-muted")}
      >
        <span className="truncate">
          {filter.label}
          {on ? `: ${chipText(filter, value, t)}` : ""}
        </span>
        {on ? null : <Icon as={ChevronDown} size={16} className="-mr-1 shrink-0 text-faint" />}
      </button>
      {on ? (
        <a
          href={props.clear}
          data-soft
          className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-full text-faint hover:text-ink"
          aria-label={t("table.removeFilter", { name: filter.label })}
        >
          <Icon as={X} size={16} />
        </a>
      ) : null}
      <Popover id={menuId} label={filter.label} className="p-1">
        <form action={props.path} data-soft className="grid gap-2">
          <Rest state={props.state} without={[filter.id]} defaults={props.defaults} />
          <FilterControl filter={filter} value={value} t={t} />
          <button type="submit" className={buttonStyle({ variant: "main", size: "small" })}>
            {t("table.apply")}
          </button>
        </form>
      </Popover>
    </span>
  );
}

/** Search, filters as chips in one line, then the view: columns, rows, export, saving. */
export function TableToolbar<Row>(props: DataTableProps<Row> & { shown: readonly Column<Row>[]; filtered: boolean }) {
  const { id, t, state, path, defaults, filters = [], columns, shown } = props;
  const slug = id.replace(/[^\w-]/g, "-");
  const clear = (patch: Parameters<typeof listHref>[2]) => listHref(path, state, patch, defaults);
  // Set filters stand in line; of the others only the first few, the rest wait behind one button.
  const set = filters.filter((filter) => state.filters[filter.id] !== undefined);
  const unset = filters.filter((filter) => state.filters[filter.id] === undefined);
  const inLine = unset.slice(0, Math.max(0, 3 - set.length));
  const behind = unset.slice(inLine.length);
  const choosable = columns.filter((column, at) => at > 0 && !column.fixed);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      {props.search ? (
        <search className="max-sm:min-w-0 max-sm:flex-1">
          <form action={path} data-soft className="relative">
            <Rest state={state} without={["q"]} defaults={defaults} />
            <Icon
              as={Search}
              size={16}
              className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
            />
            <input
              type="search"
              name="q"
              defaultValue={state.q}
              aria-label={t("table.searchFor", { things: props.things })}
              placeholder={t("table.searchFor", { things: props.things })}
              className="control min-h-8! py-1! pl-9! text-small sm:w-60 pointer-coarse:min-h-10!"
              maxLength={200}
              enterKeyHint="search"
            />
          </form>
        </search>
      ) : null}
      {filters.length > 0 ? (
        <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:order-1 max-sm:-mx-4 max-sm:w-[calc(100%+2rem)] max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1 max-sm:[scrollbar-width:none]">
          {[...set, ...inLine].map((filter) => (
            <FilterChip
              key={filter.id}
              filter={filter}
              value={state.filters[filter.id]}
              menuId={`${slug}-f-${filter.id}`}
              clear={clear({ filters: { [filter.id]: undefined } })}
              path={path}
              state={state}
              defaults={defaults}
              t={t}
            />
          ))}
          {behind.length > 0 ? (
            <span>
              <button
                type="button"
                popoverTarget={`${slug}-f`}
                aria-haspopup="dialog"
                aria-expanded={false}
                className={cn(chip, "text-muted")}
              >
                <Icon as={ListFilter} size={16} />
                {t("table.filter")}
              </button>
              <Popover id={`${slug}-f`} label={t("table.filters")}>
                <form action={path} data-soft className="grid w-64 gap-3">
                  <Rest state={state} without={behind.map((filter) => filter.id)} defaults={defaults} />
                  {behind.map((filter) => (
                    <div key={filter.id} className="grid gap-1">
                      <span className="font-semibold text-faint text-xs">{filter.label}</span>
                      <FilterControl filter={filter} value={state.filters[filter.id]} t={t} />
                    </div>
                  ))}
                  <button type="submit" className={buttonStyle({ variant: "main", size: "small" })}>
                    {t("table.apply")}
                  </button>
                </form>
              </Popover>
            </span>
          ) : null}
          {set.length > 1 || (props.filtered && set.length > 0 && state.q) ? (
            <a
              href={listHref(path, { ...state, filters: {}, q: undefined }, { q: undefined }, defaults)}
              data-soft
              className="shrink-0 px-1.5 text-muted text-small underline-offset-4 hover:text-ink hover:underline"
            >
              {t("table.clearAll")}
            </a>
          ) : null}
        </div>
      ) : null}
      <div className="ml-auto flex items-center gap-1">
        {props.end}
        <span>
          <button
            type="button"
            popoverTarget={`${slug}-view`}
            aria-haspopup="dialog"
            aria-expanded={false}
            className={buttonStyle({ variant: "ghost", size: "small" })}
          >
            <Icon as={Settings2} size={16} />
            <span className="max-sm:sr-only">{t("table.view")}</span>
          </button>
          <Popover id={`${slug}-view`} label={t("table.view")} align="end" className="p-1">
            <form
              action={path}
              data-soft
              data-columns={props.remember ? "" : undefined}
              className="grid min-w-60 gap-2"
            >
              <Rest state={state} without={["cols", "limit"]} defaults={defaults} />
              {choosable.length > 0 ? (
                <fieldset>
                  <legend className="px-2.5 pt-1 pb-1 font-semibold text-faint text-xs">{t("table.columns")}</legend>
                  {columns[0] ? <input type="hidden" name="cols" value={columns[0].id} /> : null}
                  {choosable.map((column) => (
                    <label key={column.id} className="menu-item" data-stay="">
                      <input
                        type="checkbox"
                        className="tick"
                        name="cols"
                        value={column.id}
                        defaultChecked={shown.includes(column)}
                      />
                      {column.header}
                    </label>
                  ))}
                </fieldset>
              ) : null}
              <div className="grid gap-1 px-2.5">
                <label htmlFor={`${slug}-limit`} className="font-semibold text-faint text-xs">
                  {t("table.rowsPerPage")}
                </label>
                <Select id={`${slug}-limit`} name="limit" defaultValue={state.limit}>
                  {[...new Set([...LIMITS, state.limit])]
                    .sort((a, b) => a - b)
                    .map((limit) => (
                      <option key={limit} value={limit}>
                        {limit}
                      </option>
                    ))}
                </Select>
              </div>
              <button type="submit" className={cn(buttonStyle({ variant: "main", size: "small" }), "mx-2.5")}>
                {t("table.apply")}
              </button>
            </form>
            {props.remember ? (
              <form data-save-view className="mt-2 grid gap-1.5 border-line border-t px-2.5 pt-2.5 pb-1.5">
                <label className="grid gap-1">
                  <span className="font-semibold text-faint text-xs">{t("table.saveViewName")}</span>
                  <input name="name" required maxLength={60} className="control" autoComplete="off" />
                </label>
                <p className="text-faint text-xs">{t("table.saveViewHelp")}</p>
                <button type="submit" className={buttonStyle({ size: "small" })}>
                  {t("table.saveView")}
                </button>
              </form>
            ) : null}
            {props.exportHref ? (
              <div className="mt-2 border-line border-t pt-1.5">
                <a href={props.exportHref} download className="menu-item">
                  <Icon as={Download} size={16} />
                  {t("table.export")}
                </a>
              </div>
            ) : null}
          </Popover>
        </span>
      </div>
    </div>
  );
}
