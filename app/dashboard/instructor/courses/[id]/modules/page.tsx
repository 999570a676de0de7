import { CourseFrame } from "@/components/courses/course-frame";
import { Outline } from "@/components/courses/outline";
import { OutlineForms } from "@/components/courses/outline-forms";
import { formats } from "@/lib/format";
import { listOutline } from "@/server/features/courses/lessons.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";
import { courseOf, titledByCourse } from "../course-of";

export const generateMetadata = titledByCourse;

/** IN-4: what a course teaches, in order. */
export default async function ModulesPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("course:write");
  const course = await courseOf((await params).id);
  const { id } = course;
  const [modules, t, ui] = await Promise.all([listOutline(ctx, id), getT("courses"), getT("ui")]);
  const words = { course, t, ui, locale: ctx.locale, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <CourseFrame {...words} tab="modules">
      <Outline modules={modules} {...words} />
      {course.abilities.edit ? <OutlineForms modules={modules} {...words} /> : null}
    </CourseFrame>
  );
}
