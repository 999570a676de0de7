import { z } from "zod";
import { limits, partKey, type QuestionBody, type QuestionType } from "./question.schema";

/** What a learner sends. Nothing is required: an answer is saved while it is being written. */
const typed = z.string().max(limits.answer);
const keys = z
  .array(partKey)
  .max(limits.parts)
  .refine((list) => new Set(list).size === list.length, "field.repeated");

export const answer = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("mcq"), chosen: keys }),
  z.strictObject({ type: z.literal("short_answer"), texts: z.array(typed).max(10) }),
  z.strictObject({ type: z.literal("essay"), text: z.string().max(limits.words * 10) }),
  z.strictObject({ type: z.literal("fill_blank"), blanks: z.record(partKey, typed) }),
  z.strictObject({ type: z.literal("matching"), pairs: z.record(partKey, partKey) }),
  z.strictObject({ type: z.literal("ordering"), order: keys }),
]);
export type Answer = z.output<typeof answer>;
export type AnswerOf<T extends QuestionType> = Extract<Answer, { type: T }>;

const within = (named: readonly string[], offered: readonly { key: string }[]) =>
  named.every((key) => offered.some((part) => part.key === key));

/** Whether the answer speaks of this question: its type, and only parts that it has. */
export function fitsQuestion(body: QuestionBody, given: Answer): boolean {
  if (body.type === "mcq" && given.type === "mcq")
    return within(given.chosen, body.options) && (body.multiple || given.chosen.length <= 1);
  if (body.type === "short_answer" && given.type === "short_answer") return given.texts.length <= body.wanted;
  if (body.type === "fill_blank" && given.type === "fill_blank") return within(Object.keys(given.blanks), body.blanks);
  if (body.type === "matching" && given.type === "matching")
    return within(Object.keys(given.pairs), body.left) && within(Object.values(given.pairs), body.right);
  if (body.type === "ordering" && given.type === "ordering") return within(given.order, body.items);
  return body.type === "essay" && given.type === "essay";
}

const said = (text: string) => text.trim() !== "";

/** Whether there is anything to score. */
export function isBlank(given: Answer): boolean {
  switch (given.type) {
    case "mcq":
      return given.chosen.length === 0;
    case "short_answer":
      return !given.texts.some(said);
    case "essay":
      return !said(given.text);
    case "fill_blank":
      return !Object.values(given.blanks).some(said);
    case "matching":
      return Object.keys(given.pairs).length === 0;
    case "ordering":
      return given.order.length === 0;
  }
}
