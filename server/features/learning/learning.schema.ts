import { z } from "zod";
import type { Day } from "@/lib/days";
import { longestSitting } from "@/lib/sitting";
import type { LessonDoc } from "@/server/features/courses/lesson.schema";
import type { ResourceView } from "@/server/features/courses/resources.schema";
import type { Recognition } from "@/server/features/recognition/recognition.schema";
import type { Lock, Locked, OutlineLesson, OutlineModule } from "./outline.domain";

export const learningLimits = {
  /** Answers one lesson can hold. */
  answers: 200,
  note: 10_000,
} as const;

export const completionRules = ["READ", "QUIZ", "MARKED"] as const;
export type CompletionRule = (typeof completionRules)[number];

/** Where a child stopped: which block of the lesson, counted from its beginning. */
const place = z.string().regex(/^\d{1,4}$/, "field.invalid");

/**
 * What one sitting of one device has seen so far. Each report holds everything since the sitting began, so that one that
 * is lost, repeated or late does no harm.
 */
export const saveProgressInput = z.strictObject({
  lessonId: z.uuid(),
  /** Chosen by the device when the lesson was opened. */
  sitting: z.uuid(),
  startedAt: z.date(),
  seconds: z.int().min(0).max(longestSitting),
  percent: z.int().min(0).max(100),
  place: place.nullable(),
  placeAt: z.date().nullable(),
  /** When the end was reached, or the child said that it is done. */
  doneAt: z.date().nullable(),
  answers: z
    .record(z.uuid(), z.strictObject({ answer: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/), at: z.date() }))
    .refine((given) => Object.keys(given).length <= learningLimits.answers, "field.too_long"),
});
export type SaveProgress = z.output<typeof saveProgressInput>;

/** A note's whole text, and the revision it began from. */
export const saveNoteInput = z.strictObject({
  lessonId: z.uuid(),
  text: z.string().max(learningLimits.note),
  revision: z.int().min(0),
});
export type SaveNote = z.output<typeof saveNoteInput>;

export const lessonInput = z.strictObject({ lessonId: z.uuid() });

/** Answers to embedded questions as they are kept: the first one given to each. */
export const keptAnswers = z.record(
  z.string(),
  z.object({ answer: z.string(), right: z.boolean(), at: z.coerce.date().optional() }),
);
export type KeptAnswers = z.output<typeof keptAnswers>;

export type Saved = { percent: number; completed: boolean };

export type CourseCard = {
  courseId: string;
  title: string;
  language: string;
  area: string;
  areaSw: string;
  lessons: number;
  done: number;
  status: "ACTIVE" | "COMPLETED";
  lastActivityAt: Date | null;
  completedAt: Date | null;
  /** Whether there is anything to ask or say in it. */
  talks: boolean;
  next: { id: string; title: string; minutes: number; percent: number; done: boolean; opensOn: Day | null } | null;
};

export type LessonView = {
  course: { id: string; title: string; language: string; done: number; lessons: number };
  lesson: Locked<OutlineLesson>;
  rule: CompletionRule;
  modules: OutlineModule<Locked<OutlineLesson>>[];
  /** What it says; null while it is locked. */
  doc: LessonDoc | null;
  lock: Lock | null;
  /** Files to the lesson, and those to the whole course. */
  resources: ResourceView[];
  progress: { percent: number; place: string | null; answers: KeptAnswers; completedAt: Date | null };
  note: { body: string; revision: number };
};

export type LearningHome = {
  /** The course to go on with. */
  course: CourseCard | null;
  follows: boolean;
  /** Days on which the child learned, in no order. */
  days: Day[];
  recognition: Recognition;
};
