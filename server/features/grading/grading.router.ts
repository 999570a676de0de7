import { allow, router } from "@/server/platform/trpc";
import { annotate, eraseAnnotation } from "./annotations.service";
import { claimWork, letGo } from "./claims.service";
import { readAlike, readDesk } from "./desk.queries";
import { readQueue } from "./grading.queries";
import {
  acceptProposalsInput,
  annotateInput,
  changeMarkInput,
  claimInput,
  keepSnippetInput,
  proposalsInput,
  queueInput,
  returnInput,
  saveDraftInput,
  workInput,
} from "./grading.schema";
import { answerRegrade, changeMark, returnWork, saveDraft } from "./grading.service";
import { readProposals } from "./proposals.queries";
import { acceptProposals } from "./proposals.service";
import { dropSnippet, keepSnippet } from "./snippets.service";

/** IN-7: the grading desk. */
export const gradingRouter = router({
  queue: allow("work:grade")
    .input(queueInput)
    .query(({ ctx, input }) => readQueue(ctx, input)),
  read: allow("work:grade")
    .input(workInput)
    .query(({ ctx, input }) => readDesk(ctx, input.id, queueInput.parse({}))),
  claim: allow("work:grade")
    .input(claimInput)
    .mutation(({ ctx, input }) => claimWork(ctx, input)),
  letGo: allow("work:grade")
    .input(workInput)
    .mutation(({ ctx, input }) => letGo(ctx, input)),
  saveDraft: allow("work:grade")
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx, input)),
  giveBack: allow("work:grade")
    .input(returnInput)
    .mutation(({ ctx, input }) => returnWork(ctx, input)),
  changeMark: allow("work:grade")
    .input(changeMarkInput)
    .mutation(({ ctx, input }) => changeMark(ctx, input)),
  answerRegrade: allow("work:grade")
    .input(changeMarkInput)
    .mutation(({ ctx, input }) => answerRegrade(ctx, input)),
  annotate: allow("work:grade")
    .input(annotateInput)
    .mutation(({ ctx, input }) => annotate(ctx, input)),
  eraseNote: allow("work:grade")
    .input(workInput)
    .mutation(({ ctx, input }) => eraseAnnotation(ctx, input)),
  proposals: allow("work:grade")
    .input(proposalsInput)
    .query(({ ctx, input }) => readProposals(ctx, input)),
  acceptProposals: allow("work:grade")
    .input(acceptProposalsInput)
    .mutation(({ ctx, input }) => acceptProposals(ctx, input)),
  alike: allow("work:grade")
    .input(workInput)
    .query(({ ctx, input }) => readAlike(ctx, input.id)),
  keepSnippet: allow("work:grade")
    .input(keepSnippetInput)
    .mutation(({ ctx, input }) => keepSnippet(ctx, input)),
  dropSnippet: allow("work:grade")
    .input(workInput)
    .mutation(({ ctx, input }) => dropSnippet(ctx, input)),
});
