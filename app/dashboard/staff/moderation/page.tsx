import { ModerationTabs } from "@/components/catalogue/reported-page";
import { ModerationTable } from "@/components/courses/moderation-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listModeration } from "@/server/features/courses/review.queries";
import { moderationListInput } from "@/server/features/courses/review.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** ST-2: courses that wait for somebody to read them. */
export default async function ModerationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("course:review");
  const state = parseList(moderationListInput, await searchParams);
  const [page, t, ui, feedback] = await Promise.all([
    listModeration(ctx, state),
    getT("courses"),
    getT("ui"),
    getT("feedback"),
  ]);
  const words = { t, ui, locale: ctx.locale, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <Page
      title={t("moderation.title")}
      subtitle={t("moderation.sentence", { count: page.total ?? 0 })}
      tabs={<ModerationTabs at="courses" t={feedback} />}
    >
      <LiveRefresh topics={["courses"]} />
      <ModerationTable page={page} state={state} {...words} />
    </Page>
  );
}
