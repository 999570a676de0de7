import { redirect } from "next/navigation";
import { ProposalsView, proposalsHref } from "@/components/grading/proposals";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { proposalsInput } from "@/server/features/grading/grading.schema";
import { readProposals } from "@/server/features/grading/proposals.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-7: what the rules propose, to be looked at and made into drafts together. */
export default async function ProposalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("work:grade");
  const state = parseList(proposalsInput, await searchParams);
  const [page, t, ui] = await Promise.all([readProposals(ctx, state), getT("grading"), getT("ui")]);
  // What stood here has become drafts meanwhile: the rest begins at the first page.
  if (page.rows.length === 0 && state.cursor) redirect(proposalsHref(state, { cursor: undefined }));
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <Page title={t("proposals.title")} subtitle={t("proposals.sentence")}>
      <ProposalsView page={page} state={state} t={t} ui={ui} format={format} />
    </Page>
  );
}
