import { z } from "zod";
import { type Day, isDay } from "@/lib/days";

export const dataTypes = [
  "PROFILE",
  "PROGRESS",
  "ASSESSMENT",
  "ATTENDANCE",
  "MOOD",
  "PORTFOLIO",
  "PHOTO",
  "RECORDING",
  "MESSAGES",
] as const;
export type DataType = (typeof dataTypes)[number];
export const recipientTypes = ["INSTRUCTOR", "PARTNER", "AI_PROVIDER", "RESEARCH"] as const;
export type RecipientType = (typeof recipientTypes)[number];
/** Kinds of recipient of which a single one can be named. */
export const namedRecipients = ["INSTRUCTOR", "PARTNER"] as const satisfies RecipientType[];
/** The school's own records of a class: a child's own teachers always see them. */
export const classRecords: readonly DataType[] = ["PROFILE", "PROGRESS", "ASSESSMENT", "ATTENDANCE", "PORTFOLIO"];
export const limits = { reason: 280, cells: 60, years: 5 } as const;

const id = z.uuid();
const cell = {
  dataType: z.enum(dataTypes),
  recipientType: z.enum(recipientTypes),
  /** Null or absent: every recipient of the kind. */
  recipientId: id.nullish(),
};
const reason = z.string().trim().max(limits.reason).nullish();
const decision = {
  granted: z.boolean(),
  /** The last day it stands, as the school counts days; absent: until somebody says otherwise. */
  expiresOn: z.string().refine(isDay, "field.invalid").nullish(),
  reason,
};

export const childConsentsInput = z.strictObject({ studentId: id });
export const decideInput = z.strictObject({ studentId: id, ...cell, ...decision, textId: id });
export const withdrawInput = z.strictObject({ studentId: id, ...cell, reason });
export const abstainInput = z.strictObject({ studentId: id, ...cell });
const cells = z.array(z.strictObject(cell)).min(1).max(limits.cells);
/** A row or a column of the matrix; every purpose in it was shown with its words. */
export const decideManyInput = z.strictObject({
  studentId: id,
  cells,
  ...decision,
  textIds: z.array(id).min(1).max(recipientTypes.length),
});
export const withdrawManyInput = z.strictObject({ studentId: id, cells, reason });
export const simulateInput = z.strictObject({
  studentId: id,
  recipientType: z.enum(namedRecipients),
  recipientId: id,
});
export const trailInput = z.strictObject({
  studentId: id,
  dataType: z.enum(dataTypes).optional(),
  recipientType: z.enum(recipientTypes).optional(),
  /** Lines before this number. */
  before: z.int().positive().optional(),
});

export type Key = { dataType: DataType; recipientType: RecipientType; recipientId: string | null };

/** A decision that stands now: nothing has taken its place. A grant may have run out; then it opens nothing. */
export type Consent = Key & {
  id: string;
  studentId: string;
  recipientName: string | null;
  granted: boolean;
  decidedOn: Day;
  expiresOn: Day | null;
  decidedById: string;
  decidedBy: string | null;
};

/** What one guardian says about a cell. */
export type Voice = {
  name: string;
  mine: boolean;
  granted: boolean;
  day: Day;
  expiresOn: Day | null;
  reason: string | null;
};
/**
 * Why a cell is as it is. `always`: the class's own record; `undecided` and `ended` open nothing; `all`: decided for the
 * whole kind; `conflict`: one guardian says yes, another no.
 */
export type CellWhy = "always" | "undecided" | "granted" | "refused" | "ended" | "conflict";
export type Cell = {
  dataType: DataType;
  open: boolean;
  why: CellWhy;
  /** The word that counts was said for all recipients of the kind. */
  general: boolean;
  until: Day | null;
  endsSoon: boolean;
  mine: boolean | null;
  voices: Voice[];
};
/** One line of the matrix. */
export type Row = {
  recipientType: RecipientType;
  recipientId: string | null;
  name: string | null;
  /** What a teacher teaches or taught: said beside the name. */
  about: string | null;
  /** A teacher who does not teach the child now: nothing is open to them by the class. */
  outside: boolean;
  cells: Cell[];
};
export type ShownText = {
  id: string;
  recipientType: RecipientType;
  version: number;
  locale: string;
  sha256: string;
  body: string;
};
export type Matrix = {
  today: Day;
  child: { id: string; familyId: string; firstName: string };
  canDecide: boolean;
  /** Guardians who may decide, by name; the reader's own left out. */
  deciders: string[];
  rows: Row[];
  texts: ShownText[];
  /** The last day of this term, or of the next one in the holidays; null beyond the years we know. */
  termEnds: Day | null;
  conflicts: Conflict[];
};
export type Conflict = Key & { recipientName: string | null; yes: string[]; no: string[]; mine: boolean | null };

export type TrailLine = Key & {
  seq: number;
  action: "granted" | "refused" | "withdrawn" | "superseded" | "expired";
  recipientName: string | null;
  by: string | null;
  at: Date;
  expiresOn: Day | null;
  reason: string | null;
  /** Which words were shown: "version 3, en", and the beginning of their hash. */
  text: { version: number; locale: string; sha256: string } | null;
  verifiedBy: string;
};
export type Trail = { lines: TrailLine[]; next: number | null; total: number; faults: Fault[] };
export type Fault = {
  studentId: string;
  seq: number | null;
  lineId: string | null;
  recordId: string | null;
  fault: "changed" | "removed" | "inserted" | "replaced" | "record_changed";
};

/** What somebody would see of one child, asked from the real policies. */
export type Sight = {
  recipientType: RecipientType;
  recipientId: string;
  name: string;
  /** Nobody could be asked in its place: it does not teach the child, or the organisation has no active member. */
  nobody: boolean;
  records: { dataType: DataType; open: boolean; sources: SightSource[] }[];
};
export type SightSource = { table: string; count: number; fields: string[]; sample: Record<string, string>[] };
