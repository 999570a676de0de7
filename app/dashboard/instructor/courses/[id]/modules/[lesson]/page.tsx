import { notFound } from "next/navigation";
import { z } from "zod";
import { CompetencyPicker } from "@/components/courses/competency-picker";
import { LessonFrame } from "@/components/courses/lesson-frame";
import { LessonSettings } from "@/components/courses/lesson-settings";
import { LessonWords } from "@/components/courses/lesson-words";
import { formats } from "@/lib/format";
import { readCourse } from "@/server/features/courses/courses.queries";
import { findAims, readLessonRecord, readVersion } from "@/server/features/courses/lessons.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

const address = z.object({ id: z.uuid(), lesson: z.uuid() });
const asked = z.object({
  aim: z.string().trim().max(200).optional().catch(undefined),
  view: z.enum(["write", "preview", "versions"]).catch("write"),
  number: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
});

/** IN-4: one lesson: what it says, what it aims at, and what is said about it. */
export default async function LessonPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string; lesson: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requirePage("course:write");
  const input = address.safeParse(await params);
  if (!input.success) notFound();
  const { aim, view, number } = asked.parse(await searchParams);
  const course = await recordOf(ctx, input.data.id, readCourse(ctx, input.data.id));
  const lesson = await recordOf(ctx, input.data.lesson, readLessonRecord(ctx, input.data.lesson));
  if (lesson.courseId !== course.id) notFound();
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
