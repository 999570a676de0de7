import { Cog, RotateCcw } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { JobRow } from "@/server/features/health/health.queries";
import { type JobListInput, jobListInput, jobStatuses } from "@/server/features/health/health.schema";
import type { T } from "@/server/platform/i18n";

const tone: Record<string, Tone> = {
  COMPLETED: "good",
  RUNNING: "info",
  QUEUED: "info",
  SLEEPING: "off",
  FAILED: "warn",
  DEAD: "danger",
  CANCELLED: "off",
};

/** Runs of background functions; what failed for good can be run again. */
export function JobsTable({
  page,
  state,
  t,
  ui,
  format,
  now,
}: {
  page: Page<JobRow>;
  state: JobListInput;
  t: T;
  ui: T;
  format: Format;
  now: Date;
}) {
  return (
    <DataTable
      id="admin.jobs"
      label={t("health.jobs")}
      path="/dashboard/admin"
      state={state}
      defaults={listDefaults(jobListInput)}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.functionId}
      t={ui}
      format={format}
      things={t("health.things")}
      range={t("health.jobsRange")}
      search
      compact
      columns={[
        { id: "function", header: t("health.function"), fixed: true, cell: (row) => row.functionId },
        {
          id: "status",
          header: t("health.status"),
          card: "end",
          cell: (row) => <Status tone={tone[row.status] ?? "off"}>{t(`health.jobStatus.${row.status}`)}</Status>,
        },
        { id: "error", header: t("health.error"), grow: true, priority: 2, cell: (row) => row.error ?? "" },
        { id: "event", header: t("health.event"), priority: 3, hidden: true, cell: (row) => row.eventName },
        {
          id: "attempt",
          header: t("health.attempt"),
          align: "end",
          priority: 3,
          cell: (row) => format.number(row.attempt + 1),
        },
        {
          id: "took",
          header: t("health.took"),
          align: "end",
          priority: 3,
          cell: (row) =>
            row.startedAt && row.endedAt
              ? t("health.seconds", { value: format.number((row.endedAt.getTime() - row.startedAt.getTime()) / 1000) })
              : "—",
        },
        {
          id: "queued",
          header: t("health.queued"),
          sort: "queuedAt",
          align: "end",
          cell: (row) => format.moment(row.queuedAt, now),
        },
      ]}
      filters={[
        {
          id: "status",
          label: t("health.filters.status"),
          kind: "choices",
          options: jobStatuses.map((status) => ({ value: status, label: t(`health.jobStatus.${status}`) })),
        },
      ]}
      actions={[
        {
          id: "retry",
          label: t("health.retry"),
          icon: RotateCcw,
          quick: true,
          procedure: "health.retryJob",
          done: t("health.retried"),
        },
      ]}
      rowActions={(row) => (["DEAD", "FAILED", "CANCELLED"].includes(row.status) ? ["retry"] : [])}
      rowMark={(row) => (row.status === "DEAD" ? "new" : undefined)}
      empty={{ icon: Cog, title: t("health.jobsEmpty"), text: t("health.jobsEmptyText") }}
    />
  );
}
