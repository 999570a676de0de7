import { z } from "zod";
import { type Day, isDay } from "@/lib/days";
import { listInput } from "@/lib/list";
import { type Grade, grades } from "@/lib/school-calendar";
import type { Consent } from "@/server/features/consent/consent.schema";
import type { Area } from "@/server/features/curriculum/curriculum.schema";

/** The scale of mood and of energy: 1 very low, 5 very good. The database keeps the same limits. */
export const scale = [1, 2, 3, 4, 5] as const;
export type Level = (typeof scale)[number];
export const limits = { note: 280, title: 140, unit: 24, target: 1000, step: 100 } as const;

const id = z.uuid();
const day = z.string().refine(isDay, "field.invalid");
const level = z.int().min(1).max(5);
/** Text as people type it: no blanks around it, no control characters within. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it refuses
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), "field.invalid");

export const childInput = z.strictObject({ studentId: id });
export const recordMoodInput = z.strictObject({
  studentId: id,
  /** Today when absent; yesterday may still be told. */
  day: day.optional(),
  mood: level,
  /** Null clears it; absent leaves it as it was. */
  energy: level.nullish(),
  note: z.string().trim().max(limits.note).nullish(),
});
export const forgetMoodInput = z.strictObject({ studentId: id, day: day.optional() });
export const saveGoalInput = z.strictObject({
  /** Made by the page that asks, so that sending a new goal twice makes one. */
  id,
  /** True when the goal is being changed and must exist. */
  existing: z.boolean().default(false),
  familyId: id,
  /** Null when the whole family shares it. */
  studentId: id.nullable(),
  title: line(limits.title),
  target: z.int().min(1).max(limits.target),
  unit: line(limits.unit),
  dueOn: day.nullable(),
});
export const moveGoalInput = z.strictObject({
  id,
  step: z
    .int()
    .min(-limits.step)
    .max(limits.step)
    .refine((step) => step !== 0, "field.invalid"),
  /** The progress the person was looking at: a change by somebody else in between is a conflict, not an overwrite. */
  from: z.int().min(0),
  /** Made by the page for each press, so that one press sent twice counts once. */
  key: z.uuid(),
});
export const goalInput = z.strictObject({ id });

export const childrenInput = listInput({
  sorts: ["name", "age"],
  filters: { grade: z.array(z.enum(grades)) },
  limit: 25,
});
export type ChildrenInput = z.output<typeof childrenInput>;

export type Relation = "MOTHER" | "FATHER" | "GUARDIAN" | "GRANDPARENT" | "SIBLING" | "CARER";
export type Rights = { view: boolean; message: boolean; pay: boolean; consent: boolean };
export type Child = {
  id: string;
  familyId: string;
  familyName: string;
  firstName: string;
  lastName: string;
  grade: Grade;
  birthDate: Day;
  /** May the person looking decide on consent for this child? */
  canConsent: boolean;
};
export type MoodEntry = {
  studentId: string;
  day: Day;
  mood: number;
  energy: number | null;
  note: string | null;
  recordedById: string;
  /** How the recorder is called, when the person looking may know. */
  recordedBy: string | null;
};
export type GoalStatus = "OPEN" | "REACHED" | "DROPPED";
export type Goal = {
  id: string;
  familyId: string;
  studentId: string | null;
  title: string;
  target: number;
  progress: number;
  unit: string;
  dueOn: Day | null;
  status: GoalStatus;
};
export type Guardian = { id: string; name: string; relation: Relation; rights: Rights; isPrimary: boolean };
export type Teacher = { id: string; name: string; areas: { code: string; name: string; nameSw: string }[] };
export type DataRequest = {
  id: string;
  kind: "EXPORT" | "CORRECTION" | "DELETION";
  studentId: string;
  status: "RECEIVED" | "IN_PROGRESS" | "ANSWERED" | "REFUSED" | "WITHDRAWN";
  askedOn: Day;
  dueOn: Day;
  answeredOn: Day | null;
  answer: string | null;
};
/** A consent that runs out soon. */
export type Expiring = {
  id: string;
  studentId: string;
  dataType: string;
  recipientType: string;
  recipientName: string | null;
  expiresOn: Day;
};
/** An unread urgent notification; its words come from the notify room's messages. */
export type Alert = {
  id: string;
  type: string;
  params: Record<string, unknown>;
  href: string | null;
  studentId: string | null;
};

/** A line of the children’s list, with its last fortnight. */
export type ChildRow = Child & { moods: MoodEntry[] };

/** All there is to show of one child. */
export type ChildRecord = {
  today: Day;
  child: Child & { admissionNumber: string; since: Day };
  /** Six weeks: the thirty days shown and what their trend stands on. */
  moods: MoodEntry[];
  goals: Goal[];
  guardians: Guardian[];
  teachers: Teacher[];
  consents: Consent[];
  requests: DataRequest[];
  areas: Area[];
};

/** A pupil’s own day. */
export type MyDay = {
  today: Day;
  child: Child;
  moods: MoodEntry[];
  goals: Goal[];
  teachers: Teacher[];
  areas: Area[];
};
