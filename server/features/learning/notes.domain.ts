import { learningLimits } from "./learning.schema";

export type Note = { body: string; revision: number };
export const noNote: Note = { body: "", revision: 0 };

/** Between two texts that were written apart. */
export const between = "\n\n— — —\n\n";

/**
 * A note after a device has saved its text, which began from the revision it names. Where the note has changed meanwhile,
 * both texts stay, the kept one first; one that holds the other already stands for both. Null where both together are too
 * long to keep. Saying the same twice changes nothing.
 */
export function notedAfter(kept: Note, body: string, began: number): string | null {
  if (began === kept.revision || body.includes(kept.body)) return body;
  if (kept.body.includes(body)) return kept.body;
  const both = `${kept.body}${between}${body}`;
  return both.length <= learningLimits.note ? both : null;
}
