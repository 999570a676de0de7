import { SCHOOL_ZONE } from "./format.ts";

/** Calendar days as `YYYY-MM-DD`: no hour, no zone, so that "yesterday" cannot slip by one. */
export type Day = string;

/** The zone in which the school and its families count days, whatever clock a traveller carries. */
export const schoolZone = SCHOOL_ZONE;

const dayFormats = new Map<string, Intl.DateTimeFormat>();
const hourFormats = new Map<string, Intl.DateTimeFormat>();

/** The day it is at a moment in a zone. */
export function dayAt(moment: Date, zone = schoolZone): Day {
  let format = dayFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    dayFormats.set(zone, format);
  }
  return format.format(moment);
}

/** The hour, 0 to 23, at a moment in a zone. */
export function hourAt(moment: Date, zone = schoolZone): number {
  let format = hourFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
    hourFormats.set(zone, format);
  }
  return Number(format.format(moment));
}

/** A day as the database's `date` column and Intl with `timeZone: "UTC"` want it. */
export const dateOf = (day: Day): Date => new Date(`${day}T00:00:00.000Z`);
/** The day of a value read from a `date` column. */
export const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);

const oneDay = 86_400_000;
export const addDays = (day: Day, days: number): Day => dayOf(new Date(dateOf(day).getTime() + days * oneDay));
/** Whole days from one day to a later one; negative when it lies before. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / oneDay);
/** 1 Monday to 7 Sunday. */
export const weekday = (day: Day): number => dateOf(day).getUTCDay() || 7;
/** Monday of the week a day lies in. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day));
/** `count` days ending with `last`, oldest first. */
export const daysUpTo = (last: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, at) => addDays(last, at - count + 1));
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dateOf(text).getTime()) && dayOf(dateOf(text)) === text;
