import { z } from "zod";
import { adaptiveConfig } from "./adaptive.schema";
import { answer } from "./answers.schema";
import { difficulties } from "./question.schema";

export const startInput = z.strictObject({ assessmentId: z.uuid() });
export const attemptInput = z.strictObject({ attemptId: z.uuid() });
/** `revision` is the one the device last knew: an answer written on top of an older one does not replace a newer one. */
export const answerInput = z.strictObject({
  attemptId: z.uuid(),
  place: z.int().min(1).max(1_000),
  revision: z.int().min(0).max(1_000_000),
  answer,
});
export type AnswerInput = z.output<typeof answerInput>;

/** A question as an attempt may ask it: the version is settled when the attempt begins. */
export const paperItem = z.strictObject({
  id: z.uuid(),
  questionId: z.uuid(),
  versionId: z.uuid(),
  points: z.int().min(1),
  difficulty: z.literal(difficulties),
  subStrand: z.string(),
  parameters: z.strictObject({ a: z.number(), b: z.number() }).nullable(),
  ways: z.strictObject({ right: z.uuid().nullable(), wrong: z.uuid().nullable() }),
});
export type PaperItem = z.output<typeof paperItem>;

/** The JSON column `Attempt.state`: all that decides the path, so that what an author changes meanwhile does not. */
export const attemptState = z.strictObject({
  seed: z.string(),
  /** Null: the paper is asked in its order. */
  adapts: adaptiveConfig.nullable(),
  paper: z.array(paperItem),
});
export type AttemptState = z.output<typeof attemptState>;
