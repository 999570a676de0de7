import { HeartPulse } from "lucide-react";
import { BarChart } from "@/components/data/bar-chart";
import { PlainTable } from "@/components/data/plain-table";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { dateOf } from "@/lib/days";
import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import { type Look, type Span, wayOf } from "@/server/features/learners/pulse.domain";
import type { LearnerPulse, Pulse } from "@/server/features/learners/pulse.queries";
import { learnerHref, pulsePath } from "./paths";
import { fullName, type LearnerWords } from "./words";

type Props = LearnerWords & { pulse: Pulse };
/** The list of who needs a look stays short enough to act on. */
const mostLooks = 15;

/** Why somebody should look in, in a sentence with its figures. */
function lookText(look: Look, { t, format }: LearnerWords): string {
  const { key, ...values } = look;
  return t(
    `pulse.look.${key}`,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, format.number(value)])),
  );
}

/** IN-13: how groups and learners get on, and who needs a look. */
export function PulsePage(props: Props) {
  const { pulse, t } = props;
  const looked = pulse.learners.filter(({ looks }) => looks.length > 0);
  return (
    <Page
      title={t("pulse.title")}
      subtitle={t("pulse.sentence", { learners: pulse.learners.length, looks: looked.length })}
      tabs={<Courses {...props} />}
    >
      {pulse.more ? <Notice>{t("pulse.more", { count: pulse.learners.length })}</Notice> : null}
      {pulse.learners.length === 0 ? (
        <EmptyState icon={HeartPulse} title={t("list.none")} text={t("list.none_text")} />
      ) : (
        <>
          <LookList looked={looked} {...props} />
          <Weeks {...props} />
          {pulse.course ? <LearnerTable {...props} /> : <GroupTable {...props} />}
        </>
      )}
    </Page>
  );
}

function Courses({ pulse, t }: Props) {
  return (
    <TabNav
      label={t("pulse.groups")}
      tabs={[
        { href: pulsePath, label: t("pulse.all"), current: pulse.course === null },
        ...pulse.groups.map(({ id, title }) => ({
          href: `${pulsePath}?course=${id}`,
          label: title,
          current: id === pulse.course,
        })),
      ]}
    />
  );
}

function LookList({ looked, ...words }: LearnerWords & { looked: readonly LearnerPulse[] }) {
  const { t, format } = words;
  const shown = looked.slice(0, mostLooks);
  return (
    <Section id="looks" title={t("pulse.looks")} note={t("pulse.looks_note")}>
      {shown.length > 0 ? (
        <ItemList label={t("pulse.looks")}>
          {shown.map((learner) => (
            <Item
              key={learner.id}
              icon={HeartPulse}
              tone="warn"
              title={
                <a href={learnerHref(learner.id)} className="underline-offset-4 hover:underline">
                  {fullName(learner)}
                </a>
              }
              aside={gradeLabel(learner.grade, format.locale)}
              text={learner.looks.map((look) => lookText(look, words)).join(" ")}
            />
          ))}
        </ItemList>
      ) : (
        <p className="text-muted">{t("pulse.no_looks")}</p>
      )}
      {looked.length > shown.length ? (
        <p className="mt-3 text-muted text-small">{t("pulse.rest", { count: looked.length - shown.length })}</p>
      ) : null}
    </Section>
  );
}

function Weeks({ pulse, t, ui, format }: Props) {
  const days = formats(format.locale, "UTC");
  return (
    <BarChart
      title={t("pulse.weeks")}
      note={t("pulse.weeks_note")}
      series={[
        {
          id: "minutes",
          label: t("pulse.minutes"),
          points: pulse.weeks.map(({ monday, minutes }) => ({ x: days.date(dateOf(monday), "short"), y: minutes })),
        },
      ]}
      value={(value) => format.number(value)}
      category={t("pulse.week_of")}
      t={ui}
    />
  );
}

const figures = ["minutes", "lessons", "competencies"] as const;
/** The last four weeks beside the four before, with the way it goes in a word. */
function spanCells(now: Span, before: Span, { t, format }: LearnerWords) {
  return Object.fromEntries(
    figures.map((figure) => [
      figure,
      <span key={figure}>
        {format.number(now[figure])}
        <span className="block text-muted text-xs">
          {t(`pulse.way.${wayOf(now[figure], before[figure])}`, { before: format.number(before[figure]) })}
        </span>
      </span>,
    ]),
  );
}
const spanColumns = (t: LearnerWords["t"]) =>
  figures.map((key) => ({ key, label: t(`pulse.${key}`), number: true as const }));

function GroupTable({ pulse, ...words }: Props) {
  const { t, format } = words;
  return (
    <Section id="groups" title={t("pulse.groups")} note={t("pulse.span")}>
      <PlainTable
        caption={t("pulse.groups")}
        columns={[
          { key: "course", label: t("list.course") },
          { key: "grade", label: t("list.grade") },
          { key: "learners", label: t("title"), number: true },
          ...spanColumns(t),
        ]}
        rows={pulse.groups.map((group) => ({
          id: group.id,
          cells: {
            course: (
              <a href={`${pulsePath}?course=${group.id}`} className="text-accent underline-offset-4 hover:underline">
                {group.title}
              </a>
            ),
            grade: gradeLabel(group.grade, format.locale),
            learners: format.number(group.learners),
            ...spanCells(group.now, group.before, words),
          },
        }))}
      />
    </Section>
  );
}

function LearnerTable({ pulse, ...words }: Props) {
  const { t, format } = words;
  return (
    <Section id="learners" title={t("title")} note={t("pulse.span")}>
      <PlainTable
        caption={t("title")}
        columns={[
          { key: "learner", label: t("list.name") },
          ...spanColumns(t),
          { key: "mean", label: t("pulse.mean"), number: true },
          { key: "mood", label: t("pulse.mood"), number: true },
        ]}
        rows={pulse.learners.map((learner) => ({
          id: learner.id,
          cells: {
            learner: (
              <a href={learnerHref(learner.id)} className="text-accent underline-offset-4 hover:underline">
                {fullName(learner)}
              </a>
            ),
            ...spanCells(learner.now, learner.before, words),
            mean:
              learner.now.mean === null
                ? t("measure.no_marks")
                : t("measure.mean", { mean: Math.round(learner.now.mean), count: learner.now.marks }),
            mood: learner.mood
              ? t("pulse.felt", {
                  average: format.number(learner.mood.average, { most: 1 }),
                  count: learner.mood.entries,
                })
              : t("pulse.not_shared"),
          },
        }))}
      />
    </Section>
  );
}
