import { z } from "zod";
import type { Grade } from "@/lib/school-calendar";
import type { ReviewScores } from "./feedback.schema";

export const placeInput = z.strictObject({ courseId: z.uuid(), studentId: z.uuid() });
export type PlaceInput = z.output<typeof placeInput>;
export const courseNameInput = z.strictObject({ slug: z.string().regex(/^[a-z0-9-]{1,200}$/, "field.invalid") });

/** Ways into a course that are open now; buying one and being sponsored arrive with the money feature. */
export type Way = "FREE" | "PLAN";
export type NamedCourse = { slug: string; title: string };

export type EnrolmentCourse = {
  id: string;
  slug: string;
  title: string;
  language: string;
  grade: Grade;
  area: string;
  areaSw: string;
  lessons: number;
  minutes: number;
  allowsReviews: boolean;
  price: bigint;
  currency: string;
  /** Null while it can only be bought. */
  way: Way | null;
};
/** The family's word about a course one child follows. */
export type FamilyReview = ReviewScores & {
  id: string;
  own: boolean;
  hiddenReason: string | null;
  reply: string | null;
};
export type EnrolmentChild = {
  id: string;
  firstName: string;
  grade: Grade;
  /** May the person asking decide about this child's courses? */
  mayDecide: boolean;
  status: "ACTIVE" | "COMPLETED" | "WITHDRAWN" | null;
  /** Lessons the child has been through. */
  done: number;
  review: FamilyReview | null;
  /** What is to be finished first. */
  missing: NamedCourse[];
};
export type Enrolment = { course: EnrolmentCourse; children: EnrolmentChild[] };

export type FamilyCourse = {
  studentId: string;
  courseId: string;
  slug: string;
  title: string;
  language: string;
  grade: Grade;
  area: string;
  areaSw: string;
  lessons: number;
  done: number;
  status: "ACTIVE" | "COMPLETED";
  published: boolean;
  allowsReviews: boolean;
  lastActivityAt: Date | null;
  completedAt: Date | null;
  review: FamilyReview | null;
};
export type FamilyCourses = {
  children: (Pick<EnrolmentChild, "id" | "firstName" | "grade" | "mayDecide"> & {
    familyId: string;
    courses: FamilyCourse[];
  })[];
};
