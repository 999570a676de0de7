import { UserPlus } from "lucide-react";
import { InvitationsTable } from "@/components/identity/invitations/invitations-table";
import { InviteDialogs } from "@/components/identity/invitations/invite-dialogs";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listInvitations } from "@/server/features/identity/invitations.queries";
import { invitationListInput } from "@/server/features/identity/invitations.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-2: whom the school has invited to work. */
export default async function InvitationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("person:write");
  const state = parseList(invitationListInput, await searchParams);
  const [page, t, ui] = await Promise.all([listInvitations(ctx, state), getT("invitations"), getT("ui")]);
  return (
    <Page
      title={t("title")}
      subtitle={t("sentence", { count: page.total ?? 0 })}
      action={
        <>
          <DialogTrigger dialog="invite-admin">{t("inviteAdmin")}</DialogTrigger>
          <DialogTrigger dialog="invite-staff" variant="main">
            <Icon as={UserPlus} size={16} />
            {t("inviteStaff")}
          </DialogTrigger>
        </>
      }
    >
      <LiveRefresh topics={["invitations"]} />
      <InvitationsTable page={page} state={state} t={t} ui={ui} format={formats(ctx.locale, ctx.actor.timeZone)} />
      <InviteDialogs t={t} />
    </Page>
  );
}
