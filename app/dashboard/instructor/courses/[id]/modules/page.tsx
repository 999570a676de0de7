import { notFound } from "next/navigation";
import { CourseFrame } from "@/components/courses/course-frame";
import { Outline } from "@/components/courses/outline";
import { OutlineForms } from "@/components/courses/outline-forms";
import { formats } from "@/lib/format";
import { readCourse } from "@/server/features/courses/courses.queries";
import { courseInput } from "@/server/features/courses/courses.schema";
import { listOutline } from "@/server/features/courses/lessons.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-4: what a course teaches, in order. */
export default async function ModulesPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("course:write");
  const input = courseInput.safeParse(await params);
  if (!input.success) notFound();
  const { id } = input.data;
  const course = await recordOf(ctx, id, readCourse(ctx, id));
  const [modules, t, ui] = await Promise.all([listOutline(ctx, id), getT("courses"), getT("ui")]);
  const words = { course, t, ui, locale: ctx.locale, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <CourseFrame {...words} tab="modules">
      <Outline modules={modules} {...words} />
      {course.abilities.edit ? <OutlineForms modules={modules} {...words} /> : null}
    </CourseFrame>
  );
}
