import { z } from "zod";

/** How an assessment adapts: the JSON column `adaptiveConfig`. */
export const adaptiveConfig = z
  .strictObject({
    /** ladder: by difficulty, EN-2 · ability: by information at the estimated ability. */
    choose: z.enum(["ladder", "ability"]).default("ladder"),
    /** The difficulty of the first question. */
    start: z.int().min(1).max(5).default(3),
    /** The share of right answers so far from which the next question is harder. */
    stepUpAt: z.number().min(0.5).max(1).default(0.8),
    /** The most questions of an attempt. */
    length: z.int().min(1).max(100).default(10),
    /** Ends earlier once the ability is known this well (standard error, in logits); null: only by number. */
    enoughError: z.number().min(0.1).max(1).nullable().default(null),
    /** No earlier than after so many questions, as long as there are any. */
    least: z.int().min(1).max(100).default(5),
    /** One of the so many most informative items is taken at random, so that no item is in every attempt. */
    spread: z.int().min(1).max(20).default(5),
  })
  .refine(({ least, length }) => least <= length, { path: ["least"], message: "field.invalid" });
export type AdaptiveConfig = z.output<typeof adaptiveConfig>;
