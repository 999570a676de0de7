/** A text a device may change while another one does too. */
export type KeptText = { body: string; revision: number };
export const noText: KeptText = { body: "", revision: 0 };

/** Between two texts that were written apart. */
export const between = "\n\n— — —\n\n";

/**
 * A text after a device has saved its own, which began from the revision it names. Where the text has changed meanwhile,
 * both stay, the kept one first; one that holds the other already stands for both. Null where both together are longer
 * than may be kept. Saying the same twice changes nothing.
 */
export function textAfter(kept: KeptText, body: string, began: number, most: number): string | null {
  if (began === kept.revision || body.includes(kept.body)) return body;
  if (kept.body.includes(body)) return kept.body;
  const both = `${kept.body}${between}${body}`;
  return both.length <= most ? both : null;
}
