import { allow, router } from "@/server/platform/trpc";
import { listChildren, readChild, readHome, readMyDay } from "./families.queries";
import {
  childInput,
  childrenInput,
  forgetMoodInput,
  goalInput,
  moveGoalInput,
  recordMoodInput,
  saveGoalInput,
} from "./families.schema";
import { dropGoal, forgetMood, moveGoal, recordMood, resumeGoal, saveGoal } from "./families.service";

export const familiesRouter = router({
  home: allow("family:read").query(({ ctx }) => readHome(ctx)),
  children: allow("family:read")
    .input(childrenInput)
    .query(({ ctx, input }) => listChildren(ctx, input)),
  child: allow("family:read")
    .input(childInput)
    .query(({ ctx, input }) => readChild(ctx, input.studentId)),
  myDay: allow("mood:record").query(({ ctx }) => readMyDay(ctx)),
  recordMood: allow("mood:record")
    .input(recordMoodInput)
    .mutation(({ ctx, input }) => recordMood(ctx, input)),
  forgetMood: allow("mood:record")
    .input(forgetMoodInput)
    .mutation(({ ctx, input }) => forgetMood(ctx, input)),
  saveGoal: allow("goal:write")
    .input(saveGoalInput)
    .mutation(({ ctx, input }) => saveGoal(ctx, input)),
  moveGoal: allow("goal:write")
    .input(moveGoalInput)
    .mutation(({ ctx, input }) => moveGoal(ctx, input)),
  dropGoal: allow("goal:write")
    .input(goalInput)
    .mutation(({ ctx, input }) => dropGoal(ctx, input)),
  resumeGoal: allow("goal:write")
    .input(goalInput)
    .mutation(({ ctx, input }) => resumeGoal(ctx, input)),
});
