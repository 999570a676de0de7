import { z } from "zod";
import { grades } from "@/lib/grades";
import { listInput } from "@/lib/list";

/** Days without a sign after which a learner counts as quiet, as the list offers them. */
export const quietSteps = [7, 14, 30] as const;
const quiet = z.enum(["7", "14", "30"]);

/** The learners one teaches: by family name, last activity, share of lessons done, or days without a sign. */
export const learnersInput = listInput({
  sorts: ["name", "last", "progress", "quiet"],
  filters: { course: z.uuid(), grade: z.array(z.enum(grades)), quiet, flagged: z.boolean() },
});
export type LearnersInput = z.output<typeof learnersInput>;

export const learnerInput = z.strictObject({ studentId: z.uuid() });

/** What is worth celebrating; the family reads it in its own language. */
export const praiseKinds = ["EFFORT", "PROGRESS", "MASTERY", "COURAGE", "KINDNESS"] as const;
export const praiseInput = z.strictObject({
  studentId: z.uuid(),
  kind: z.enum(praiseKinds),
  words: z.string().trim().max(300).default(""),
});
export type PraiseInput = z.output<typeof praiseInput>;

export const flagInput = z.strictObject({
  studentId: z.uuid(),
  title: z.string().trim().min(5).max(120),
  reason: z.string().trim().min(10).max(1_000),
});
export type FlagInput = z.output<typeof flagInput>;

/** A flag or praise of one's own. */
export const ownInput = z.strictObject({ id: z.uuid() });
