import { BankView } from "@/components/assessment/bank/bank-table";
import { CalibrationLine } from "@/components/assessment/bank/calibration-line";
import { parseList, type SearchParams } from "@/lib/list";
import { listQuestions } from "@/server/features/assessment/bank.queries";
import { bankListInput } from "@/server/features/assessment/bank.schema";
import { readCalibration } from "@/server/features/assessment/calibration.queries";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { requirePage } from "@/server/platform/page";
import { bankWords } from "../../../bank-words";

/** ST-15: the question bank. */
export default async function QuestionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("question:school");
  const state = parseList(bankListInput, await searchParams);
  const [page, areas, calibration, words] = await Promise.all([
    listQuestions(ctx, state),
    readAreaChoices(ctx),
    readCalibration(ctx),
    bankWords(ctx),
  ]);
  const above = <CalibrationLine calibration={calibration} {...words} />;
  return <BankView page={page} state={state} areas={areas} above={above} {...words} />;
}
