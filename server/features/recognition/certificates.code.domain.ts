/** Digits and letters that nobody mistakes for one another on paper: no 0 beside O, no 1 beside I. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 20;
const GROUP = 5;

/** Signs drawn at random: 95 bits, so that trying codes finds nobody's. The last sign of a code follows from them. */
export const RANDOM_SIGNS = LENGTH - 1;

/** Times x in the field of 32 elements, of x⁵ + x² + 1. */
const timesX = (value: number) => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;
/** Weighs each sign by its place: one wrong sign, or two that changed places, never leaves the sum as it was. */
const weighed = (values: readonly number[]) => values.reduce((sum, value) => timesX(sum) ^ value, 0);

/** A code made of random bytes, RANDOM_SIGNS of them, with the check character at its end. */
export function makeCode(random: Uint8Array): string {
  if (random.length !== RANDOM_SIGNS) throw new Error(`A code takes ${RANDOM_SIGNS} random bytes`);
  const values = [...random].map((byte) => byte & 31);
  return [...values, timesX(weighed(values))].map((value) => alphabet[value]).join("");
}

/** The code that somebody typed, whatever its case, spaces and dashes; null when it cannot be one. Asks nobody. */
export function readCode(typed: string): string | null {
  const code = typed
    .slice(0, 100)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}.]/gu, "");
  const values = [...code].map((sign) => alphabet.indexOf(sign));
  return values.length === LENGTH && !values.includes(-1) && weighed(values) === 0 ? code : null;
}

/** A code as it is printed: in groups that the eye holds. */
export const spellCode = (code: string): string => code.match(new RegExp(`.{1,${GROUP}}`, "g"))?.join("-") ?? code;
