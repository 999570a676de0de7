import { notFound } from "next/navigation";
import { RegradeView } from "@/components/assessment/bank/regrade-view";
import { regradeInput } from "@/server/features/assessment/regrade.schema";
import { findRegrade } from "@/server/features/assessment/regrade.service";
import { recordOf, requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../../bank-words";

type Given = { params: Promise<{ id: string }>; searchParams: Promise<{ number?: string }> };

/** ST-16: answers to an earlier version, marked by the key of now. */
export default async function RegradePage({ params, searchParams }: Given) {
  const ctx = await requirePage("question:school");
  const { id } = await params;
  const input = regradeInput.safeParse({ questionId: id, number: Number((await searchParams).number) });
  if (!input.success) notFound();
  const preview = await recordOf(ctx, id, findRegrade(ctx, input.data));
  return <RegradeView id={id} number={input.data.number} preview={preview} {...(await bankWords(ctx))} />;
}
