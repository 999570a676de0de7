import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { Avatar } from "@/components/ui/avatar";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { gradeLabel } from "@/lib/grades";
import type { Enrolment, EnrolmentChild, EnrolmentCourse } from "@/server/features/catalogue/enrolment.schema";
import { type FamilyWords, familyPath } from "./family-courses";
import { FamilyReview, type Followed, ReviewActs } from "./family-review";

type Words = Omit<FamilyWords, "now">;

/** Which child shall follow a course: each with what speaks for it, what against, and the one step there is. */
export function EnrolPage({ course, children, ...words }: Words & Enrolment) {
  const { t, locale } = words;
  return (
    <Page
      title={course.title}
      subtitle={`${gradeLabel(course.grade, locale)} · ${locale === "sw" ? course.areaSw : course.area}`}
      action={<ButtonLink href={`/courses/${course.slug}`}>{t("course.back")}</ButtonLink>}
    >
      <div className="grid max-w-[44rem] gap-6">
        {course.way === null ? <Paid course={course} {...words} /> : null}
        {course.way ? <p className="text-muted">{t(course.way === "FREE" ? "course.free" : "course.plan")}</p> : null}
        {children.length === 0 ? (
          <p className="text-muted">{t("none.text")}</p>
        ) : (
          <Section id="who" title={t("course.who")}>
            <ItemList label={t("course.who")}>
              {children.map((child) => (
                <Child key={child.id} child={child} course={course} {...words} />
              ))}
            </ItemList>
          </Section>
        )}
        <p>
          <a className="font-semibold text-accent underline-offset-4 hover:underline" href={familyPath}>
            {t("course.mine")}
          </a>
        </p>
      </div>
    </Page>
  );
}

function Paid({ course, t, format }: Words & { course: EnrolmentCourse }) {
  return (
    <Notice
      title={t("course.paid_title", { price: format.money(course.price, { currency: course.currency }) })}
      action={<ButtonLink href="/courses">{t("course.others")}</ButtonLink>}
    >
      {t("course.paid")}
    </Notice>
  );
}

type Choice = Words & { child: EnrolmentChild; course: EnrolmentCourse };

const followedBy = (child: EnrolmentChild, course: EnrolmentCourse): Followed => ({
  ...course,
  ...child,
  courseId: course.id,
  studentId: child.id,
  published: true,
});

function Child(props: Choice) {
  const { child, course, locale, t } = props;
  const follows = child.status === "ACTIVE" || child.status === "COMPLETED";
  const name = child.firstName;
  return (
    <Item
      picture={<Avatar name={name} seed={child.id} className="self-start" />}
      title={name}
      aside={gradeLabel(child.grade, locale)}
      text={follows ? <Follows {...props} /> : <Standing {...props} />}
      action={follows ? <ReviewActs course={followedBy(child, course)} name={name} t={t} /> : <Enrol {...props} />}
    />
  );
}

function Follows({ child, course, t }: Choice) {
  const text = t(child.status === "ACTIVE" ? "course.in" : "course.completed", { name: child.firstName });
  return (
    <>
      <Status tone="good">{text}</Status>
      <FamilyReview course={followedBy(child, course)} t={t} />
    </>
  );
}

/** What a guardian should know before choosing; nothing when nothing stands in the way. */
function Standing({ child, course, t, locale }: Choice) {
  const name = child.firstName;
  if (!child.mayDecide) return <p>{t("course.not_decider", { name })}</p>;
  return (
    <>
      {child.missing.length > 0 ? (
        <>
          <p>{t("course.missing", { name })}</p>
          <ul>
            {child.missing.map(({ slug, title }) => (
              <li key={slug}>
                <a className="underline underline-offset-4" href={`/courses/${slug}`}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {child.status === "WITHDRAWN" ? <p>{t("course.left", { name })}</p> : null}
      {child.grade === course.grade ? null : <p>{otherGrade(child, course, t, locale)}</p>}
    </>
  );
}

const otherGrade = (child: EnrolmentChild, course: EnrolmentCourse, t: Words["t"], locale: Words["locale"]) =>
  t("course.other_grade", {
    name: child.firstName,
    course: gradeLabel(course.grade, locale),
    child: gradeLabel(child.grade, locale),
  });

function Enrol({ child, course, t, locale }: Choice) {
  if (!course.way || !child.mayDecide || child.missing.length > 0) return null;
  const name = child.firstName;
  const action = t(child.status === "WITHDRAWN" ? "course.again" : "course.enrol", { name });
  const doubt =
    child.grade === course.grade
      ? {}
      : {
          confirm: {
            title: t("course.confirm_title", { name }),
            text: otherGrade(child, course, t, locale),
            action,
            cancel: t("course.confirm_cancel"),
          },
        };
  return (
    <ActionButton
      procedure="enrolment.enrol"
      input={{ courseId: course.id, studentId: child.id }}
      variant={child.grade === course.grade ? "main" : "plain"}
      done={t("course.enrolled", { name })}
      failed={t("failed")}
      {...doubt}
    >
      {action}
    </ActionButton>
  );
}
