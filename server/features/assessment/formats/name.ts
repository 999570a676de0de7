import { type Prose, proseText } from "@/lib/prose";

/** What other programs list a question under: the start of its stem. */
export function nameOf(stem: Prose): string {
  const text = proseText(stem).replace(/\s+/gu, " ");
  return text.length <= 60
    ? text
    : `${text.slice(0, text.lastIndexOf(" ", 59) > 20 ? text.lastIndexOf(" ", 59) : 59)}…`;
}
