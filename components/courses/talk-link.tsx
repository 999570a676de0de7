import type { CourseRow } from "@/server/features/courses/courses.queries";
import type { T } from "@/server/platform/i18n";

type Talking = Pick<CourseRow, "id" | "title" | "allowsQuestions" | "allowsComments">;

/** The way to what is asked and said in a course, where families may. */
export function TalkLink({ course, t }: { course: Talking; t: T }) {
  if (!course.allowsQuestions && !course.allowsComments) return <span className="text-muted">{t("talk.shut")}</span>;
  return (
    <a
      href={`/dashboard/instructor/discussions?course=${course.id}`}
      className="text-accent underline-offset-4 hover:underline"
    >
      {t("talk.open")}
      <span className="sr-only"> {t("talk.of", { title: course.title })}</span>
    </a>
  );
}
