import { Award, BookOpen, CircleCheck, Flag, type LucideIcon, PenLine, RotateCcw, Send } from "lucide-react";
import { BarChart } from "@/components/data/bar-chart";
import { StatGrid } from "@/components/data/stat";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { addDays, type Day, mondayOf } from "@/lib/days";
import { formats } from "@/lib/format";
import type { Translate } from "@/lib/translate";
import { streak } from "@/server/features/families/families.mood.domain";
import type { ActiveDay, FeedRow } from "@/server/features/progress/progress.schema";
import { minutesText, type ProgressWords } from "./words";

const icons: Record<FeedRow["kind"], LucideIcon> = {
  LESSON: BookOpen,
  LESSON_DONE: CircleCheck,
  ANSWERS: PenLine,
  SUBMITTED: Send,
  RETURNED: RotateCcw,
  ENROLLED: Flag,
  COURSE_DONE: CircleCheck,
  BADGE: Award,
};
const weeksShown = 8;

/** Minutes of each of the last weeks, oldest first; a week without learning is a week of nothing, not a gap. */
export function weekly(days: readonly ActiveDay[], today: Day): { monday: Day; seconds: number }[] {
  const last = mondayOf(today);
  return Array.from({ length: weeksShown }, (_, at) => addDays(last, (at - weeksShown + 1) * 7)).map((monday) => ({
    monday,
    seconds: days.filter(({ day }) => mondayOf(day) === monday).reduce((sum, { seconds }) => sum + seconds, 0),
  }));
}

/** What happened, leading to the piece of work it is about. */
function FeedTitle({
  row,
  workHref,
  words: { p, locale },
}: {
  row: FeedRow;
  workHref?: (id: string) => string;
  words: ProgressWords;
}) {
  const text = p(`feed.${row.kind}`, {
    title: (locale === "sw" ? row.titleSw : row.title) ?? "",
    course: row.course ?? "",
  });
  if (!row.workId || !workHref) return text;
  return (
    <a href={workHref(row.workId)} className="text-accent underline-offset-4 hover:underline">
      {text}
    </a>
  );
}

/** PA-2, activity: how much, how often, and what exactly. */
export function ActivityView({
  activity,
  name,
  more,
  workHref,
  words,
  charts,
}: {
  activity: { today: Day; days: readonly ActiveDay[]; rows: readonly FeedRow[]; next: string | null };
  name: string;
  more: (cursor: string) => string;
  /** Where a piece of work is read, for who may read it. */
  workHref?: (id: string) => string;
  words: ProgressWords;
  charts: Translate;
}) {
  const { p, day, format, locale } = words;
  const { today, days, rows, next } = activity;
  if (rows.length === 0) return <EmptyState title={p("feed.none", { name })} text={p("none.text")} />;
  const weeks = weekly(days, today);
  const clock = formats(locale, "Africa/Nairobi");
  const thisWeek = weeks.at(-1)?.seconds ?? 0;
  return (
    <>
      <StatGrid
        label={p("activity.title")}
        stats={[
          {
            id: "streak",
            label: p("activity.streak"),
            value: p("days", { count: streak(days, today) }),
          },
          {
            id: "week",
            label: p("activity.this_week"),
            value: minutesText(words, thisWeek),
            comparison: p("activity.last_week", { time: minutesText(words, weeks.at(-2)?.seconds ?? 0) }),
          },
          {
            id: "days",
            label: p("activity.days"),
            value: p("days", { count: days.filter((one) => one.day > addDays(today, -28)).length }),
            comparison: p("activity.of_28"),
          },
        ]}
      />
      <BarChart
        title={p("activity.by_week")}
        note={p("activity.by_week_note")}
        series={[
          {
            id: "minutes",
            label: p("activity.minutes"),
            points: weeks.map(({ monday, seconds }) => ({ x: day(monday), y: Math.round(seconds / 60) })),
          },
        ]}
        value={(value) => format.number(value)}
        category={p("activity.week_of")}
        t={charts}
      />
      <Section id="feed" title={p("feed.title")}>
        <ItemList>
          {rows.map((row) => (
            <Item
              key={row.id}
              icon={icons[row.kind]}
              title={<FeedTitle row={row} workHref={workHref} words={words} />}
              text={[
                row.kind.startsWith("LESSON") ? row.course : null,
                row.seconds > 0 ? minutesText(words, row.seconds) : null,
              ]
                .filter(Boolean)
                .join(" · ")}
              aside={
                <span className="text-muted text-xs">{`${clock.date(row.at, "short")}, ${clock.date(row.at, "time")}`}</span>
              }
            />
          ))}
        </ItemList>
        {next ? (
          <ButtonLink href={more(next)} className="mt-3">
            {p("older")}
          </ButtonLink>
        ) : null}
      </Section>
    </>
  );
}
