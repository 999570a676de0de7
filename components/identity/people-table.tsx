import { LogOut, Users } from "lucide-react";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Badge, Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults, listParams } from "@/lib/list";
import { roles } from "@/lib/roles";
import type { PersonRow } from "@/server/features/identity/people.queries";
import { type PeopleListInput, peopleListInput, userStatuses } from "@/server/features/identity/people.schema";
import type { T } from "@/server/platform/i18n";

export const statusTone: Record<string, Tone> = { ACTIVE: "good", INVITED: "info", SUSPENDED: "danger", CLOSED: "off" };
const defaults = listDefaults(peopleListInput);

/** Everybody with an account: found, filtered, opened, signed out. */
export function PeopleTable({
  page,
  state,
  now,
  t,
  ui,
  format,
}: {
  page: Page<PersonRow>;
  state: PeopleListInput;
  now: Date;
  t: T;
  ui: T;
  format: Format;
}) {
  const columns: Column<PersonRow>[] = [
    { id: "name", header: t("people.name"), sort: "name", fixed: true, grow: true, cell: (row) => row.name },
    { id: "email", header: t("people.email"), priority: 2, card: "meta", cell: (row) => row.email ?? "—" },
    {
      id: "roles",
      header: t("people.roles"),
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.roles.map((role) => (
            <Badge key={role}>{t(`people.role.${role}`)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: "status",
      header: t("people.status"),
      card: "end",
      cell: (row) => <Status tone={statusTone[row.status] ?? "off"}>{t(`people.statuses.${row.status}`)}</Status>,
    },
    {
      id: "work",
      header: t("people.work"),
      hidden: true,
      cell: (row) =>
        row.staffProfile
          ? `${row.staffProfile.position}${row.staffProfile.isDepartmentLead ? `, ${t("people.lead")}` : ""}`
          : "—",
    },
    {
      id: "seen",
      header: t("people.seen"),
      align: "end",
      priority: 3,
      cell: (row) => (row.lastSeenAt ? format.relative(row.lastSeenAt, now) : t("people.never")),
    },
    {
      id: "created",
      header: t("people.created"),
      sort: "createdAt",
      align: "end",
      priority: 3,
      cell: (row) => format.date(row.createdAt),
    },
  ];
  return (
    <DataTable
      id="admin.people"
      label={t("people.title")}
      path="/dashboard/admin/users"
      state={state}
      defaults={defaults}
      page={page}
      columns={columns}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      href={(row) => `/dashboard/admin/users/${row.id}`}
      t={ui}
      format={format}
      things={t("people.things")}
      range={t("people.range")}
      search
      remember
      filters={[
        {
          id: "role",
          label: t("people.filters.role"),
          kind: "choices",
          options: roles.map((role) => ({ value: role, label: t(`people.role.${role}`) })),
        },
        {
          id: "status",
          label: t("people.filters.status"),
          kind: "choices",
          options: userStatuses.map((status) => ({ value: status, label: t(`people.statuses.${status}`) })),
        },
      ]}
      actions={[
        {
          id: "signOut",
          label: t("people.signOut"),
          icon: LogOut,
          procedure: "people.endSessions",
          done: t("people.signedOut"),
        },
      ]}
      rowActions={(row) => (row.abilities.endSessions ? ["signOut"] : [])}
      bulk={[
        {
          id: "signOutAll",
          label: t("people.signOut"),
          procedure: "people.endSessionsOf",
          confirm: { title: t("people.signOutTitle"), text: t("people.signOutText"), action: t("people.signOut") },
          done: t("people.signedOut"),
        },
      ]}
      exportHref={`/api/exports/people?${listParams(state, defaults)}`}
      empty={{ icon: Users, title: t("people.none"), text: t("people.noneText") }}
    />
  );
}
