import { answerCourseFile } from "@/server/features/files/files.http";

export const dynamic = "force-dynamic";

/** A file of a course, for whoever reads the course; of its open lessons, for anybody. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerCourseFile(request, (await params).id);
}
