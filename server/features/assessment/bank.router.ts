import type { Permission } from "@/lib/permissions";
import { allow, router } from "@/server/platform/trpc";
import { createQuestionInput, questionInput, saveQuestionInput } from "./bank.schema";
import { createQuestion, restoreQuestion, retireQuestion, saveQuestion } from "./bank.service";
import { acceptRegradeInput } from "./regrade.schema";
import { acceptRegrade } from "./regrade.service";

/** The same doors for who writes questions of their own and for who keeps the school's bank. */
const bankDoors = (permission: Permission) =>
  router({
    create: allow(permission)
      .input(createQuestionInput)
      .mutation(({ ctx, input }) => createQuestion(ctx, input)),
    save: allow(permission)
      .input(saveQuestionInput)
      .mutation(({ ctx, input }) => saveQuestion(ctx, input)),
    retire: allow(permission)
      .input(questionInput)
      .mutation(({ ctx, input }) => retireQuestion(ctx, input)),
    regrade: allow(permission)
      .input(acceptRegradeInput)
      .mutation(({ ctx, input }) => acceptRegrade(ctx, input)),
    restore: allow(permission)
      .input(questionInput)
      .mutation(({ ctx, input }) => restoreQuestion(ctx, input)),
  });

export const questionsRouter = bankDoors("question:write");
export const schoolQuestionsRouter = bankDoors("question:school");
