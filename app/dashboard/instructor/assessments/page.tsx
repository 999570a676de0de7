import { AssessmentsView } from "@/components/assessment/bank/assessments-table";
import { parseList, type SearchParams } from "@/lib/list";
import { listWorkedOn, readAssessableCourses } from "@/server/features/assessment/assessments.queries";
import { assessmentListInput } from "@/server/features/assessment/assessments.schema";
import { requirePage } from "@/server/platform/page";
import { bankWords } from "../../bank-words";

/** IN-6: assessments. */
export default async function AssessmentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("assessment:write");
  const state = parseList(assessmentListInput, await searchParams);
  const [page, courses, words] = await Promise.all([
    listWorkedOn(ctx, state),
    readAssessableCourses(ctx),
    bankWords(ctx),
  ]);
  return <AssessmentsView page={page} state={state} courses={courses} {...words} />;
}
