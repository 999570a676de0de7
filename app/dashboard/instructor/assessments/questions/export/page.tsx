import { notFound } from "next/navigation";
import { ExportView } from "@/components/assessment/bank/export-view";
import { previewExport } from "@/server/features/assessment/bank.export.service";
import { exportInput } from "@/server/features/assessment/bank.schema";
import { recordOf, requirePage } from "@/server/platform/page";
import { bankWords } from "../../../../bank-words";

/** IN-6: chosen questions for another program. */
export default async function ExportQuestionsPage({ searchParams }: { searchParams: Promise<{ ids?: string }> }) {
  const ctx = await requirePage("question:write");
  const input = exportInput.pick({ ids: true }).safeParse({ ids: (await searchParams).ids });
  if (!input.success) notFound();
  const { ids } = input.data;
  const preview = await recordOf(ctx, ids[0] ?? "", previewExport(ctx, ids));
  return <ExportView ids={ids} preview={preview} {...(await bankWords(ctx))} />;
}
