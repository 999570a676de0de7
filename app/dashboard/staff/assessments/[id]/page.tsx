import { notFound } from "next/navigation";
import { AssessmentRoom } from "@/app/dashboard/assessment-room";
import { readAssessment } from "@/server/features/assessment/assessments.queries";
import { assessmentInput } from "@/server/features/assessment/assessments.schema";
import { recordOf, requirePage } from "@/server/platform/page";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string; q?: string }> };

/** ST-16: one assessment. */
export default async function AssessmentPage({ params, searchParams }: Given) {
  const ctx = await requirePage("assessment:school");
  const input = assessmentInput.safeParse(await params);
  if (!input.success) notFound();
  const assessment = await recordOf(ctx, input.data.id, readAssessment(ctx, input.data.id));
  return <AssessmentRoom ctx={ctx} assessment={assessment} asked={await searchParams} />;
}
