import { notFound } from "next/navigation";
import { LearnerRoom, learnerAsked } from "@/app/dashboard/learner-room";
import { schoolHref } from "@/components/learners/paths";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { readLearner } from "@/server/features/learners/learners.queries";
import { learnerInput } from "@/server/features/learners/learners.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** ST-23: one learner, down to a lesson, a competency and the answers behind it. */
export default async function LearnerProgressPage({ params, searchParams }: Props) {
  const ctx = await requirePage("child:read_all");
  const input = learnerInput.safeParse({ studentId: (await params).id });
  if (!input.success) notFound();
  const { studentId } = input.data;
  const learner = await recordOf(ctx, studentId, readLearner(ctx, studentId));
  const [t, ui] = await Promise.all([getT("learners"), getT("ui")]);
  return (
    <LearnerRoom
      ctx={ctx}
      learner={learner}
      query={learnerAsked.parse(await searchParams)}
      base={schoolHref(studentId)}
      words={{ t, ui, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now }}
      note={t("school.note")}
    />
  );
}
