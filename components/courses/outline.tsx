import { BookOpen } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { OutlineLesson, OutlineModule } from "@/server/features/courses/lessons.schema";
import { OutlineMover } from "./outline-mover";
import type { CourseWords } from "./words";

/** Modules and lessons in order; with who may change it, by mouse or by keys. */
export function Outline({ modules, ...words }: CourseWords & { modules: readonly OutlineModule[] }) {
  const { course, t } = words;
  const lessons = modules.reduce((sum, one) => sum + one.lessons.length, 0);
  return (
    <Section id="outline" title={t("outline.title")} note={t("outline.note", { modules: modules.length, lessons })}>
      {modules.length === 0 ? (
        <div className="rounded border border-line bg-surface">
          <EmptyState icon={BookOpen} title={t("outline.none")} text={t("outline.none_text")} />
        </div>
      ) : (
        <OutlineMover
          movable={course.abilities.edit}
          labels={{
            help: t("outline.help"),
            up: t("outline.up", { title: "{title}" }),
            down: t("outline.down", { title: "{title}" }),
            moved: t("outline.moved", { title: "{title}", place: "{place}", module: "{module}" }),
            moduleMoved: t("outline.module_moved", { title: "{title}", place: "{place}" }),
            empty: t("outline.empty_module"),
          }}
          modules={modules.map((module) => ({
            id: module.id,
            title: module.title,
            about: <ModuleAbout module={module} {...words} />,
            lessons: module.lessons.map((lesson) => ({
              id: lesson.id,
              title: lesson.title,
              href: `/dashboard/instructor/courses/${course.id}/modules/${lesson.id}`,
              about: <LessonAbout lesson={lesson} {...words} />,
            })),
          }))}
        />
      )}
    </Section>
  );
}

function ModuleAbout({ module, course, t, format }: CourseWords & { module: OutlineModule }) {
  const minutes = module.lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const parts = [
    t("outline.lessons", { count: module.lessons.length }),
    ...(minutes ? [format.minutes(minutes)] : []),
    ...(course.drip === "BY_DATE"
      ? [module.opensOn ? t("outline.opens", { day: format.date(module.opensOn) }) : t("outline.no_day")]
      : []),
  ];
  return <>{parts.join(" · ")}</>;
}

function LessonAbout({ lesson, t, format }: CourseWords & { lesson: OutlineLesson }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {format.minutes(lesson.minutes)}
      {lesson.isPreview ? <Badge tone="accent">{t("outline.preview")}</Badge> : null}
      {lesson.written ? null : <Badge tone="warn">{t("outline.unwritten")}</Badge>}
      {lesson.competencies ? null : <Badge>{t("outline.aimless")}</Badge>}
    </span>
  );
}
