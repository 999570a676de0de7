import type { Day } from "@/lib/days";

/** A course as a child walks through it: its parts in order, and what is done of them. */
export type OutlineLesson = {
  id: string;
  title: string;
  minutes: number;
  isPreview: boolean;
  percent: number;
  done: boolean;
};
export type OutlineModule<L extends OutlineLesson = OutlineLesson> = {
  id: string;
  title: string;
  opensOn: Day | null;
  lessons: L[];
};
export type Drip = "OPEN" | "BY_DATE" | "BY_PROGRESS";

/** Why a lesson is not open yet: its day has not come, or something comes before it. */
export type Lock = { kind: "date"; opensOn: Day } | { kind: "after"; module: string };
export type Locked<L extends OutlineLesson = OutlineLesson> = L & { lock: Lock | null };

const isDone = ({ lessons }: OutlineModule) => lessons.every(({ done }) => done);

function lockOfModule(modules: readonly OutlineModule[], at: number, drip: Drip, today: Day): Lock | null {
  const own = modules[at];
  if (drip === "BY_DATE") return own?.opensOn && own.opensOn > today ? { kind: "date", opensOn: own.opensOn } : null;
  if (drip === "OPEN") return null;
  // The first unfinished part is named: that is the one the child can do something about.
  const before = modules.slice(0, at).find((module) => !isDone(module));
  return before ? { kind: "after", module: before.title } : null;
}

/**
 * Which lessons are open. A part with a day opens on it; by progress, a part opens when all before it is finished. What
 * was finished once stays open whatever the teacher changes, and a preview is open to everybody.
 */
export function withLocks<L extends OutlineLesson>(
  modules: readonly OutlineModule<L>[],
  drip: Drip,
  today: Day,
): OutlineModule<Locked<L>>[] {
  return modules.map((module, at) => {
    const lock = lockOfModule(modules, at, drip, today);
    const lessons = module.lessons.map((lesson) => ({
      ...lesson,
      lock: lesson.done || lesson.isPreview ? null : lock,
    }));
    return { ...module, lessons };
  });
}

/** The lessons beside one, in the order of the course. */
export function neighbours<L extends { id: string }>(lessons: readonly L[], id: string): { previous?: L; next?: L } {
  const at = lessons.findIndex((lesson) => lesson.id === id);
  return at < 0 ? {} : { previous: lessons[at - 1], next: lessons[at + 1] };
}
