import { answerExport } from "@/server/features/assessment/bank.http";

export const dynamic = "force-dynamic";

/** Questions of the bank for another program. */
export const GET = (request: Request): Promise<Response> => answerExport(request);
