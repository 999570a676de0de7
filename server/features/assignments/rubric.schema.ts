import { z } from "zod";
import { markCodes } from "@/server/features/grading/marks.schema";
import { criterion } from "@/server/features/grading/rubric.schema";

const words = (most: number) => z.string().trim().min(1).max(most);

/** A criterion as it may be written: with words for each of the four levels. */
const writtenCriterion = criterion.extend({
  /** Marks and proposals name it: it stays when the words change. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: words(80),
  /** How much it counts beside the others. */
  weight: z.int().min(1).max(10),
  levels: z.record(z.enum(markCodes), words(300)),
});

/** The criteria of a rubric as they may be written. */
export const rubricCriteria = z
  .array(writtenCriterion)
  .min(1)
  .max(10)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length);

export const saveRubricInput = z.strictObject({
  assignmentId: z.uuid(),
  revision: z.int().min(1),
  criteria: rubricCriteria,
});
export type SaveRubric = z.output<typeof saveRubricInput>;
