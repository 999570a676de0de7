import { Building2 } from "lucide-react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { TeamPage } from "@/components/sponsorship/team-page";
import { EmptyState } from "@/components/ui/empty-state";
import { formats } from "@/lib/format";
import { readTeam } from "@/server/features/sponsorship/team.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** PT-11: who belongs to one's organisation, and as what. */
export default async function PartnerTeamPage() {
  const ctx = await requirePage("partner:read");
  const [team, t] = await Promise.all([readTeam(ctx), getT("team")]);
  return (
    <>
      <LiveRefresh topics={["team"]} />
      {team ? (
        <TeamPage
          team={team}
          locale={ctx.locale}
          t={t}
          format={formats(ctx.locale, ctx.actor.timeZone)}
          me={ctx.actor.userId}
        />
      ) : (
        <Page title={t("title")}>
          <EmptyState icon={Building2} title={t("none")} text={t("noneText")} />
        </Page>
      )}
    </>
  );
}
