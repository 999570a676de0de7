import type { PostState, TopicKind } from "./talk.schema";

const longestTitle = 90;

/** What a topic is called in a list: its first line or sentence, cut at a word. */
export function titleOf(text: string): string {
  const first = text.split(/\n|(?<=[.?!])\s/u)[0]?.trim() || text.trim();
  if (first.length <= longestTitle) return first;
  return `${first.slice(0, longestTitle).replace(/\s+\S*$/u, "")}…`;
}

/** The text of a topic without what its title already says; null where the title says it all. */
export const bodyBeside = (title: string | null, body: string): string | null => (title === body ? null : body);

export type CourseRules = { allowsQuestions: boolean; allowsComments: boolean };

/** Whether a child may begin such a topic. SQL says the same. */
export const mayBegin = (rules: CourseRules, kind: Exclude<TopicKind, "ANNOUNCEMENT">): boolean =>
  kind === "QUESTION" ? rules.allowsQuestions : rules.allowsComments;

/** What a child may begin in a course. */
export const beginnings = (rules: CourseRules) =>
  (["QUESTION", "DISCUSSION"] as const).filter((kind) => mayBegin(rules, kind));

/** Whether a child may go on with a topic; their own question also where comments are closed. SQL says the same. */
export const mayGoOn = (rules: CourseRules, topic: { state: PostState; locked: boolean; own: boolean }): boolean =>
  topic.state === "VISIBLE" && !topic.locked && (rules.allowsComments || (rules.allowsQuestions && topic.own));

/** A question in view that nobody has answered. */
export const isOpenQuestion = (topic: { kind: TopicKind | null; state: PostState; answerId: string | null }): boolean =>
  topic.kind === "QUESTION" && topic.state === "VISIBLE" && topic.answerId === null;
