import type { Way } from "./enrolment.schema";

/** By which way a family enters a course now; null when it can only be bought, which comes with the money feature. */
export function wayInto({ price, inPlan }: { price: bigint; inPlan: boolean }): Way | null {
  if (price === 0n) return "FREE";
  return inPlan ? "PLAN" : null;
}
