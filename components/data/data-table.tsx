import { EllipsisVertical, SearchX } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { TabNav } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";
import { type ListState, listHref, toggleSort } from "@/lib/list";
import { shownColumns } from "./columns";
import { TableBehaviour } from "./table-behaviour";
import { TablePagination } from "./table-pagination";
import type { DataTableProps } from "./table-props";
import { TableToolbar } from "./table-toolbar";

const ariaSort = (state: ListState, sort: string) =>
  state.sort === sort ? "ascending" : state.sort === `-${sort}` ? "descending" : undefined;

/**
 * The workhorse. Rows, sorting, filters and pages are drawn by the server and are links and forms, so they work before any
 * script and in another tab; one small script adds selection, keys and row menus (table-behaviour.tsx).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, state, defaults, path, page, columns, rowKey, rowLabel, href, t, format, bulk, actions, rowActions } =
    props;
  const shown = shownColumns(columns, state.columns);
  const filtered = Boolean(state.q) || Object.values(state.filters).some((value) => value !== undefined);
  const selectable = Boolean(bulk?.length);
  const quick = actions?.filter((action) => action.quick && action.icon) ?? [];
  const link = (patch: Parameters<typeof listHref>[2]) => listHref(path, state, patch, defaults);
  const cards = shown.map((column, at) => column.card ?? (at === 0 ? "title" : "meta"));

  return (
    <TableBehaviour
      listId={id}
      remember={props.remember}
      pageKey={page.rows.map(rowKey).join(" ")}
      bulk={bulk}
      actions={actions?.map(({ icon: _icon, quick: _quick, ...action }) => action)}
      labels={{
        selected: t("table.selected", { n: "{n}" }),
        clear: t("table.clearSelection"),
        bar: t("table.selectionActions"),
        actions: t("table.actions"),
        cancel: t("cancel"),
        close: t("close"),
        done: t("table.done"),
        failed: t("table.failed"),
        saved: t("table.saved"),
        move: t("table.keyMove"),
        select: t("table.keySelect"),
        open: t("table.keyOpen"),
        keys: t("table.keys"),
      }}
    >
      {props.views?.length ? (
        <TabNav
          label={`${t("table.views")}: ${props.label}`}
          tabs={props.views.map((view) => ({ ...view, label: view.name }))}
          className="mb-3"
        />
      ) : null}
      <TableToolbar {...props} columns={columns} shown={shown} filtered={filtered} />
      {page.rows.length === 0 ? (
        <div className="rounded border border-line bg-surface">
          {filtered ? (
            <EmptyState
              icon={SearchX}
              title={t("table.noMatch")}
              text={t("table.noMatchHelp")}
              action={
                <ButtonLink
                  size="small"
                  data-soft
                  href={listHref(path, { ...state, filters: {}, q: undefined }, { q: undefined }, defaults)}
                >
                  {t("table.clearAll")}
                </ButtonLink>
              }
            />
          ) : (
            <EmptyState {...props.empty} />
          )}
        </div>
      ) : (
        <div className={cn("dt-frame", props.wide && "dt-wide")}>
          <table className="dt" data-compact={props.compact ? "" : undefined} aria-label={props.label}>
            <thead>
              <tr>
                {selectable ? (
                  <th className="dt-tick">
                    <input type="checkbox" className="tick" data-all aria-label={t("table.selectAll")} />
                  </th>
                ) : null}
                {shown.map((column) => (
                  <th
                    key={column.id}
                    scope="col"
                    data-end={column.align ? "" : undefined}
                    data-p={column.priority}
                    data-grow={column.grow ? "" : undefined}
                    aria-sort={column.sort ? (ariaSort(state, column.sort) ?? "none") : undefined}
                  >
                    {column.sort ? (
                      <a
                        href={link({ sort: toggleSort(state.sort, column.sort) })}
                        data-soft
                        rel="nofollow"
                        title={t("table.sortBy", { column: column.header })}
                      >
                        {column.header}
                      </a>
                    ) : (
                      column.header
                    )}
                  </th>
                ))}
                {actions?.length ? (
                  <th className="dt-act">
                    <span className="sr-only">{t("table.actions")}</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {page.rows.map((row, at) => {
                const key = rowKey(row);
                const allowed = rowActions?.(row) ?? actions?.map((action) => action.id) ?? [];
                const to = href?.(row);
                return (
                  <tr
                    key={key}
                    data-key={key}
                    data-mark={props.rowMark?.(row)}
                    data-actions={rowActions ? allowed.join(" ") : undefined}
                    tabIndex={at === 0 ? 0 : -1}
                  >
                    {selectable ? (
                      <td className="dt-tick">
                        <input
                          type="checkbox"
                          className="tick"
                          name="ids"
                          value={key}
                          aria-label={t("table.select", { name: rowLabel(row) })}
                        />
                      </td>
                    ) : null}
                    {shown.map((column, place) => {
                      const content = column.cell(row);
                      return (
                        <td
                          key={column.id}
                          data-card={cards[place]}
                          data-end={column.align ? "" : undefined}
                          data-p={column.priority}
                          data-grow={column.grow ? "" : undefined}
                        >
                          {place === 0 && to ? (
                            <a href={to} data-row-link>
                              {content}
                            </a>
                          ) : (
                            content
                          )}
                        </td>
                      );
                    })}
                    {actions?.length ? (
                      <td className="dt-act">
                        {allowed.length > 0 ? (
                          <span className="dt-acts">
                            {quick
                              .filter((action) => allowed.includes(action.id))
                              .map((action) => (
                                <Button
                                  key={action.id}
                                  variant="ghost"
                                  size="icon-small"
                                  className="dt-quick"
                                  data-act={action.id}
                                  aria-label={`${action.label}: ${rowLabel(row)}`}
                                  title={action.label}
                                >
                                  {action.icon ? <Icon as={action.icon} size={16} /> : null}
                                </Button>
                              ))}
                            <Button
                              variant="ghost"
                              size="icon-small"
                              data-row-menu
                              aria-haspopup="menu"
                              aria-label={t("table.actionsFor", { name: rowLabel(row) })}
                            >
                              <Icon as={EllipsisVertical} size={16} />
                            </Button>
                          </span>
                        ) : null}
                      </td>
                    ) : null}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <TablePagination
        page={page}
        state={state}
        link={link}
        t={t}
        format={format}
        things={props.things}
        range={props.range}
        label={props.label}
      />
    </TableBehaviour>
  );
}
