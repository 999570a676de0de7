import type { Words } from "@/components/families/words";
import type { Day } from "@/lib/days";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import { reached } from "@/server/features/assessment/levels.domain";
import { surenessOf } from "@/server/features/progress/progress.domain";
import type { Level, Shown } from "@/server/features/progress/progress.schema";

/** What the pages about learning write with: their own messages, days and figures, and names in the reader's language. */
export type ProgressWords = Words & { p: Translate; locale: Locale };
type Named = { name: string; nameSw: string };

export const nameIn = (locale: Locale, { name, nameSw }: Named) => (locale === "sw" ? nameSw : name);

/** "ME, Meeting expectation": the code families know from reports, and what it means. */
export function levelText({ locale }: ProgressWords, percent: number, levels: readonly Level[]): string {
  const level = reached(percent, levels);
  return level ? `${level.code} · ${nameIn(locale, level)}` : "–";
}

/** How sure that is, in words: "one piece of evidence", "12 pieces, last on 3 Nov". */
export function surenessText({ p, day }: ProgressWords, shown: Shown | null, today: Day): string {
  const sureness = surenessOf(shown, today);
  return p(`sure.${sureness}`, { count: shown?.count ?? 0, day: shown ? day(shown.lastOn) : "" });
}

export const minutesText = ({ p, format }: ProgressWords, seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? p("minutes", { count: minutes })
    : p("hours", { value: format.number(Math.round(minutes / 6) / 10) });
};
