import type { Place } from "@/components/files/note-mark";

/** A point, in parts of the width and height of what it is on. */
export type At = { x: number; y: number };

export const everything: Place = { x: 0, y: 0, width: 1, height: 1 };
export const middle: Place = { x: 0.5, y: 0.5, width: 0, height: 0 };
/** A smaller box was meant as a point. */
const point = 0.015;

/** The box between two corners; a point where they are all but one. */
export function boxOf(from: At, to: At): Place {
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (width < point && height < point) return { ...from, width: 0, height: 0 };
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width, height };
}

/** How far a place can be moved from the left and from the top without leaving the page; nothing for a whole page. */
export const roomOf = ({ width, height }: Place): At => ({ x: 1 - width, y: 1 - height });

/** The number the list gives to a note that is put on a page now: lists go by page, then by age. */
export const numberOn = (notes: readonly { page: number }[], page: number): number =>
  notes.filter((note) => note.page <= page).length + 1;
