import { notFound } from "next/navigation";
import { AlikeView } from "@/components/grading/alike";
import { formats } from "@/lib/format";
import { readAlike } from "@/server/features/grading/desk.queries";
import { workInput } from "@/server/features/grading/grading.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-7: two pieces of work beside each other, with what stands in both. */
export default async function AlikePage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("work:grade");
  const input = workInput.safeParse(await params);
  if (!input.success) notFound();
  const alike = await recordOf(ctx, input.data.id, readAlike(ctx, input.data.id));
  return <AlikeView alike={alike} t={await getT("grading")} format={formats(ctx.locale, ctx.actor.timeZone)} />;
}
