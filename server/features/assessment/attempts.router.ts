import { allow, router } from "@/server/platform/trpc";
import { listAssessments, readResults } from "./attempts.queries";
import { answerInput, attemptInput, startInput } from "./attempts.schema";
import { confirmAnswer, enterRoom, finishAttempt, saveAnswer, startAttempt } from "./attempts.service";

export const attemptsRouter = router({
  list: allow("assessment:take").query(({ ctx }) => listAssessments(ctx)),
  room: allow("assessment:take")
    .input(startInput)
    .query(({ ctx, input }) => enterRoom(ctx, input)),
  results: allow("assessment:take")
    .input(attemptInput)
    .query(({ ctx, input }) => readResults(ctx, input)),
  start: allow("assessment:take")
    .input(startInput)
    .mutation(({ ctx, input }) => startAttempt(ctx, input)),
  save: allow("assessment:take")
    .input(answerInput)
    .mutation(({ ctx, input }) => saveAnswer(ctx, input)),
  confirm: allow("assessment:take")
    .input(answerInput)
    .mutation(({ ctx, input }) => confirmAnswer(ctx, input)),
  finish: allow("assessment:take")
    .input(attemptInput)
    .mutation(({ ctx, input }) => finishAttempt(ctx, input)),
});
