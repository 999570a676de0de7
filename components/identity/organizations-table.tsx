import { Building2, Check, CircleSlash } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { OrganizationRow } from "@/server/features/identity/people.queries";
import {
  type OrganizationListInput,
  organizationListInput,
  organizationStatuses,
} from "@/server/features/identity/people.schema";
import type { T } from "@/server/platform/i18n";

const tone: Record<string, Tone> = { ACTIVE: "good", PENDING: "warn", SUSPENDED: "danger" };

/** Partner organisations: who waits for approval, who is open, who was stopped. */
export function OrganizationsTable({
  page,
  state,
  t,
  ui,
  format,
}: {
  page: Page<OrganizationRow>;
  state: OrganizationListInput;
  t: T;
  ui: T;
  format: Format;
}) {
  return (
    <DataTable
      id="admin.organizations"
      label={t("organizations.title")}
      path="/dashboard/admin/organizations"
      state={state}
      defaults={listDefaults(organizationListInput)}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      t={ui}
      format={format}
      things={t("organizations.things")}
      range={t("organizations.range")}
      search
      columns={[
        { id: "name", header: t("organizations.name"), sort: "name", fixed: true, grow: true, cell: (row) => row.name },
        {
          id: "kind",
          header: t("organizations.kind"),
          priority: 2,
          cell: (row) => t(`organizations.kinds.${row.kind}`),
        },
        {
          id: "status",
          header: t("organizations.status"),
          card: "end",
          cell: (row) => <Status tone={tone[row.status] ?? "off"}>{t(`organizations.statuses.${row.status}`)}</Status>,
        },
        { id: "county", header: t("organizations.county"), priority: 3, cell: (row) => row.county ?? "—" },
        {
          id: "members",
          header: t("organizations.members"),
          align: "end",
          priority: 2,
          cell: (row) => format.number(row._count.memberships),
        },
        {
          id: "created",
          header: t("organizations.created"),
          sort: "createdAt",
          align: "end",
          priority: 3,
          cell: (row) => format.date(row.createdAt),
        },
      ]}
      filters={[
        {
          id: "status",
          label: t("organizations.filters.status"),
          kind: "choices",
          options: organizationStatuses.map((status) => ({
            value: status,
            label: t(`organizations.statuses.${status}`),
          })),
        },
      ]}
      actions={[
        {
          id: "approve",
          label: t("organizations.approve"),
          icon: Check,
          quick: true,
          procedure: "people.setOrganizationStatus",
          input: { status: "ACTIVE" },
          done: t("organizations.saved"),
        },
        {
          id: "open",
          label: t("organizations.open"),
          icon: Check,
          procedure: "people.setOrganizationStatus",
          input: { status: "ACTIVE" },
          done: t("organizations.saved"),
        },
        {
          id: "stop",
          label: t("organizations.stop"),
          icon: CircleSlash,
          danger: true,
          procedure: "people.setOrganizationStatus",
          input: { status: "SUSPENDED" },
          confirm: {
            title: t("organizations.stopTitle"),
            text: t("organizations.stopText"),
            action: t("organizations.stop"),
          },
          done: t("organizations.saved"),
        },
      ]}
      rowActions={(row) => ({ PENDING: ["approve"], ACTIVE: ["stop"], SUSPENDED: ["open"] })[row.status]}
      empty={{ icon: Building2, title: t("organizations.none"), text: t("organizations.noneText") }}
    />
  );
}
