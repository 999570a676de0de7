import { LiveRefresh } from "@/components/live/live-refresh";
import { TalkQueuePage } from "@/components/talk/queue-page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listTalkQueue } from "@/server/features/talk/talk.moderation.queries";
import { queueInput } from "@/server/features/talk/talk.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** ST-2: what the rules hold and what people report in courses. */
export default async function TalkModerationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("talk:moderate");
  const state = parseList(queueInput, await searchParams);
  const [page, t, ui, feedback] = await Promise.all([
    listTalkQueue(ctx, state),
    getT("talk"),
    getT("ui"),
    getT("feedback"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <>
      <LiveRefresh topics={["moderation"]} />
      <TalkQueuePage page={page} state={state} t={t} ui={ui} feedback={feedback} format={format} now={ctx.now} />
    </>
  );
}
