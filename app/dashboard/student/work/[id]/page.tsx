import type { Metadata } from "next";
import { WorkRoomView } from "@/components/assignments/work-room";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { readWork } from "@/server/features/assignments/work.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its title. An assignment of a course that is not the child's does not exist. */
const roomOf = recordPage("work:submit", (ctx, assignmentId) => readWork(ctx, { assignmentId }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await roomOf((await params).id)).record.task.title };
}

/** SU-4: one assignment: written, handed in, come back. */
export default async function StudentWorkPage({ params }: Props) {
  const { ctx, record: room } = await roomOf((await params).id);
  const words = { t: await getT("assignments"), format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <>
      <LiveRefresh topics={["notifications"]} />
      <WorkRoomView room={room} owner={ctx.actor.userId} {...words} />
    </>
  );
}
