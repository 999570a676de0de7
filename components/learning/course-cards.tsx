import { BookOpen } from "lucide-react";
import { CourseStanding } from "@/components/courses/course-standing";
import { areaName } from "@/components/curriculum/areas";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { cn } from "@/lib/cn";
import { dateOf, schoolZone } from "@/lib/days";
import { type Format, formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { CourseCard } from "@/server/features/learning/learning.schema";

export type CourseWords = { t: Translate; locale: Locale; now: Date };

const moments = (locale: Locale): Format => formats(locale, schoolZone);
/** Calendar days have no zone. */
const dayText = (locale: Locale, day: string) => formats(locale, "UTC").date(dateOf(day), "day");

export const lessonHref = (lessonId: string) => `/dashboard/student/learn/${lessonId}`;

/** How far, and when last. */
function Standing({ course, words: { t, locale, now } }: { course: CourseCard; words: CourseWords }) {
  const progress = t("progress", { done: course.done, lessons: course.lessons });
  const format = moments(locale);
  const when = course.completedAt
    ? t("completed_on", { day: format.date(course.completedAt, "long") })
    : course.lastActivityAt
      ? t("last", { when: format.relative(course.lastActivityAt, now) })
      : t("not_begun");
  return (
    <CourseStanding course={course} label={t("progress_of", { title: course.title })} progress={progress} when={when} />
  );
}

/** The way into a course: its next lesson, or when there will be one. */
export function NextLesson({
  course,
  words: { t, locale },
  main,
}: {
  course: CourseCard;
  words: CourseWords;
  main?: boolean;
}) {
  const { next } = course;
  if (!next) return <p className="text-muted">{t("nothing_open")}</p>;
  if (next.opensOn)
    return (
      <p className="text-muted">
        <span lang={course.language}>{next.title}</span> · {t("opens", { day: dayText(locale, next.opensOn) })}
      </p>
    );
  const label = next.done
    ? t("look_again", { title: course.title })
    : t(next.percent > 0 ? "go_on" : "start", { title: next.title });
  return (
    <ButtonLink
      href={lessonHref(next.id)}
      data-soft
      variant={main ? "main" : "plain"}
      className={cn("min-h-12 shrink justify-start whitespace-normal text-left", main && "sm:justify-self-start")}
    >
      <span className="min-w-0">
        {label}
        {next.done ? null : (
          <span className="block font-normal text-xs opacity-85">{t("minutes", { minutes: next.minutes })}</span>
        )}
      </span>
    </ButtonLink>
  );
}

function Course({ course, words }: { course: CourseCard; words: CourseWords }) {
  return (
    <li className="grid">
      <Card className="grid content-start gap-3.5 p-4 sm:p-5">
        <div>
          <p className="text-muted text-small">
            {areaName({ name: course.area, nameSw: course.areaSw }, words.locale)}
          </p>
          <h3 className="mt-0.5 break-words text-lg" lang={course.language}>
            {course.title}
          </h3>
        </div>
        <Standing course={course} words={words} />
        <NextLesson course={course} words={words} />
        {course.talks ? (
          <a
            href={`/dashboard/student/discussions?course=${course.courseId}`}
            className="inline-flex min-h-12 items-center justify-self-start text-accent underline-offset-4 hover:underline"
          >
            {words.t("talk", { title: course.title })}
          </a>
        ) : null}
      </Card>
    </li>
  );
}

/** SU-2, the courses of a child: those under way, then what is finished. */
export function CourseCards({ courses, words }: { courses: readonly CourseCard[]; words: CourseWords }) {
  const { t } = words;
  const done = courses.filter(({ status }) => status === "COMPLETED");
  const open = courses.filter(({ status }) => status !== "COMPLETED");
  const list = (some: readonly CourseCard[]) => (
    <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {some.map((course) => (
        <Course key={course.courseId} course={course} words={words} />
      ))}
    </ul>
  );
  if (courses.length === 0) return <EmptyState icon={BookOpen} title={t("none.title")} text={t("none.text")} />;
  return (
    <>
      {open.length ? list(open) : null}
      {done.length ? (
        <Section id="finished" title={t("finished")}>
          {list(done)}
        </Section>
      ) : null}
    </>
  );
}

/** One sentence from the child's courses. */
export function coursesSentence(courses: readonly CourseCard[], t: Translate): string {
  const count = courses.filter(({ status }) => status !== "COMPLETED").length;
  if (courses.length === 0) return t("subtitle.none");
  return count === 0 ? t("subtitle.all_done") : t("subtitle.under_way", { count });
}
