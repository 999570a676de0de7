import { notFound } from "next/navigation";
import { z } from "zod";
import { ModerationRecordView } from "@/components/courses/moderation-record";
import { formats } from "@/lib/format";
import { readModeration } from "@/server/features/courses/review.queries";
import { moderationInput } from "@/server/features/courses/review.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

const asked = z.object({ lesson: z.uuid().optional().catch(undefined) });

/** ST-2: one course as its learners will read it, and the decision. */
export default async function ModerationItemPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requirePage("course:review");
  const input = moderationInput.safeParse(await params);
  if (!input.success) notFound();
  const { lesson } = asked.parse(await searchParams);
  const item = await recordOf(ctx, input.data.id, readModeration(ctx, input.data.id, lesson));
  const [t, ui] = await Promise.all([getT("courses"), getT("ui")]);
  return (
    <ModerationRecordView
      item={item}
      t={t}
      ui={ui}
      locale={ctx.locale}
      format={formats(ctx.locale, ctx.actor.timeZone)}
    />
  );
}
