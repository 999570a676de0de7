import { NewAssignment, SetList } from "@/components/assignments/set-list";
import { CourseFrame } from "@/components/courses/course-frame";
import { formats } from "@/lib/format";
import { listAssignments } from "@/server/features/assignments/assignments.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";
import { courseOf, titledByCourse } from "../course-of";

export const generateMetadata = titledByCourse;

/** IN-3: the assignments of a course. */
export default async function AssignmentsPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("assessment:write");
  const course = await courseOf((await params).id);
  const [rows, t, a, ui] = await Promise.all([
    listAssignments(ctx, { courseId: course.id }),
    getT("courses"),
    getT("assignments"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  const words = { course, t, a, ui, locale: ctx.locale, format, now: ctx.now };
  return (
    <CourseFrame {...words} tab="assignments" action={course.abilities.edit ? <NewAssignment {...words} /> : null}>
      <SetList rows={rows} {...words} />
    </CourseFrame>
  );
}
