import { Bell, Flame } from "lucide-react";
import type { ReactNode } from "react";
import { OverviewPage } from "@/components/shell/overview-page";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { cn } from "@/lib/cn";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import { isLow, streak, strip } from "@/server/features/families/families.mood.domain";
import type { MyDay } from "@/server/features/families/families.schema";
import { Teachers } from "./child-access";
import { Goals } from "./goals";
import { moodLabels, moodToday } from "./mood-labels";
import { MoodPicker } from "./mood-picker";
import type { Words } from "./words";

/** What is true and helps: ask first, thank, and never praise what did not happen. */
export function pupilSentence({ moods, goals, today, child }: MyDay, t: Translate): string {
  const now = moods.find(({ day }) => day === today);
  if (!now) return t("sentence.ask");
  if (isLow(now.mood)) return t("sentence.low");
  const close = goals.find(
    (goal) =>
      goal.status === "OPEN" && goal.studentId === child.id && goal.progress > 0 && goal.target - goal.progress === 1,
  );
  if (close) return `${t("sentence.asked")} ${t("sentence.goal_close", { title: close.title })}`;
  const row = streak(moods, today);
  return row >= 3 ? `${t("sentence.asked")} ${t("sentence.streak", { days: row })}` : t("sentence.asked");
}

/** Days with a check-in, the last fourteen as dots; nothing is lost by a day without one. */
function CheckIns({ day, t, words }: { day: MyDay; t: Translate; words: Words }) {
  const row = streak(day.moods, day.today);
  const fortnight = strip(day.moods, day.today, 14);
  const kept = fortnight.filter(({ point }) => point).length;
  const open = !fortnight.at(-1)?.point;
  return (
    <Section id="streak" title={t("streak.title")}>
      <Card className="grid gap-3 p-4 sm:p-5">
        <p className="flex items-center gap-2.5 font-bold text-xl">
          <Icon as={Flame} size={24} className={row > 0 ? "text-c2" : "text-faint"} />
          {row > 0 ? t("streak.days", { days: row }) : t("streak.none")}
        </p>
        <div
          role="img"
          aria-label={t("streak.label", { count: kept })}
          className="grid max-w-md grid-cols-7 gap-x-2 gap-y-2.5"
        >
          {fortnight.map(({ day: date, point }) => (
            <span key={date} aria-hidden className="grid justify-items-center gap-1 text-faint text-xs">
              <span
                className={cn(
                  "size-6 rounded-full",
                  point ? "bg-accent" : "bg-sunken ring-1 ring-line-strong ring-inset",
                  date === day.today && "outline-2 outline-accent outline-offset-2",
                )}
              />
              {words.weekday(date)}
            </span>
          ))}
        </div>
        <p className="text-muted text-small">
          {open && row > 0 ? `${t("streak.open")} ` : ""}
          {t("streak.best", { count: day.moods.length })}
        </p>
      </Card>
    </Section>
  );
}

/** SU-1. The next lesson, one question, then what I am counting, what my grade is about, and who teaches me. */
export function StudentHome({
  day,
  unread,
  me,
  greeting,
  locale,
  words,
  t,
  next,
  earned,
  learning,
}: {
  day: MyDay;
  /** Notifications that wait. */
  unread: number;
  me: string;
  greeting: string;
  locale: Locale;
  words: Words;
  t: Translate;
  /** The lesson to go on with. */
  next: ReactNode;
  /** What learning has earned. */
  earned: ReactNode;
  learning: ReactNode;
}) {
  const { child, moods, today } = day;
  return (
    <OverviewPage
      title={greeting}
      subtitle={pupilSentence(day, t)}
      needs={
        unread > 0 ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded bg-info-soft px-4 py-3">
            <Icon as={Bell} className="text-info" />
            <span className="min-w-0 flex-1 font-semibold">{t("unread", { count: unread })}</span>
            <ButtonLink href="/dashboard/student/notifications" data-soft>
              {t("unread_act")}
            </ButtonLink>
          </p>
        ) : null
      }
    >
      {next}
      <Section id="mood" title={t("mood.title")} note={t("mood.note")}>
        <Card className="p-3 sm:p-5">
          <MoodPicker
            studentId={child.id}
            big
            labels={moodLabels(t, child.firstName, true)}
            {...moodToday(moods, child.id, today, me, t)}
          />
        </Card>
      </Section>
      <div className="grid items-start gap-6 lg:grid-cols-2 sm:gap-8">
        <Goals
          goals={day.goals}
          owners={[child]}
          today={today}
          words={words}
          title={t("goals.title")}
          note={t("goals.note")}
          own={t("goals.own")}
          childFirst
        />
        <CheckIns day={day} t={t} words={words} />
      </div>
      {earned}
      {learning}
      <Section id="teachers" title={t("teachers.title")}>
        <Teachers
          teachers={day.teachers}
          locale={locale}
          none={t("teachers.none")}
          teaches={(areas) => t("teachers.guardian", { areas })}
          list={words.format.list}
        />
      </Section>
    </OverviewPage>
  );
}
