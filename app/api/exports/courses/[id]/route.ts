import { answerCourseExport } from "@/server/features/courses/travel.http";

export const dynamic = "force-dynamic";

/** A course as an archive. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerCourseExport(request, (await params).id);
}
