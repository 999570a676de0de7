import { z } from "zod";
import { listInput } from "@/lib/list";
import { locales } from "@/lib/locales";
import { roles } from "@/lib/roles";

/** What the sign-in form sends. The password's upper bound only keeps out what no person types. */
export const signInInput = z.object({
  email: z.string().trim().min(1).max(254).toLowerCase(),
  password: z.string().min(1).max(512),
});
export type SignInInput = z.output<typeof signInInput>;

export const sessionInput = z.object({ id: z.uuid() }).strict();
export const switchRoleInput = z.object({ role: z.enum(roles) }).strict();
export const localeInput = z.object({ locale: z.enum(locales) }).strict();

export const loginOutcomes = [
  "SUCCESS",
  "WRONG_PASSWORD",
  "UNKNOWN_ACCOUNT",
  "THROTTLED",
  "SUSPENDED",
  "SIGNED_OUT",
  "REVOKED",
  "FACTOR_ASKED",
  "WRONG_FACTOR",
] as const;
/** One's own login history. */
export const loginHistoryInput = listInput({
  sorts: ["createdAt"],
  defaultSort: "-createdAt",
  limit: 25,
  filters: { outcome: z.array(z.enum(loginOutcomes)) },
});
export type LoginHistoryInput = z.output<typeof loginHistoryInput>;
