import { notFound } from "next/navigation";
import { CourseFrame } from "@/components/courses/course-frame";
import { lessonOptions, ResourceList } from "@/components/courses/resource-list";
import { formats } from "@/lib/format";
import { readCourse } from "@/server/features/courses/courses.queries";
import { courseInput } from "@/server/features/courses/courses.schema";
import { listOutline } from "@/server/features/courses/lessons.queries";
import { listResources, readFileHistory } from "@/server/features/courses/resources.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-4: the files of a course. */
export default async function ResourcesPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("course:write");
  const input = courseInput.safeParse(await params);
  if (!input.success) notFound();
  const course = await recordOf(ctx, input.data.id, readCourse(ctx, input.data.id));
  const [rows, history, modules, t, a, ui] = await Promise.all([
    listResources(ctx, { courseId: course.id }),
    readFileHistory(ctx, course.id),
    listOutline(ctx, course.id),
    getT("courses"),
    getT("assignments"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  const words = { course, history, t, a, ui, locale: ctx.locale, format, now: ctx.now };
  return (
    <CourseFrame {...words} tab="resources">
      <ResourceList rows={rows} lessons={lessonOptions(modules)} {...words} />
    </CourseFrame>
  );
}
