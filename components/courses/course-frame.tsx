import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { TabNav } from "@/components/ui/tabs";
import { TalkLink } from "./talk-link";
import { type CourseWords, placeOf, statusTone } from "./words";

function factsOf({ course, t, format, now }: CourseWords) {
  const { price, currency, ratingCount, ratingSum } = course;
  return [
    { label: t("list.lessons"), value: format.number(course.lessonCount) },
    { label: t("facts.minutes"), value: format.minutes(course.minutes) },
    { label: t("list.learners"), value: format.number(course.enrolledCount) },
    { label: t("facts.finished"), value: format.number(course.completedCount) },
    {
      label: t("list.rating"),
      value: ratingCount
        ? t("facts.rating_value", { rating: format.number(ratingSum / ratingCount, { most: 1 }), count: ratingCount })
        : "—",
    },
    { label: t("form.price.label"), value: price === 0n ? t("facts.free") : format.money(price, { currency }) },
    { label: t("talk.header"), value: <TalkLink course={course} t={t} /> },
    { label: t("facts.published"), value: course.publishedAt ? format.date(course.publishedAt) : "—" },
    { label: t("list.updated"), value: format.relative(course.updatedAt, now) },
  ];
}

/** The frame of a course's pages: its name and state, the way between its pages, its figures at the side. */
export function CourseFrame({
  tab,
  action,
  children,
  ...words
}: CourseWords & { tab: "about" | "modules" | "assignments" | "resources"; action?: ReactNode; children: ReactNode }) {
  const { course, t, ui, locale } = words;
  const home = `/dashboard/instructor/courses/${course.id}`;
  return (
    <RecordPage
      title={course.title}
      subtitle={placeOf(course, locale)}
      mark={<Status tone={statusTone[course.status]}>{t(`status.${course.status}`)}</Status>}
      action={action}
      facts={<FactList facts={factsOf(words)} />}
      factsTitle={t("facts.title")}
      closeLabel={ui("close")}
      tabs={
        <TabNav
          label={t("tabs.label")}
          tabs={[
            { href: home, label: t("tabs.about"), current: tab === "about" },
            {
              href: `${home}/modules`,
              label: t("tabs.modules"),
              current: tab === "modules",
              count: course.lessonCount,
            },
            { href: `${home}/assignments`, label: t("tabs.assignments"), current: tab === "assignments" },
            { href: `${home}/resources`, label: t("tabs.resources"), current: tab === "resources" },
          ]}
        />
      }
    >
      <LiveRefresh topics={["courses"]} />
      {children}
    </RecordPage>
  );
}
