import type { Metadata } from "next";
import { LearnerRoom, learnerAsked } from "@/app/dashboard/learner-room";
import { schoolHref } from "@/components/learners/paths";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { readLearner } from "@/server/features/learners/learners.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** Read once for the page and its title. */
const learnerOf = recordPage("child:read_all", readLearner);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await learnerOf((await params).id)).record.firstName };
}

/** ST-23: one learner, down to a lesson, a competency and the answers behind it. */
export default async function LearnerProgressPage({ params, searchParams }: Props) {
  const { ctx, record: learner } = await learnerOf((await params).id);
  const [t, ui] = await Promise.all([getT("learners"), getT("ui")]);
  return (
    <LearnerRoom
      ctx={ctx}
      learner={learner}
      query={learnerAsked.parse(await searchParams)}
      base={schoolHref(learner.id)}
      words={{ t, ui, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now }}
      note={t("school.note")}
    />
  );
}
