/** What a set of looks offers to choose, as props. */
export type Choice<V extends Record<string, Record<string, string>>> = { [K in keyof V]?: keyof V[K] | null };

/** Class names of a component that has looks: a common part, and one part per choice. */
export function variants<V extends Record<string, Record<string, string>>>(
  common: string,
  looks: V,
  usual: { [K in keyof V]: keyof V[K] },
): (chosen?: Choice<V>) => string {
  return (chosen = {}) =>
    Object.keys(looks).reduce(
      (names, key) => `${names} ${looks[key]?.[(chosen[key] ?? usual[key]) as string]}`,
      common,
    );
}
