import { z } from "zod";

export const assignmentStatuses = ["DRAFT", "PUBLISHED", "ARCHIVED"] as const;
export type AssignmentStatus = (typeof assignmentStatuses)[number];
export const lateRules = ["MARK", "REFUSE"] as const;
export type LateRule = (typeof lateRules)[number];

/** More than one course sets in years: what is listed whole stays short. */
export const MAX_ASSIGNMENTS = 100;
/** As many competencies as a lesson may aim at. */
export const MAX_AIMS = 12;

const day = z.iso.date().nullable();
const fields = {
  title: z.string().trim().min(3).max(140),
  instructions: z.string().trim().max(20_000),
  opensOn: day,
  /** A day and an hour in Nairobi; without a day there is no end. */
  dueOn: day,
  dueTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  lateRule: z.enum(lateRules),
  mayTakeBack: z.boolean(),
  takesText: z.boolean(),
  takesPhotos: z.boolean(),
  takesFiles: z.boolean(),
  maxFiles: z.int().min(1).max(20),
};

export const assignmentListInput = z.strictObject({ courseId: z.uuid() });
export const assignmentInput = z.strictObject({ assignmentId: z.uuid() });
export const createAssignmentInput = z.strictObject({ courseId: z.uuid(), title: fields.title });
/** `revision` is what the person was looking at: a change by somebody else in between is a conflict. */
export const editAssignmentInput = z
  .strictObject({ assignmentId: z.uuid(), revision: z.int().min(1), ...fields })
  .refine(({ takesText, takesPhotos, takesFiles }) => takesText || takesPhotos || takesFiles, {
    path: ["takesText"],
    message: "assignment.no_kind",
  })
  .refine(({ opensOn, dueOn }) => !opensOn || !dueOn || opensOn <= dueOn, {
    path: ["dueOn"],
    message: "assignment.due_first",
  });
export type EditAssignment = z.output<typeof editAssignmentInput>;
export const aimInput = z.strictObject({ assignmentId: z.uuid(), competencyId: z.uuid() });
