import { notFound } from "next/navigation";
import { QuestionView } from "@/components/assessment/bank/question-view";
import { readQuestion } from "@/server/features/assessment/bank.queries";
import { questionInput } from "@/server/features/assessment/bank.schema";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { recordOf, requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../bank-words";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string }> };

/** IN-6: one question. */
export default async function QuestionPage({ params, searchParams }: Given) {
  const ctx = await requirePage("question:write");
  const input = questionInput.safeParse(await params);
  if (!input.success) notFound();
  const question = await recordOf(ctx, input.data.id, readQuestion(ctx, input.data.id));
  const [areas, words] = await Promise.all([readAreaChoices(ctx), bankWords(ctx)]);
  const tab = (await searchParams).view === "history" ? "history" : "edit";
  return <QuestionView question={question} areas={areas} tab={tab} timeZone={ctx.actor.timeZone} {...words} />;
}
