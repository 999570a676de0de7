import { BookOpen, Search } from "lucide-react";
import { CourseStanding } from "@/components/courses/course-standing";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { Locale } from "@/lib/locales";
import type { FamilyCourse, FamilyCourses } from "@/server/features/catalogue/enrolment.schema";
import type { T } from "@/server/platform/i18n";
import { FamilyReview, mayWrite, ReviewActs } from "./family-review";

export type FamilyWords = { t: T; locale: Locale; format: Format; now: Date };
type Child = FamilyCourses["children"][number];

/** The courses of the family; below it, each course by its name. */
export const familyPath = "/dashboard/parent/courses";

const areaOf = ({ area, areaSw }: Pick<FamilyCourse, "area" | "areaSw">, locale: Locale) =>
  locale === "sw" ? areaSw : area;

/** What each child of the family follows, with the way out of it and the family's own review. */
export function FamilyCoursesPage({ children, ...words }: FamilyWords & FamilyCourses) {
  const { t } = words;
  const count = new Set(children.flatMap(({ courses }) => courses.map(({ courseId }) => courseId))).size;
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle", { count })}
      action={
        <ButtonLink href="/courses" variant="main">
          <Icon as={Search} size={16} />
          {t("find")}
        </ButtonLink>
      }
    >
      {children.length === 0 ? (
        <EmptyState icon={BookOpen} title={t("none.title")} text={t("none.text")} />
      ) : (
        children.map((child) => <ChildCourses key={child.id} child={child} {...words} />)
      )}
    </Page>
  );
}

function ChildCourses({ child, ...words }: FamilyWords & { child: Child }) {
  return (
    <Section id={`child-${child.id}`} title={child.firstName} note={gradeLabel(child.grade, words.locale)}>
      {child.courses.length === 0 ? (
        <p className="text-muted">{words.t("child_none", { name: child.firstName })}</p>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {child.courses.map((course) => (
            <li key={course.courseId} className="grid">
              <CourseCard course={course} child={child} {...words} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function CourseCard({ course, child, ...words }: FamilyWords & { course: FamilyCourse; child: Child }) {
  const { t, locale } = words;
  return (
    <Card className="grid content-start gap-3.5 p-4 sm:p-5">
      <div>
        <p className="text-muted text-small">
          {gradeLabel(course.grade, locale)} · {areaOf(course, locale)}
        </p>
        <h3 className="mt-0.5 break-words text-lg" lang={course.language}>
          {course.published ? (
            <a href={`/courses/${course.slug}`} className="underline-offset-4 hover:underline">
              {course.title}
            </a>
          ) : (
            course.title
          )}
        </h3>
        {course.published ? null : (
          <p className="text-muted text-small">{t("closed_course", { name: child.firstName })}</p>
        )}
      </div>
      <Standing course={course} name={child.firstName} {...words} />
      <FamilyReview course={course} t={t} />
      <div className="flex flex-wrap items-center gap-2">
        {mayWrite(course) ? (
          <ButtonLink href={`${familyPath}/${course.slug}`} size="small">
            {t(course.review ? "review.change" : "review.write")}
            <span className="sr-only">: {course.title}</span>
          </ButtonLink>
        ) : null}
        {course.published ? null : <ReviewActs course={course} name={child.firstName} t={t} />}
        {child.mayDecide ? <Leave course={course} name={child.firstName} t={t} /> : null}
      </div>
    </Card>
  );
}

type About = { course: FamilyCourse; name: string };

function Standing({ course, name, t, format, now }: FamilyWords & About) {
  const progress = t("progress", { done: course.done, lessons: course.lessons });
  const when = course.completedAt
    ? t("finished", { day: format.date(course.completedAt) })
    : course.lastActivityAt
      ? t("last", { when: format.relative(course.lastActivityAt, now) })
      : t("not_begun");
  return (
    <CourseStanding
      course={course}
      label={t("progress_of", { name, title: course.title })}
      progress={progress}
      when={when}
    />
  );
}

function Leave({ course, name, t }: About & { t: T }) {
  const { courseId, studentId, title } = course;
  return (
    <ActionButton
      procedure="enrolment.leave"
      input={{ courseId, studentId }}
      size="small"
      variant="ghost"
      done={t("leave.done", { name })}
      failed={t("failed")}
      confirm={{
        title: t("leave.title", { name }),
        text: t("leave.text", { name, title }),
        action: t("leave.submit", { name }),
        cancel: t("leave.cancel"),
      }}
    >
      {t("leave.button")}
      <span className="sr-only">: {title}</span>
    </ActionButton>
  );
}
