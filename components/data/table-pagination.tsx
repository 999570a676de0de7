import { ChevronLeft, ChevronRight, ChevronsLeft } from "lucide-react";
import { buttonStyle } from "@/components/ui/button";
import { Icon, type IconType } from "@/components/ui/icon";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import type { ListPatch, ListState } from "@/lib/list";
import type { Translate } from "@/lib/translate";

function Step({ href, label, icon }: { href: string | null; label: string; icon: IconType }) {
  const style = buttonStyle({ variant: "plain", size: "icon-small" });
  if (!href) {
    return (
      <span className={`${style} opacity-40`} aria-hidden>
        <Icon as={icon} size={16} />
      </span>
    );
  }
  return (
    <a href={href} data-soft rel="nofollow" className={style} aria-label={label} title={label}>
      <Icon as={icon} size={16} />
    </a>
  );
}

/** What is in sight, of how many, from when; and the way on. The count never hides. */
export function TablePagination<Row>({
  page,
  state,
  link,
  t,
  format,
  things,
  range,
  label,
}: {
  page: Page<Row>;
  state: ListState;
  link: (patch: ListPatch) => string;
  t: Translate;
  format: Format;
  things: string;
  range?: string;
  /** The table's name: two lists on a page have two sets of pages. */
  label: string;
}) {
  const first = page.rows.length === 0 ? 0 : page.from + 1;
  const last = page.from + page.rows.length;
  const bounds = { from: format.number(first), to: format.number(last) };
  const count =
    page.rows.length === 0
      ? format.number(page.total ?? 0)
      : page.total === undefined
        ? t("table.range", bounds)
        : t(page.totalIsFloor ? "table.rangeOfMany" : "table.rangeOf", { ...bounds, total: format.number(page.total) });
  const next = page.next ? link({ cursor: page.next, dir: "after", from: last }) : null;
  const previous = page.previous
    ? link({ cursor: page.previous, dir: "before", from: Math.max(0, page.from - state.limit) })
    : null;
  return (
    <div className="mt-3 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2 text-muted text-small">
      <p className="num min-w-0 flex-1">
        {count} {things}
        {range ? <span className="text-faint"> · {range}</span> : null}
        {page.totalIsFloor ? <span className="block text-faint">{t("table.narrow")}</span> : null}
      </p>
      {next || previous ? (
        <nav aria-label={`${t("table.pages")}: ${label}`} className="flex gap-1.5">
          <Step
            href={previous ? link({ cursor: undefined, dir: "after", from: 0 }) : null}
            label={t("table.first")}
            icon={ChevronsLeft}
          />
          <Step href={previous} label={t("table.previous")} icon={ChevronLeft} />
          <Step href={next} label={t("table.next")} icon={ChevronRight} />
        </nav>
      ) : null}
    </div>
  );
}
