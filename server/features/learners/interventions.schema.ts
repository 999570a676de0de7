import { z } from "zod";
import { listInput } from "@/lib/list";

/** How a plan may end, in the word of the teacher who carried it out. */
export const results = ["HELPED", "PARTLY", "NO_CHANGE", "STOPPED"] as const;
export type Result = (typeof results)[number];

export const planStates = ["planned", "running", "ended"] as const;
export type PlanState = (typeof planStates)[number];

/** One's plans of help, the newest first, or by the day on which one looks whether they help. */
export const interventionsInput = listInput({
  sorts: ["createdAt", "reviewOn"],
  defaultSort: "-createdAt",
  filters: { state: z.enum(planStates), due: z.boolean() },
  limit: 25,
});
export type InterventionsInput = z.output<typeof interventionsInput>;

export const interventionInput = z.strictObject({ id: z.uuid() });
const reviewOn = z.iso.date();
export const planInput = z.strictObject({
  studentId: z.uuid(),
  aim: z.string().trim().min(5).max(200),
  plan: z.string().trim().min(10).max(1_000),
  startsOn: z.iso.date(),
  reviewOn,
});
export type PlanInput = z.output<typeof planInput>;
export const reviewInput = z.strictObject({ id: z.uuid(), reviewOn });
export const closeInput = z.strictObject({
  id: z.uuid(),
  result: z.enum(results, { error: "field.choice" }),
  outcome: z.string().trim().min(5).max(1_000),
});
export type CloseInput = z.output<typeof closeInput>;
