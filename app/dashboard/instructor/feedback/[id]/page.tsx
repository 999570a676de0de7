import { notFound } from "next/navigation";
import { FeedbackRecordView } from "@/components/catalogue/feedback-record";
import { formats } from "@/lib/format";
import { readFeedback } from "@/server/features/catalogue/feedback.queries";
import { reviewInput } from "@/server/features/catalogue/feedback.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-15: one review, with the teacher's answer. */
export default async function InstructorReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("review:reply");
  const input = reviewInput.safeParse(await params);
  if (!input.success) notFound();
  const review = await recordOf(ctx, input.data.id, readFeedback(ctx, input.data.id));
  const [t, ui] = await Promise.all([getT("feedback"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return <FeedbackRecordView review={review} t={t} ui={ui} format={format} now={ctx.now} />;
}
