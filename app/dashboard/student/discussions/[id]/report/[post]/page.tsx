import { requirePage } from "@/server/platform/page";
import { openReport } from "../../../../../talk-pages";

/** Bringing something said in a course before the school. */
export default async function StudentReportPage({ params }: { params: Promise<{ id: string; post: string }> }) {
  await requirePage("talk:report");
  return openReport("/dashboard/student/discussions", await params);
}
