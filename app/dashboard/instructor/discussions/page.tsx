import { LiveRefresh } from "@/components/live/live-refresh";
import { LedPage } from "@/components/talk/led-page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listLed } from "@/server/features/talk/talk.queries";
import { ledListInput } from "@/server/features/talk/talk.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-14: what is asked and said in one's courses. */
export default async function DiscussionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("talk:lead");
  const state = parseList(ledListInput, await searchParams);
  const [led, t, ui] = await Promise.all([listLed(ctx, state), getT("talk"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <>
      <LiveRefresh topics={["talk"]} />
      <LedPage led={led} state={state} t={t} ui={ui} format={format} now={ctx.now} />
    </>
  );
}
