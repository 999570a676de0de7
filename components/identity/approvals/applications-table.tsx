import { ClipboardCheck } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { ApplicationRow } from "@/server/features/identity/applications.queries";
import {
  type ApplicationListInput,
  applicationKinds,
  applicationListInput,
  applicationStatuses,
} from "@/server/features/identity/applications.schema";
import type { T } from "@/server/platform/i18n";

export const applicationTone: Record<string, Tone> = { SUBMITTED: "warn", APPROVED: "good", DECLINED: "off" };

/** Who would like to teach or to help; each is opened, read and decided. */
export function ApplicationsTable({
  page,
  state,
  t,
  ui,
  format,
}: {
  page: Page<ApplicationRow>;
  state: ApplicationListInput;
  t: T;
  ui: T;
  format: Format;
}) {
  return (
    <DataTable
      id="admin.applications"
      label={t("title")}
      path="/dashboard/admin/approvals"
      state={state}
      defaults={listDefaults(applicationListInput)}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      href={(row) => `/dashboard/admin/approvals/${row.id}`}
      rowMark={(row) => (row.status === "SUBMITTED" ? "new" : undefined)}
      t={ui}
      format={format}
      things={t("things")}
      range={t("range")}
      search
      columns={[
        { id: "name", header: t("name"), sort: "name", fixed: true, grow: true, cell: (row) => row.name },
        { id: "kind", header: t("kind"), priority: 2, cell: (row) => t(`kinds.${row.kind}`) },
        {
          id: "status",
          header: t("status"),
          card: "end",
          cell: (row) => <Status tone={applicationTone[row.status] ?? "off"}>{t(`statuses.${row.status}`)}</Status>,
        },
        { id: "email", header: t("email"), priority: 3, cell: (row) => row.email },
        {
          id: "received",
          header: t("received"),
          sort: "createdAt",
          align: "end",
          priority: 2,
          cell: (row) => format.date(row.createdAt),
        },
      ]}
      filters={[
        {
          id: "status",
          label: t("status"),
          kind: "choices",
          options: applicationStatuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
        },
        {
          id: "kind",
          label: t("kind"),
          kind: "choices",
          options: applicationKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
      ]}
      empty={{ icon: ClipboardCheck, title: t("none"), text: t("noneText") }}
    />
  );
}
