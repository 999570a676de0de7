import { CoveragePage, coverageAsked } from "@/components/curriculum/coverage-page";
import type { SearchParams } from "@/lib/list";
import { readCoverage, readCovered } from "@/server/features/curriculum/coverage.queries";
import type { Ctx } from "@/server/platform/actor";
import { getT } from "@/server/platform/i18n";

type Room = { ctx: Ctx; base: string; searchParams: Promise<SearchParams> };

/** ST-4 and IN-21: the curriculum and its coverage, below the address of the role that looks. */
export async function CoverageRoom({ ctx, base, searchParams }: Room) {
  const asked = coverageAsked.parse(await searchParams);
  const { grade, area } = asked;
  const [map, covered, t] = await Promise.all([
    readCoverage(ctx),
    grade && area ? readCovered(ctx, { grade, area }) : null,
    getT("coverage"),
  ]);
  const words = { t, locale: ctx.locale, timeZone: ctx.actor.timeZone };
  return <CoveragePage base={base} asked={asked} map={map} covered={covered} {...words} />;
}
