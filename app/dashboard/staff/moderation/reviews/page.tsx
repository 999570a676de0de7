import { ReportedReviews } from "@/components/catalogue/reported-page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listReported } from "@/server/features/catalogue/feedback.queries";
import { reportedListInput } from "@/server/features/catalogue/feedback.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** ST-2: reviews that teachers reported. */
export default async function ReportedReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("course:review");
  const state = parseList(reportedListInput, await searchParams);
  const [page, t, ui] = await Promise.all([listReported(ctx, state), getT("feedback"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return <ReportedReviews page={page} state={state} t={t} ui={ui} format={format} now={ctx.now} />;
}
