import { z } from "zod";
import { grades } from "@/lib/grades";
import { listInput } from "@/lib/list";

/** The learners of the school by family name; a level is asked of one grade in one learning area. */
export const schoolInput = listInput({
  sorts: ["name"],
  filters: {
    grade: z.enum(grades),
    area: z.string().max(40),
    course: z.uuid(),
    level: z.string().max(8),
    quiet: z.enum(["7", "14", "30"]),
    team: z.boolean(),
  },
  limit: 24,
});
export type SchoolInput = z.output<typeof schoolInput>;
