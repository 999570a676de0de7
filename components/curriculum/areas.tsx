import { ChevronRight } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { Area } from "@/server/features/curriculum/curriculum.schema";

export const areaName = (area: Pick<Area, "name" | "nameSw">, locale: Locale) =>
  locale === "sw" ? area.nameSw : area.name;

/** The learning areas of a grade with how much each holds; links when there is somewhere to go. */
export function Areas({
  areas,
  title,
  locale,
  t,
  href,
  current,
  big,
}: {
  areas: readonly Area[];
  title: string;
  locale: Locale;
  t: Translate;
  href?: (area: Area) => string;
  current?: string | undefined;
  big?: boolean;
}) {
  const count = areas.reduce((sum, area) => sum + area.count, 0);
  return (
    <Section id="curriculum" title={title} note={areas.length ? t("note", { areas: areas.length, count }) : undefined}>
      {areas.length === 0 ? (
        <p className="rounded border border-line bg-surface px-4 py-6 text-muted">{t("none")}</p>
      ) : (
        <ul className="grid gap-px overflow-hidden rounded border border-line bg-line sm:grid-cols-2">
          {areas.map((area, at) => {
            const words = (
              <>
                <span className="min-w-0 flex-1 break-words font-medium">{areaName(area, locale)}</span>
                <span className="num shrink-0 text-muted text-small">
                  {t(big ? "things" : "count", { count: area.count })}
                </span>
              </>
            );
            const line = `flex items-center gap-3 bg-surface px-4 py-3 ${big ? "min-h-14" : ""}`;
            return (
              <li
                key={area.code}
                className={at === areas.length - 1 && areas.length % 2 ? "grid sm:col-span-2" : "grid"}
              >
                {href ? (
                  <a
                    href={href(area)}
                    data-soft
                    aria-current={current === area.code ? "true" : undefined}
                    className={`${line} hover:bg-sunken ${current === area.code ? "font-semibold text-accent" : ""}`}
                  >
                    {words}
                    <Icon as={ChevronRight} size={16} className="shrink-0 text-faint" />
                  </a>
                ) : (
                  <span className={line}>{words}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
