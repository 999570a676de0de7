import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { FactList } from "@/components/shell/record-page";
import { Status, type Tone } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import { type Role, roles } from "@/lib/roles";
import type { PersonRecord } from "@/server/features/identity/people.queries";
import type { T } from "@/server/platform/i18n";

type Words = { person: PersonRecord; t: T; format: Format; now: Date };

const outcomeTone: Record<string, Tone> = {
  SUCCESS: "good",
  SIGNED_OUT: "off",
  WRONG_PASSWORD: "warn",
  THROTTLED: "danger",
  SUSPENDED: "danger",
};
const actions = ["user.suspended", "user.reinstated", "user.sessions_ended", "user.role_given", "user.role_taken"];

/** What the browser said it was, cut to what a person recognises. */
const device = (agent: string | null) =>
  agent ? agent.replace(/^Mozilla\/5\.0 \(([^)]*)\).*$/, "$1").slice(0, 60) : "—";

export function PersonFacts({ person, t, format, now }: Words) {
  return (
    <FactList
      facts={[
        { label: t("people.email"), value: person.email ?? "—" },
        { label: t("people.phone"), value: person.phone ?? "—" },
        { label: t("people.roles"), value: person.roles.map((role) => t(`people.role.${role}`)).join(", ") || "—" },
        { label: t("people.language"), value: t(`people.languages.${person.locale}`) },
        { label: t("people.zone"), value: person.timeZone },
        { label: t("people.created"), value: format.date(person.createdAt) },
        ...(person.sessions[0]
          ? [{ label: t("people.seen"), value: format.relative(person.sessions[0].lastSeenAt, now) }]
          : []),
        ...(person.staffProfile ? [{ label: t("people.work"), value: person.staffProfile.position }] : []),
        ...(person.student
          ? [
              { label: t("people.grade"), value: gradeLabel(person.student.grade, format.locale) },
              { label: t("people.admission"), value: person.student.admissionNumber },
            ]
          : []),
        ...(person._count.guardianships > 0
          ? [{ label: t("people.children"), value: format.number(person._count.guardianships) }]
          : []),
        ...(person._count.teaching > 0
          ? [{ label: t("people.teaches"), value: format.number(person._count.teaching) }]
          : []),
        ...(person.memberships.length > 0
          ? [
              {
                label: t("people.organizations"),
                value: person.memberships.map((membership) => membership.organization.name).join(", "),
              },
            ]
          : []),
      ]}
    />
  );
}

/** The acts open now; exactly those the server would accept. */
export function PersonActs({ person, t }: Words) {
  const { abilities, id, name } = person;
  return (
    <>
      {abilities.suspend ? (
        <DialogTrigger dialog="suspend" variant="danger">
          {t("people.suspend")}
        </DialogTrigger>
      ) : null}
      {abilities.reinstate ? (
        <ActForm
          procedure="people.reinstate"
          input={{ id }}
          submit={t("people.reinstate", { name })}
          working={t("people.reinstating")}
          look={{ variant: "main" }}
        />
      ) : null}
      {abilities.endSessions && person.hasFactor ? (
        <>
          <DialogTrigger dialog="factors">{t("people.resetFactors")}</DialogTrigger>
          <ActDialog
            id="factors"
            title={t("people.resetFactorsTitle", { name })}
            description={t("people.resetFactorsText", { name })}
            closeLabel={t("people.close")}
            procedure="security.resetPerson"
            input={{ id }}
            fields={[{ name: "reason", label: t("people.reason"), long: true, maxLength: 300 }]}
            submit={t("people.resetFactorsSubmit")}
            working={t("people.changing")}
            look={{ variant: "danger" }}
          />
        </>
      ) : null}
      {abilities.suspend ? (
        <ActDialog
          id="suspend"
          title={t("people.suspendTitle", { name })}
          description={t("people.suspendText", { name })}
          closeLabel={t("people.close")}
          procedure="people.suspend"
          input={{ id }}
          fields={[
            { name: "reason", label: t("people.reason"), help: t("people.reasonHelp"), long: true, maxLength: 300 },
          ]}
          submit={t("people.suspendSubmit", { name })}
          working={t("people.suspending")}
          look={{ variant: "danger" }}
        />
      ) : null}
    </>
  );
}

export function PersonRoles({ person, t }: Words) {
  const { abilities, id } = person;
  const adult = roles.filter((role) => role !== "STUDENT");
  const offered: Role[] = person.roles.includes("STUDENT") ? [] : adult.filter((role) => !person.roles.includes(role));
  return (
    <Section id="roles" title={t("people.rolesTitle")} note={t("people.rolesText")}>
      {abilities.changeRoles ? (
        <div className="flex flex-wrap gap-2 rounded border border-line bg-surface p-4">
          {person.roles.length > 1
            ? person.roles.map((role) => (
                <ActForm
                  key={role}
                  procedure="people.takeRole"
                  input={{ id, role }}
                  submit={t("people.take", { role: t(`people.role.${role}`) })}
                  working={t("people.changing")}
                  look={{ size: "small" }}
                />
              ))
            : null}
          {offered.map((role) => (
            <ActForm
              key={role}
              procedure="people.giveRole"
              input={{ id, role }}
              submit={t("people.give", { role: t(`people.role.${role}`) })}
              working={t("people.changing")}
              look={{ size: "small", variant: "quiet" }}
            />
          ))}
          {person.roles.length <= 1 && offered.length === 0 ? (
            <p className="text-muted">{t("people.role.STUDENT")}</p>
          ) : null}
        </div>
      ) : (
        <Notice>{t("people.you")}</Notice>
      )}
    </Section>
  );
}

export function PersonStory({ person, t, format, now }: Words) {
  return (
    <>
      <Section id="sessions" title={t("people.sessions")} note={format.number(person.sessions.length)}>
        {person.sessions.length > 0 ? (
          <ItemList label={t("people.sessions")}>
            {person.sessions.map((session) => (
              <Item
                key={session.id}
                title={device(session.userAgent)}
                text={t("people.sessionText", {
                  role: t(`people.role.${session.activeRole}`),
                  time: format.relative(session.lastSeenAt, now),
                  ip: session.ip ?? "—",
                })}
              />
            ))}
          </ItemList>
        ) : (
          <p className="text-muted">{t("people.sessionsEmpty")}</p>
        )}
        {person.sessions.length > 0 && person.abilities.endSessions ? (
          <div className="mt-3">
            <ActForm
              procedure="people.endSessions"
              input={{ id: person.id }}
              submit={t("people.signOut")}
              working={t("people.signingOut")}
              look={{ size: "small" }}
            />
          </div>
        ) : null}
      </Section>
      <Section id="logins" title={t("people.logins")}>
        {person.logins.length > 0 ? (
          <ItemList label={t("people.logins")}>
            {person.logins.map((login) => (
              <Item
                key={login.id}
                title={
                  <Status tone={outcomeTone[login.outcome] ?? "off"}>{t(`people.outcome.${login.outcome}`)}</Status>
                }
                aside={format.moment(login.createdAt, now)}
                text={`${device(login.userAgent)} · ${login.ip ?? "—"}`}
              />
            ))}
          </ItemList>
        ) : (
          <p className="text-muted">{t("people.loginsEmpty")}</p>
        )}
      </Section>
      <Section id="history" title={t("people.history")}>
        {person.history.length > 0 ? (
          <ItemList label={t("people.history")}>
            {person.history.map((event) => (
              <Item
                key={event.id}
                title={
                  actions.includes(event.action)
                    ? t(`people.actions.${event.action.replace("user.", "")}`)
                    : event.action
                }
                aside={format.moment(event.createdAt, now)}
                text={reasonOf(event.after)}
              />
            ))}
          </ItemList>
        ) : (
          <p className="text-muted">{t("people.historyEmpty")}</p>
        )}
      </Section>
    </>
  );
}

function reasonOf(after: unknown): string | null {
  const { reason, role } = (after ?? {}) as { reason?: unknown; role?: unknown };
  return typeof reason === "string" ? reason : typeof role === "string" ? role : null;
}
