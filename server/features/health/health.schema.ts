import { z } from "zod";
import { listInput } from "@/lib/list";

export const jobStatuses = ["QUEUED", "RUNNING", "SLEEPING", "COMPLETED", "FAILED", "DEAD", "CANCELLED"] as const;
export const jobListInput = listInput({
  sorts: ["queuedAt"],
  defaultSort: "-queuedAt",
  filters: { status: z.array(z.enum(jobStatuses)), functionId: z.string().max(120) },
});
export type JobListInput = z.output<typeof jobListInput>;

export const messageStatuses = ["PENDING", "SENDING", "SENT", "DELIVERED", "FAILED", "DEAD", "SUPPRESSED"] as const;
export const jobInput = z.object({ id: z.uuid() }).strict();
