import type { Role } from "@/lib/roles";

/**
 * What differs between the two who keep questions and assessments: where their pages are, and which doors they knock
 * at. Instructors keep their own, staff the school's.
 */
export type Door = {
  /** The address of their assessments. */
  base: string;
  questions: "questions" | "schoolQuestions";
  assessments: "assessments" | "schoolAssessments";
  /** For the addresses of files. */
  bank: "own" | "school";
};

const doors = {
  INSTRUCTOR: {
    base: "/dashboard/instructor/assessments",
    questions: "questions",
    assessments: "assessments",
    bank: "own",
  },
  STAFF: {
    base: "/dashboard/staff/assessments",
    questions: "schoolQuestions",
    assessments: "schoolAssessments",
    bank: "school",
  },
} as const satisfies Partial<Record<Role, Door>>;

export const doorOf = (role: Role): Door => (role === "STAFF" ? doors.STAFF : doors.INSTRUCTOR);
