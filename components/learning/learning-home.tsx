import { Award, Flame } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { dayAt } from "@/lib/days";
import { streak } from "@/server/features/families/families.mood.domain";
import type { LearningHome } from "@/server/features/learning/learning.schema";
import type { EarnedBadge } from "@/server/features/recognition/recognition.schema";
import { type CourseWords, NextLesson } from "./course-cards";

const coursesPage = "/dashboard/student/courses";

/** The first thing on a child's home: the lesson to go on with. */
export function NextLessonCard({ home: { course, follows }, words }: { home: LearningHome; words: CourseWords }) {
  const { t } = words;
  return (
    <Section id="next-lesson" title={t("home.title")} link={{ href: coursesPage, label: t("home.all") }}>
      <Card className="grid gap-3 p-4 sm:p-5">
        {course ? (
          <>
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold" lang={course.language}>
                {course.title}
              </span>
              <span className="num text-muted text-small">
                {t("progress", { done: course.done, lessons: course.lessons })}
              </span>
            </p>
            <NextLesson course={course} words={words} main />
          </>
        ) : (
          <p className="text-muted">{follows ? t("home.none") : t("none.text")}</p>
        )}
      </Card>
    </Section>
  );
}

const tones: Record<EarnedBadge["tier"], Tone> = { BRONZE: "warn", SILVER: "off", GOLD: "good" };

function Newest({ badges, words: { t, locale } }: { badges: readonly EarnedBadge[]; words: CourseWords }) {
  if (badges.length === 0) return null;
  return (
    <ul aria-label={t("home.latest")} className="grid gap-2">
      {badges.map((badge) => (
        <li key={badge.code} className="flex items-start gap-2.5">
          <Badge tone={tones[badge.tier]} className="size-7 shrink-0 justify-center p-0">
            <Icon as={Award} size={16} />
          </Badge>
          <span className="min-w-0">
            <span className="font-semibold">{locale === "sw" ? badge.titleSw : badge.title}</span>
            <span className="block text-muted text-small">{locale === "sw" ? badge.detailsSw : badge.details}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Days in a row by Nairobi's calendar, points and badges; all of it counted from what happened. */
export function Earned({ home: { days, recognition }, words }: { home: LearningHome; words: CourseWords }) {
  const { t, now } = words;
  const today = dayAt(now);
  const row = streak(
    days.map((day) => ({ day })),
    today,
  );
  return (
    <Section id="earned" title={t("home.points")}>
      <Card className="grid gap-4 p-4 sm:p-5">
        <p className="flex items-start gap-2.5">
          <Icon as={Flame} size={24} className={row > 0 ? "shrink-0 text-c2" : "shrink-0 text-faint"} />
          <span>
            <span className="font-semibold">{t("home.streak", { days: row })}</span>
            {row > 0 && !days.includes(today) ? (
              <span className="block text-muted text-small">{t("home.streak_open")}</span>
            ) : null}
          </span>
        </p>
        <p className="num flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <span className="font-bold text-xl">{t("home.points_count", { count: recognition.points })}</span>
          <span className="text-muted text-small">{t("home.points_week", { count: recognition.pointsThisWeek })}</span>
          <span className="text-muted text-small">{t("home.badges", { count: recognition.count })}</span>
        </p>
        <Newest badges={recognition.latest} words={words} />
      </Card>
    </Section>
  );
}
