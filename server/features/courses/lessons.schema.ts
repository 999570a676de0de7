import { z } from "zod";
import { lessonDoc } from "./lesson.schema";

export const completionRules = ["READ", "QUIZ", "MARKED"] as const;
export type CompletionRule = (typeof completionRules)[number];

const id = z.uuid();
const title = z.string().trim().min(1).max(140);
/** What it comes to stand after; null puts it first. */
const afterId = id.nullable();

export const addModuleInput = z.strictObject({ courseId: id, title });
export const editModuleInput = z.strictObject({
  id,
  title,
  summary: z.string().trim().max(400),
  /** With dated modules: the day it opens in Nairobi. */
  opensOn: z.iso.date().nullable().optional(),
});
export const moveModuleInput = z.strictObject({ id, afterId });
export const moduleInput = z.strictObject({ id });

export const addLessonInput = z.strictObject({ moduleId: id, title });
export const editLessonInput = z.strictObject({
  id,
  title,
  minutes: z.int().min(1).max(600),
  completion: z.enum(completionRules),
  isPreview: z.boolean(),
});
export const moveLessonInput = z.strictObject({ id, moduleId: id, afterId });
export const lessonInput = z.strictObject({ id });
export const lessonCompetencyInput = z.strictObject({ lessonId: id, competencyId: id });

/** `version` is what the writer began from: what somebody else has saved since is not written over. */
export const saveLessonInput = z.strictObject({
  id,
  version: z.int().min(0),
  body: lessonDoc,
  /** The writer has chosen their own words over what somebody else has saved, which is kept as a version. */
  instead: z.boolean().default(false),
});
export const restoreLessonInput = z.strictObject({ id, version: z.int().min(0), number: z.int().min(1) });

export const MAX_MODULES = 60;
export const MAX_LESSONS = 400;
export const MAX_COMPETENCIES = 12;
/** Versions offered for going back to. */
export const VERSIONS_SHOWN = 50;
/** Who writes on within so many minutes is in the same sitting: one version is kept of what stood before it. */
export const SITTING_MINUTES = 10;

export type OutlineLesson = {
  id: string;
  moduleId: string;
  title: string;
  minutes: number;
  isPreview: boolean;
  completion: CompletionRule;
  /** Whether it says anything yet. */
  written: boolean;
  competencies: number;
};
export type OutlineModule = {
  id: string;
  title: string;
  summary: string | null;
  opensOn: Date | null;
  lessons: OutlineLesson[];
};
