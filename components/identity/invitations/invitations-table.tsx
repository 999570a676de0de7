import { MailPlus, RotateCw, Undo2 } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { spokenPhone } from "@/components/identity/profile-view";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { InvitationRow } from "@/server/features/identity/invitations.queries";
import {
  type InvitationListInput,
  invitationListInput,
  invitationStates,
  workRoles,
} from "@/server/features/identity/invitations.schema";
import type { T } from "@/server/platform/i18n";

const tone: Record<InvitationRow["state"], Tone> = { open: "info", expired: "warn", used: "good", withdrawn: "off" };

/** What an invitation leads to: the place at the desk, or the organisation. */
function placeOf({ staff, organization }: InvitationRow, t: T): string {
  if (staff)
    return [t(`departments.${staff.department}`), staff.position, ...(staff.lead ? [t("head")] : [])].join(" · ");
  return organization ?? "—";
}

/** Whom the school has invited to work, and what has become of it. */
export function InvitationsTable({
  page,
  state,
  t,
  ui,
  format,
}: {
  page: Page<InvitationRow>;
  state: InvitationListInput;
  t: T;
  ui: T;
  format: Format;
}) {
  return (
    <DataTable
      id="admin.invitations"
      label={t("title")}
      path="/dashboard/admin/users/invitations"
      state={state}
      defaults={listDefaults(invitationListInput)}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      t={ui}
      format={format}
      things={t("things")}
      range={t("range")}
      search
      columns={[
        { id: "name", header: t("name"), fixed: true, grow: true, cell: (row) => row.name },
        { id: "role", header: t("role"), cell: (row) => t(`roles.${row.role}`) },
        { id: "place", header: t("place"), priority: 2, cell: (row) => placeOf(row, t) },
        {
          id: "contact",
          header: t("contact"),
          priority: 3,
          cell: (row) => row.email ?? (row.phone ? spokenPhone(row.phone) : "—"),
        },
        {
          id: "state",
          header: t("state"),
          card: "end",
          cell: (row) => <Status tone={tone[row.state]}>{t(`states.${row.state}`)}</Status>,
        },
        {
          id: "until",
          header: t("until"),
          align: "end",
          priority: 2,
          card: "none",
          cell: (row) => (row.may.withdraw ? format.date(row.expiresAt) : "—"),
        },
        {
          id: "sent",
          header: t("sent"),
          sort: "createdAt",
          align: "end",
          priority: 3,
          cell: (row) => format.date(row.createdAt),
        },
      ]}
      filters={[
        {
          id: "state",
          label: t("state"),
          kind: "choices",
          options: invitationStates.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        {
          id: "role",
          label: t("role"),
          kind: "choices",
          options: workRoles.map((value) => ({ value, label: t(`roles.${value}`) })),
        },
      ]}
      actions={[
        {
          id: "resend",
          label: t("resend"),
          icon: RotateCw,
          procedure: "invitations.resend",
          done: t("resent"),
        },
        {
          id: "withdraw",
          label: t("withdraw"),
          icon: Undo2,
          danger: true,
          procedure: "invitations.withdraw",
          confirm: { title: t("withdrawTitle"), text: t("withdrawText"), action: t("withdraw") },
          done: t("withdrawn"),
        },
      ]}
      rowActions={({ may }) => [...(may.resend ? ["resend"] : []), ...(may.withdraw ? ["withdraw"] : [])]}
      empty={{ icon: MailPlus, title: t("none"), text: t("noneText") }}
    />
  );
}
