import { ParentHome } from "@/components/families/home";
import { wordsOf } from "@/components/families/words";
import { LiveRefresh } from "@/components/live/live-refresh";
import { partOfDay } from "@/lib/part-of-day";
import { readHome } from "@/server/features/families/families.queries";
import { wording } from "@/server/features/notify/notify.templates";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** PA-1: the parent's home. */
export default async function ParentHomePage() {
  const ctx = await requirePage("family:read");
  const [facts, t, consent] = await Promise.all([readHome(ctx), getT("families"), getT("consent")]);
  const { actor } = ctx;
  const topics = [...new Set(facts.children.map(({ familyId }) => `family:${familyId}`)), "notifications"];
  return (
    <>
      <LiveRefresh topics={topics} />
      <ParentHome
        facts={facts}
        me={actor.userId}
        greeting={t(`greeting.${partOfDay(ctx.now, actor.timeZone)}`, { name: actor.preferredName })}
        words={wordsOf(t, ctx.locale)}
        consent={consent}
        notice={({ type, params }) => wording({ type, params }, actor).title}
      />
    </>
  );
}
