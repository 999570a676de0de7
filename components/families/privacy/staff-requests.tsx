import { FileLock2 } from "lucide-react";
import { ActForm } from "@/components/forms/act-form";
import { Status, type Tone } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import type { Format } from "@/lib/format";
import { gradeLabel, grades } from "@/lib/grades";
import { canRefuse, nextConfirmation, type Urgency } from "@/server/features/families/privacy.domain";
import type { OpenRequest } from "@/server/features/families/privacy.queries";
import { holdGrounds } from "@/server/features/families/privacy.schema";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; format: Format };
type Props = Words & { request: OpenRequest; me: string; now: Date };

const tones: Record<Urgency, Tone> = { calm: "off", alert: "warn", internal: "warn", overdue: "danger" };

/** What the law puts a date on; each can be taken, answered, refused, corrected or confirmed where it stands. */
export function StaffRequests({
  requests,
  me,
  now,
  t,
  format,
}: Words & { requests: readonly OpenRequest[]; me: string; now: Date }) {
  if (requests.length === 0)
    return <EmptyState icon={FileLock2} title={t("requestsEmpty")} text={t("requestsEmptyText")} />;
  return (
    <>
      <ItemList label={t("requests")}>
        {requests.map((request) => (
          <Line key={request.id} request={request} me={me} now={now} t={t} format={format} />
        ))}
      </ItemList>
      {requests.map((request) => (
        <RequestDialog key={request.id} request={request} me={me} now={now} t={t} format={format} />
      ))}
    </>
  );
}

function holdText({ held, hold }: OpenRequest, { t, format }: Words): string | null {
  if (hold) return hold.until ? t("privacy.heldUntil", { date: format.date(hold.until, "short") }) : t("privacy.held");
  return held ? t("privacy.heldDispute") : null;
}

function Line({ request, me, t, format }: Props) {
  const { student, urgency } = request;
  const mine = request.handledById === me;
  const hold = holdText(request, { t, format });
  return (
    <Item
      icon={FileLock2}
      tone={urgency === "overdue" ? "danger" : urgency === "calm" ? "info" : "warn"}
      title={t(`requestKind.${request.kind}`, { child: student.firstName })}
      text={
        <>
          {`${student.firstName} ${student.lastName}, ${gradeLabel(student.grade, format.locale)} · ${t(`requestStatus.${request.status}`)} · `}
          {request.handledBy ? t("privacy.inHand", { name: request.handledBy }) : t("privacy.nobody")}
          {hold ? <span className="block font-semibold text-warn">{hold}</span> : null}
          {request.exportStatus ? <span className="block">{t(`privacy.export.${request.exportStatus}`)}</span> : null}
          {request.approvedById ? <span className="block">{t("privacy.underway")}</span> : null}
        </>
      }
      aside={
        <Status tone={tones[urgency]}>
          {t(`privacy.urgency.${urgency}`, { date: format.date(request.dueAt, "short") })}
        </Status>
      }
      action={
        request.approvedById || request.requestedById === me ? null : (
          <>
            {mine ? null : (
              <ActForm
                procedure="privacy.take"
                input={{ id: request.id }}
                submit={t("privacy.take")}
                working={t("privacy.taking")}
                look={{ size: "small" }}
              />
            )}
            <DialogTrigger dialog={`request-${request.id}`} size="small">
              {t("privacy.act")}
            </DialogTrigger>
          </>
        )
      }
    />
  );
}

const rule = "grid gap-4 border-line border-t pt-5 first:border-t-0 first:pt-0";

function RequestDialog(props: Props) {
  const { request, me, now, t } = props;
  const { id, kind } = request;
  const mine = request.handledById === me;
  return (
    <Dialog
      id={`request-${id}`}
      title={t("privacy.title", { child: request.student.firstName })}
      description={t("privacy.text")}
      closeLabel={t("close")}
      insistent
    >
      <div className="grid gap-5">
        {request.details || request.objection ? (
          <div className="grid gap-2">
            {request.details ? <Quote label={t("privacy.details")} text={request.details} /> : null}
            {request.objection ? <Quote label={t("privacy.objection")} text={request.objection} /> : null}
          </div>
        ) : null}
        {kind === "CORRECTION" && mine && request.status === "IN_PROGRESS" ? <Correct {...props} /> : null}
        {kind === "DELETION" ? <Confirm {...props} /> : null}
        {kind === "DELETION" ? null : (
          <div className={rule}>
            <ActForm
              procedure="privacy.answer"
              input={{ id }}
              fields={[{ name: "answer", label: t("privacy.answer"), long: true, required: true, maxLength: 2000 }]}
              submit={t("privacy.answerSend")}
              working={t("privacy.sending")}
              look={{ variant: kind === "EXPORT" ? "main" : "plain" }}
            />
          </div>
        )}
        {canRefuse(request, request.held, now) ? (
          <div className={rule}>
            <ActForm
              procedure="privacy.refuse"
              input={{ id }}
              fields={[
                {
                  name: "answer",
                  label: t("privacy.refuse"),
                  help: t("privacy.refuseHelp"),
                  long: true,
                  required: true,
                  maxLength: 2000,
                },
              ]}
              submit={t("privacy.refuseSend")}
              working={t("privacy.sending")}
              look={{ variant: "danger" }}
            />
          </div>
        ) : null}
        {kind === "DELETION" ? <Hold {...props} /> : null}
      </div>
    </Dialog>
  );
}

const Quote = ({ label, text }: { label: string; text: string }) => (
  <div className="rounded-s bg-sunken px-3 py-2">
    <p className="text-muted text-small">{label}</p>
    <p className="whitespace-pre-line break-words">{text}</p>
  </div>
);

function Correct({ request, t, format }: Props) {
  const unchanged = { value: "", label: t("privacy.unchanged") };
  const field = (name: string) => t(`privacy.field.${name}`);
  return (
    <div className={rule}>
      <h3>{t("privacy.correct")}</h3>
      <p className="text-muted text-small">{t("privacy.correctText")}</p>
      <ActForm
        procedure="privacy.correct"
        input={{ id: request.id }}
        fields={[
          { name: "firstName", label: field("firstName"), maxLength: 80 },
          { name: "lastName", label: field("lastName"), maxLength: 80 },
          { name: "birthDate", label: field("birthDate"), type: "date" },
          {
            name: "grade",
            label: field("grade"),
            options: [unchanged, ...grades.map((value) => ({ value, label: gradeLabel(value, format.locale) }))],
          },
          {
            name: "sex",
            label: field("sex"),
            options: [
              unchanged,
              { value: "FEMALE", label: t("privacy.girl") },
              { value: "MALE", label: t("privacy.boy") },
            ],
          },
          { name: "upi", label: field("upi"), maxLength: 20 },
          { name: "assessmentNo", label: field("assessmentNo"), maxLength: 20 },
          { name: "answer", label: t("privacy.answer"), long: true, required: true, maxLength: 2000 },
        ]}
        submit={t("privacy.correctSend")}
        working={t("privacy.sending")}
        look={{ variant: "main" }}
      />
    </div>
  );
}

function Confirm({ request, me, t, format }: Props) {
  const next = nextConfirmation(request, me);
  const hold = holdText(request, { t, format });
  if (hold) return <p className="font-semibold text-warn">{hold}</p>;
  if (next === "same") return <p>{t("privacy.waitsSecond")}</p>;
  if (next !== "confirm" && next !== "approve") return null;
  return (
    <div className={rule}>
      <p>
        {next === "confirm" ? t("privacy.confirmText") : t("privacy.approveText", { name: request.confirmedBy ?? "" })}
      </p>
      <ActForm
        procedure="privacy.confirmDeletion"
        input={{ id: request.id }}
        submit={t(`privacy.${next}`)}
        working={t("privacy.confirming")}
        look={{ variant: next === "approve" ? "danger" : "main" }}
      />
    </div>
  );
}

function Hold({ request, t }: Props) {
  if (request.hold)
    return (
      <div className={rule}>
        <Quote label={t(`privacy.grounds.${request.hold.ground}`)} text={request.hold.reason ?? ""} />
        <ActForm
          procedure="privacy.releaseHold"
          input={{ id: request.hold.id }}
          fields={[{ name: "reason", label: t("privacy.releaseReason"), long: true, required: true, maxLength: 2000 }]}
          submit={t("privacy.release")}
          working={t("privacy.sending")}
        />
      </div>
    );
  return (
    <div className={rule}>
      <h3>{t("privacy.hold")}</h3>
      <p className="text-muted text-small">{t("privacy.holdText")}</p>
      <ActForm
        procedure="privacy.setHold"
        input={{ studentId: request.studentId }}
        fields={[
          {
            name: "ground",
            label: t("privacy.ground"),
            options: holdGrounds.map((value) => ({ value, label: t(`privacy.grounds.${value}`) })),
          },
          { name: "reason", label: t("privacy.holdReason"), long: true, required: true, maxLength: 2000 },
          { name: "until", label: t("privacy.until"), type: "date" },
        ]}
        submit={t("privacy.holdSend")}
        working={t("privacy.sending")}
      />
    </div>
  );
}
