import { notFound } from "next/navigation";
import { DeskFrame } from "@/components/grading/desk-frame";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { openDesk } from "@/server/features/grading/desk.service";
import { queueInput, workInput } from "@/server/features/grading/grading.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** IN-7: one piece of work, marked by its rubric, with the rest of the queue around it. */
export default async function SubmissionPage({ params, searchParams }: Props) {
  const ctx = await requirePage("work:grade");
  const input = workInput.safeParse(await params);
  if (!input.success) notFound();
  const queue = parseList(queueInput, await searchParams);
  const desk = await recordOf(ctx, input.data.id, openDesk(ctx, input.data.id, queue));
  const [t, ui] = await Promise.all([getT("grading"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <>
      <LiveRefresh topics={["grading"]} />
      <DeskFrame desk={desk} queue={queue} t={t} ui={ui} locale={ctx.locale} format={format} now={ctx.now} />
    </>
  );
}
