import { type Day, dateOf, weekday as dayNumber } from "@/lib/days";
import { type DateStyle, type Format, formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { Said } from "@/server/features/families/families.domain";

/** What the family pages write with: messages, and calendar days, which have no zone. */
export type Words = {
  t: Translate;
  format: Format;
  day(day: Day, style?: DateStyle): string;
  /** As short as people write it: M, T, W; J3, J4, J5. */
  weekday(day: Day): string;
};

export function wordsOf(t: Translate, locale: Locale): Words {
  const format = formats(locale, "UTC");
  const day = (value: Day, style: DateStyle = "short") => format.date(dateOf(value), style);
  const weekday = (value: Day) => t(`strip.weekday.${dayNumber(value)}`);
  return { t, format, day, weekday };
}

/** Values whose name says that they are days. */
const dayNames = new Set(["day", "opens", "from", "to"]);

/** Writes what the rules found: days and figures as the reader writes them, names as a list. */
export function say({ t, day, format }: Words, below: string, { key, values }: Said, style: DateStyle = "day"): string {
  const written = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === "number") return [name, Number.isInteger(value) ? value : format.number(value)];
      if (dayNames.has(name) && value) return [name, day(value, style)];
      return [name, name === "names" ? format.list(value.split("|")) : value];
    }),
  );
  return t(`${below}.${key}`, written);
}

/** Parts of a sentence, so that the children's names can stand out. */
export function partsByName(text: string, names: readonly string[]): { text: string; name: boolean }[] {
  const known = new Set(names.filter(Boolean));
  if (known.size === 0) return [{ text, name: false }];
  const escaped = [...known].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text
    .split(new RegExp(`(?<![\\p{L}])(${escaped.join("|")})(?![\\p{L}])`, "u"))
    .filter(Boolean)
    .map((part) => ({ text: part, name: known.has(part) }));
}
