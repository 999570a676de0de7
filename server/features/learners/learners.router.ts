import { allow, router } from "@/server/platform/trpc";
import { listLearners, readActs, readLearner } from "./learners.queries";
import { flagInput, learnerInput, learnersInput, ownInput, praiseInput } from "./learners.schema";
import { flagLearner, praiseLearner, takeBackFlag, takeBackPraise } from "./learners.service";
import { readPulse } from "./pulse.queries";
import { pulseInput } from "./pulse.schema";

/** IN-10: the learners one teaches. */
export const learnersRouter = router({
  list: allow("learner:read")
    .input(learnersInput)
    .query(({ ctx, input }) => listLearners(ctx, input)),
  read: allow("learner:read")
    .input(learnerInput)
    .query(({ ctx, input }) => readLearner(ctx, input.studentId)),
  acts: allow("learner:read")
    .input(learnerInput)
    .query(({ ctx, input }) => readActs(ctx, input.studentId)),
  pulse: allow("learner:read")
    .input(pulseInput)
    .query(({ ctx, input }) => readPulse(ctx, input)),
  praise: allow("learner:care")
    .input(praiseInput)
    .mutation(({ ctx, input }) => praiseLearner(ctx, input)),
  takeBackPraise: allow("learner:care")
    .input(ownInput)
    .mutation(({ ctx, input }) => takeBackPraise(ctx, input)),
  flag: allow("learner:care")
    .input(flagInput)
    .mutation(({ ctx, input }) => flagLearner(ctx, input)),
  takeBackFlag: allow("learner:care")
    .input(ownInput)
    .mutation(({ ctx, input }) => takeBackFlag(ctx, input)),
});
