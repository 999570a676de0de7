import { FeedbackPage } from "@/components/catalogue/feedback-page";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listFeedback } from "@/server/features/catalogue/feedback.queries";
import { feedbackInput } from "@/server/features/catalogue/feedback.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-15: what families say about one's courses. */
export default async function InstructorFeedbackPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("review:reply");
  const state = parseList(feedbackInput, await searchParams);
  const [feedback, t, ui] = await Promise.all([listFeedback(ctx, state), getT("feedback"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <>
      <LiveRefresh topics={["notifications"]} />
      <FeedbackPage feedback={feedback} state={state} t={t} ui={ui} format={format} now={ctx.now} />
    </>
  );
}
