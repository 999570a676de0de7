import { ActForm } from "@/components/forms/act-form";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Progress } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { RegradePreview, RegradeRun } from "@/server/features/assessment/regrade.service";
import type { BankWords } from "./words";

type Props = BankWords & { id: string; preview: RegradePreview };
const topics = ["regrade"];

/** What marking earlier answers by the key of now would change, before it does; and how far it is while it does. */
export function RegradeView({
  id,
  number,
  preview,
  run,
  ...words
}: BankWords & { id: string; number: number; preview: RegradePreview | null; run: RegradeRun | null }) {
  const { t, door } = words;
  const back = `${door.base}/questions/${id}?view=history`;
  const isRunning = run?.status === "RUNNING";
  return (
    <Page
      title={t("regrade.title", { number })}
      subtitle={preview?.title}
      action={<ButtonLink href={back}>{t("regrade.back")}</ButtonLink>}
    >
      <LiveRefresh topics={topics} />
      {run ? <Run run={run} {...words} /> : null}
      {preview === null ? (
        <Notice tone="warn" title={t("regrade.misfit")}>
          {t("regrade.misfit_text")}
        </Notice>
      ) : isRunning ? null : (
        <Changes id={id} preview={preview} {...words} />
      )}
    </Page>
  );
}

/** The newest marking anew of this version: how far it is, or what came of it. */
function Run({ run: { total, done, changed, endedAt }, t, format, now }: BankWords & { run: RegradeRun }) {
  if (!endedAt)
    return (
      <Notice title={t("regrade.running", { done, total })} role="status">
        <p className="mb-2">{t("regrade.running_text")}</p>
        <Progress value={Math.floor((100 * done) / total)} label={t("regrade.running", { done, total })} />
      </Notice>
    );
  const left = total - changed;
  return (
    <Notice tone="good" title={t("regrade.done", { changed, when: format.moment(endedAt, now) })} role="status">
      {left > 0 ? t("regrade.done_left", { left }) : t("regrade.done_text")}
    </Notice>
  );
}

function Changes({ id, preview, ...words }: Props) {
  const { t, ui, door } = words;
  const { count, answers, up, down, number } = preview;
  if (count === 0)
    return (
      <Notice tone="good" title={t("regrade.same")}>
        {t("regrade.same_text", { answers })}
      </Notice>
    );
  return (
    <>
      <Notice tone="warn" title={t("regrade.changes", { count, answers })}>
        {t("regrade.directions", { up, down })}
      </Notice>
      <Section id="lines" title={t("regrade.lines")}>
        <Lines preview={preview} {...words} />
        <Pages preview={preview} {...words} />
      </Section>
      <Section id="accept" title={t("regrade.accept")}>
        <div className="grid max-w-[44rem] gap-4 rounded border border-line bg-surface p-4 sm:p-6">
          <p className="text-muted">{t("regrade.accept_text")}</p>
          <ActForm
            procedure={`${door.questions}.regrade`}
            input={{ questionId: id, number, digest: preview.digest }}
            submit={t("regrade.submit", { count })}
            working={ui("form.saving")}
            look={{ variant: "main" }}
            fields={[{ name: "reason", label: t("regrade.reason"), help: t("regrade.reason_help"), maxLength: 500 }]}
          />
        </div>
      </Section>
    </>
  );
}

/** The way through the lines, where there are more than fit a page. */
function Pages({ preview: { page, pages, number }, t, ui, format }: Omit<Props, "id">) {
  if (pages === 1) return null;
  const to = (next: number) => `?number=${number}&page=${next}`;
  return (
    <nav
      aria-label={`${ui("table.pages")}: ${t("regrade.lines")}`}
      className="mt-3 flex flex-wrap items-center gap-3 text-small"
    >
      <span className="num flex-1 text-muted">
        {t("regrade.page", { page: format.number(page), pages: format.number(pages) })}
      </span>
      {page > 1 ? <ButtonLink href={to(page - 1)}>{ui("table.previous")}</ButtonLink> : null}
      {page < pages ? <ButtonLink href={to(page + 1)}>{ui("table.next")}</ButtonLink> : null}
    </nav>
  );
}

function Lines({ preview, t, format }: Omit<Props, "id">) {
  const share = (value: number | null) => (value === null ? t("regrade.waits") : format.percent(value / 100, 1));
  return (
    <div className="dt-root">
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
                  <span className="sm:hidden">{t("regrade.result")}: </span>
                  {share(line.percentBefore)} → <b>{share(line.percentAfter)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
