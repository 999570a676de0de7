import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

/**
 * A place in a list as a text that sorts (by its bytes, never by a language): between two neighbours there is always room
 * for one more, so moving one row changes one row. Null is the end of the list on that side.
 */
export const positionBetween = (before: string | null, after: string | null): string =>
  generateKeyBetween(before, after);

/** Where a row comes to stand: right after `afterId`, or first when it is null. `rows` are its neighbours in order, without itself. */
export function positionAfter(
  rows: readonly { id: string; position: string }[],
  afterId: string | null,
): string | null {
  const at = afterId === null ? -1 : rows.findIndex(({ id }) => id === afterId);
  if (afterId !== null && at === -1) return null;
  return positionBetween(rows[at]?.position ?? null, rows[at + 1]?.position ?? null);
}

/** Places for a whole list at once. */
export const positionsFor = (count: number): string[] => generateNKeysBetween(null, null, count);
