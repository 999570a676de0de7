import { z } from "zod";
import { type Grade, grades } from "@/lib/school-calendar";

export const stages = ["planned", "taught", "assessed"] as const;
export type Stage = (typeof stages)[number];

/** `debt`: taught and never assessed · `unplanned`: in no published lesson. */
export const gaps = ["debt", "unplanned"] as const;
export type Gap = (typeof gaps)[number];

export const coverageInput = z.strictObject({ grade: z.enum(grades), area: z.string().max(40) });

/** How many competencies of a grade and learning area there are, and how many have reached each stage. */
export type Cell = Record<Stage, number> & { grade: Grade; area: string; all: number; debt: number };
export type CoverageMap = {
  areas: { code: string; name: string; nameSw: string }[];
  cells: Cell[];
  /** When the job last counted; null before its first run. */
  countedAt: Date | null;
};
export type Covered = {
  id: string;
  code: string;
  strand: string;
  subStrand: string;
  statement: string;
  lessons: number;
  completions: number;
  answers: number;
  /** Mean score of the answers, 0 to 100; null without any. */
  percent: number | null;
};
