import { StaffRequests } from "@/components/families/privacy/staff-requests";
import { AtRisk, Colleagues, MyCases, TeamLoad, WaitingCases } from "@/components/families/staff-desk";
import { LiveRefresh } from "@/components/live/live-refresh";
import { OverviewPage } from "@/components/shell/overview-page";
import { Section } from "@/components/ui/section";
import { formats } from "@/lib/format";
import { partOfDay } from "@/lib/part-of-day";
import { readDesk } from "@/server/features/families/cases.queries";
import { colleagues } from "@/server/features/notify/notify.presence.service";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** ST-1: a staff member's day, from what is in their hands to what the law wants soon. */
export default async function StaffHome() {
  const ctx = await requirePage("desk:read");
  const [desk, team, t] = await Promise.all([readDesk(ctx), colleagues(ctx), getT("staff")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  const { counts } = desk;
  return (
    <OverviewPage
      title={t("greeting", { part: partOfDay(ctx.now, ctx.actor.timeZone), name: ctx.actor.preferredName })}
      subtitle={t("sentence", { mine: counts.mine, due: counts.mineDue, waiting: counts.waiting })}
      needs={
        <Section id="mine" title={t("mine")} note={format.number(counts.mine)}>
          <MyCases desk={desk} t={t} format={format} />
        </Section>
      }
      aside={
        <>
          <AtRisk desk={desk} t={t} format={format} />
          <Colleagues colleagues={team} t={t} />
          {desk.team ? <TeamLoad team={desk.team} t={t} format={format} /> : null}
        </>
      }
    >
      <LiveRefresh topics={["desk", "presence"]} />
      <Section id="waiting" title={t("waiting")} note={format.number(counts.waiting)}>
        <WaitingCases desk={desk} t={t} format={format} />
      </Section>
      <Section
        id="requests"
        title={t("requests")}
        note={t("requestsNote", { count: counts.requests, late: counts.requestsLate })}
      >
        <StaffRequests requests={desk.requests} me={ctx.actor.userId} now={ctx.now} t={t} format={format} />
      </Section>
    </OverviewPage>
  );
}
