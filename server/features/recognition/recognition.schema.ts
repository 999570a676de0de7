import { z } from "zod";

/** What earns points. Days in a row are counted from when these happened. */
export const earning = ["lesson", "assessment", "work"] as const;
export type Earning = (typeof earning)[number];

/** When a badge is earned: so many facts of a kind, or so many days in a row. */
export const badgeCriteria = z.strictObject({ fact: z.enum([...earning, "streak"]), atLeast: z.int().min(1) });
export type BadgeCriteria = z.output<typeof badgeCriteria>;

export type EarnedBadge = {
  code: string;
  title: string;
  titleSw: string;
  details: string;
  detailsSw: string;
  tier: "BRONZE" | "SILVER" | "GOLD";
};
export type Recognition = { points: number; pointsThisWeek: number; count: number; latest: EarnedBadge[] };
