import { LiveRefresh } from "@/components/live/live-refresh";
import { LedThread } from "@/components/talk/led-thread";
import { nextOpen } from "@/server/features/talk/talk.queries";
import { requirePage } from "@/server/platform/page";
import { openThread, type TopicAddress } from "../../../talk-pages";

/** IN-14: one topic. */
export default async function DiscussionPage(address: TopicAddress) {
  const ctx = await requirePage("talk:lead");
  const open = await openThread(ctx, address);
  const next = await nextOpen(ctx, open.thread.topic.id);
  return (
    <>
      <LiveRefresh topics={["talk"]} />
      <LedThread userId={ctx.actor.userId} next={next} {...open} />
    </>
  );
}
