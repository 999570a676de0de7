import { ClipboardCheck } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { Locale } from "@/lib/locales";
import type { ModerationRow } from "@/server/features/courses/review.queries";
import {
  type ModerationListInput,
  type ModerationStatus,
  moderationListInput,
  moderationStatuses,
} from "@/server/features/courses/review.schema";
import type { T } from "@/server/platform/i18n";
import { placeOf } from "./words";

export const moderationTone: Record<ModerationStatus, Tone> = {
  WAITING: "warn",
  APPROVED: "good",
  SENT_BACK: "info",
  WITHDRAWN: "off",
};

/** Courses that were handed in; each is opened, read and decided. */
export function ModerationTable({
  page,
  state,
  t,
  ui,
  locale,
  format,
  now,
}: {
  page: Page<ModerationRow>;
  state: ModerationListInput;
  t: T;
  ui: T;
  locale: Locale;
  format: Format;
  now: Date;
}) {
  return (
    <DataTable
      id="staff.moderation"
      label={t("moderation.title")}
      path="/dashboard/staff/moderation"
      state={state}
      defaults={listDefaults(moderationListInput)}
      page={page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.title}
      href={(row) => `/dashboard/staff/moderation/${row.id}`}
      t={ui}
      format={format}
      things={t("moderation.things")}
      search
      columns={[
        { id: "title", header: t("moderation.course"), fixed: true, grow: true, cell: (row) => row.title },
        {
          id: "status",
          header: t("moderation.status"),
          card: "end",
          cell: (row) => <Status tone={moderationTone[row.status]}>{t(`moderation.statuses.${row.status}`)}</Status>,
        },
        {
          id: "place",
          header: t("moderation.place"),
          priority: 2,
          cell: (row) => (row.course ? placeOf(row.course, locale) : "—"),
        },
        {
          id: "lessons",
          header: t("moderation.lessons"),
          align: "end",
          priority: 2,
          card: "none",
          cell: (row) => (row.course ? format.number(row.course.lessonCount) : "—"),
        },
        {
          id: "received",
          header: t("moderation.received"),
          sort: "createdAt",
          align: "end",
          cell: (row) => format.relative(row.createdAt, now),
        },
      ]}
      filters={[
        {
          id: "status",
          label: t("moderation.status"),
          kind: "choices",
          options: moderationStatuses.map((value) => ({ value, label: t(`moderation.statuses.${value}`) })),
        },
      ]}
      empty={{ icon: ClipboardCheck, title: t("moderation.none"), text: t("moderation.none_text") }}
    />
  );
}
