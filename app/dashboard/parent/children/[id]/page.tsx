import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ChildFrame, ChildToday } from "@/components/families/child-record";
import { ChildSignInSection } from "@/components/families/child-sign-in";
import { wordsOf } from "@/components/families/words";
import { ToldPlans } from "@/components/learners/told-plans";
import { LiveRefresh } from "@/components/live/live-refresh";
import { AchievementsView } from "@/components/progress/achievements";
import { ActivityView } from "@/components/progress/activity";
import { EvidenceList } from "@/components/progress/evidence";
import { JourneyView } from "@/components/progress/journey";
import { PathwaysView } from "@/components/progress/pathways";
import type { ProgressWords } from "@/components/progress/words";
import { Certificates } from "@/components/recognition/certificates";
import { TabNav } from "@/components/ui/tabs";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { readChild } from "@/server/features/families/families.queries";
import type { ChildRecord } from "@/server/features/families/families.schema";
import { readChildSignIn } from "@/server/features/identity/handover.queries";
import { readToldPlans } from "@/server/features/learners/interventions.queries";
import { readAchievements, readActivity, readEvidence, readJourney } from "@/server/features/progress/progress.queries";
import { childTabs, evidenceInput } from "@/server/features/progress/progress.schema";
import { listCertificates } from "@/server/features/recognition/certificates.queries";
import type { Ctx } from "@/server/platform/actor";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

/** Read once for the page and its title. A child of another family is a page that does not exist. */
const childOf = recordPage("family:read", readChild);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await childOf((await params).id)).record.child.firstName };
}

const asked = z.object({
  tab: z.enum(childTabs).catch("today"),
  area: z.string().optional().catch(undefined),
  strand: z.string().optional().catch(undefined),
  sub: z.string().optional().catch(undefined),
  cursor: z.string().max(300).optional().catch(undefined),
});
type Asked = z.output<typeof asked>;
type Told = { ctx: Ctx; record: ChildRecord; query: Asked; base: string; words: ProgressWords };

const workHrefOf = (base: string) => (id: string) => `${base}/work/${id}`;

/** PA-2: one child, by tabs that have addresses of their own. */
export default async function ChildPage({ params, searchParams }: Props) {
  const { ctx, record } = await childOf((await params).id);
  const query = asked.parse(await searchParams);
  const [t, p] = await Promise.all([getT("families"), getT("progress")]);
  const words = { ...wordsOf(t, ctx.locale), p, locale: ctx.locale };
  const base = `/dashboard/parent/children/${record.child.id}`;
  const tabs = childTabs.map((tab) => ({
    href: tab === "today" ? base : `${base}?tab=${tab}`,
    label: p(`tabs.${tab}`),
    current: tab === query.tab,
  }));
  return (
    <>
      <LiveRefresh topics={[`family:${record.child.familyId}`]} />
      <ChildFrame
        record={record}
        words={words}
        tabs={<TabNav tabs={tabs} label={p("tabs.label", { name: record.child.firstName })} />}
      >
        {await tabOf({ ctx, record, query, base, words })}
      </ChildFrame>
    </>
  );
}

/** Reads and draws what one tab shows, and nothing of the others. */
async function tabOf({ ctx, record, query, base, words }: Told) {
  const { id: studentId, firstName: name } = record.child;
  switch (query.tab) {
    case "learning":
      return query.area && query.strand && query.sub ? (
        evidenceOf({ ctx, record, query, base, words })
      ) : (
        <>
          <ToldPlans plans={await readToldPlans(ctx, studentId)} p={words.p} words={words} />
          <JourneyView
            journey={await readJourney(ctx, studentId)}
            name={name}
            base={base}
            courses={`/dashboard/parent/courses#child-${studentId}`}
            words={words}
          />
        </>
      );
    case "activity": {
      const [activity, charts] = await Promise.all([
        readActivity(ctx, { studentId, ...(query.cursor && { cursor: query.cursor }) }),
        getT("ui"),
      ]);
      const more = (cursor: string) => `${base}?${new URLSearchParams({ tab: "activity", cursor })}`;
      return (
        <ActivityView
          activity={activity}
          name={name}
          more={more}
          workHref={workHrefOf(base)}
          words={words}
          charts={charts}
        />
      );
    }
    case "achievements":
      return achievementsOf({ ctx, record, words });
    case "pathways":
      return <PathwaysView journey={await readJourney(ctx, studentId)} name={name} words={words} />;
    default:
      return todayOf({ ctx, record, words });
  }
}

async function achievementsOf({ ctx, record, words }: Pick<Told, "ctx" | "record" | "words">) {
  const { id, firstName: name } = record.child;
  const [earned, certificates, c] = await Promise.all([
    readAchievements(ctx, id),
    listCertificates(ctx, id),
    getT("certificates"),
  ]);
  return (
    <>
      <Certificates certificates={certificates} none={c("none.child", { name })} c={c} day={words.day} />
      <AchievementsView {...earned} words={words} />
    </>
  );
}

async function todayOf({ ctx, record, words }: Pick<Told, "ctx" | "record" | "words">) {
  const signIn = await readChildSignIn(ctx, { studentId: record.child.id });
  const [consent, curriculum, h] = await Promise.all([getT("consent"), getT("curriculum"), getT("handover")]);
  return (
    <ChildToday
      record={record}
      me={ctx.actor.userId}
      locale={ctx.locale}
      words={words}
      consent={consent}
      curriculum={curriculum}
      signIn={
        <ChildSignInSection signIn={signIn} h={h} format={formats(ctx.locale, ctx.actor.timeZone)} now={ctx.now} />
      }
    />
  );
}

async function evidenceOf({ ctx, record, query, base, words }: Told) {
  const input = evidenceInput.safeParse({
    studentId: record.child.id,
    area: query.area,
    strand: query.strand,
    subStrand: query.sub,
    cursor: query.cursor,
  });
  if (!input.success) notFound();
  const page = await readEvidence(ctx, input.data);
  const more = (cursor: string) =>
    `${base}?${new URLSearchParams({ tab: "learning", area: input.data.area, strand: input.data.strand, sub: input.data.subStrand, cursor })}`;
  return (
    <EvidenceList
      page={page}
      title={input.data.subStrand}
      back={`${base}?tab=learning`}
      more={more}
      workHref={({ id }) => workHrefOf(base)(id)}
      words={words}
    />
  );
}
