/**
 * Text a database can keep: no NUL and no half of a surrogate pair. Both arrive only from programs, and both would
 * otherwise surface as an internal error deep inside a query.
 */
export const isStorable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

/** The path of the first text in a value that cannot be kept, keys included; null when all of it can. */
export function firstUnstorable(value: unknown, path: readonly string[] = []): string | null {
  if (typeof value === "string") return isStorable(value) ? null : path.join(".");
  if (value === null || typeof value !== "object" || value instanceof Date) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return path.join(".");
    const found = firstUnstorable(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
