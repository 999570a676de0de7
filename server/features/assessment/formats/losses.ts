/** What a file cannot say of a question, or what of a file's question we do not keep. Each has a sentence below `errors.questionLoss.` */
export const lossKinds = [
  "shuffle",
  "scoring",
  "wanted",
  "matchCase",
  "words",
  "criteria",
  "sample",
  "hints",
  "feedback",
  "wildcards",
  "units",
  "tolerance",
  "numbers",
  "media",
  "transcript",
  "formatting",
  "category",
  "description",
  "unsupported",
] as const;
export type LossKind = (typeof lossKinds)[number];

/**
 * `at` is the question's place in the list that was written, or its line in the file that was read. What is `kept` stands
 * in the file for us (a tag that begins with "uhs:") and comes back when we read it; other programs pass over it.
 */
export type Loss = { at: number; what: LossKind; kept: boolean };

/** The losses of one question, each named once. */
export class Losses {
  readonly #found = new Map<LossKind, boolean>();

  add(what: LossKind, kept = false): void {
    this.#found.set(what, kept && (this.#found.get(what) ?? true));
  }

  has(what: LossKind): boolean {
    return this.#found.has(what);
  }

  list(at: number): Loss[] {
    return [...this.#found].map(([what, kept]) => ({ at, what, kept }));
  }
}
