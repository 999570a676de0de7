import { proseText } from "@/lib/prose";
import type { Keeper } from "./bank.schema";
import type { QuestionBody } from "./question.schema";

const longestTitle = 200;

/** What a question is listed under: the beginning of what it asks, its gaps drawn as lines. */
export function titleOf({ stem }: Pick<QuestionBody, "stem">): string {
  const text = proseText(stem)
    .replace(/\[\[[A-Za-z0-9_-]{1,32}\]\]/g, "____")
    .replace(/\s+/g, " ")
    .trim();
  return text.length <= longestTitle ? text : `${text.slice(0, longestTitle - 1)}…`;
}

/** Whose a question is, as its reader says it. */
export function keeperOf(ownerId: string | null, userId: string): Keeper {
  if (ownerId === null) return "school";
  return ownerId === userId ? "own" : "colleague";
}

/** Each word somebody searches for as the beginning of one, for to_tsquery; empty where there is no word. */
export const startsOf = (text: string): string =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `${word}:*`).join(" & ");
