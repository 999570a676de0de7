import type { Metadata } from "next";
import { Results } from "@/components/assessment/results";
import { Room } from "@/components/assessment/room";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { readResults } from "@/server/features/assessment/attempts.queries";
import { enterRoom } from "@/server/features/assessment/attempts.service";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** Read once for the page and its title. An assessment of a course that is not the child's does not exist. */
const roomOf = recordPage("assessment:take", (ctx, assessmentId) => enterRoom(ctx, { assessmentId }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await roomOf((await params).id)).record.title };
}

/** SU-3: an assessment, taken and looked back at. `?attempt=` chooses which attempt's answers are shown. */
export default async function AssessmentPage({ params, searchParams }: Props) {
  const { ctx, record: room } = await roomOf((await params).id);
  const { attempt } = await searchParams;
  const chosen = room.ended.find(({ id }) => id === attempt) ?? room.ended[0];
  const [t, results] = await Promise.all([
    getT("assessment"),
    chosen && !room.asked ? readResults(ctx, { attemptId: chosen.id }) : null,
  ]);
  const words = { t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <Room
      room={room}
      results={results ? <Results results={results} language={room.language} {...words} /> : null}
      {...words}
    />
  );
}
