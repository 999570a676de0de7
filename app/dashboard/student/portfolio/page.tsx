import { z } from "zod";
import { wordsOf } from "@/components/families/words";
import { EvidenceList } from "@/components/progress/evidence";
import { PortfolioView } from "@/components/progress/portfolio";
import { Page } from "@/components/shell/page";
import type { SearchParams } from "@/lib/list";
import { readOwnChild } from "@/server/features/families/families.queries";
import { readEvidence, readJourney } from "@/server/features/progress/progress.queries";
import { evidenceInput } from "@/server/features/progress/progress.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

const base = "/dashboard/student/portfolio";
const text = z.string().optional().catch(undefined);
const asked = z.object({ area: text, strand: text, sub: text, cursor: text });

/** SU-7: what the child has shown of each competency, down to the answer or the piece of work. `?area=&strand=&sub=` opens one. */
export default async function PortfolioPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("lesson:learn");
  const { area, strand, sub, cursor } = asked.parse(await searchParams);
  const child = await readOwnChild(ctx);
  const input = evidenceInput.safeParse({ studentId: child.id, area, strand, subStrand: sub, cursor });
  const [journey, page, t, p] = await Promise.all([
    input.success ? null : readJourney(ctx, child.id),
    input.success ? readEvidence(ctx, input.data) : null,
    getT("families"),
    getT("progress"),
  ]);
  const words = { ...wordsOf(t, ctx.locale), p, locale: ctx.locale };
  return (
    <Page title={p("own.portfolio")} subtitle={p("own.portfolio_note")}>
      {journey ? <PortfolioView journey={journey} base={base} words={words} /> : null}
      {page && input.success ? (
        <EvidenceList
          page={page}
          title={input.data.subStrand}
          back={base}
          more={(next) =>
            `${base}?${new URLSearchParams({ area: input.data.area, strand: input.data.strand, sub: input.data.subStrand, cursor: next })}`
          }
          workHref={({ assignmentId }) => `/dashboard/student/work/${assignmentId}`}
          words={words}
        />
      ) : null}
    </Page>
  );
}
