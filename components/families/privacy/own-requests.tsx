import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { Status, type Tone } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { Item, ItemList } from "@/components/ui/item";
import { gradeLabel } from "@/lib/grades";
import { canWithdraw, isOpen } from "@/server/features/families/privacy.domain";
import type { Change, OwnRequest, RequestStatus } from "@/server/features/families/privacy.schema";
import type { Words } from "../words";

const tones: Record<RequestStatus, Tone> = {
  RECEIVED: "info",
  IN_PROGRESS: "info",
  ANSWERED: "good",
  REFUSED: "danger",
  WITHDRAWN: "off",
};

function datesOf(request: OwnRequest, { t, day }: Words): string {
  const values = { asked: day(request.askedOn, "long"), due: day(request.dueOn, "long") };
  if (isOpen(request.status)) return t(request.late ? "requests.dates_late" : "requests.dates", values);
  if (request.answeredOn) return t("requests.dates_answered", { ...values, answered: day(request.answeredOn, "long") });
  return t("requests.dates_over", values);
}

function written({ field }: Change, value: string | null, { t, day, format }: Words): string {
  if (value === null) return t("requests.value.none");
  if (field === "birthDate") return day(value, "long");
  if (field === "grade") return gradeLabel(value, format.locale);
  if (["upi", "assessmentNo", "sex"].includes(field)) return t(`requests.value.${value}`);
  return value;
}

/** What was and what is, one line for each field. */
function Changes({ changes, words }: { changes: readonly Change[]; words: Words }) {
  const { t } = words;
  return (
    <dl className="mt-2 grid gap-2">
      {changes.map((change) => (
        <div key={change.field} className="rounded-s bg-sunken px-3 py-2">
          <dt className="font-semibold text-ink">{t(`requests.field.${change.field}`)}</dt>
          <dd>
            {t("requests.before")}: <del className="break-words">{written(change, change.before, words)}</del>
          </dd>
          <dd className="text-ink">
            {t("requests.after")}:{" "}
            <ins className="break-words no-underline">{written(change, change.after, words)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One's requests with their dates, their answers, and what one may still do about them. */
export function OwnRequests({ requests, words }: { requests: readonly OwnRequest[]; words: Words }) {
  const { t } = words;
  if (requests.length === 0) return <p className="text-muted">{t("requests.none")}</p>;
  return (
    <>
      <ItemList label={t("requests.title")}>
        {requests.map((request) => {
          const judged = request.accepted || request.status !== "ANSWERED" || request.changes.length === 0;
          const mayWithdraw = canWithdraw({ status: request.status, approvedById: request.underway ? "school" : null });
          const deleted = request.kind === "DELETION" && request.status === "ANSWERED";
          return (
            <Item
              key={request.id}
              title={t(`requests.kind.${request.kind}`)}
              aside={<Status tone={tones[request.status]}>{t(`requests.status.${request.status}`)}</Status>}
              text={
                <>
                  <span className={request.late ? "block font-semibold text-danger" : "block"}>
                    {datesOf(request, words)}
                  </span>
                  {request.details ? (
                    <span className="mt-1 block whitespace-pre-line break-words">{request.details}</span>
                  ) : null}
                  {request.underway ? <span className="mt-1 block text-ink">{t("requests.underway")}</span> : null}
                  {deleted ? <span className="mt-1 block text-ink">{t("requests.deleted")}</span> : null}
                  {request.answer && !deleted ? (
                    <span className="mt-1 block whitespace-pre-line break-words text-ink">{request.answer}</span>
                  ) : null}
                  {request.changes.length ? <Changes changes={request.changes} words={words} /> : null}
                  {request.objection ? (
                    <span className="mt-1 block break-words">
                      {t("requests.objection")}: {request.objection}
                    </span>
                  ) : null}
                  {request.accepted ? <span className="mt-1 block text-good">{t("requests.accepted")}</span> : null}
                  {mayWithdraw || !judged ? (
                    <span className="mt-3 flex flex-wrap gap-2">
                      {mayWithdraw ? (
                        <ActForm
                          procedure="privacy.withdraw"
                          input={{ id: request.id }}
                          submit={t("requests.withdraw")}
                          working={t("requests.withdrawing")}
                          look={{ size: "small" }}
                        />
                      ) : null}
                      {judged ? null : (
                        <>
                          <ActForm
                            procedure="privacy.acceptCorrection"
                            input={{ id: request.id }}
                            submit={t("requests.accept")}
                            working={t("requests.accepting")}
                            look={{ size: "small" }}
                          />
                          <DialogTrigger dialog={`object-${request.id}`} size="small">
                            {t("requests.object")}
                          </DialogTrigger>
                        </>
                      )}
                    </span>
                  ) : null}
                </>
              }
            />
          );
        })}
      </ItemList>
      {requests
        .filter(({ status, changes, accepted }) => status === "ANSWERED" && changes.length > 0 && !accepted)
        .map(({ id }) => (
          <ActDialog
            key={id}
            id={`object-${id}`}
            title={t("requests.object_title")}
            description={t("requests.object_text")}
            closeLabel={t("close")}
            procedure="privacy.objectToCorrection"
            input={{ id }}
            fields={[
              { name: "objection", label: t("requests.object_label"), long: true, required: true, maxLength: 2000 },
            ]}
            submit={t("requests.object_send")}
            working={t("ask.sending")}
            look={{ variant: "main" }}
          />
        ))}
    </>
  );
}
