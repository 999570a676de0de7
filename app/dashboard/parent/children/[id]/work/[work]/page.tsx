import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { FamilyWorkView } from "@/components/assignments/work-room";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { readFamilyWork } from "@/server/features/assignments/work.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string; work: string }> };
const address = z.object({ id: z.uuid(), work: z.uuid() });

/** Read once for the page and its title. Work of another family's child is a page that does not exist. */
const workOf = cache(async (child: string, piece: string) => {
  const ctx = await requirePage("family:read");
  const input = address.safeParse({ id: child, work: piece });
  if (!input.success) notFound();
  const { id, work } = input.data;
  const found = await recordOf(ctx, work, readFamilyWork(ctx, { submissionId: work }));
  if (found.piece.studentId !== id) notFound();
  return { ctx, ...found };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, work } = await params;
  return { title: (await workOf(id, work)).task.title };
}

/** PA-2: a piece of work a child handed in, and what came back of it. */
export default async function ChildWorkPage({ params }: Props) {
  const { id, work } = await params;
  const { ctx, task, piece, child } = await workOf(id, work);
  const words = { t: await getT("assignments"), format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  const back = `/dashboard/parent/children/${piece.studentId}?tab=activity`;
  return (
    <>
      <LiveRefresh topics={["notifications"]} />
      <FamilyWorkView task={task} piece={piece} child={child} back={back} {...words} />
    </>
  );
}
