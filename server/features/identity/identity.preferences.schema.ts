import { z } from "zod";
import { locales } from "@/lib/locales";
import { themes } from "@/lib/theme";
import { densities, workingHours } from "../platform/platform.schema";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(name);
  } catch {
    return false;
  }
}

/** Zones offered by name: the region, and where Kenyan families live abroad. Any other valid one is kept. */
export const timeZones = [
  "Africa/Nairobi",
  "Africa/Kampala",
  "Africa/Dar_es_Salaam",
  "Africa/Kigali",
  "Africa/Addis_Ababa",
  "Africa/Juba",
  "Africa/Mogadishu",
  "Africa/Lagos",
  "Africa/Johannesburg",
  "Asia/Dubai",
  "Asia/Qatar",
  "Asia/Riyadh",
  "Asia/Kolkata",
  "Asia/Shanghai",
  "Australia/Sydney",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Stockholm",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
] as const;

/** Any part of how the screen speaks and looks; what is absent stays. */
export const chooseInput = z
  .object({
    locale: z.enum(locales).optional(),
    timeZone: z.string().min(1).max(60).refine(isTimeZone, { message: "field.choice" }).optional(),
    theme: z.enum(themes).optional(),
    density: z.enum(densities).optional(),
  })
  .strict();
export type ChooseInput = z.output<typeof chooseInput>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** When nothing but what is urgent leaves the house. */
export const quietHoursInput = z.object({ quiet: z.boolean(), from: clock, until: clock }).strict();

export const workingHoursInput = z.object({ days: workingHours }).strict();
export const presenceInput = z.object({ shown: z.boolean() }).strict();
