import { z } from "zod";
import type { Day } from "@/lib/days";
import { grades } from "@/lib/grades";

export const requestKinds = ["EXPORT", "CORRECTION", "DELETION"] as const;
export type RequestKind = (typeof requestKinds)[number];
export const requestStatuses = ["RECEIVED", "IN_PROGRESS", "ANSWERED", "REFUSED", "WITHDRAWN"] as const;
export type RequestStatus = (typeof requestStatuses)[number];
export const holdGrounds = ["LAW", "COURT", "SAFETY", "DISPUTE"] as const;
export type HoldGround = (typeof holdGrounds)[number];
/** What a guardian may be told a hold rests on. */
export type ToldGround = Exclude<HoldGround, "SAFETY">;

/** How long a copy lies ready. */
export const EXPORT_DAYS = 7;

const words = (least: number) => z.string().trim().min(least).max(2000);
const name = z.string().trim().min(1).max(80);
/** What a form sends for a field nobody filled in. */
const blank = z.literal("").transform(() => undefined);

export const privacyInput = z.strictObject({
  studentId: z.uuid(),
  cursor: z.string().max(600).optional(),
});
export type PrivacyInput = z.output<typeof privacyInput>;
export const studentInput = z.strictObject({ studentId: z.uuid() });
export const requestInput = z.strictObject({ id: z.uuid() });
export const askInput = z.strictObject({
  studentId: z.uuid(),
  kind: z.enum(["CORRECTION", "DELETION"]),
  details: words(10),
});
export const objectInput = z.strictObject({ id: z.uuid(), objection: words(10) });
export const answerInput = z.strictObject({ id: z.uuid(), answer: words(5) });
/** A refusal says why, in so many words that somebody can act on it. */
export const refuseInput = z.strictObject({ id: z.uuid(), answer: words(20) });

/** What staff may correct at a guardian's request; what is left out or empty stays as it is. */
export const correctInput = z.strictObject({
  id: z.uuid(),
  answer: words(5),
  firstName: blank.or(name).optional(),
  lastName: blank.or(name).optional(),
  birthDate: blank.or(z.iso.date()).optional(),
  grade: blank.or(z.enum(grades)).optional(),
  sex: blank.or(z.enum(["FEMALE", "MALE"])).optional(),
  upi: blank
    .or(
      z
        .string()
        .trim()
        .regex(/^[A-Z0-9]{4,20}$/i),
    )
    .optional(),
  assessmentNo: blank
    .or(
      z
        .string()
        .trim()
        .regex(/^[A-Z0-9]{4,20}$/i),
    )
    .optional(),
});
export type CorrectInput = z.output<typeof correctInput>;
export const correctable = ["firstName", "lastName", "birthDate", "grade", "sex", "upi", "assessmentNo"] as const;
export type Correctable = (typeof correctable)[number];
export type Change = { field: Correctable; before: string | null; after: string | null };
export const changesShape = z.array(
  z.object({ field: z.enum(correctable), before: z.string().nullable(), after: z.string().nullable() }),
);

export const holdInput = z.strictObject({
  studentId: z.uuid(),
  ground: z.enum(holdGrounds),
  reason: words(10),
  until: blank.or(z.iso.date()).optional(),
});
export const releaseInput = z.strictObject({ id: z.uuid(), reason: words(10) });

export type ExportStatus = "QUEUED" | "RUNNING" | "READY" | "STOPPED" | "FAILED" | "EXPIRED";
/** One request as the guardian who made it sees it. */
export type OwnRequest = {
  id: string;
  kind: RequestKind;
  studentId: string;
  status: RequestStatus;
  details: string | null;
  answer: string | null;
  objection: string | null;
  changes: Change[];
  accepted: boolean;
  /** Two people of the school have confirmed: it is being carried out and cannot be taken back. */
  underway: boolean;
  askedOn: Day;
  dueOn: Day;
  late: boolean;
  answeredOn: Day | null;
  export: { id: string; status: ExportStatus; done: number; total: number; until: Day | null } | null;
};
/** Somebody outside family and class was shown the child, or a file about the child. */
export type Reading = { id: string; at: Date; role: string; organisation: string | null; what: string };
