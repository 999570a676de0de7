import { leadToFile } from "@/server/features/files/files.http";

export const dynamic = "force-dynamic";

/** A file of a piece of work, for the family and for who grades it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return leadToFile(request, (await params).id);
}
