import type { Metadata } from "next";
import { MembersPage } from "@/components/families/members/members-page";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { readMembers } from "@/server/features/families/members.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("members"))("title") };
}

/** PA-7: co-parents and guardians, and what each may do. */
export default async function FamilyMembersPage() {
  const ctx = await requirePage("family:read");
  const [family, t] = await Promise.all([readMembers(ctx), getT("members")]);
  const families = [...new Set(family.children.map((child) => `family:${child.familyId}`))];
  return (
    <>
      <LiveRefresh topics={["members", ...families]} />
      <MembersPage
        family={family}
        locale={ctx.locale}
        t={t}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        me={ctx.actor.userId}
      />
    </>
  );
}
