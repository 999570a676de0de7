import { proposalsPath } from "@/components/grading/paths";
import { QueueTable } from "@/components/grading/queue-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { readQueue, readQueueChoices } from "@/server/features/grading/grading.queries";
import { queueInput } from "@/server/features/grading/grading.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-7: work that waits to be marked. */
export default async function SubmissionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("work:grade");
  const state = parseList(queueInput, await searchParams);
  const [page, choices, t, ui] = await Promise.all([
    readQueue(ctx, state),
    readQueueChoices(ctx, state),
    getT("grading"),
    getT("ui"),
  ]);
  return (
    <Page
      title={t("title")}
      subtitle={t("sentence", { count: page.total ?? 0 })}
      action={<ButtonLink href={proposalsPath}>{t("proposals.open")}</ButtonLink>}
    >
      <LiveRefresh topics={["grading"]} />
      <QueueTable
        page={page}
        state={state}
        choices={choices}
        t={t}
        ui={ui}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </Page>
  );
}
