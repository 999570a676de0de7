import { CoverSettings } from "@/components/courses/course-cover";
import { CourseAbout, CourseForm } from "@/components/courses/course-form";
import { CourseFrame } from "@/components/courses/course-frame";
import { CourseTeam } from "@/components/courses/course-team";
import { PublishPanel } from "@/components/courses/publish-panel";
import { CourseExport } from "@/components/courses/travel/course-export";
import { formats } from "@/lib/format";
import { readAreaChoices, readPrerequisiteChoices } from "@/server/features/courses/courses.queries";
import { listPictures } from "@/server/features/courses/resources.queries";
import { readReviewState } from "@/server/features/courses/review.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";
import { courseOf, titledByCourse } from "./course-of";

export const generateMetadata = titledByCourse;

/** IN-3: one course: what it says about itself, and who teaches it. */
export default async function CoursePage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("course:write");
  const course = await courseOf((await params).id);
  const [areas, before, pictures, review, t, travel, ui] = await Promise.all([
    readAreaChoices(ctx),
    readPrerequisiteChoices(ctx, course),
    course.abilities.edit ? listPictures(ctx, course.id) : [],
    readReviewState(ctx, course),
    getT("courses"),
    getT("travel"),
    getT("ui"),
  ]);
  const words = { course, t, ui, locale: ctx.locale, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <CourseFrame {...words} tab="about" action={<CourseExport course={course} t={travel} />}>
      <PublishPanel {...words} review={review} />
      {course.abilities.edit ? (
        <CourseForm {...words} areas={areas} before={before} />
      ) : (
        <CourseAbout {...words} areas={areas} />
      )}
      <CoverSettings {...words} pictures={pictures} />
      <CourseTeam {...words} me={ctx.actor.userId} />
    </CourseFrame>
  );
}
