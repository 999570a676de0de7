import { z } from "zod";
import { markCodes } from "./marks.schema";

const words = z.string().max(1_000);

/** One thing work is looked at for, with what each of the four marks means there. */
export const criterion = z.object({
  id: z.string().min(1).max(60),
  title: z.string().min(1).max(200),
  weight: z.number().positive(),
  levels: z.record(z.enum(markCodes), words),
});
export type Criterion = z.output<typeof criterion>;

/** The criteria of a rubric as stored. */
export const readCriteria = (stored: unknown): Criterion[] => z.array(criterion).min(1).parse(stored);
