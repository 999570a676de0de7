import type { Permission } from "@/lib/permissions";
import { allow, router } from "@/server/platform/trpc";
import {
  addItemsInput,
  addRandomInput,
  assessmentInput,
  createAssessmentInput,
  editAssessmentInput,
  editItemInput,
  itemInput,
  moveItemInput,
  waysInput,
} from "./assessments.schema";
import {
  addItem,
  addRandom,
  closeAssessment,
  createAssessment,
  editAssessment,
  editItem,
  moveItem,
  publishAssessment,
  removeItem,
  setWays,
} from "./assessments.service";

/** The same doors for who makes assessments in their courses and for who keeps the school's. */
const assessmentDoors = (permission: Permission) =>
  router({
    create: allow(permission)
      .input(createAssessmentInput)
      .mutation(({ ctx, input }) => createAssessment(ctx, input)),
    edit: allow(permission)
      .input(editAssessmentInput)
      .mutation(({ ctx, input }) => editAssessment(ctx, input)),
    addItem: allow(permission)
      .input(addItemsInput)
      .mutation(({ ctx, input }) => addItem(ctx, input)),
    addRandom: allow(permission)
      .input(addRandomInput)
      .mutation(({ ctx, input }) => addRandom(ctx, input)),
    moveItem: allow(permission)
      .input(moveItemInput)
      .mutation(({ ctx, input }) => moveItem(ctx, input)),
    editItem: allow(permission)
      .input(editItemInput)
      .mutation(({ ctx, input }) => editItem(ctx, input)),
    removeItem: allow(permission)
      .input(itemInput)
      .mutation(({ ctx, input }) => removeItem(ctx, input)),
    setWays: allow(permission)
      .input(waysInput)
      .mutation(({ ctx, input }) => setWays(ctx, input)),
    publish: allow(permission)
      .input(assessmentInput)
      .mutation(({ ctx, input }) => publishAssessment(ctx, input)),
    close: allow(permission)
      .input(assessmentInput)
      .mutation(({ ctx, input }) => closeAssessment(ctx, input)),
  });

export const assessmentsRouter = assessmentDoors("assessment:write");
export const schoolAssessmentsRouter = assessmentDoors("assessment:school");
