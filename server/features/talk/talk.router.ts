import { allow, router } from "@/server/platform/trpc";
import { listTalkQueue } from "./talk.moderation.queries";
import { approvePost, removePost } from "./talk.moderation.service";
import { listLed, readTalk, readThread } from "./talk.queries";
import {
  announceInput,
  answerInput,
  beginTopicInput,
  hideInput,
  ledListInput,
  lockInput,
  pinInput,
  postInput,
  queueInput,
  queueItemInput,
  removeInput,
  replyInput,
  reportInput,
  switchInput,
  threadInput,
  topicInput,
  topicListInput,
} from "./talk.schema";
import {
  announce,
  beginTopic,
  hidePost,
  lockTopic,
  markAnswer,
  pinTopic,
  replyAsChild,
  replyAsTeacher,
  reportPost,
  showPost,
  switchTalk,
} from "./talk.service";

const firstReplies = threadInput.parse({});

/** What is asked, answered and announced in courses, and what the school decides about it. */
export const talkRouter = router({
  topics: allow("talk:read")
    .input(topicListInput)
    .query(({ ctx, input }) => readTalk(ctx, input)),
  thread: allow("talk:read")
    .input(topicInput)
    .query(({ ctx, input }) => readThread(ctx, input.topicId, firstReplies)),
  begin: allow("talk:write")
    .input(beginTopicInput)
    .mutation(({ ctx, input }) => beginTopic(ctx, input)),
  reply: allow("talk:write")
    .input(replyInput)
    .mutation(({ ctx, input }) => replyAsChild(ctx, input)),
  report: allow("talk:report")
    .input(reportInput)
    .mutation(({ ctx, input }) => reportPost(ctx, input)),
  led: allow("talk:lead")
    .input(ledListInput)
    .query(({ ctx, input }) => listLed(ctx, input)),
  ledThread: allow("talk:lead")
    .input(topicInput)
    .query(({ ctx, input }) => readThread(ctx, input.topicId, firstReplies)),
  answer: allow("talk:lead")
    .input(replyInput)
    .mutation(({ ctx, input }) => replyAsTeacher(ctx, input)),
  announce: allow("talk:lead")
    .input(announceInput)
    .mutation(({ ctx, input }) => announce(ctx, input)),
  pin: allow("talk:lead")
    .input(pinInput)
    .mutation(({ ctx, input }) => pinTopic(ctx, input)),
  lock: allow("talk:lead")
    .input(lockInput)
    .mutation(({ ctx, input }) => lockTopic(ctx, input)),
  markAnswer: allow("talk:lead")
    .input(answerInput)
    .mutation(({ ctx, input }) => markAnswer(ctx, input)),
  hide: allow("talk:lead")
    .input(hideInput)
    .mutation(({ ctx, input }) => hidePost(ctx, input)),
  show: allow("talk:lead")
    .input(postInput)
    .mutation(({ ctx, input }) => showPost(ctx, input)),
  switch: allow("talk:lead")
    .input(switchInput)
    .mutation(({ ctx, input }) => switchTalk(ctx, input)),
  queue: allow("talk:moderate")
    .input(queueInput)
    .query(({ ctx, input }) => listTalkQueue(ctx, input)),
  approve: allow("talk:moderate")
    .input(queueItemInput)
    .mutation(({ ctx, input }) => approvePost(ctx, input)),
  remove: allow("talk:moderate")
    .input(removeInput)
    .mutation(({ ctx, input }) => removePost(ctx, input)),
});
