import { Building2 } from "lucide-react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { OverviewPage } from "@/components/shell/overview-page";
import {
  ChildrenByGrade,
  ExpiringConsent,
  PartnerTeam,
  SharedKinds,
  Signatures,
} from "@/components/sponsorship/partner-home";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { formats } from "@/lib/format";
import { readPartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** PT-1 as far as there is data for it: signatures, what families share, and what ends soon. */
export default async function PartnerPage() {
  const ctx = await requirePage("partner:read");
  const [home, t] = await Promise.all([readPartnerHome(ctx), getT("partner")]);
  if (!home.organization)
    return (
      <OverviewPage title={ctx.actor.preferredName}>
        <EmptyState icon={Building2} title={t("none")} text={t("noneText")} />
      </OverviewPage>
    );
  const words = { home, t, format: formats(ctx.locale, ctx.actor.timeZone) };
  return (
    <OverviewPage
      title={t("title", { name: home.organization.name })}
      subtitle={t("sentence", { signed: home.signatures.signed, waiting: home.signatures.waiting })}
      needs={
        home.organization.status === "SUSPENDED" ? (
          <Notice tone="danger" title={t("suspended")}>
            {t("suspendedText")}
          </Notice>
        ) : (
          <Signatures {...words} />
        )
      }
      aside={
        <>
          <ChildrenByGrade {...words} />
          <PartnerTeam {...words} />
        </>
      }
    >
      <LiveRefresh topics={["consent", "team"]} />
      <ExpiringConsent {...words} />
      <SharedKinds {...words} />
    </OverviewPage>
  );
}
