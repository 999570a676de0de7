import { CronExpressionParser } from "cron-parser";

export type CronTrigger = { expression: string; timeZone: string };

/** Splits the `TZ=Africa/Nairobi 0 6 * * *` form; without a zone the school's own clock is meant. */
export function parseCron(text: string): CronTrigger {
  const match = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(text.trim());
  const trigger = { expression: match?.[2] ?? text, timeZone: match?.[1] ?? "Africa/Nairobi" };
  // The parser accepts anything until it must compute a date, so a wrong expression or zone is found here.
  CronExpressionParser.parse(trigger.expression, { tz: trigger.timeZone, currentDate: new Date(0) }).next();
  return trigger;
}

/**
 * The slot that is owed now: the latest one after `since` and not after `now`, or null.
 * Slots missed while nothing was running count once, as the latest of them: a job that runs each minute
 * is not run sixty times after an hour's outage, and a nightly one that was missed runs in the morning.
 */
export function owedSlot(trigger: CronTrigger, since: Date, now: Date): Date | null {
  // `prev` excludes the reference itself, so that a slot exactly now is still found.
  const reference = new Date(now.getTime() + 1);
  const slot = CronExpressionParser.parse(trigger.expression, { tz: trigger.timeZone, currentDate: reference })
    .prev()
    .toDate();
  return slot > since ? slot : null;
}

/** When the next slot falls, for the operator's page. */
export function nextSlot(trigger: CronTrigger, now: Date): Date {
  return CronExpressionParser.parse(trigger.expression, { tz: trigger.timeZone, currentDate: now }).next().toDate();
}
