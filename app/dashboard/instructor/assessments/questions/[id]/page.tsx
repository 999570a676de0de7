import type { Metadata } from "next";
import { QuestionView } from "@/components/assessment/bank/question-view";
import { readQuestion } from "@/server/features/assessment/bank.queries";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { recordPage } from "@/server/platform/page";
import { bankWords } from "../../../../bank-words";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string }> };

/** Read once for the page and its title. */
const questionOf = recordPage("question:write", readQuestion);

export async function generateMetadata({ params }: Given): Promise<Metadata> {
  return { title: (await questionOf((await params).id)).record.title };
}

/** IN-6: one question. */
export default async function QuestionPage({ params, searchParams }: Given) {
  const { ctx, record: question } = await questionOf((await params).id);
  const [areas, words] = await Promise.all([readAreaChoices(ctx), bankWords(ctx)]);
  const tab = (await searchParams).view === "history" ? "history" : "edit";
  return <QuestionView question={question} areas={areas} tab={tab} timeZone={ctx.actor.timeZone} {...words} />;
}
