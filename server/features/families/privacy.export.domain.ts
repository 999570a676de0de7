/** What a copy of a child's data holds, in the order in which it is read. */
export const exportKinds = [
  "child",
  "guardians",
  "teachers",
  "moods",
  "goals",
  "plans",
  "praise",
  "allowances",
  "courses",
  "lessons",
  "activity",
  "answers",
  "work",
  "remarks",
  "regrades",
  "talk",
  "awards",
  "certificates",
  "points",
  "consents",
  "sponsorships",
  "requests",
  "notices",
  "readings",
  "files",
] as const;
export type ExportKind = (typeof exportKinds)[number];

export type Row = Record<string, unknown>;
/** A part already gathered, lying in the store under a random name. */
export type Part = { kind: ExportKind; storageKey: string; rows: number };

/** One entry of the archive as its list names it. */
export type Entry = { path: string; sha256: string; size: number };

/** No archive grows beyond this: larger ones need a format many phones cannot open. What is left out is named. */
export const MOST_BYTES = 3_500_000_000;
/** Steps shown to whoever waits: every kind, then the packing. */
export const STEPS = exportKinds.length + 1;
