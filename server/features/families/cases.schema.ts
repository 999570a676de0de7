import { z } from "zod";

export const caseStatuses = ["OPEN", "WATCHING", "CLOSED"] as const;
export type CaseStatus = (typeof caseStatuses)[number];
/** Care for a child, or a dispute of its guardians. */
export type CaseKind = "CARE" | "CONTEST";

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
