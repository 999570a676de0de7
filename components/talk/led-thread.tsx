import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { ButtonLink } from "@/components/ui/button";
import { DialogTrigger } from "@/components/ui/dialog";
import type { Post, Thread } from "@/server/features/talk/talk.queries";
import { type ThreadInput, talkLimits } from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";
import { ledPath } from "./led-page";
import { ReplyForm } from "./talk-page";
import { Posts } from "./thread";
import { Standing, type TalkWords } from "./topic-list";

type Props = TalkWords & {
  thread: Thread;
  state: ThreadInput;
  userId: string;
  /** Another question that waits. */
  next: { id: string } | null;
};

/** IN-14: one topic, answered and kept in order. */
export function LedThread({ thread, state, userId, next, ...words }: Props) {
  const { topic, course, first, mayReply } = thread;
  const { t, format } = words;
  const facts = [
    { label: t("course"), value: <span lang={course.language}>{course.title}</span> },
    ...(topic.lesson
      ? [{ label: t("led.lesson"), value: <span lang={course.language}>{topic.lesson.title}</span> }]
      : []),
    { label: t("led.kind"), value: t(`kind.${topic.kind}`) },
    { label: t("led.who"), value: first.signed },
    { label: t("led.created"), value: format.date(topic.createdAt, "long") },
  ];
  return (
    <RecordPage
      title={<span lang={topic.language}>{topic.title}</span>}
      subtitle={<span lang={course.language}>{course.title}</span>}
      mark={<Standing topic={topic} t={t} />}
      action={next ? <ButtonLink href={`${ledPath}/${next.id}`}>{t("led.next")}</ButtonLink> : null}
      facts={
        <div className="grid gap-5">
          <FactList facts={facts} />
          <TopicActs thread={thread} t={t} />
        </div>
      }
      factsTitle={t("led.facts")}
      closeLabel={t("led.close")}
    >
      <Posts
        thread={thread}
        state={state}
        path={`${ledPath}/${topic.id}`}
        acts={(post) => <PostActs post={post} thread={thread} t={t} />}
        {...words}
      />
      {mayReply ? <ReplyForm topicId={topic.id} owner={userId} teacher t={t} /> : null}
    </RecordPage>
  );
}

function TopicActs({ thread: { topic }, t }: { thread: Thread; t: T }) {
  if (topic.state !== "VISIBLE" && topic.state !== "HIDDEN") return null;
  const { id: topicId, pinned, locked } = topic;
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton procedure="talk.pin" input={{ topicId, pinned: !pinned }} size="small" failed={t("led.failed")}>
        {t(pinned ? "led.unpin" : "led.pin")}
      </ActionButton>
      <ActionButton procedure="talk.lock" input={{ topicId, locked: !locked }} size="small" failed={t("led.failed")}>
        {t(locked ? "led.unlock" : "led.lock")}
      </ActionButton>
    </div>
  );
}

function PostActs({ post, thread: { topic }, t }: { post: Post; thread: Thread; t: T }) {
  const { id: postId, state, codes, score } = post;
  const isReply = postId !== topic.id;
  const answers = topic.answerId === postId;
  return (
    <>
      {state === "VISIBLE" && isReply && topic.kind === "QUESTION" ? (
        <ActionButton
          procedure="talk.markAnswer"
          input={{ topicId: topic.id, replyId: answers ? null : postId }}
          size="small"
          variant="ghost"
          failed={t("led.failed")}
        >
          {t(answers ? "led.unmark" : "led.mark")}
        </ActionButton>
      ) : null}
      {state === "VISIBLE" ? <Hide post={post} t={t} /> : null}
      {state === "VISIBLE" && !post.own ? (
        <ButtonLink href={`${ledPath}/${topic.id}/report/${postId}`} variant="ghost" size="small">
          {t("report.link")}
          <span className="sr-only">: {t("report.of", { name: post.signed })}</span>
        </ButtonLink>
      ) : null}
      {state === "HIDDEN" ? (
        <ActionButton procedure="talk.show" input={{ postId }} size="small" failed={t("led.failed")}>
          {t("led.show_again")}
        </ActionButton>
      ) : null}
      {codes.length ? (
        <p className="self-center text-muted text-small">
          {t("led.score", { score })} · {codes.map((code) => t(`finding.${code}`)).join(", ")}
        </p>
      ) : null}
    </>
  );
}

function Hide({ post, t }: { post: Post; t: T }) {
  const dialog = `hide-${post.id}`;
  return (
    <>
      <DialogTrigger dialog={dialog} variant="ghost" size="small">
        {t("led.hide")}
        <span className="sr-only">: {post.signed}</span>
      </DialogTrigger>
      <ActDialog
        id={dialog}
        title={t("led.hide_title")}
        description={t("led.hide_text")}
        closeLabel={t("led.close")}
        procedure="talk.hide"
        input={{ postId: post.id }}
        submit={t("led.hide")}
        working={t("led.working")}
        look={{ variant: "danger" }}
        fields={[
          { name: "reason", label: t("led.hide_label"), long: true, required: true, maxLength: talkLimits.reason },
        ]}
      />
    </>
  );
}
