import { Groups, LowLearners, NewestLearners, SharedWithMe } from "@/components/families/teaching";
import { LiveRefresh } from "@/components/live/live-refresh";
import { OverviewPage } from "@/components/shell/overview-page";
import { formats } from "@/lib/format";
import { partOfDay } from "@/lib/part-of-day";
import { readTeaching } from "@/server/features/families/learners.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-1 as far as there is data for it: who is taught, who needs a word, and what families share. */
export default async function InstructorHome() {
  const ctx = await requirePage("learner:read");
  const [teaching, t] = await Promise.all([readTeaching(ctx), getT("instructor")]);
  const words = { teaching, t, format: formats(ctx.locale, ctx.actor.timeZone) };
  return (
    <OverviewPage
      title={t("greeting", { part: partOfDay(ctx.now, ctx.actor.timeZone), name: ctx.actor.preferredName })}
      subtitle={t("sentence", { learners: teaching.shared.learners, groups: teaching.groups.length })}
      needs={<LowLearners {...words} />}
      aside={
        <>
          <NewestLearners {...words} />
          <SharedWithMe {...words} />
        </>
      }
    >
      <LiveRefresh topics={["consent", "learners"]} />
      <Groups {...words} />
    </OverviewPage>
  );
}
