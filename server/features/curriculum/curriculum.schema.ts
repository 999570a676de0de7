import { z } from "zod";
import { listInput } from "@/lib/list";
import { grades } from "@/lib/school-calendar";

export const curriculumInput = listInput({
  sorts: ["code"],
  filters: { grade: z.enum(grades), area: z.string().max(40) },
  limit: 50,
});
export type CurriculumInput = z.output<typeof curriculumInput>;
export const areasInput = z.strictObject({ grade: z.enum(grades) });

export type Area = { code: string; name: string; nameSw: string; count: number };
export type Competency = {
  id: string;
  code: string;
  strand: string;
  subStrand: string;
  statement: string;
  statementEn: string | null;
  language: string;
};
