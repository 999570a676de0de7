import { CircleCheck, CircleDot, Circle as Open, Lock as Shut } from "lucide-react";
import { DialogTrigger, Drawer } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { dateOf } from "@/lib/days";
import { formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { LessonView } from "@/server/features/learning/learning.schema";
import type { Lock } from "@/server/features/learning/outline.domain";
import { lessonHref } from "./course-cards";

type Words = { t: Translate; locale: Locale };
const drawer = "lesson-outline";

/** Why a lesson is not open, in words. */
export const lockText = (lock: Lock, { t, locale }: Words): string =>
  lock.kind === "date"
    ? t("lesson.lock.date", { day: formats(locale, "UTC").date(dateOf(lock.opensOn), "day") })
    : t("lesson.lock.after", { module: lock.module });

type Entry = LessonView["modules"][number]["lessons"][number];
function stateOf({ done, lock, percent }: Entry, here: boolean) {
  if (done) return { icon: CircleCheck, key: "done", tone: "text-good" };
  if (lock) return { icon: Shut, key: "locked", tone: "text-faint" };
  if (here || percent > 0) return { icon: CircleDot, key: null, tone: "text-accent" };
  return { icon: Open, key: null, tone: "text-faint" };
}

function OutlineLine({ lesson, here, words }: { lesson: Entry; here: boolean; words: Words }) {
  const { icon, key, tone } = stateOf(lesson, here);
  return (
    <li>
      <a
        href={lessonHref(lesson.id)}
        data-soft
        aria-current={here ? "page" : undefined}
        className={cn(
          "flex min-h-12 items-center gap-3 rounded-s px-2 py-2 hover:bg-sunken",
          here && "bg-accent-soft font-semibold",
        )}
      >
        <Icon as={icon} className={cn("shrink-0", tone)} />
        <span className="min-w-0 flex-1 break-words">
          {lesson.title}
          {lesson.lock ? <span className="block text-muted text-small">{lockText(lesson.lock, words)}</span> : null}
        </span>
        {key ? <span className="sr-only">{words.t(`lesson.${key}`)}</span> : null}
      </a>
    </li>
  );
}

/** The course in a drawer: its parts and lessons, what is done, what is open and what is not. */
export function Outline({ view: { modules, lesson, course }, words }: { view: LessonView; words: Words }) {
  const { t } = words;
  return (
    <Drawer
      id={drawer}
      title={<span lang={course.language}>{course.title}</span>}
      description={t("lesson.outline_note", { done: course.done, count: course.lessons })}
      closeLabel={t("lesson.close")}
    >
      <nav aria-label={t("lesson.outline")} lang={course.language} className="grid gap-5">
        {modules.map((module) => (
          <section key={module.id} aria-label={module.title}>
            <h3 className="mb-1 px-2 text-muted text-small">{module.title}</h3>
            <ol>
              {module.lessons.map((one) => (
                <OutlineLine key={one.id} lesson={one} here={one.id === lesson.id} words={words} />
              ))}
            </ol>
          </section>
        ))}
      </nav>
    </Drawer>
  );
}

/** Opens the outline. */
export const OutlineButton = ({ label }: { label: string }) => (
  <DialogTrigger dialog={drawer} variant="plain">
    {label}
  </DialogTrigger>
);
