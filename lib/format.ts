import { intlLocale, type Locale } from "./locales.ts";

/**
 * Dates, numbers and money as a reader writes them. Everything takes its moment as an argument: nothing here looks at the
 * clock. Browser and server share it, so both draw the same text.
 */

export const SCHOOL_ZONE = "Africa/Nairobi";
const NBSP = "\u00A0";
const MINUS = "\u2212";

type Moment = Date | string | number;
export type MoneyState = "due" | "paid" | "refunded" | "failed" | "pending" | "waived";
export type MoneyOptions = {
  currency?: string /** "always" writes + before what comes in. */;
  sign?: "auto" | "always";
};
export type PluralForms = { one: string; other: string };

const asDate = (moment: Moment) => (moment instanceof Date ? moment : new Date(moment));

/** Intl objects are costly to make and the same few are used in every row. */
function memo<Key extends string, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}

const DATES = {
  /** 20 Nov 2026 */
  date: { day: "numeric", month: "short", year: "numeric" },
  /** 20 November 2026 */
  long: { day: "numeric", month: "long", year: "numeric" },
  /** Friday 20 November */
  day: { weekday: "long", day: "numeric", month: "long" },
  /** 20 Nov */
  short: { day: "numeric", month: "short" },
  /** November 2026 */
  month: { month: "long", year: "numeric" },
  /** Fri */
  weekday: { weekday: "short" },
  /** 10:05 */
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateStyle = keyof typeof DATES;

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

export type Format = ReturnType<typeof makeFormat>;

function makeFormat(locale: Locale, timeZone: string) {
  const intl = intlLocale[locale];
  const dates = memo((style: DateStyle) => new Intl.DateTimeFormat(intl, { ...DATES[style], timeZone }));
  const decimals = memo((digits: string) => {
    const [least = "0", most = "0"] = digits.split("-");
    return new Intl.NumberFormat(intl, { minimumFractionDigits: Number(least), maximumFractionDigits: Number(most) });
  });
  const relativeFormat = new Intl.RelativeTimeFormat(intl, { numeric: "auto" });
  const plurals = new Intl.PluralRules(intl);
  const lists = new Intl.ListFormat(intl, { type: "conjunction" });

  /** `2026-11-20` in the reader's zone: two moments on the same day have the same one. */
  const dayKey = memo(
    (zone: string) =>
      new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }),
  );
  const isoDay = (moment: Moment) => dayKey(timeZone).format(asDate(moment));

  const date = (moment: Moment, style: DateStyle = "date") =>
    dates(style)
      .format(asDate(moment))
      .replace(/^(\p{L}+), /u, "$1 ");
  const time = (moment: Moment) => dates("time").format(asDate(moment));
  const number = (value: number | bigint, digits: { least?: number; most?: number } = {}) => {
    const least = digits.least ?? 0;
    const most = Math.max(least, digits.most ?? (typeof value === "bigint" ? 0 : 1));
    return decimals(`${least}-${most}`).format(value).replace(/^-/, MINUS);
  };

  return {
    locale,
    timeZone,
    date,
    time,
    number,
    isoDay,
    /** 20 Nov 2026, 10:05 */
    dateTime: (moment: Moment) => `${date(moment)}, ${time(moment)}`,

    /**
     * A time that happens somewhere else: the reader's own time, and the other place's with its zone when they differ.
     * 10:00, or 08:00 (10:00 EAT).
     */
    timeIn: (moment: Moment, zone: string) => {
      const own = time(moment);
      const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
      const there = new Intl.DateTimeFormat(intl, options).format(asDate(moment));
      if (own === there) return own;
      const parts = new Intl.DateTimeFormat("en-KE", { ...options, timeZoneName: "short" }).formatToParts(
        asDate(moment),
      );
      const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
      return `${own} (${there}${NBSP}${name})`;
    },

    /** Today 10:05, yesterday 10:05, 14 Nov, or 14 Nov 2025: what a list needs, and no more. */
    moment: (moment: Moment, now: Moment) => {
      const [then, today] = [isoDay(moment), isoDay(now)];
      if (then === today) return time(moment);
      const days = Math.round((Date.parse(then) - Date.parse(today)) / 86_400_000);
      if (Math.abs(days) === 1) return `${relativeFormat.format(days, "day")}, ${time(moment)}`;
      return then.slice(0, 4) === today.slice(0, 4) ? date(moment, "short") : date(moment);
    },

    /** 5 minutes ago, in 2 hours, tomorrow. */
    relative: (moment: Moment, now: Moment) => {
      const seconds = (asDate(moment).getTime() - asDate(now).getTime()) / 1000;
      for (const [unit, size] of STEPS) {
        if (Math.abs(seconds) >= size) return relativeFormat.format(Math.trunc(seconds / size), unit);
      }
      return relativeFormat.format(0, "second");
    },

    /** A part of one: 0.913 is 91%. */
    percent: (share: number, most = 0) => `${number(share * 100, { most })}%`,

    /** Minutes of a clock or a lesson: 45 min, 1 h 20 min; in Kiswahili dak 45, saa 1 dak 20. */
    minutes: (total: number) => {
      const whole = Math.max(0, Math.round(total));
      const [hours, rest] = [Math.floor(whole / 60), whole % 60];
      const h = locale === "sw" ? `saa${NBSP}${hours}` : `${hours}${NBSP}h`;
      const m = locale === "sw" ? `dak${NBSP}${rest}` : `${rest}${NBSP}min`;
      return hours === 0 ? m : rest === 0 ? h : `${h} ${m}`;
    },

    /** 820 B, 34 KB, 1.4 MB: thousands, as a data bundle is sold. */
    bytes: (size: number) => {
      const units = ["B", "KB", "MB", "GB", "TB"];
      const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
      return `${number(size / 1000 ** step, { most: step < 2 ? 0 : 1 })}${NBSP}${units[step]}`;
    },

    /** Whole cents with their currency: KES 4,500, −KES 1,250.50. Cents are written only when there are any. */
    money: (cents: bigint, { currency = "KES", sign = "auto" }: MoneyOptions = {}) => {
      const size = cents < 0n ? -cents : cents;
      const rest = size % 100n;
      const whole = decimals("0-0").format(size / 100n);
      const point =
        decimals("1-1")
          .formatToParts(0.5)
          .find((part) => part.type === "decimal")?.value ?? ".";
      const amount = rest === 0n ? whole : `${whole}${point}${rest.toString().padStart(2, "0")}`;
      const before = cents < 0n ? MINUS : sign === "always" && cents > 0n ? "+" : "";
      return `${before}${currency}${NBSP}${amount}`;
    },

    /** "1 child", "4 children": `#` in the form is the number. Longer sentences belong in the message files. */
    plural: (count: number, forms: PluralForms) => {
      const form = plurals.select(count) === "one" ? forms.one : forms.other;
      return form.replaceAll("#", number(count));
    },

    /** Amani, Baraka and Chebet. */
    list: (words: readonly string[]) => lists.format(words),
  };
}

const made = memo((key: `${Locale}|${string}`) => {
  const [locale, zone] = key.split("|") as [Locale, string];
  return makeFormat(locale, zone);
});

/** The formats of one reader: `const format = formats(actor.locale, actor.timeZone)`. */
export function formats(locale: Locale, timeZone: string = SCHOOL_ZONE): Format {
  const format = made(`${locale}|${timeZone}`);
  // A zone this machine does not know must not break a page; Intl only says so when a date is written.
  try {
    format.isoDay(0);
    return format;
  } catch {
    return made(`${locale}|${SCHOOL_ZONE}`);
  }
}
