import { Megaphone, MessagesSquare } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { FormPage } from "@/components/shell/form-page";
import { Page } from "@/components/shell/page";
import { Badge, Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { TabNav } from "@/components/ui/tabs";
import { listDefaults } from "@/lib/list";
import type { Led, LedTopic } from "@/server/features/talk/talk.queries";
import {
  announceInput,
  type LedListInput,
  ledListInput,
  ledShows,
  talkSwitches,
  topicKinds,
} from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";
import { Standing, type TalkWords } from "./topic-list";

export const ledPath = "/dashboard/instructor/discussions";
type Words = TalkWords & { ui: T };

function LedTabs({ at, t }: { at: "topics" | "switches"; t: T }) {
  const tabs = [
    { href: ledPath, label: t("list"), current: at === "topics" },
    { href: `${ledPath}/switches`, label: t("led.switches"), current: at === "switches" },
  ];
  return <TabNav tabs={tabs} label={t("title")} />;
}

/** IN-14: what is asked and said in one's courses. */
export function LedPage({ led, state, ...words }: Words & { led: Led; state: LedListInput }) {
  const { t } = words;
  return (
    <Page
      title={t("title")}
      subtitle={t("led.subtitle", { open: led.open })}
      action={
        <ButtonLink href={`${ledPath}/announce`} variant="main">
          <Icon as={Megaphone} size={16} />
          {t("led.announce")}
        </ButtonLink>
      }
      tabs={<LedTabs at="topics" t={t} />}
    >
      {led.held ? <Notice tone="warn">{t("led.held", { count: led.held })}</Notice> : null}
      <TopicTable led={led} state={state} {...words} />
    </Page>
  );
}

function State({ topic, t }: { topic: LedTopic; t: T }) {
  if (topic.held && topic.state === "VISIBLE") return <Status tone="warn">{t("state.HELD")}</Status>;
  return topic.kind === "QUESTION" || topic.state !== "VISIBLE" ? <Standing topic={topic} t={t} /> : t("state.VISIBLE");
}

function TopicTable({ led, state, t, ui, format, now }: Words & { led: Led; state: LedListInput }) {
  return (
    <DataTable
      id="instructor.discussions"
      label={t("list")}
      path={ledPath}
      state={state}
      defaults={listDefaults(ledListInput)}
      page={led.page}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.title ?? ""}
      href={(row) => `${ledPath}/${row.id}`}
      t={ui}
      format={format}
      things={t("things")}
      search
      columns={[
        { id: "topic", header: t("led.topic"), fixed: true, grow: true, cell: (row) => row.title },
        {
          id: "state",
          header: t("led.state"),
          card: "end",
          cell: (row) => <State topic={row} t={t} />,
        },
        { id: "kind", header: t("led.kind"), priority: 3, cell: (row) => <Badge>{t(`kind.${row.kind}`)}</Badge> },
        { id: "who", header: t("led.who"), priority: 2, cell: (row) => row.signed },
        { id: "course", header: t("course"), priority: 2, cell: (row) => row.course.title },
        {
          id: "replies",
          header: t("led.replies"),
          align: "end",
          card: "none",
          priority: 2,
          cell: (row) => format.number(row.replies),
        },
        {
          id: "last",
          header: t("led.last"),
          sort: "lastPostAt",
          align: "end",
          cell: (row) => format.relative(row.lastPostAt, now),
        },
      ]}
      filters={[
        {
          id: "show",
          label: t("led.show"),
          kind: "choice",
          options: ledShows.map((value) => ({ value, label: t(`led.shows.${value}`) })),
        },
        {
          id: "course",
          label: t("course"),
          kind: "choices",
          options: led.courses.map(({ id, title }) => ({ value: id, label: title })),
        },
        {
          id: "kind",
          label: t("led.kind"),
          kind: "choices",
          options: topicKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
      ]}
      empty={{ icon: MessagesSquare, title: t("led.none"), text: t("led.none_text") }}
    />
  );
}

/** An announcement to everybody in a course. */
export function AnnouncePage({ courses, t, ui }: { courses: Led["courses"]; t: T; ui: T }) {
  if (courses.length === 0)
    return (
      <Page title={t("announce.title")}>
        <EmptyState icon={Megaphone} title={t("announce.none")} />
      </Page>
    );
  return (
    <FormPage title={t("announce.title")} subtitle={t("announce.subtitle")}>
      <SchemaForm
        schema={announceInput}
        procedure="talk.announce"
        words={{
          courseId: {
            label: t("announce.course"),
            kind: "select",
            options: Object.fromEntries(courses.map(({ id, title }) => [id, title])),
          },
          title: { label: t("announce.name") },
          text: { label: t("announce.text"), kind: "textarea" },
          pinned: { label: t("announce.pinned"), kind: "checkbox" },
        }}
        submit={t("announce.submit")}
        after={{ toast: t("announce.done"), href: `${ledPath}/{id}` }}
        t={ui}
      />
    </FormPage>
  );
}

/** What families may do in each course besides learning. */
export function SwitchesPage({ courses, t }: { courses: Led["courses"]; t: T }) {
  return (
    <Page title={t("switches.title")} subtitle={t("switches.subtitle")} tabs={<LedTabs at="switches" t={t} />}>
      {courses.length ? (
        <ItemList label={t("switches.title")}>
          {courses.map((course) => (
            <Item
              key={course.id}
              title={<span lang={course.language}>{course.title}</span>}
              text={course.mayEdit ? null : t("switches.read_only")}
              action={<Switches course={course} t={t} />}
            />
          ))}
        </ItemList>
      ) : (
        <EmptyState icon={MessagesSquare} title={t("announce.none")} />
      )}
    </Page>
  );
}

function Switches({ course, t }: { course: Led["courses"][number]; t: T }) {
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2">
      {talkSwitches.map((what) => (
        <li key={what} className="flex items-center gap-2 text-small">
          <span>{t(`switches.${what}`)}</span>
          <Status tone={course[what] ? "good" : "off"}>{t(course[what] ? "switches.open" : "switches.shut")}</Status>
          {course.mayEdit ? (
            <ActionButton
              procedure="talk.switch"
              input={{ courseId: course.id, what, open: !course[what] }}
              size="small"
              done={t("switches.done")}
              failed={t("led.failed")}
            >
              {t(course[what] ? "switches.do_shut" : "switches.do_open")}
              <span className="sr-only">
                : {t("switches.of", { what: t(`switches.${what}`), course: course.title })}
              </span>
            </ActionButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
