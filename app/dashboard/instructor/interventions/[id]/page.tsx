import type { Metadata } from "next";
import { InterventionRecordView } from "@/components/learners/intervention-record";
import { formats } from "@/lib/format";
import { readIntervention } from "@/server/features/learners/interventions.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its title. */
const planOf = recordPage("learner:read", readIntervention);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { aim, plan } = (await planOf((await params).id)).record;
  return { title: aim ?? plan };
}

/** IN-13: one plan of help, with what was counted before and since. */
export default async function InterventionPage({ params }: Props) {
  const { ctx, record: plan } = await planOf((await params).id);
  const [t, ui] = await Promise.all([getT("learners"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return <InterventionRecordView plan={plan} t={t} ui={ui} format={format} now={ctx.now} />;
}
