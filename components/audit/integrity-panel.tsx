import { PlainTable } from "@/components/data/plain-table";
import { ActForm } from "@/components/forms/act-form";
import { Status } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { Integrity } from "@/server/features/audit/audit.queries";
import type { Finding } from "@/server/features/audit/audit.verify";
import type { T } from "@/server/platform/i18n";

type Words = { integrity: Integrity; t: T; format: Format; now: Date };
type Check = Integrity["checks"][number];
/** A line is sealed within a minute; one that waits this long says that the job does not run. */
const LATE_MS = 5 * 60_000;

const resultOf = (check: Check, t: T) =>
  check.status === "INTACT" ? (
    <Status tone="good">{t("checkIntact")}</Status>
  ) : check.status === "FINDINGS" ? (
    <Status tone="danger">{t("checkFindings", { count: check.found })}</Status>
  ) : (
    <Status tone="info">{t("checkRunning")}</Status>
  );

/** Whether the log can be trusted: sealed until when, signed until when, verified when and with what result. */
export function IntegrityPanel({ integrity, t, format, now }: Words) {
  const { head, waiting, oldestWaiting, anchor, checks } = integrity;
  const [last] = checks;
  const late = oldestWaiting && now.getTime() - oldestWaiting.getTime() > LATE_MS;
  const figures = [
    {
      id: "seal",
      label: t("lastSeal"),
      value: head
        ? t("lastSealText", { seq: format.number(head.seq), time: format.relative(head.eventAt, now) })
        : t("neverSealed"),
      note: t("waitingText", { count: waiting }),
    },
    {
      id: "anchor",
      label: t("lastAnchor"),
      value: anchor ? t("anchorText", { day: format.date(anchor.day), seq: format.number(anchor.seq) }) : t("noAnchor"),
    },
    {
      id: "check",
      label: t("lastCheck"),
      value: last ? resultOf(last, t) : t("noCheck"),
      note: last
        ? t("checkText", { time: format.relative(last.startedAt, now), count: last.checked, days: last.days })
        : undefined,
    },
  ];
  return (
    <Section id="integrity" title={t("integrity")} note={t("integrityText")}>
      <div className="grid gap-3">
        {last?.status === "FINDINGS" ? <Findings check={last} t={t} /> : null}
        {late ? <Notice tone="warn">{t("waitingLong", { time: format.relative(oldestWaiting, now) })}</Notice> : null}
        <dl className="grid gap-px overflow-hidden rounded border border-line bg-line sm:grid-cols-3">
          {figures.map((figure) => (
            <div key={figure.id} className="bg-surface p-4">
              <dt className="text-faint text-xs">{figure.label}</dt>
              <dd className="mt-0.5 font-semibold">{figure.value}</dd>
              {figure.note ? <dd className="text-muted text-small">{figure.note}</dd> : null}
            </div>
          ))}
        </dl>
        {checks.length > 1 ? (
          <details>
            <summary className="cursor-pointer font-semibold text-sm">{t("checks")}</summary>
            <PlainTable
              className="mt-2"
              caption={t("checks")}
              columns={[
                { key: "started", label: t("started") },
                { key: "days", label: t("days"), number: true },
                { key: "checked", label: t("checked"), number: true },
                { key: "result", label: t("result") },
              ]}
              rows={checks.map((check) => ({
                id: check.id,
                cells: {
                  started: format.dateTime(check.startedAt),
                  days: format.number(check.days),
                  checked: format.number(check.checked),
                  result: resultOf(check, t),
                },
              }))}
            />
          </details>
        ) : null}
      </div>
    </Section>
  );
}

function Findings({ check, t }: { check: Check; t: T }) {
  const findings = check.findings as unknown as Finding[];
  return (
    <Notice tone="danger" role="alert" title={t("findingAlert")}>
      <p>{t("findingAlertText")}</p>
      <ul className="mt-2 grid gap-1">
        {findings.slice(0, 20).map((finding) => (
          <li key={`${finding.kind} ${finding.seq} ${finding.id}`} className="break-words">
            <strong>{t(`findingKinds.${finding.kind}`)}</strong>
            {finding.seq ? ` · ${t("link", { seq: finding.seq })}` : ""}
            {finding.id ? ` · ${finding.id}` : ""}: {finding.detail}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The way to a verification of the last days. */
export function VerifyAct({ t }: { t: T }) {
  return (
    <>
      <DialogTrigger dialog="verify" variant="main">
        {t("verify")}
      </DialogTrigger>
      <Dialog id="verify" title={t("verifyTitle")} description={t("verifyText")} closeLabel={t("close")}>
        <ActForm
          procedure="audit.verify"
          fields={[{ name: "days", label: t("verifyDays"), help: t("verifyDaysHelp"), maxLength: 2 }]}
          submit={t("verifySubmit")}
          working={t("verifying")}
          look={{ variant: "main" }}
        />
      </Dialog>
    </>
  );
}
