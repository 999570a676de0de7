import type { ReactNode } from "react";
import { AssessmentItems } from "@/components/assessment/bank/assessment-items";
import { AssessmentLearners } from "@/components/assessment/bank/assessment-learners";
import { AssessmentSettings } from "@/components/assessment/bank/assessment-settings";
import {
  type AssessmentTab,
  AssessmentView,
  type AssessmentWords,
  assessmentTabs,
  isOffered,
} from "@/components/assessment/bank/assessment-view";
import { ItemAnalysis } from "@/components/assessment/bank/item-analysis";
import { PathList } from "@/components/assessment/bank/path-list";
import { TrialView } from "@/components/assessment/bank/trial-view";
import { readLearners } from "@/server/features/assessment/accommodations.queries";
import { type AssessmentRecord, readTrial } from "@/server/features/assessment/assessments.queries";
import { listQuestions } from "@/server/features/assessment/bank.queries";
import { bankListInput } from "@/server/features/assessment/bank.schema";
import { readItemFigures } from "@/server/features/assessment/items.queries";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import type { Ctx } from "@/server/platform/actor";
import { bankWords } from "./bank-words";

type Room = { ctx: Ctx; assessment: AssessmentRecord; asked: { view?: string; q?: string } };

/** The part of an assessment that was asked for, read and drawn; alike for all who work on it. */
export async function AssessmentRoom({ ctx, assessment, asked }: Room) {
  const words = { ...(await bankWords(ctx)), assessment, timeZone: ctx.actor.timeZone };
  const tab = assessmentTabs.find((one) => one === asked.view && isOffered(one, words)) ?? "questions";
  return (
    <AssessmentView tab={tab} {...words}>
      {await parts[tab](ctx, words, asked.q?.slice(0, 200) ?? "")}
    </AssessmentView>
  );
}

type Part = (ctx: Ctx, words: AssessmentWords, q: string) => Promise<ReactNode>;
const parts: Record<AssessmentTab, Part> = {
  questions: async (ctx, words, q) => {
    const input = bankListInput.parse({ q, limit: 10, filters: q ? {} : placeOf(words) });
    const [found, areas] = await Promise.all([listQuestions(ctx, input), readAreaChoices(ctx)]);
    return <AssessmentItems found={found} asked={q} areas={areas} {...words} />;
  },
  paths: async (_, words) => <PathList {...words} />,
  settings: async (_, words) => <AssessmentSettings {...words} />,
  analysis: async (ctx, words) => (
    <ItemAnalysis analysis={await readItemFigures(ctx, words.assessment.id)} {...words} />
  ),
  learners: async (ctx, words) => (
    <AssessmentLearners learners={await readLearners(ctx, words.assessment.id)} {...words} />
  ),
  preview: async (ctx, words) => <TrialView trial={await readTrial(ctx, words.assessment.id)} {...words} />,
};

/** Without words, what is offered first belongs to the course's own grade and area. */
const placeOf = ({ assessment: { course } }: AssessmentWords) => ({
  grade: [course.grade],
  area: [course.learningAreaCode],
});
