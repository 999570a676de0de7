import { HeartPulse } from "lucide-react";
import { BarChart } from "@/components/data/bar-chart";
import { PlainTable } from "@/components/data/plain-table";
import { TablePagination } from "@/components/data/table-pagination";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { dateOf } from "@/lib/days";
import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import { changeList, listDefaults, listParams } from "@/lib/list";
import { type Look, type Span, wayOf } from "@/server/features/learners/pulse.domain";
import type { LearnerPulse, Pulse } from "@/server/features/learners/pulse.queries";
import { type PulseInput, pulseInput } from "@/server/features/learners/pulse.schema";
import { learnerHref, pulsePath } from "./paths";
import { fullName, type LearnerWords } from "./words";

type Props = LearnerWords & { pulse: Pulse; state: PulseInput };
const defaults = listDefaults(pulseInput);
const courseHref = (id = "") => `${pulsePath}?course=${id}`;
/** Of all courses, who needs a look stays short enough to act on; of one course the whole page is told. */
const mostLooks = 15;

/** Why somebody should look in, in a sentence with its figures. */
function lookText(look: Look, { t, format }: LearnerWords): string {
  const { key, ...values } = look;
  return t(
    `pulse.look.${key}`,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, format.number(value)])),
  );
}

/** How many there are and how many of them need a look; of a class of several pages, how many of those in sight. */
function sentence({ pulse: { learners }, t }: Props, looks: number): string {
  if (!learners.next && !learners.previous) return t("pulse.sentence", { learners: learners.rows.length, looks });
  const key = learners.totalIsFloor ? "pulse.paged_many" : "pulse.paged";
  return t(key, { total: learners.total, shown: learners.rows.length, looks });
}

/** IN-13: how groups and learners get on, and who needs a look. */
export function PulsePage(props: Props) {
  const { pulse, t } = props;
  const { course, learners } = pulse;
  const looked = learners.rows.filter(({ looks }) => looks.length > 0);
  return (
    <Page title={t("pulse.title")} subtitle={sentence(props, looked.length)} tabs={<Courses {...props} />}>
      {!course && learners.totalIsFloor ? <Notice>{t("pulse.more", { count: learners.rows.length })}</Notice> : null}
      {learners.rows.length === 0 ? (
        <EmptyState icon={HeartPulse} title={t("list.none")} text={t("list.none_text")} />
      ) : (
        <>
          <LookList looked={looked} most={course ? looked.length : mostLooks} {...props} />
          <Weeks {...props} />
          {course ? <LearnerTable {...props} /> : <GroupTable {...props} />}
        </>
      )}
    </Page>
  );
}

function Courses({ pulse: { course, groups }, t }: Props) {
  return (
    <TabNav
      label={t("pulse.groups")}
      tabs={[
        { href: pulsePath, label: t("pulse.all"), current: course === null },
        ...(course ? [course] : groups).map(({ id, title }) => ({
          href: courseHref(id),
          label: title,
          current: id === course?.id,
        })),
      ]}
    />
  );
}

function LookList({ looked, most, ...words }: LearnerWords & { looked: readonly LearnerPulse[]; most: number }) {
  const { t, format } = words;
  const shown = looked.slice(0, most);
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
              <a href={courseHref(group.id)} className="text-accent underline-offset-4 hover:underline">
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

function LearnerTable({ pulse: { learners }, state, ...words }: Props) {
  const { t, ui, format } = words;
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
        rows={learners.rows.map((learner) => ({
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
      <TablePagination
        page={learners}
        state={state}
        link={(patch) => `${courseHref(state.courseId)}&${listParams(changeList(state, patch), defaults)}`}
        t={ui}
        format={format}
        things={t("list.things")}
        label={t("title")}
      />
    </Section>
  );
}
