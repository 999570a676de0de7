import { z } from "zod";
import { listInput } from "@/lib/list";

/** What the written rules look for. */
export const findingCodes = ["harm", "secrecy", "threat", "insult", "contact", "link", "address", "shouting"] as const;
export type FindingCode = (typeof findingCodes)[number];
export const talkLimits = { title: 140, body: 4_000, reason: 500 } as const;
/** What a child may send in an hour: more than a lesson needs, less than a flood. */
export const postsAnHour = 30;

const text = (max: number) => z.string().trim().min(1).max(max);
/** Read by whoever wrote it, or by whoever decides. */
const reason = z.string().trim().min(10).max(talkLimits.reason);

/** The id is made by the device, so that what is sent twice over a bad line is said once. */
export const beginTopicInput = z.strictObject({
  id: z.uuid(),
  courseId: z.uuid(),
  lessonId: z.uuid().nullable(),
  kind: z.enum(["QUESTION", "DISCUSSION"]),
  text: text(talkLimits.body),
});
export type BeginTopic = z.output<typeof beginTopicInput>;

export const replyInput = z.strictObject({ id: z.uuid(), topicId: z.uuid(), text: text(talkLimits.body) });
export type Reply = z.output<typeof replyInput>;

export const announceInput = z.strictObject({
  courseId: z.uuid(),
  title: text(talkLimits.title),
  text: text(talkLimits.body),
  pinned: z.boolean(),
});
export type Announce = z.output<typeof announceInput>;

export const topicInput = z.strictObject({ topicId: z.uuid() });
export const postInput = z.strictObject({ postId: z.uuid() });
export const hideInput = z.strictObject({ postId: z.uuid(), reason });
export const reportInput = hideInput;
export const pinInput = z.strictObject({ topicId: z.uuid(), pinned: z.boolean() });
export const lockInput = z.strictObject({ topicId: z.uuid(), locked: z.boolean() });
export const answerInput = z.strictObject({ topicId: z.uuid(), replyId: z.uuid().nullable() });

/** What families may do in a course besides learning. */
export const talkSwitches = ["allowsQuestions", "allowsComments", "allowsReviews"] as const;
export type TalkSwitch = (typeof talkSwitches)[number];
export const switchInput = z.strictObject({ courseId: z.uuid(), what: z.enum(talkSwitches), open: z.boolean() });

export const queueItemInput = z.strictObject({ id: z.uuid() });
export const removeInput = z.strictObject({
  id: z.uuid(),
  reason,
  /** Who reads what was taken from view: with words of harm the school may keep it to itself. */
  readers: z.enum(["family", "school"]),
});

/** The newest talk of one's courses, or of one of them. */
export const topicListInput = listInput({
  sorts: ["lastPostAt"],
  defaultSort: "-lastPostAt",
  filters: { course: z.uuid(), lesson: z.uuid(), show: z.enum(["mine", "questions", "announcements"]) },
  limit: 25,
});
export type TopicListInput = z.output<typeof topicListInput>;

export const ledShows = ["open", "held", "hidden"] as const;
export const topicKinds = ["QUESTION", "DISCUSSION", "ANNOUNCEMENT"] as const;
export type TopicKind = (typeof topicKinds)[number];
export const postStates = ["VISIBLE", "HELD", "HIDDEN", "REMOVED"] as const;
export type PostState = (typeof postStates)[number];

/** Topics of the courses one leads. */
export const ledListInput = listInput({
  sorts: ["lastPostAt", "createdAt"],
  defaultSort: "-lastPostAt",
  filters: { course: z.array(z.uuid()), show: z.enum(ledShows), kind: z.array(z.enum(topicKinds)) },
  limit: 25,
});
export type LedListInput = z.output<typeof ledListInput>;

/** A topic with a page of its replies, the oldest first. */
export const threadInput = listInput({ sorts: ["createdAt"], filters: {}, limit: 50 });
export type ThreadInput = z.output<typeof threadInput>;

/** What waits for the school's decision; or what was decided. */
export const queueInput = listInput({ sorts: ["createdAt"], filters: { show: z.enum(["decided"]) }, limit: 25 });
export type QueueInput = z.output<typeof queueInput>;

const finding = z.object({ code: z.enum(findingCodes), detail: z.string() });
/** What the rules found, as a post keeps it; what can no longer be read is left out. */
export const readFindings = (stored: unknown) =>
  (Array.isArray(stored) ? stored : []).flatMap((one) => finding.safeParse(one).data ?? []);
const report = z.object({ code: z.literal("reported"), detail: z.string() });
/** Why somebody brought it before the school, if anybody did. */
export const readReport = (stored: unknown): string | null =>
  report.array().safeParse(stored).data?.[0]?.detail ?? null;
