import { notFound } from "next/navigation";
import { InterventionRecordView } from "@/components/learners/intervention-record";
import { formats } from "@/lib/format";
import { readIntervention } from "@/server/features/learners/interventions.queries";
import { interventionInput } from "@/server/features/learners/interventions.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-13: one plan of help, with what was counted before and since. */
export default async function InterventionPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("learner:read");
  const input = interventionInput.safeParse(await params);
  if (!input.success) notFound();
  const plan = await recordOf(ctx, input.data.id, readIntervention(ctx, input.data.id));
  const [t, ui] = await Promise.all([getT("learners"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return <InterventionRecordView plan={plan} t={t} ui={ui} format={format} now={ctx.now} />;
}
