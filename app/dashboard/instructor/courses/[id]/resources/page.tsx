import { CourseFrame } from "@/components/courses/course-frame";
import { lessonOptions, ResourceList } from "@/components/courses/resource-list";
import { formats } from "@/lib/format";
import { listOutline } from "@/server/features/courses/lessons.queries";
import { listResources, readFileHistory } from "@/server/features/courses/resources.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";
import { courseOf, titledByCourse } from "../course-of";

export const generateMetadata = titledByCourse;

/** IN-4: the files of a course. */
export default async function ResourcesPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("course:write");
  const course = await courseOf((await params).id);
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
