import { ActionButton } from "@/components/forms/action-button";
import { Messages } from "@/components/messages";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Badge, Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { gradeLabel } from "@/lib/grades";
import type { QuestionRecord } from "@/server/features/assessment/bank.queries";
import { questionTypeOf } from "@/server/features/assessment/bank.schema";
import { stemShown } from "@/server/features/assessment/question.schema";
import { keyLines } from "../answer-lines";
import { Passage } from "../prose";
import { QuestionEditor } from "./question-editor";
import { TryQuestion } from "./try-question";
import { type Area, areaName, type BankWords, choicesOf } from "./words";

export type QuestionTab = "edit" | "history";
type Props = BankWords & { question: QuestionRecord; areas: readonly Area[]; timeZone: string };

/** One question: changed by its keeper, tried by whoever may use it; its versions and where it stands. */
export function QuestionView({ tab, ...props }: Props & { tab: QuestionTab }) {
  const { question, t, ui, door } = props;
  const path = `${door.base}/questions/${question.id}`;
  const tabs = [
    { href: path, label: t(question.abilities.keep ? "question.edit" : "question.look"), current: tab === "edit" },
    { href: `${path}?view=history`, label: t("question.history"), current: tab === "history" },
  ];
  return (
    <RecordPage
      title={<span lang={question.language}>{question.title}</span>}
      mark={<Status tone={question.status === "ACTIVE" ? "good" : "off"}>{t(`status.${question.status}`)}</Status>}
      subtitle={`${t(`types.${questionTypeOf(question.type)}`)} · ${t("question.version", { number: question.currentNumber })} · ${t(`keepers.${question.keeper}`)}`}
      action={<Turn {...props} />}
      factsTitle={t("question.facts")}
      closeLabel={ui("close")}
      tabs={<TabNav label={t("question.views")} tabs={tabs} />}
    >
      {tab === "history" ? <History {...props} /> : <Now {...props} />}
    </RecordPage>
  );
}

/** Out of the lists of the bank, or back. */
function Turn({ question, t, ui, door }: Props) {
  if (!question.abilities.keep) return null;
  const active = question.status === "ACTIVE";
  return (
    <ActionButton
      procedure={`${door.questions}.${active ? "retire" : "restore"}`}
      input={{ id: question.id }}
      failed={ui("form.failed")}
      done={t(active ? "act.retired" : "act.restored")}
      confirm={
        active
          ? { title: t("act.retire_title"), text: t("act.retire_text"), action: t("act.retire"), cancel: ui("cancel") }
          : undefined
      }
    >
      {t(active ? "act.retire" : "act.restore")}
    </ActionButton>
  );
}

/** What it says now: the editor, or for others the question as it is. */
function Now(props: Props) {
  const { question, areas, door, locale, now, timeZone, t } = props;
  const current = question.versions[0]?.question;
  if (!current) return null;
  return (
    <Messages locale={locale} timeZone={timeZone} now={now} features={["bank", "assessment", "files"]}>
      {question.abilities.keep ? (
        <QuestionEditor
          saved={{ id: question.id, number: question.currentNumber }}
          draft={current}
          labels={{
            grade: question.grade,
            learningAreaCode: question.learningAreaCode,
            language: question.language,
            difficulty: question.difficulty,
            tags: question.tags,
            competencies: question.competencies,
          }}
          choices={choicesOf(areas, locale)}
          door={door}
        />
      ) : (
        <>
          <Notice>{t(`question.not_kept.${question.keeper}`)}</Notice>
          <Section id="try" title={t("try.title")} note={t("try.note")}>
            <TryQuestion question={current} language={question.language} />
          </Section>
          <Filed {...props} />
        </>
      )}
    </Messages>
  );
}

function Filed({ question, t, locale }: Props) {
  return (
    <FactList
      facts={[
        { label: t("list.difficulty"), value: t(`difficulty.${question.difficulty}`) },
        {
          label: t("list.place"),
          value: `${gradeLabel(question.grade, locale)} · ${areaName(question.learningArea, locale)}`,
        },
        { label: t("list.tags"), value: question.tags.join(", ") || "—" },
        { label: t("aims.title"), value: question.competencies.map(({ code }) => code).join(", ") || "—" },
      ]}
    />
  );
}

/** Where the question stands, and what it said before. */
function History({ question, t, format, now, door }: Props) {
  return (
    <>
      <Section id="uses" title={t("question.uses")} note={t("question.uses_note", { count: question.uses })}>
        {question.usedIn.length ? (
          <ItemList label={t("question.uses")}>
            {question.usedIn.map((one) => (
              <Item
                key={one.id}
                title={
                  <a href={`${door.base}/${one.id}`} className="underline-offset-4 hover:underline">
                    {one.title}
                  </a>
                }
                text={one.course.title}
                aside={<Badge>{t(`assessment_status.${one.status}`)}</Badge>}
              />
            ))}
          </ItemList>
        ) : (
          <p className="text-muted">{t("question.unused")}</p>
        )}
      </Section>
      <Section id="versions" title={t("question.versions")} note={t("question.versions_note")}>
        <ol className="grid gap-3">
          {question.versions.map((version) => (
            <li key={version.id} className="rounded border border-line bg-surface">
              <details open={version.number === question.currentNumber}>
                <summary className="flex cursor-pointer flex-wrap gap-x-4 gap-y-1 px-4 py-3">
                  <b>{t("question.version", { number: version.number })}</b>
                  <span className="text-muted">{format.moment(version.createdAt, now)}</span>
                  <span className="text-muted">{t(`difficulty.${version.difficulty}`)}</span>
                  <span className="num text-muted">{t("question.answers", { count: version.answers })}</span>
                </summary>
                <div lang={question.language} className="grid gap-3 border-line border-t px-4 py-4">
                  {question.abilities.keep && version.number < question.currentNumber && version.answers > 0 ? (
                    <ButtonLink
                      size="small"
                      className="justify-self-start"
                      href={`${door.base}/questions/${question.id}/regrade?number=${version.number}`}
                    >
                      {t("regrade.open")}
                    </ButtonLink>
                  ) : null}
                  <Passage of={stemShown(version.question.body)} gap={() => <b>____</b>} />
                  <div>
                    <h3 className="font-semibold text-small">{t("question.key")}</h3>
                    <ul>
                      {keyLines(version.question.body, version.question.key).map((line, at) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a key keep their places
                        <li key={at}>{line}</li>
                      ))}
                    </ul>
                  </div>
                </div>
              </details>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}
