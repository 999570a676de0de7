import { MessagesSquare, Search } from "lucide-react";
import { Page } from "@/components/shell/page";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { listDefaults, listHref } from "@/lib/list";
import { beginnings } from "@/server/features/talk/talk.domain";
import type { Talk, TalkCourse } from "@/server/features/talk/talk.queries";
import { type TopicListInput, talkLimits, topicListInput } from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";
import { Composer, type ComposerWords } from "./composer";
import { type TalkWords, TopicList } from "./topic-list";

type Reader = { role: "STUDENT" | "PARENT"; userId: string };
type Props = TalkWords & { talk: Talk; state: TopicListInput; reader: Reader };

const defaults = listDefaults(topicListInput);
export const talkPath = (role: Reader["role"]) => `/dashboard/${role === "STUDENT" ? "student" : "parent"}/discussions`;

const sentWords = (t: T) => ({
  sent: t("sent.sent"),
  held: t("sent.held"),
  waiting: t("sent.waiting"),
  sending: t("sent.sending"),
  care: t("care"),
});

/** SU, PA: what is asked, answered and announced where children learn; a child asks here too. */
export function TalkPage({ talk, state, reader, ...words }: Props) {
  const { t } = words;
  const { page, pinned, course, lesson, courses } = talk;
  const path = talkPath(reader.role);
  const topics = { path, ...words };
  return (
    <Page
      title={t("title")}
      subtitle={
        courses.length ? (
          course ? (
            <span lang={course.language}>{course.title}</span>
          ) : (
            t(`subtitle.${reader.role}`)
          )
        ) : (
          t("subtitle.none")
        )
      }
      tabs={<Shows state={state} path={path} role={reader.role} t={t} />}
    >
      {lesson && course ? <AboutLesson talk={talk} path={path} t={t} /> : null}
      {reader.role === "STUDENT" ? <Ask talk={talk} owner={reader.userId} t={t} /> : null}
      {courses.length ? <Finder talk={talk} state={state} path={path} t={t} /> : null}
      {pinned.length ? (
        <Section id="pinned" title={t("pinned")}>
          <TopicList topics={pinned} label={t("pinned")} {...topics} />
        </Section>
      ) : null}
      {page.rows.length ? (
        <Section id="latest" title={t("latest")}>
          <TopicList topics={page.rows} label={t("list")} {...topics} />
          <Onwards talk={talk} state={state} path={path} t={t} />
        </Section>
      ) : pinned.length ? null : (
        <Nothing state={state} t={t} />
      )}
    </Page>
  );
}

function Shows({ state, path, role, t }: { state: TopicListInput; path: string; role: Reader["role"]; t: T }) {
  const shows = [undefined, "questions", "announcements", "mine"] as const;
  return (
    <TabNav
      label={t("show.label")}
      tabs={shows.map((show) => ({
        href: listHref(path, state, { filters: { show } }, defaults),
        label: t(`show.${show ?? "all"}`, { role }),
        current: state.filters.show === show,
      }))}
    />
  );
}

function AboutLesson({ talk: { lesson, course }, path, t }: { talk: Talk; path: string; t: T }) {
  return (
    <p className="-my-2 flex flex-wrap items-center gap-x-4 gap-y-1">
      <span lang={course?.language}>{t("about_lesson", { title: lesson?.title ?? "" })}</span>
      <a href={`${path}?course=${course?.id}`} className="font-semibold text-accent underline-offset-4 hover:underline">
        {t("whole_course")}
      </a>
    </p>
  );
}

/** Where a child asks: about the lesson it comes from, or in the course it chose. */
function Ask({ talk: { course, lesson, courses }, owner, t }: { talk: Talk; owner: string; t: T }) {
  if (!course) return courses.length ? <p className="-my-2 text-muted">{t("ask.choose")}</p> : null;
  const kinds = lesson ? beginnings(course).slice(0, 1) : beginnings(course);
  const [first] = kinds;
  return (
    <Section id="ask" title={t(lesson ? "ask.lesson_title" : "ask.title")}>
      {first ? (
        <AskForm course={course} lesson={lesson} kinds={kinds} owner={owner} t={t} />
      ) : (
        <p className="text-muted">{t("ask.closed")}</p>
      )}
    </Section>
  );
}

function AskForm({
  course,
  lesson,
  kinds,
  owner,
  t,
}: Pick<Talk, "lesson"> & { course: TalkCourse; kinds: readonly ("QUESTION" | "DISCUSSION")[]; owner: string; t: T }) {
  const asks = kinds[0] === "QUESTION";
  const words: ComposerWords = {
    label: t(kinds.length > 1 || !asks ? "ask.talk_label" : "ask.label"),
    help: t("ask.help"),
    submit: t(kinds.length > 1 || !asks ? "ask.talk_submit" : "ask.submit"),
    ...sentWords(t),
  };
  const options = kinds.map((value) => ({ value, label: t(`kind.${value}`) }));
  return (
    <Composer
      owner={owner}
      place={lesson?.id ?? course.id}
      procedure="talk.begin"
      base={{ courseId: course.id, lessonId: lesson?.id ?? null, kind: kinds[0] }}
      {...(kinds.length > 1 ? { kinds: { label: t("ask.kind"), options } } : {})}
      most={talkLimits.body}
      words={words}
    />
  );
}

/** Words to look for, and in which course. A form of the browser's own. */
function Finder({
  talk: { courses, course },
  state,
  path,
  t,
}: {
  talk: Talk;
  state: TopicListInput;
  path: string;
  t: T;
}) {
  return (
    <search>
      <form action={path} className="flex flex-wrap gap-2">
        {state.filters.show ? <input type="hidden" name="show" value={state.filters.show} /> : null}
        <Input
          type="search"
          name="q"
          defaultValue={state.q}
          maxLength={200}
          aria-label={t("search")}
          placeholder={t("search")}
          className="min-w-0 flex-1 basis-48"
        />
        <Select
          name="course"
          defaultValue={course?.id ?? ""}
          aria-label={t("course")}
          className="min-w-0 flex-1 basis-48"
        >
          <option value="">{t("every_course")}</option>
          {courses.map(({ id, title, language }) => (
            <option key={id} value={id} lang={language}>
              {title}
            </option>
          ))}
        </Select>
        <Button type="submit">
          <Icon as={Search} size={16} />
          {t("find")}
        </Button>
      </form>
    </search>
  );
}

function Onwards({ talk: { page }, state, path, t }: { talk: Talk; state: TopicListInput; path: string; t: T }) {
  const link = (cursor: string, dir: "after" | "before") => listHref(path, state, { cursor, dir }, defaults);
  if (!page.next && !page.previous) return null;
  return (
    <nav aria-label={t("list")} className="mt-3 flex gap-2">
      {page.previous ? <ButtonLink href={link(page.previous, "before")}>{t("newer")}</ButtonLink> : null}
      {page.next ? <ButtonLink href={link(page.next, "after")}>{t("older")}</ButtonLink> : null}
    </nav>
  );
}

function Nothing({ state, t }: { state: TopicListInput; t: T }) {
  const asked = Boolean(state.q) || Object.values(state.filters).some(Boolean);
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t(asked ? "none.found" : "none.title")}
      text={t(asked ? "none.found_text" : "none.text")}
    />
  );
}

/** Where somebody goes on with a topic: a child, or a teacher who answers. */
export function ReplyForm({ topicId, owner, teacher, t }: { topicId: string; owner: string; teacher?: boolean; t: T }) {
  const by = teacher ? "teacher_" : "";
  const words = { label: t(`reply.${by}label`), help: t(`reply.${by}help`), submit: t(`reply.${by}submit`) };
  return (
    <Section id="reply" title={t("reply.title")}>
      <Composer
        owner={owner}
        place={topicId}
        procedure={teacher ? "talk.answer" : "talk.reply"}
        base={{ topicId }}
        most={talkLimits.body}
        words={{ ...words, ...sentWords(t) }}
      />
    </Section>
  );
}
