import { allow, router } from "@/server/platform/trpc";
import { listAssignments, readAssignment } from "./assignments.queries";
import {
  aimInput,
  assignmentInput,
  assignmentListInput,
  createAssignmentInput,
  editAssignmentInput,
} from "./assignments.schema";
import {
  addAim,
  closeAssignment,
  createAssignment,
  discardAssignment,
  editAssignment,
  publishAssignment,
  removeAim,
  saveRubric,
} from "./assignments.service";
import { saveRubricInput } from "./rubric.schema";

/** Assignments from the side of those who set them. */
export const assignmentsRouter = router({
  list: allow("assessment:write")
    .input(assignmentListInput)
    .query(({ ctx, input }) => listAssignments(ctx, input)),
  read: allow("assessment:write")
    .input(assignmentInput)
    .query(({ ctx, input }) => readAssignment(ctx, input)),
  create: allow("assessment:write")
    .input(createAssignmentInput)
    .mutation(({ ctx, input }) => createAssignment(ctx, input)),
  edit: allow("assessment:write")
    .input(editAssignmentInput)
    .mutation(({ ctx, input }) => editAssignment(ctx, input)),
  saveRubric: allow("assessment:write")
    .input(saveRubricInput)
    .mutation(({ ctx, input }) => saveRubric(ctx, input)),
  addAim: allow("assessment:write")
    .input(aimInput)
    .mutation(({ ctx, input }) => addAim(ctx, input)),
  removeAim: allow("assessment:write")
    .input(aimInput)
    .mutation(({ ctx, input }) => removeAim(ctx, input)),
  publish: allow("assessment:write")
    .input(assignmentInput)
    .mutation(({ ctx, input }) => publishAssignment(ctx, input)),
  close: allow("assessment:write")
    .input(assignmentInput)
    .mutation(({ ctx, input }) => closeAssignment(ctx, input)),
  discard: allow("assessment:write")
    .input(assignmentInput)
    .mutation(({ ctx, input }) => discardAssignment(ctx, input)),
});
