import { ProposalsView } from "@/components/grading/proposals";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { proposalsInput } from "@/server/features/grading/grading.schema";
import { readProposals } from "@/server/features/grading/proposals.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-7: what the rules propose, to be looked at and made into drafts together. */
export default async function ProposalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("work:grade");
  const asked = proposalsInput.safeParse(await searchParams);
  const input = asked.success ? asked.data : proposalsInput.parse({});
  const [rows, t, ui] = await Promise.all([readProposals(ctx, input), getT("grading"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <Page title={t("proposals.title")} subtitle={t("proposals.sentence")}>
      <ProposalsView rows={rows} atLeast={input.atLeast} t={t} ui={ui} format={format} />
    </Page>
  );
}
