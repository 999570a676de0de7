import { z } from "zod";
import type { CursorValue } from "@/lib/keyset";
import { listInput } from "@/lib/list";
import { type Grade, grades } from "@/lib/school-calendar";
import type { CourseCover } from "@/server/features/courses/courses.schema";
import type { LessonDoc } from "@/server/features/courses/lesson.schema";

export const priceKinds = ["free", "plan", "paid"] as const;
/** At least so many of five. */
export const leastRatings = ["4", "3"] as const;

/** The catalogue: what answers best comes first, and without words what most children follow. */
export const catalogueInput = listInput({
  sorts: ["best", "rating", "newest", "price", "title"],
  defaultSort: "-best",
  filters: {
    grade: z.array(z.enum(grades)),
    area: z.array(z.string().max(40)),
    price: z.enum(priceKinds),
    rating: z.enum(leastRatings),
  },
  limit: 24,
});
export type CatalogueInput = z.output<typeof catalogueInput>;
/** Orders as a visitor chooses them. */
export const catalogueSorts = ["-best", "-rating", "-newest", "price", "title"] as const;

export type Area = { code: string; name: string; nameSw: string };
export type CatalogueRow = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  language: string;
  grade: Grade;
  area: string;
  areaCode: string;
  areaSw: string;
  teacher: string | null;
  lessons: number;
  minutes: number;
  price: bigint;
  currency: string;
  inPlan: boolean;
  ratingCount: number;
  ratingSum: number;
  cover: CourseCover | null;
};
/** A row with its place in the order it was asked in. */
export type PlacedRow = CatalogueRow & { place: CursorValue | Date | bigint };

export type PublicReview = {
  id: string;
  rating: number;
  body: string;
  language: string;
  reply: string | null;
  repliedAt: Date | null;
  createdAt: Date;
  author: string | null;
};
export type PublicModule = {
  id: string;
  title: string;
  lessons: { id: string; title: string; minutes: number; isPreview: boolean }[];
};
/** A lesson anybody may read. */
export type PreviewLesson = {
  title: string;
  minutes: number;
  course: string;
  slug: string;
  language: string;
  doc: LessonDoc;
};
export type Aim = { code: string; statement: string; language: string; subStrand: string };
export type PublicCourse = CatalogueRow & {
  description: string;
  whatYouLearn: string[];
  audience: string | null;
  requirements: string | null;
  givesCertificate: boolean;
  allowsReviews: boolean;
  publishedAt: Date;
  updatedAt: Date;
  teachers: string[];
  requires: { slug: string; title: string }[];
  modules: PublicModule[];
  aims: Aim[];
  /** How many gave five stars, four, and so on down to one. */
  spread: number[];
  reviews: PublicReview[];
  moreReviews: string | null;
};
