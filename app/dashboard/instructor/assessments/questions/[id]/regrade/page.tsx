import { notFound } from "next/navigation";
import { RegradeView } from "@/components/assessment/bank/regrade-view";
import { regradePage } from "@/server/features/assessment/regrade.schema";
import { findRegrade } from "@/server/features/assessment/regrade.service";
import { recordOf, requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../../bank-words";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ number?: string; page?: string }> };

/** IN-6: answers to an earlier version, marked by the key of now. */
export default async function RegradePage({ params, searchParams }: Given) {
  const ctx = await requirePage("question:write");
  const { id } = await params;
  const { number, page = 1 } = await searchParams;
  const input = regradePage.safeParse({ questionId: id, number: Number(number), page: Number(page) });
  if (!input.success) notFound();
  const found = await recordOf(ctx, id, findRegrade(ctx, input.data));
  return <RegradeView id={id} number={input.data.number} {...found} {...(await bankWords(ctx))} />;
}
