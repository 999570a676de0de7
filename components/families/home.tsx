import { Users } from "lucide-react";
import { OverviewPage } from "@/components/shell/overview-page";
import { buttonStyle } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { schoolTime } from "@/lib/school-calendar";
import type { Translate } from "@/lib/translate";
import { byAttention, type Facts, opening, type Urgent, urgentItems } from "@/server/features/families/families.domain";
import type { Child } from "@/server/features/families/families.schema";
import { ChildCard } from "./child-card";
import { Emphasis } from "./emphasis";
import { Goals } from "./goals";
import { moodLabels, moodToday } from "./mood-labels";
import { MoodPicker } from "./mood-picker";
import { NeedsYou } from "./needs-you";
import { WeekInShort } from "./week-in-short";
import { say, type Words } from "./words";

/** Up to so many children each have a card; beyond, those who may need somebody do, and the list has the rest. */
const cards = 8;
const few = 4;

/** "Friday 20 November · term 3, week 12", or when school opens again. */
function dayLine({ t, day }: Words, today: string): string {
  const time = schoolTime(today);
  if (time.kind === "term") return t("today.term", { day: day(today, "day"), term: time.term, week: time.week });
  if (time.kind === "unknown") return day(today, "day");
  const { term, opens, official } = time.next;
  return t("today.holiday", {
    day: day(today, "day"),
    term,
    opens: day(opens, "short"),
    official: official ? "yes" : "no",
  });
}

/** PA-1. A home answers first: a sentence from data, what needs the family, each child, then moods, goals and the week. */
export function ParentHome({
  facts,
  me,
  greeting,
  words,
  consent,
  notice,
}: {
  facts: Facts;
  me: string;
  greeting: string;
  words: Words;
  consent: Translate;
  notice: (alert: NonNullable<Urgent["alert"]>) => string | null;
}) {
  const { t } = words;
  const { children, today } = facts;
  const names = children.map(({ firstName }) => firstName);
  const sentence = opening(facts)
    .map((one) => say(words, "opening", one))
    .join(" ");
  if (children.length === 0)
    return (
      <OverviewPage title={greeting} subtitle={sentence}>
        <EmptyState
          icon={Users}
          title={t("children.none_title")}
          text={t("children.none_text")}
          className="rounded border border-line bg-surface"
        />
      </OverviewPage>
    );
  const many = children.length > cards;
  const shown = many ? byAttention(facts).slice(0, few) : children;
  // By what stood yesterday: a child just noted keeps its row, and the undo beside it.
  const inOrder = many ? byAttention({ ...facts, moods: facts.moods.filter(({ day }) => day !== today) }) : children;
  const [asked, rest] = [inOrder.slice(0, cards), inOrder.slice(cards)];
  const picker = (child: Child) => (
    <li key={child.id} className="px-4 py-3">
      <MoodPicker
        studentId={child.id}
        name={child.firstName}
        labels={moodLabels(t, child.firstName)}
        {...moodToday(facts.moods, child.id, today, me, t)}
      />
    </li>
  );
  return (
    <OverviewPage
      title={greeting}
      subtitle={<Emphasis text={sentence} names={names} />}
      needs={<NeedsYou items={urgentItems(facts)} words={words} consent={consent} notice={notice} />}
    >
      <Section
        id="today"
        title={t("today.title")}
        note={many ? `${dayLine(words, today)} · ${t("today.first")}` : dayLine(words, today)}
        link={{
          href: "/dashboard/parent/children",
          label: many ? t("today.more", { count: children.length }) : t("today.all"),
        }}
      >
        <div className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(15.5rem,1fr))] sm:gap-4">
          {shown.map((child) => (
            <ChildCard key={child.id} child={child} facts={facts} words={words} />
          ))}
        </div>
      </Section>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.45fr)_minmax(0,1fr)] sm:gap-8">
        <div className="grid min-w-0 gap-6 sm:gap-8">
          <Section id="moods" title={t("mood.title")} note={t("mood.note")}>
            <ul className="divide-y divide-line rounded border border-line bg-surface">{asked.map(picker)}</ul>
            {rest.length > 0 ? (
              <details className="mt-3">
                <summary className={buttonStyle({ size: "small" })}>{t("mood.rest", { count: rest.length })}</summary>
                <ul className="mt-3 divide-y divide-line rounded border border-line bg-surface">{rest.map(picker)}</ul>
              </details>
            ) : null}
          </Section>
          <Goals goals={facts.goals} owners={children} today={today} words={words} title={t("goals.title")} />
        </div>
        <WeekInShort facts={facts} words={words} />
      </div>
    </OverviewPage>
  );
}
