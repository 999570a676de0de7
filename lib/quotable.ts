import type { CallError } from "./call";

/** "Reference 7f3a…" in the reader's language, where asking support is all that is left; a person's own slip needs none. */
export function quotable({ kind, reference }: Pick<CallError, "kind" | "reference">): string | null {
  if (!reference || (kind !== "INTERNAL" && kind !== "UNAVAILABLE")) return null;
  return (document.documentElement.dataset.reference ?? "{reference}").replace("{reference}", reference);
}
