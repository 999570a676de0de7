import { ImportView } from "@/components/assessment/bank/import-view";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../bank-words";

/** ST-15: questions from another program. */
export default async function ImportQuestionsPage() {
  const ctx = await requirePage("question:school");
  const [areas, words] = await Promise.all([readAreaChoices(ctx), bankWords(ctx)]);
  return <ImportView areas={areas} timeZone={ctx.actor.timeZone} {...words} />;
}
