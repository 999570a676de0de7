import { allow, router } from "@/server/platform/trpc";
import { readPrivacy, readPrivacyChildren } from "./privacy.queries";
import {
  answerInput,
  askInput,
  correctInput,
  holdInput,
  objectInput,
  privacyInput,
  refuseInput,
  releaseInput,
  requestInput,
  studentInput,
} from "./privacy.schema";
import {
  acceptCorrection,
  askFor,
  objectToCorrection,
  openExport,
  requestExport,
  withdrawRequest,
} from "./privacy.service";
import {
  answerRequest,
  confirmDeletion,
  correctRecord,
  refuseRequest,
  releaseHold,
  setHold,
  takeRequest,
} from "./privacy.staff.service";

export const privacyRouter = router({
  children: allow("consent:read").query(({ ctx }) => readPrivacyChildren(ctx)),
  ofChild: allow("consent:read")
    .input(privacyInput)
    .query(({ ctx, input }) => readPrivacy(ctx, input)),
  requestExport: allow("data_request:make", { stepUp: true })
    .input(studentInput)
    .mutation(({ ctx, input }) => requestExport(ctx, input)),
  openExport: allow("data_request:make", { stepUp: true })
    .input(requestInput)
    .mutation(({ ctx, input }) => openExport(ctx, input)),
  ask: allow("data_request:make")
    .input(askInput)
    .mutation(({ ctx, input }) => askFor(ctx, input)),
  withdraw: allow("data_request:make")
    .input(requestInput)
    .mutation(({ ctx, input }) => withdrawRequest(ctx, input)),
  acceptCorrection: allow("data_request:make")
    .input(requestInput)
    .mutation(({ ctx, input }) => acceptCorrection(ctx, input)),
  objectToCorrection: allow("data_request:make")
    .input(objectInput)
    .mutation(({ ctx, input }) => objectToCorrection(ctx, input)),
  take: allow("data_request:answer")
    .input(requestInput)
    .mutation(({ ctx, input }) => takeRequest(ctx, input)),
  answer: allow("data_request:answer")
    .input(answerInput)
    .mutation(({ ctx, input }) => answerRequest(ctx, input)),
  refuse: allow("data_request:answer")
    .input(refuseInput)
    .mutation(({ ctx, input }) => refuseRequest(ctx, input)),
  correct: allow("data_request:answer")
    .input(correctInput)
    .mutation(({ ctx, input }) => correctRecord(ctx, input)),
  confirmDeletion: allow("data_request:answer", { stepUp: true })
    .input(requestInput)
    .mutation(({ ctx, input }) => confirmDeletion(ctx, input)),
  setHold: allow("data_request:answer")
    .input(holdInput)
    .mutation(({ ctx, input }) => setHold(ctx, input)),
  releaseHold: allow("data_request:answer")
    .input(releaseInput)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
});
