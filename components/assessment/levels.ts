import type { Locale } from "@/lib/locales";
import type { Level } from "@/server/features/assessment/attempts.queries";

/** A level as families know it, with its code: "Meeting expectation (ME)". */
export const levelName = ({ code, name, nameSw }: Level, locale: Locale): string =>
  `${locale === "sw" ? nameSw : name} (${code})`;
