import { z } from "zod";
import { listInput } from "@/lib/list";

export const auditOutcomes = ["DONE", "DENIED"] as const;
const words = z.string().trim().min(1).max(120);
const day = z.iso.date();

/** AD-6: the log, newest first, found by who, what, about whom, when and in which request. */
export const auditListInput = listInput({
  sorts: ["createdAt"],
  defaultSort: "-createdAt",
  filters: {
    /** A person's id, e-mail or name. */
    person: words,
    /** A child's id, admission number or name. */
    child: words,
    /** The id of what it was about. */
    subject: words,
    /** An action or the beginning of one: "child.", "case.moved". */
    action: z
      .string()
      .trim()
      .regex(/^[\w.]{1,80}$/),
    outcome: z.enum(auditOutcomes),
    since: day,
    until: day,
    request: z.string().trim().min(1).max(80),
  },
});
export type AuditListInput = z.output<typeof auditListInput>;
export type AuditFilters = AuditListInput["filters"];

export const auditEventInput = z.object({ id: z.uuid() }).strict();

/** One's own log, and a child's: newest first, by pages. */
export const ownAuditInput = z
  .object({ cursor: z.string().max(600).optional(), limit: z.int().min(1).max(100).default(25) })
  .strict();
export const childAuditInput = ownAuditInput.extend({ studentId: z.uuid() });

/** The most days one verification from the page covers; the command verifies all. */
export const MAX_VERIFY_DAYS = 92;
export const verifyInput = z.object({ days: z.coerce.number().int().min(1).max(MAX_VERIFY_DAYS).default(7) }).strict();

/** An export covers at most this many days, and stops at this many lines. */
export const MAX_EXPORT_DAYS = 92;
export const MAX_EXPORT_ROWS = 200_000;
