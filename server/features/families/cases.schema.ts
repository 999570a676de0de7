import { z } from "zod";

export const caseStatuses = ["OPEN", "WATCHING", "CLOSED"] as const;
export type CaseStatus = (typeof caseStatuses)[number];
/** Care for a child, a dispute of its guardians, or what a teacher asked to have looked at. */
export type CaseKind = "CARE" | "CONTEST" | "FLAG";

export const caseInput = z.object({ id: z.uuid() }).strict();
/** A case changes its state with the reason in writing: the next person reads it. */
export const moveCaseInput = z
  .object({
    id: z.uuid(),
    from: z.enum(caseStatuses),
    to: z.enum(caseStatuses),
    note: z.string().trim().min(5).max(2000),
  })
  .strict();
