import { CourseCards, coursesSentence } from "@/components/learning/course-cards";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { listCourses } from "@/server/features/learning/learning.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** SU-2: the courses a child follows. */
export default async function StudentCoursesPage() {
  const ctx = await requirePage("lesson:learn");
  const [courses, t] = await Promise.all([listCourses(ctx), getT("learning")]);
  return (
    <Page title={t("title")} subtitle={coursesSentence(courses, t)}>
      <LiveRefresh topics={["courses"]} />
      <CourseCards courses={courses} words={{ t, locale: ctx.locale, now: ctx.now }} />
    </Page>
  );
}
