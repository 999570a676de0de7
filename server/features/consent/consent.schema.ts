import { z } from "zod";
import type { Day } from "@/lib/days";

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

export const childConsentsInput = z.strictObject({ studentId: z.uuid() });

/** A decision that stands now: nothing has taken its place. A grant may have run out; then it opens nothing. */
export type Consent = {
  id: string;
  studentId: string;
  dataType: DataType;
  recipientType: RecipientType;
  recipientId: string | null;
  recipientName: string | null;
  granted: boolean;
  decidedOn: Day;
  expiresOn: Day | null;
  decidedBy: string | null;
};
