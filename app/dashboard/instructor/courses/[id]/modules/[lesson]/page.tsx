import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { CompetencyPicker } from "@/components/courses/competency-picker";
import { LessonFrame } from "@/components/courses/lesson-frame";
import { LessonSettings } from "@/components/courses/lesson-settings";
import { LessonWords } from "@/components/courses/lesson-words";
import { formats } from "@/lib/format";
import { findAims, readLessonRecord, readVersion } from "@/server/features/courses/lessons.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";
import { courseOf } from "../../course-of";

type Props = {
  params: Promise<{ id: string; lesson: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const asked = z.object({
  aim: z.string().trim().max(200).optional().catch(undefined),
  view: z.enum(["write", "preview", "versions"]).catch("write"),
  number: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
});

/** Read once for the page and its title. */
const lessonOf = cache(async (courseId: string, given: string) => {
  const ctx = await requirePage("course:write");
  const course = await courseOf(courseId);
  const id = z.uuid().safeParse(given);
  if (!id.success) notFound();
  const lesson = await recordOf(ctx, id.data, readLessonRecord(ctx, id.data));
  if (lesson.courseId !== course.id) notFound();
  return { ctx, course, lesson };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, lesson } = await params;
  return { title: (await lessonOf(id, lesson)).lesson.title };
}

/** IN-4: one lesson: what it says, what it aims at, and what is said about it. */
export default async function LessonPage({ params, searchParams }: Props) {
  const at = await params;
  const { ctx, course, lesson } = await lessonOf(at.id, at.lesson);
  const { aim, view, number } = asked.parse(await searchParams);
  const [old, found, t, ui] = await Promise.all([
    view === "versions" && number ? readVersion(ctx, lesson.id, number) : null,
    course.abilities.edit && aim !== undefined ? findAims(ctx, course, aim) : null,
    getT("courses"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  const words = { course, lesson, t, ui, locale: ctx.locale, format, now: ctx.now };
  return (
    <LessonFrame {...words}>
      <LessonWords {...words} view={view} old={old} />
      <CompetencyPicker
        {...words}
        target={{
          held: lesson.competencies,
          open: course.abilities.edit,
          add: "lessons.addCompetency",
          remove: "lessons.removeCompetency",
          input: { lessonId: lesson.id },
        }}
        found={found}
        asked={aim ?? ""}
      />
      {course.abilities.edit ? <LessonSettings {...words} /> : null}
    </LessonFrame>
  );
}
