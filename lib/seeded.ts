/** Numbers 0 ≤ x < 1 from a 32-bit start (mulberry32: Tommy Ettinger, public domain). */
export function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chance that can be repeated, in the browser as on the server: the same seed, the same numbers. */
export const seeded = (seed: string): (() => number) => mulberry32(hash(seed));

/** FNV-1a over the UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}

/** One of the list by seed; null from an empty one. */
export const pickSeeded = <T>(list: readonly T[], seed: string): T | null =>
  list[Math.floor(seeded(seed)() * list.length)] ?? null;

/** The list in an order that the seed decides (Fisher–Yates). */
export function shuffleSeeded<T>(list: readonly T[], seed: string): T[] {
  const next = seeded(seed);
  const cards = [...list];
  for (let last = cards.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [cards[last], cards[other]] = [cards[other] as T, cards[last] as T];
  }
  return cards;
}
