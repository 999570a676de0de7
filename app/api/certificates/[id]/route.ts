import { answerCertificate } from "@/server/features/recognition/certificates.http";

export const dynamic = "force-dynamic";

/** A certificate as a PDF, for the family and for who teaches the child. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerCertificate(request, (await params).id);
}
