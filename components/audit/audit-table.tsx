import { ScrollText } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults, listParams } from "@/lib/list";
import type { AuditListRow } from "@/server/features/audit/audit.queries";
import { type AuditListInput, auditListInput, auditOutcomes } from "@/server/features/audit/audit.schema";
import type { T } from "@/server/platform/i18n";
import { actorWords, outcomeTone } from "./words";

const defaults = listDefaults(auditListInput);

/** The log by pages, found by who, what, about whom, when and in which request. */
export function AuditTable({
  page,
  state,
  t,
  ui,
  format,
}: {
  page: Page<AuditListRow>;
  state: AuditListInput;
  t: T;
  ui: T;
  format: Format;
}) {
  return (
    <DataTable
      id="admin.audit"
      label={t("title")}
      path="/dashboard/admin/audit"
      state={state}
      defaults={defaults}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.action}
      href={(row) => `/dashboard/admin/audit/${row.id}`}
      t={ui}
      format={format}
      things={t("things")}
      range={t("range")}
      remember
      compact
      columns={[
        {
          id: "when",
          header: t("when"),
          sort: "createdAt",
          fixed: true,
          cell: (row) => <span className="num whitespace-nowrap">{format.dateTime(row.createdAt)}</span>,
        },
        {
          id: "action",
          header: t("action"),
          fixed: true,
          cell: (row) => <code className="text-small">{row.action}</code>,
        },
        {
          id: "who",
          header: t("who"),
          grow: true,
          cell: (row) =>
            row.actorRole ? `${actorWords(t, row)} · ${t(`roles.${row.actorRole}`)}` : actorWords(t, row),
        },
        {
          id: "subject",
          header: t("subject"),
          priority: 2,
          cell: (row) => `${row.subjectType}${row.subjectId ? ` ${row.subjectId.slice(0, 36)}` : ""}`,
        },
        {
          id: "outcome",
          header: t("outcome"),
          card: "end",
          cell: (row) => <Status tone={outcomeTone[row.outcome] ?? "off"}>{t(`outcomes.${row.outcome}`)}</Status>,
        },
        { id: "where", header: t("where"), priority: 3, card: "none", cell: (row) => row.ip ?? "—" },
        { id: "request", header: t("request"), hidden: true, card: "none", cell: (row) => row.requestId ?? "—" },
      ]}
      filters={[
        { id: "action", label: t("filters.action"), kind: "text" },
        { id: "person", label: t("filters.person"), kind: "text" },
        {
          id: "outcome",
          label: t("filters.outcome"),
          kind: "choice",
          options: auditOutcomes.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) })),
        },
        { id: "since", label: t("filters.since"), kind: "date" },
        { id: "until", label: t("filters.until"), kind: "date" },
        { id: "child", label: t("filters.child"), kind: "text" },
        { id: "subject", label: t("filters.subject"), kind: "text" },
        { id: "request", label: t("filters.request"), kind: "text" },
      ]}
      exportHref={`/api/exports/audit?${listParams({ ...state, cursor: undefined }, defaults)}`}
      empty={{ icon: ScrollText, title: t("none"), text: t("noneText") }}
    />
  );
}
