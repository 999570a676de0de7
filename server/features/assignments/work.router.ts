import { allow, router } from "@/server/platform/trpc";
import { listWork, readFamilyWork, readWork } from "./work.queries";
import {
  askRegradeInput,
  familyWorkInput,
  handInInput,
  saveWorkInput,
  workFileInput,
  workInput,
  workListInput,
} from "./work.schema";
import { addFile, askRegrade, handIn, saveWork, takeBack } from "./work.service";

/** SU-4: a child's work, and what came back of it. Marks are given in the grading room. */
export const workRouter = router({
  list: allow("work:submit")
    .input(workListInput)
    .query(({ ctx, input }) => listWork(ctx, input)),
  room: allow("work:submit")
    .input(workInput)
    .query(({ ctx, input }) => readWork(ctx, input)),
  read: allow("grade:contest")
    .input(familyWorkInput)
    .query(({ ctx, input }) => readFamilyWork(ctx, input)),
  save: allow("work:submit")
    .input(saveWorkInput)
    .mutation(({ ctx, input }) => saveWork(ctx, input)),
  handIn: allow("work:submit")
    .input(handInInput)
    .mutation(({ ctx, input }) => handIn(ctx, input)),
  takeBack: allow("work:submit")
    .input(workInput)
    .mutation(({ ctx, input }) => takeBack(ctx, input)),
  addFile: allow("work:submit")
    .input(workFileInput)
    .mutation(({ ctx, input }) => addFile(ctx, input)),
  askRegrade: allow("grade:contest")
    .input(askRegradeInput)
    .mutation(({ ctx, input }) => askRegrade(ctx, input)),
});
