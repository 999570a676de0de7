import { CoveragePage, coverageAsked } from "@/components/curriculum/coverage-page";
import type { SearchParams } from "@/lib/list";
import { readCoverage, readCovered } from "@/server/features/curriculum/coverage.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** The curriculum and its coverage. */
export default async function CbcPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("coverage:read");
  const asked = coverageAsked.parse(await searchParams);
  const { grade, area } = asked;
  const [map, covered, t] = await Promise.all([
    readCoverage(ctx),
    grade && area ? readCovered(ctx, { grade, area }) : null,
    getT("coverage"),
  ]);
  const { locale, actor } = ctx;
  return (
    <CoveragePage
      base="/dashboard/staff/cbc"
      asked={asked}
      map={map}
      covered={covered}
      t={t}
      locale={locale}
      timeZone={actor.timeZone}
    />
  );
}
