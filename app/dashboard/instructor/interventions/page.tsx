import { InterventionsTable } from "@/components/learners/interventions-table";
import { learnersPath } from "@/components/learners/paths";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listInterventions } from "@/server/features/learners/interventions.queries";
import { interventionsInput } from "@/server/features/learners/interventions.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-13: one's plans of help. */
export default async function InterventionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("learner:read");
  const state = parseList(interventionsInput, await searchParams);
  const [page, t, ui] = await Promise.all([listInterventions(ctx, state), getT("learners"), getT("ui")]);
  return (
    <Page
      title={t("plans.title")}
      subtitle={t("plans.sentence", { due: page.dueCount })}
      action={<ButtonLink href={learnersPath}>{t("plans.choose")}</ButtonLink>}
    >
      <LiveRefresh topics={["learners", "consent"]} />
      <InterventionsTable
        page={page}
        state={state}
        t={t}
        ui={ui}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </Page>
  );
}
