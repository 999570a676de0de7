import type { Metadata } from "next";
import { AssessmentRoom } from "@/app/dashboard/assessment-room";
import { readAssessment } from "@/server/features/assessment/assessments.queries";
import { recordPage } from "@/server/platform/page";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string; q?: string }> };

/** Read once for the page and its title. */
const assessmentOf = recordPage("assessment:write", readAssessment);

export async function generateMetadata({ params }: Given): Promise<Metadata> {
  return { title: (await assessmentOf((await params).id)).record.title };
}

/** IN-6: one assessment. */
export default async function AssessmentPage({ params, searchParams }: Given) {
  const { ctx, record } = await assessmentOf((await params).id);
  return <AssessmentRoom ctx={ctx} assessment={record} asked={await searchParams} />;
}
