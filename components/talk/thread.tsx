import type { ReactNode } from "react";
import { PageHeader, pageFrame } from "@/components/shell/page";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { cn } from "@/lib/cn";
import { listDefaults, listHref } from "@/lib/list";
import type { Post, Thread } from "@/server/features/talk/talk.queries";
import { type ThreadInput, threadInput } from "@/server/features/talk/talk.schema";
import { ReplyForm, talkPath } from "./talk-page";
import { Standing, type TalkWords } from "./topic-list";

/** One post: who, when, what, and whether it is in view. `acts` is what the reader may do about it. */
export function PostView({
  post,
  answers,
  acts,
  t,
  format,
  now,
}: TalkWords & { post: Post; answers?: boolean; acts?: ReactNode }) {
  const { id, signed, teacher, own, body, language, state, reason, care, createdAt } = post;
  return (
    <article
      id={`post-${id}`}
      aria-labelledby={`by-${id}`}
      className={cn("grid gap-3 rounded border bg-surface p-4 sm:p-5", answers ? "border-good" : "border-line")}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Avatar name={signed} seed={signed} size="small" />
        <p id={`by-${id}`} className="font-semibold">
          {own ? t("you") : signed}
        </p>
        {teacher ? <Badge tone="accent">{t("teacher")}</Badge> : null}
        {answers ? <Badge tone="good">{t("answer_mark")}</Badge> : null}
        <span className="ml-auto text-muted text-small">{format.relative(createdAt, now)}</span>
      </div>
      {body === null ? null : (
        <p lang={language} className="max-w-read whitespace-pre-line break-words">
          {body}
        </p>
      )}
      {state === "VISIBLE" ? null : (
        <Notice tone="warn" title={t(`state.${state}`)}>
          {t(`state_text.${state}`, { reason: reason ?? "—" })}
        </Notice>
      )}
      {care ? <Notice>{t("care")}</Notice> : null}
      {acts ? <div className="flex flex-wrap gap-2">{acts}</div> : null}
    </article>
  );
}

/** The first post of a topic and a page of its replies, the answer marked. */
export function Posts({
  thread: { topic, first, replies },
  state,
  path,
  acts,
  ...words
}: TalkWords & {
  thread: Thread;
  state: ThreadInput;
  path: string;
  acts: (post: Post) => ReactNode;
}) {
  const { t } = words;
  const link = (cursor: string, dir: "after" | "before") =>
    listHref(path, state, { cursor, dir }, listDefaults(threadInput));
  return (
    <div className="grid gap-3">
      <PostView post={first} acts={acts(first)} {...words} />
      {replies.previous ? <ButtonLink href={link(replies.previous, "before")}>{t("go_back")}</ButtonLink> : null}
      {replies.rows.map((post) => (
        <PostView key={post.id} post={post} answers={post.id === topic.answerId} acts={acts(post)} {...words} />
      ))}
      {replies.next ? <ButtonLink href={link(replies.next, "after")}>{t("go_on")}</ButtonLink> : null}
    </div>
  );
}

/** A topic as a family reads it; a child goes on with it where it may. */
export function FamilyThread({
  thread,
  state,
  reader,
  ...words
}: TalkWords & { thread: Thread; state: ThreadInput; reader: { role: "STUDENT" | "PARENT"; userId: string } }) {
  const { topic, course, mayReply } = thread;
  const { t } = words;
  const list = talkPath(reader.role);
  const path = `${list}/${topic.id}`;
  return (
    <div className={cn(pageFrame, "max-w-[50rem]")}>
      <PageHeader
        title={<span lang={topic.language}>{topic.title}</span>}
        mark={<Standing topic={topic} t={t} />}
        subtitle={
          <span lang={course.language}>
            {course.title}
            {topic.lesson ? ` · ${topic.lesson.title}` : null}
          </span>
        }
      />
      <Posts
        thread={thread}
        state={state}
        path={path}
        acts={(post) =>
          post.own || post.state !== "VISIBLE" ? null : (
            <ButtonLink href={`${path}/report/${post.id}`} variant="ghost" size="small" className="-ml-3">
              {t("report.link")}
              <span className="sr-only">: {t("report.of", { name: post.signed })}</span>
            </ButtonLink>
          )
        }
        {...words}
      />
      {topic.locked ? <p className="text-muted">{t("closed_topic")}</p> : null}
      {mayReply ? <ReplyForm topicId={topic.id} owner={reader.userId} t={t} /> : null}
      <p>
        <a
          href={`${list}?course=${course.id}`}
          className="font-semibold text-accent underline-offset-4 hover:underline"
        >
          {t("back")}
        </a>
      </p>
    </div>
  );
}
