import { z } from "zod";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import { grades } from "@/lib/school-calendar";
import type { Translate } from "@/lib/translate";
import { type CoverageMap, type Covered, gaps, stages } from "@/server/features/curriculum/coverage.schema";
import { areaName } from "./areas";
import { CoverageList } from "./coverage-list";
import { CoverageHeatMap } from "./coverage-map";

/** What the address asks for; what it does not know is left out. */
export const coverageAsked = z.object({
  stage: z.enum(stages).catch("assessed"),
  grade: z.enum(grades).optional().catch(undefined),
  area: z.string().max(40).optional().catch(undefined),
  gap: z.enum(gaps).optional().catch(undefined),
});

/** ST-4 and IN-21: the curriculum with what the school does about it; the map, or one field of it. */
export function CoveragePage({
  base,
  asked: { stage, grade, area, gap },
  map,
  covered,
  t,
  locale,
  timeZone,
}: {
  base: string;
  asked: z.output<typeof coverageAsked>;
  map: CoverageMap;
  /** The competencies of the field asked for; null for the map. */
  covered: readonly Covered[] | null;
  t: Translate;
  locale: Locale;
  timeZone: string;
}) {
  const words = { t, format: formats(locale, timeZone), locale };
  const found = map.areas.find(({ code }) => code === area);
  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      {grade && found && covered ? (
        <CoverageList
          rows={covered}
          gap={gap ?? null}
          title={t("of", { area: areaName(found, locale), grade })}
          back={`${base}?stage=${stage}`}
          base={`${base}?${new URLSearchParams({ stage, grade, area: found.code })}`}
          words={words}
        />
      ) : (
        <CoverageHeatMap map={map} stage={stage} base={base} words={words} />
      )}
    </Page>
  );
}
