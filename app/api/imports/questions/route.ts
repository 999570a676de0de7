import { answerImport } from "@/server/features/assessment/bank.http";
import { questionFileLimits } from "@/server/features/assessment/formats/formats";
import { refuseForeign } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

/** A file of questions from another program. */
export async function POST(request: Request): Promise<Response> {
  return refuseForeign(request, { maxBytes: questionFileLimits.bytes }) ?? answerImport(request);
}
