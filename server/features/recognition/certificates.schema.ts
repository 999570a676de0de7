import { z } from "zod";
import type { Grade } from "@/lib/school-calendar";

/** What a learner must reach in each assessment of the course, from the least to the most. */
export const leastLevels = ["NONE", "AE", "ME", "EE"] as const;
export type LeastLevel = (typeof leastLevels)[number];

/** Whether finishing a course gives a certificate, and what else it takes. What a course does not say is the default. */
export const certificateRule = z.strictObject({
  given: z.boolean().default(false),
  least: z.enum(leastLevels).default("NONE"),
  words: z.string().trim().max(300).default(""),
});
export type CertificateRule = z.output<typeof certificateRule>;

export const certificateInput = z.strictObject({ id: z.uuid() });
export const revokeInput = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(3).max(500) });
export const certificatesOfInput = z.strictObject({ studentId: z.uuid() });

/** A certificate as those who know the child read it. */
export type CertificateRow = {
  id: string;
  code: string;
  title: string;
  language: string;
  completedOn: Date;
  issuedAt: Date;
  revokedAt: Date | null;
  reason: string | null;
  /** Whether the person may withdraw it and make it out anew. */
  mayKeep: boolean;
};

/** All that is printed. */
export type Printed = {
  code: string;
  firstName: string;
  lastName: string;
  title: string;
  language: string;
  grade: Grade;
  teacher: string;
  lessons: number;
  minutes: number;
  words: string;
  completedOn: Date;
  issuedAt: Date;
};

/** What a stranger learns by a code. */
export type Verified =
  | { state: "valid"; name: string; title: string; language: string; completedOn: Date; issuedOn: Date }
  | { state: "revoked" | "replaced"; on: Date }
  | { state: "unknown" | "mistyped" };
