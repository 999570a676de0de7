import { BankView } from "@/components/assessment/bank/bank-table";
import { parseList, type SearchParams } from "@/lib/list";
import { listQuestions } from "@/server/features/assessment/bank.queries";
import { bankListInput } from "@/server/features/assessment/bank.schema";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { requirePage } from "@/server/platform/page";
import { bankWords } from "../../../bank-words";

/** IN-6: the question bank. */
export default async function QuestionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("question:write");
  const state = parseList(bankListInput, await searchParams);
  const [page, areas, words] = await Promise.all([listQuestions(ctx, state), readAreaChoices(ctx), bankWords(ctx)]);
  return <BankView page={page} state={state} areas={areas} {...words} />;
}
