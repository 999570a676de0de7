import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { AssessmentRoom } from "@/app/dashboard/assessment-room";
import { readAssessment } from "@/server/features/assessment/assessments.queries";
import { assessmentInput } from "@/server/features/assessment/assessments.schema";
import { recordOf, requirePage } from "@/server/platform/page";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string; q?: string }> };

/** Read once for the page and its title. */
const assessmentOf = cache(async (given: string) => {
  const ctx = await requirePage("assessment:write");
  const input = assessmentInput.safeParse({ id: given });
  if (!input.success) notFound();
  return { ctx, assessment: await recordOf(ctx, input.data.id, readAssessment(ctx, input.data.id)) };
});

export async function generateMetadata({ params }: Given): Promise<Metadata> {
  return { title: (await assessmentOf((await params).id)).assessment.title };
}

/** IN-6: one assessment. */
export default async function AssessmentPage({ params, searchParams }: Given) {
  const { ctx, assessment } = await assessmentOf((await params).id);
  return <AssessmentRoom ctx={ctx} assessment={assessment} asked={await searchParams} />;
}
