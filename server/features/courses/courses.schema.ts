import { z } from "zod";
import { listInput } from "@/lib/list";
import { grades } from "@/lib/school-calendar";
import { certificateRule } from "@/server/features/recognition/certificates.schema";

export const courseStatuses = ["DRAFT", "REVIEW", "PUBLISHED", "ARCHIVED"] as const;
export type CourseStatus = (typeof courseStatuses)[number];
export const drips = ["OPEN", "BY_DATE", "BY_PROGRESS"] as const;
export const courseLanguages = ["en", "sw"] as const;

const words = (most: number) => z.string().trim().max(most);
/** One thing a line; empty lines are no things. */
const lines = z
  .string()
  .max(3_000)
  .transform((text) => text.split("\n").map((line) => line.trim()))
  .transform((list) => list.filter(Boolean))
  .pipe(z.array(z.string().max(200)).max(12));

const courseFields = {
  title: words(140).min(3),
  grade: z.enum(grades),
  learningAreaCode: z.string().min(1).max(40),
  language: z.enum(courseLanguages).default("en"),
  summary: words(400),
  description: words(20_000),
  whatYouLearn: lines,
  audience: words(500),
  requirements: words(500),
  /** Whole cents; nothing is free of charge. */
  price: z.bigint().min(0n).max(10_000_000n),
  inPlan: z.boolean(),
  drip: z.enum(drips),
  certificate: certificateRule,
  allowsReviews: z.boolean(),
  allowsQuestions: z.boolean(),
  allowsComments: z.boolean(),
  requires: z.array(z.uuid()).max(20),
};
const { title, grade, learningAreaCode, language } = courseFields;

/** A course begins with what it is about; the rest is filled in on its own page. */
export const createCourseInput = z.strictObject({ title, grade, learningAreaCode, language });
/** `revision` is what the person was looking at: a change by somebody else in between is a conflict. */
export const editCourseInput = z.strictObject({ id: z.uuid(), revision: z.int().min(1), ...courseFields });
export type EditCourse = z.output<typeof editCourseInput>;
export const courseInput = z.strictObject({ id: z.uuid() });

/** As long as it takes to say what a picture shows. */
export const MAX_COVER_ALT = 300;
/** A course's cover: which picture, and what it shows. */
export const coverInput = z.strictObject({
  id: z.uuid(),
  fileId: z.uuid(),
  alt: words(MAX_COVER_ALT).min(1, "field.required"),
});
export type CourseCover = { fileId: string; alt: string };

export const courseListInput = listInput({
  sorts: ["updatedAt", "title"],
  defaultSort: "-updatedAt",
  filters: { status: z.array(z.enum(courseStatuses)), grade: z.array(z.enum(grades)) },
});
export type CourseListInput = z.output<typeof courseListInput>;

const rights = { canEdit: z.boolean(), canGrade: z.boolean(), canLearners: z.boolean() };
export const shareCourseInput = z.strictObject({ courseId: z.uuid(), email: z.email().max(254), ...rights });
export const changeTeacherInput = z.strictObject({ courseId: z.uuid(), userId: z.uuid(), ...rights });
export const teacherInput = z.strictObject({ courseId: z.uuid(), userId: z.uuid() });

export type CourseTeacher = {
  id: string;
  name: string;
  owner: boolean;
  canEdit: boolean;
  canGrade: boolean;
  canLearners: boolean;
};
