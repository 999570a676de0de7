import { ActForm } from "@/components/forms/act-form";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { RegradePreview } from "@/server/features/assessment/regrade.service";
import type { BankWords } from "./words";

type Props = BankWords & { id: string; preview: RegradePreview };

/** What marking earlier answers by the key of now would change, before it does. */
export function RegradeView({
  id,
  number,
  preview,
  ...words
}: BankWords & { id: string; number: number; preview: RegradePreview | null }) {
  const { t, door } = words;
  const back = `${door.base}/questions/${id}?view=history`;
  return (
    <Page
      title={t("regrade.title", { number })}
      subtitle={preview?.title}
      action={<ButtonLink href={back}>{t("regrade.back")}</ButtonLink>}
    >
      {preview ? (
        <Changes id={id} preview={preview} {...words} />
      ) : (
        <Notice tone="warn" title={t("regrade.misfit")}>
          {t("regrade.misfit_text")}
        </Notice>
      )}
    </Page>
  );
}

function Changes({ id, preview, ...words }: Props) {
  const { t, ui, door } = words;
  const { lines, answers, up, down, left, number } = preview;
  return (
    <>
      {lines.length === 0 ? (
        <Notice tone="good" title={t("regrade.same")}>
          {t("regrade.same_text", { answers })}
        </Notice>
      ) : (
        <>
          <Notice tone="warn" title={t("regrade.changes", { count: lines.length, answers })}>
            {t("regrade.directions", { up, down })} {left > 0 ? t("regrade.left", { count: left }) : null}
          </Notice>
          <Section id="lines" title={t("regrade.lines")}>
            <Lines preview={preview} {...words} />
          </Section>
          <Section id="accept" title={t("regrade.accept")}>
            <div className="grid max-w-[44rem] gap-4 rounded border border-line bg-surface p-4 sm:p-6">
              <p className="text-muted">{t("regrade.accept_text")}</p>
              <ActForm
                procedure={`${door.questions}.regrade`}
                input={{ questionId: id, number, digest: preview.digest }}
                submit={t("regrade.submit", { count: lines.length })}
                working={ui("form.saving")}
                look={{ variant: "main" }}
                fields={[
                  { name: "reason", label: t("regrade.reason"), help: t("regrade.reason_help"), maxLength: 500 },
                ]}
              />
            </div>
          </Section>
        </>
      )}
    </>
  );
}

function Lines({ preview, t, format }: Omit<Props, "id">) {
  const share = (value: number | null) => (value === null ? t("regrade.waits") : format.percent(value / 100, 1));
  return (
    <div className="dt-frame">
      <table className="dt" aria-label={t("regrade.lines")}>
        <thead>
          <tr>
            <th scope="col" data-grow="">
              {t("regrade.learner")}
            </th>
            <th scope="col">{t("assessments.one")}</th>
            <th scope="col" data-end="">
              {t("regrade.mark")}
            </th>
            <th scope="col" data-end="">
              {t("regrade.result")}
            </th>
          </tr>
        </thead>
        <tbody>
          {preview.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines keep their order
            <tr key={at}>
              <td data-card="title" data-grow="">
                {line.learner ?? t("regrade.elsewhere")}
              </td>
              <td data-card="meta">{line.assessment}</td>
              <td data-card="end" data-end="" className="num">
                {format.percent(line.before, 0)} → <b>{format.percent(line.after, 0)}</b>
              </td>
              <td data-card="meta" data-end="" className="num">
                {share(line.percentBefore)} → <b>{share(line.percentAfter)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
