import { z } from "zod";
import { listInput } from "@/lib/list";

export const moderationStatuses = ["WAITING", "APPROVED", "SENT_BACK", "WITHDRAWN"] as const;
export type ModerationStatus = (typeof moderationStatuses)[number];

/** What must hold before a person reads a course. */
export const blockers = ["summary", "outcomes", "module", "lesson", "unwritten", "aimless", "dates"] as const;
export type Blocker = (typeof blockers)[number];
/** What a reviewer should know and decides about. */
export const remarks = ["no_preview", "no_question", "paid"] as const;
export type Remark = (typeof remarks)[number];
export type Finding<Code extends string> = { code: Code; count: number };

export const moderationListInput = listInput({
  sorts: ["createdAt"],
  filters: { status: z.array(z.enum(moderationStatuses)) },
});
export type ModerationListInput = z.output<typeof moderationListInput>;
export const moderationInput = z.strictObject({ id: z.uuid() });
export const sendBackInput = z.strictObject({
  id: z.uuid(),
  /** Read by the author: what to change, and why. */
  feedback: z.string().trim().min(10).max(4_000),
});

const finding = z.object({ code: z.enum(remarks), count: z.int().min(0) });
/** What the rules noticed when a course was handed in; what can no longer be read is left out. */
export const readRemarks = (stored: unknown): Finding<Remark>[] =>
  (Array.isArray(stored) ? stored : []).flatMap((one) => finding.safeParse(one).data ?? []);
