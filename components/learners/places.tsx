import { CircleCheck, CircleDot, Circle as Open } from "lucide-react";
import { CourseStanding } from "@/components/courses/course-standing";
import { areaName } from "@/components/curriculum/areas";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { cn } from "@/lib/cn";
import type { Format } from "@/lib/format";
import type { LearnerLesson, LearnerPlace } from "@/server/features/learners/learners.queries";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; format: Format; now: Date };

function lookOf({ completedAt, percent }: LearnerLesson) {
  if (completedAt) return { icon: CircleCheck, tone: "text-good" };
  return percent > 0 ? { icon: CircleDot, tone: "text-accent" } : { icon: Open, tone: "text-faint" };
}

function Lesson({ lesson, words: { t, format } }: { lesson: LearnerLesson; words: Words }) {
  const { icon, tone } = lookOf(lesson);
  const state = lesson.completedAt
    ? t("lesson.done", { day: format.date(new Date(lesson.completedAt), "short") })
    : lesson.percent > 0
      ? t("lesson.begun", { percent: lesson.percent })
      : t("lesson.open");
  return (
    <li className="flex items-center gap-x-3 py-2 text-small max-sm:flex-wrap">
      <Icon as={icon} size={16} className={cn("shrink-0", tone)} />
      <span className="min-w-0 flex-1 break-words">{lesson.title}</span>
      <span className="num shrink-0 text-muted max-sm:basis-full max-sm:pl-7">
        {state}
        {lesson.seconds >= 60 ? ` · ${t("minutes", { minutes: Math.round(lesson.seconds / 60) })}` : null}
      </span>
    </li>
  );
}

function Place({ place, name, open, words }: { place: LearnerPlace; name: string; open: boolean; words: Words }) {
  const { t, format, now } = words;
  const standing = { done: place.done, lessons: place.lessons.length, status: place.status };
  const when = place.completedAt
    ? t("course.completed", { day: format.date(place.completedAt, "short") })
    : place.lastAt
      ? t("course.last", { when: format.relative(place.lastAt, now) })
      : t("course.not_begun", { day: format.date(place.since, "short") });
  return (
    <details open={open} className="rounded border border-line bg-surface">
      <summary className="grid cursor-pointer gap-2 px-5 py-4">
        <span className="flex flex-wrap items-baseline gap-x-3">
          <span className="min-w-0 flex-1 break-words font-semibold" lang={place.language}>
            {place.title}
          </span>
          <span className="text-muted text-small">
            {areaName({ name: place.area, nameSw: place.areaSw }, format.locale)}
          </span>
        </span>
        <CourseStanding
          course={standing}
          label={t("course.progress_of", { name, title: place.title })}
          progress={t("list.done", { done: place.done, lessons: place.lessons.length })}
          when={when}
        />
      </summary>
      <ul className="divide-y divide-line border-line border-t px-5 py-1" lang={place.language}>
        {place.lessons.map((lesson) => (
          <Lesson key={lesson.id} lesson={lesson} words={words} />
        ))}
      </ul>
    </details>
  );
}

/** The courses a learner follows, each down to its lessons. */
export function Places({
  places,
  name,
  note,
  ...words
}: Words & { places: readonly LearnerPlace[]; name: string; note?: string }) {
  const { t } = words;
  return (
    <Section id="courses" title={t("course.title")} note={note}>
      {places.length > 0 ? (
        <div className="grid gap-3">
          {places.map((place, at) => (
            <Place key={place.courseId} place={place} name={name} open={at === 0} words={words} />
          ))}
        </div>
      ) : (
        <EmptyState title={t("course.none", { name })} text={t("course.none_text")} />
      )}
    </Section>
  );
}
