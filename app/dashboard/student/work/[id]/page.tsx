import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { WorkRoomView } from "@/components/assignments/work-room";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { readWork } from "@/server/features/assignments/work.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its title. An assignment of a course that is not the child's does not exist. */
const roomOf = cache(async (given: string) => {
  const ctx = await requirePage("work:submit");
  const id = z.uuid().safeParse(given);
  if (!id.success) notFound();
  return { ctx, room: await recordOf(ctx, id.data, readWork(ctx, { assignmentId: id.data })) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await roomOf((await params).id)).room.task.title };
}

/** SU-4: one assignment: written, handed in, come back. */
export default async function StudentWorkPage({ params }: Props) {
  const { ctx, room } = await roomOf((await params).id);
  const words = { t: await getT("assignments"), format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <>
      <LiveRefresh topics={["notifications"]} />
      <WorkRoomView room={room} owner={ctx.actor.userId} {...words} />
    </>
  );
}
