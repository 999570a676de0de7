import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { z } from "zod";
import { wordsOf } from "@/components/families/words";
import { LearnerFrame, learnerTabs } from "@/components/learners/learner-record";
import { Places } from "@/components/learners/places";
import type { LearnerWords } from "@/components/learners/words";
import { ActivityView } from "@/components/progress/activity";
import { EvidenceList } from "@/components/progress/evidence";
import { Areas } from "@/components/progress/journey";
import type { ProgressWords } from "@/components/progress/words";
import { KeptCertificates } from "@/components/recognition/kept-certificates";
import { EmptyState } from "@/components/ui/empty-state";
import type { Learner } from "@/server/features/learners/learners.queries";
import { byArea } from "@/server/features/progress/progress.domain";
import { readActivity, readEvidence, readJourney } from "@/server/features/progress/progress.queries";
import { evidenceInput } from "@/server/features/progress/progress.schema";
import { listCertificates } from "@/server/features/recognition/certificates.queries";
import type { Ctx } from "@/server/platform/actor";
import { getT } from "@/server/platform/i18n";

/** What the address of a learner's page may say. */
export const learnerAsked = z.object({
  tab: z.enum(learnerTabs).catch("learning"),
  area: z.string().optional().catch(undefined),
  strand: z.string().optional().catch(undefined),
  sub: z.string().optional().catch(undefined),
  cursor: z.string().max(300).optional().catch(undefined),
});
type Room = {
  ctx: Ctx;
  learner: Learner;
  query: z.output<typeof learnerAsked>;
  base: string;
  words: LearnerWords;
  /** Where a piece of work is read, for who may. */
  workHref?: (workId: string) => string;
  /** Above the learning: what is to know or to do now. */
  first?: ReactNode;
  action?: ReactNode;
  note?: string;
};

/** One learner for those who teach and support: courses down to lessons, levels down to each answer, and the timeline. */
export async function LearnerRoom({ action, ...room }: Room) {
  const { ctx, learner, query, base, words } = room;
  const [families, p] = await Promise.all([getT("families"), getT("progress")]);
  const told = { ...wordsOf(families, ctx.locale), p, locale: ctx.locale };
  return (
    <LearnerFrame learner={learner} base={base} tab={query.tab} action={action} {...words}>
      {query.tab === "activity" ? (
        <Activity {...room} told={told} />
      ) : query.area && query.strand && query.sub ? (
        <Behind {...room} told={told} />
      ) : (
        <Learning {...room} told={told} />
      )}
    </LearnerFrame>
  );
}

type Told = Room & { told: ProgressWords };

async function Learning({ ctx, learner, base, words, first, note, told }: Told) {
  const [journey, certificates, c] = await Promise.all([
    readJourney(ctx, learner.id),
    listCertificates(ctx, learner.id),
    getT("certificates"),
  ]);
  const areas = byArea(journey.parts);
  const { t, ui } = words;
  return (
    <>
      {first}
      <Places places={learner.places} name={learner.firstName} note={note} {...words} />
      <KeptCertificates certificates={certificates} c={c} ui={ui} day={told.day} />
      {areas.length > 0 ? (
        <Areas areas={areas} journey={journey} base={base} words={told} />
      ) : (
        <EmptyState title={t("levels.none")} text={t("levels.none_text")} />
      )}
    </>
  );
}

async function Activity({ ctx, learner, query, base, workHref, told }: Told) {
  const input = { studentId: learner.id, ...(query.cursor && { cursor: query.cursor }) };
  const [activity, charts] = await Promise.all([readActivity(ctx, input), getT("ui")]);
  return (
    <ActivityView
      activity={activity}
      name={learner.firstName}
      more={(cursor) => `${base}?${new URLSearchParams({ tab: "activity", cursor })}`}
      workHref={workHref}
      words={told}
      charts={charts}
    />
  );
}

async function Behind({ ctx, learner, query, base, workHref, told }: Told) {
  const { area, strand, sub: subStrand, cursor } = query;
  const input = evidenceInput.safeParse({ studentId: learner.id, area, strand, subStrand, cursor });
  if (!input.success) notFound();
  const place = { tab: "learning", area: input.data.area, strand: input.data.strand, sub: input.data.subStrand };
  return (
    <EvidenceList
      page={await readEvidence(ctx, input.data)}
      title={input.data.subStrand}
      back={base}
      more={(next) => `${base}?${new URLSearchParams({ ...place, cursor: next })}`}
      workHref={workHref && (({ id }) => workHref(id))}
      words={told}
    />
  );
}
