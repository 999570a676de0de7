import { NewQuestionView } from "@/components/assessment/bank/new-question-view";
import { newQuestionInput } from "@/server/features/assessment/bank.schema";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../bank-words";

/** ST-16: a question that is not in the bank yet. */
export default async function NewQuestionPage({ searchParams }: { searchParams: Promise<{ type?: string }> }) {
  const ctx = await requirePage("question:school");
  const { type } = newQuestionInput.parse({ type: (await searchParams).type });
  const [areas, words] = await Promise.all([readAreaChoices(ctx), bankWords(ctx)]);
  return <NewQuestionView type={type} areas={areas} timeZone={ctx.actor.timeZone} {...words} />;
}
