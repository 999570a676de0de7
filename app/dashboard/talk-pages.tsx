import { notFound } from "next/navigation";
import { z } from "zod";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ReportPage } from "@/components/talk/report-page";
import { TalkPage } from "@/components/talk/talk-page";
import { FamilyThread } from "@/components/talk/thread";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { readTalk, readThread } from "@/server/features/talk/talk.queries";
import { threadInput, topicListInput } from "@/server/features/talk/talk.schema";
import type { Ctx } from "@/server/platform/actor";
import { getT } from "@/server/platform/i18n";
import { recordOf } from "@/server/platform/page";

const address = z.object({ id: z.uuid() });
const reportAddress = z.object({ id: z.uuid(), post: z.uuid() });

export type TopicAddress = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
type FamilyRole = "STUDENT" | "PARENT";

/** The talk of the courses a family follows, for a child or a guardian. */
export async function familyTalk(ctx: Ctx, role: FamilyRole, searchParams: Promise<SearchParams>) {
  const state = parseList(topicListInput, await searchParams);
  const [talk, t] = await Promise.all([readTalk(ctx, state), getT("talk")]);
  const words = { t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <>
      <LiveRefresh topics={["talk"]} />
      <TalkPage talk={talk} state={state} reader={{ role, userId: ctx.actor.userId }} {...words} />
    </>
  );
}

/** One topic, for a child or a guardian. */
export async function familyThread(ctx: Ctx, role: FamilyRole, address: TopicAddress) {
  const open = await openThread(ctx, address);
  return (
    <>
      <LiveRefresh topics={["talk"]} />
      <FamilyThread reader={{ role, userId: ctx.actor.userId }} {...open} />
    </>
  );
}

/** What the page of a topic needs, whoever reads it. A topic one does not hear is a page that does not exist. */
export async function openThread(ctx: Ctx, { params, searchParams }: TopicAddress) {
  const input = address.safeParse(await params);
  if (!input.success) notFound();
  const { id } = input.data;
  const state = parseList(threadInput, await searchParams);
  const thread = await recordOf(ctx, id, readThread(ctx, id, state));
  const t = await getT("talk");
  return { thread, state, t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
}

/** The page on which a post of a topic is reported; `list` is the reader's page of topics. */
export async function openReport(list: string, params: { id: string; post: string }) {
  const input = reportAddress.safeParse(params);
  if (!input.success) notFound();
  const [t, ui] = await Promise.all([getT("talk"), getT("ui")]);
  return <ReportPage postId={input.data.post} back={`${list}/${input.data.id}`} t={t} ui={ui} />;
}
