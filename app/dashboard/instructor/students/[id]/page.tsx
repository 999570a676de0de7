import type { Metadata } from "next";
import { LearnerRoom, learnerAsked } from "@/app/dashboard/learner-room";
import { queuePath } from "@/components/grading/paths";
import { ActButtons, ActDialogs, ActList } from "@/components/learners/acts";
import { learnerHref } from "@/components/learners/paths";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { readActs, readLearner } from "@/server/features/learners/learners.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** Read once for the page and its title. */
const learnerOf = recordPage("learner:read", readLearner);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await learnerOf((await params).id)).record.firstName };
}

/** IN-10: one learner of one's class. */
export default async function LearnerPage({ params, searchParams }: Props) {
  const { ctx, record: learner } = await learnerOf((await params).id);
  const studentId = learner.id;
  const [acts, t, ui] = await Promise.all([readActs(ctx, studentId), getT("learners"), getT("ui")]);
  const words = { t, ui, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <>
      <LiveRefresh topics={["learners", "consent"]} />
      <LearnerRoom
        ctx={ctx}
        learner={learner}
        query={learnerAsked.parse(await searchParams)}
        base={learnerHref(studentId)}
        words={words}
        workHref={(workId) => `${queuePath}/${workId}`}
        action={<ActButtons t={t} />}
        first={<ActList acts={acts} learner={learner} {...words} />}
        note={t("course.note")}
      />
      <ActDialogs learner={learner} {...words} />
    </>
  );
}
