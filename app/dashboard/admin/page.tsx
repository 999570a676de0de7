import { DayFigures, MessagesOut, Parts } from "@/components/health/health";
import { JobsTable } from "@/components/health/jobs-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { FailedMessages } from "@/components/notify/failed-messages";
import { Page } from "@/components/shell/page";
import { Section } from "@/components/ui/section";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listJobs, readHealth } from "@/server/features/health/health.queries";
import { jobListInput } from "@/server/features/health/health.schema";
import { failedMessages } from "@/server/features/notify/notify.outbox.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-1: is everything alive, what waits, what failed, and the way to run it again. */
export default async function HealthPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("health:read");
  const state = parseList(jobListInput, await searchParams);
  const [health, jobs, failed, t, ui, n] = await Promise.all([
    readHealth(ctx),
    listJobs(ctx, state),
    failedMessages(ctx),
    getT("admin"),
    getT("ui"),
    getT("notify"),
  ]);
  const words = { health, t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  const silent = health.parts.filter((part) => part.state === "late").length;
  return (
    <Page
      title={t("health.title")}
      subtitle={t("health.sentence", { late: silent, dead: health.deadRuns, waiting: health.waitingMessages })}
    >
      <LiveRefresh topics={["health"]} />
      <DayFigures {...words} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Parts {...words} />
        <MessagesOut {...words} />
      </div>
      <FailedMessages messages={failed} t={n} format={words.format} now={ctx.now} />
      <Section id="jobs" title={t("health.jobs")} note={t("health.jobsText")}>
        <JobsTable page={jobs} state={state} t={t} ui={ui} format={words.format} now={ctx.now} />
      </Section>
    </Page>
  );
}
