import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { ChildRecordView } from "@/components/families/child-record";
import { ChildSignInSection } from "@/components/families/child-sign-in";
import { wordsOf } from "@/components/families/words";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { readChild } from "@/server/features/families/families.queries";
import { readChildSignIn } from "@/server/features/identity/handover.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its title. A child of another family is a page that does not exist. */
const childOf = cache(async (given: string) => {
  const ctx = await requirePage("family:read");
  const id = z.uuid().safeParse(given);
  if (!id.success) notFound();
  const record = await recordOf(ctx, id.data, readChild(ctx, id.data));
  return { ctx, record };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await childOf((await params).id)).record.child.firstName };
}

/** PA-2: one child's record. */
export default async function ChildPage({ params }: Props) {
  const { ctx, record } = await childOf((await params).id);
  const signIn = await readChildSignIn(ctx, { studentId: record.child.id });
  const [t, consent, curriculum, h] = await Promise.all([
    getT("families"),
    getT("consent"),
    getT("curriculum"),
    getT("handover"),
  ]);
  return (
    <>
      <LiveRefresh topics={[`family:${record.child.familyId}`]} />
      <ChildRecordView
        record={record}
        me={ctx.actor.userId}
        locale={ctx.locale}
        words={wordsOf(t, ctx.locale)}
        consent={consent}
        curriculum={curriculum}
        signIn={
          <ChildSignInSection signIn={signIn} h={h} format={formats(ctx.locale, ctx.actor.timeZone)} now={ctx.now} />
        }
      />
    </>
  );
}
