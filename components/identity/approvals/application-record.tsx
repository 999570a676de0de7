import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { spokenPhone } from "@/components/identity/profile-view";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { ApplicationRecord } from "@/server/features/identity/applications.queries";
import type { T } from "@/server/platform/i18n";
import { applicationTone } from "./applications-table";

type Words = { application: ApplicationRecord; t: T; format: Format; now: Date };

function factsOf({ application, t, format }: Words) {
  const { instructor, partner } = application;
  return [
    { label: t("kind"), value: t(`kinds.${application.kind}`) },
    { label: t("email"), value: application.email },
    { label: t("phone"), value: application.phone ? spokenPhone(application.phone) : "—" },
    { label: t("language"), value: t(`languages.${application.locale}`) },
    { label: t("received"), value: format.date(application.createdAt) },
    ...(instructor
      ? [
          { label: t("subjects"), value: instructor.subjects },
          { label: t("years"), value: format.number(instructor.years) },
          { label: t("tsc"), value: instructor.tsc ?? "—" },
          { label: t("county"), value: instructor.county },
        ]
      : []),
    ...(partner
      ? [
          { label: t("organisation"), value: partner.organisation },
          { label: t("organisationKind"), value: t(`organisationKinds.${partner.kind}`) },
          { label: t("registrationNumber"), value: partner.registrationNumber },
          { label: t("county"), value: partner.county },
          // Written by a stranger: text to read, no link to press.
          { label: t("website"), value: partner.website ?? "—" },
        ]
      : []),
  ];
}

/** One application: what was written, and the decision with what follows from it. */
export function ApplicationRecordView(words: Words) {
  const { application, t } = words;
  const { instructor, partner, name, status } = application;
  return (
    <RecordPage
      title={name}
      subtitle={partner?.organisation}
      mark={<Status tone={applicationTone[status] ?? "off"}>{t(`statuses.${status}`)}</Status>}
      facts={<FactList facts={factsOf(words)} />}
      factsTitle={t("facts")}
      closeLabel={t("close")}
    >
      <Section id="about" title={t("about")}>
        <p className="max-w-read whitespace-pre-line rounded border border-line bg-surface p-4">
          {instructor?.about ?? partner?.about ?? t("unreadable")}
        </p>
      </Section>
      <Section id="decision" title={t("decision")}>
        {status === "SUBMITTED" ? <Decide {...words} /> : <Decided {...words} />}
      </Section>
    </RecordPage>
  );
}

function Decide({ application, t }: Words) {
  const { id, name, partner, known } = application;
  return (
    <div className="grid max-w-read gap-4">
      {known ? <Notice>{t("known", { name: known.name })}</Notice> : null}
      <p className="text-muted">
        {partner ? t("approvePartner", { name, organisation: partner.organisation }) : t("approveInstructor", { name })}
      </p>
      <div className="flex flex-wrap gap-3">
        <ActForm
          procedure="applications.approve"
          input={{ id }}
          submit={t("approve", { name })}
          working={t("approving")}
          look={{ variant: "main" }}
        />
        <DialogTrigger dialog="decline">{t("decline")}</DialogTrigger>
      </div>
      <ActDialog
        id="decline"
        title={t("declineTitle", { name })}
        description={t("declineText", { name })}
        closeLabel={t("close")}
        procedure="applications.decline"
        input={{ id }}
        fields={[
          {
            name: "reason",
            label: t("declineReason"),
            help: t("declineHelp"),
            long: true,
            required: true,
            maxLength: 1000,
          },
        ]}
        submit={t("declineSubmit")}
        working={t("declining")}
        look={{ variant: "danger" }}
      />
    </div>
  );
}

function Decided({ application, t, format, now }: Words) {
  const { invitation, status, reason, decidedBy, decidedAt } = application;
  return (
    <div className="grid max-w-read gap-2">
      <p>
        {t("decided", {
          status: t(`statuses.${status}`),
          name: decidedBy ?? "—",
          date: decidedAt ? format.date(decidedAt) : "—",
        })}
      </p>
      {reason ? <p className="text-muted">{t("reason", { reason })}</p> : null}
      {invitation ? (
        <p className="text-muted">
          {invitation.acceptedAt
            ? t("accepted", { date: format.date(invitation.acceptedAt) })
            : invitation.expiresAt < now
              ? t("invitationExpired", { date: format.date(invitation.expiresAt) })
              : t("invited", { date: format.date(invitation.expiresAt) })}
        </p>
      ) : null}
      {invitation && !invitation.acceptedAt ? (
        <ActForm
          procedure="applications.inviteAgain"
          input={{ id: application.id }}
          submit={t("again")}
          working={t("sending")}
          look={{ size: "small" }}
        />
      ) : null}
    </div>
  );
}
