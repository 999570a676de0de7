/** Where something in a file cannot be taken, and why. `line` counts from 1; `file` names a file of a package. */
export type Problem = { file?: string; line: number; column?: number; reason: Reason; detail: string };

/** Every reason has a sentence below `errors.questionFile.` in both languages. */
export const reasons = [
  "empty",
  "unknownFormat",
  "tooLarge",
  "tooMany",
  "encoding",
  "xmlBroken",
  "xmlDoctype",
  "xmlDepth",
  "zipBroken",
  "zipPath",
  "zipRatio",
  "zipDuplicate",
  "missingPart",
  "unknownType",
  "noQuestion",
  "noAnswer",
  "tooFewAnswers",
  "noRightAnswer",
  "fraction",
  "fractionSum",
  "number",
  "range",
  "braces",
  "matching",
  "duplicate",
  "reference",
  "template",
  "media",
  "mediaDamaged",
  "mediaPixels",
  "mediaInfected",
  "cannotHold",
  "invalid",
] as const;
export type Reason = (typeof reasons)[number];

/** What a file may weigh and hold, before anything of it is understood. */
export const limits = {
  bytes: 20_000_000,
  questions: 2_000,
  problems: 200,
  xmlDepth: 64,
  xmlNodes: 400_000,
  zipEntries: 5_000,
  zipBytes: 60_000_000,
  zipRatio: 100,
  mediaBytes: 5_000_000,
  /** Of one question: what its text may weigh, and how many parts or pictures it may have before it is looked at. */
  passage: 50_000,
  parts: 100,
  pictures: 20,
} as const;

export type Place = { file?: string; line: number; column?: number };

/** Ends the reading of the question, or of the file, it is thrown in. It never leaves this folder. */
export class Unreadable extends Error {
  constructor(
    readonly place: Place,
    readonly reason: Reason,
    readonly detail: string,
  ) {
    super(`${place.line}: ${reason} ${detail}`);
  }
}

/** Collects what is wrong with a file, up to a bound. */
export class Problems {
  readonly list: Problem[] = [];

  add(place: Place, reason: Reason, detail = ""): void {
    if (this.list.length >= limits.problems) return;
    const { file, line, column } = place;
    this.list.push({
      ...(file !== undefined && { file }),
      line,
      ...(column !== undefined && { column }),
      reason,
      detail: detail.replace(/\s+/gu, " ").slice(0, 200),
    });
  }

  /** Runs one reading; what it refuses becomes a problem, and the next one goes on. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      this.add(fault.place, fault.reason, fault.detail);
      return undefined;
    }
  }
}
