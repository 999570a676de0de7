import { Megaphone, MessageCircleQuestionMark, MessagesSquare } from "lucide-react";
import { Badge, Status, type Tone } from "@/components/ui/badge";
import { Icon, type IconType } from "@/components/ui/icon";
import type { Format } from "@/lib/format";
import { isOpenQuestion } from "@/server/features/talk/talk.domain";
import type { Topic } from "@/server/features/talk/talk.queries";
import type { PostState, TopicKind } from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";

export type TalkWords = { t: T; format: Format; now: Date };

export const kindIcon: Record<TopicKind, IconType> = {
  QUESTION: MessageCircleQuestionMark,
  DISCUSSION: MessagesSquare,
  ANNOUNCEMENT: Megaphone,
};
export const stateTone: Record<PostState, Tone> = { VISIBLE: "good", HELD: "warn", HIDDEN: "off", REMOVED: "off" };

/** Whether a topic is in view, and if it is a question, whether it is answered. */
export function Standing({ topic, t }: { topic: Topic; t: T }) {
  if (topic.state !== "VISIBLE") return <Status tone={stateTone[topic.state]}>{t(`state.${topic.state}`)}</Status>;
  if (topic.kind !== "QUESTION") return null;
  return isOpenQuestion(topic) ? (
    <Status tone="warn">{t("unanswered")}</Status>
  ) : (
    <Status tone="good">{t("answered")}</Status>
  );
}

/** Topics as families read them: what it is about, where, by whom, and whether it is answered. */
export function TopicList({
  topics,
  path,
  label,
  t,
  format,
  now,
}: TalkWords & { topics: readonly Topic[]; path: string; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded border border-line bg-surface">
      {topics.map((topic) => (
        <li key={topic.id} className="relative flex gap-3.5 px-4 py-3.5 hover:bg-sunken">
          <span className="mt-0.5 grid size-10 shrink-0 place-items-center rounded bg-accent-soft text-accent">
            <Icon as={kindIcon[topic.kind]} />
          </span>
          <div className="min-w-0 flex-1">
            <a
              href={`${path}/${topic.id}`}
              lang={topic.language}
              className="break-words font-semibold underline-offset-4 after:absolute after:inset-0 hover:underline"
            >
              {topic.title}
            </a>
            <p className="text-muted text-small">
              {t("by", { name: topic.signed, when: format.relative(topic.lastPostAt, now) })}
              {" · "}
              <span lang={topic.course.language}>{topic.lesson?.title ?? topic.course.title}</span>
            </p>
            <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
              <Badge tone={topic.kind === "ANNOUNCEMENT" ? "accent" : "off"}>{t(`kind.${topic.kind}`)}</Badge>
              <Standing topic={topic} t={t} />
              {topic.kind === "ANNOUNCEMENT" && topic.replies === 0 ? null : (
                <span className="text-muted">{t("replies", { count: topic.replies })}</span>
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
