import type { Locale } from "./locales";

/** Grades are names, not numbers: two years before school, then Grade 1 to Grade 9. */
export const grades = ["PP1", "PP2", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"] as const;
export type Grade = (typeof grades)[number];

/** "PP2", "Grade 6"; in Kiswahili "Gredi ya 6". */
export function gradeLabel(grade: string, locale: Locale): string {
  if (!grade.startsWith("G")) return grade;
  return locale === "sw" ? `Gredi ya ${grade.slice(1)}` : `Grade ${grade.slice(1)}`;
}

/** "PP2", "6": a grade as a sign on a small plate. */
export const gradeSign = (grade: string): string => (grade.startsWith("G") ? grade.slice(1) : grade);
