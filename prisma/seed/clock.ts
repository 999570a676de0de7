const aDay = 86_400_000;
/** Nairobi is three hours ahead of UTC all year. */
const zone = 3 * 3_600_000;

/** The day the school looks alive on, and moments counted back from it. */
export type Clock = {
  /** YYYY-MM-DD in Nairobi. */
  today: string;
  now: Date;
  /** A moment `daysAgo` days back (negative: ahead) at an hour of Nairobi; never later than now for a day that is past or today. */
  at(daysAgo: number, hour?: number, minute?: number): Date;
  /** YYYY-MM-DD, that many days back. */
  day(daysAgo: number): string;
  /** 0 Sunday … 6 Saturday. */
  weekday(daysAgo: number): number;
};

/** `today` makes everything the same in every run; without it the clock of the machine decides the day and what already happened. */
export function clockOf(today?: string): Clock {
  const now = today ? new Date(new Date(`${today}T09:30:00Z`).getTime() - zone) : new Date();
  const midnight = new Date(
    `${today ?? new Date(now.getTime() + zone).toISOString().slice(0, 10)}T00:00:00Z`,
  ).getTime();
  if (Number.isNaN(midnight)) throw new Error(`--today must look like 2026-11-20, not ${today}`);
  const day = (daysAgo: number) => new Date(midnight - daysAgo * aDay).toISOString().slice(0, 10);
  return {
    today: day(0),
    now,
    day,
    at(daysAgo, hour = 12, minute = 0) {
      const time = midnight - zone - daysAgo * aDay + hour * 3_600_000 + minute * 60_000;
      return new Date(daysAgo >= 0 ? Math.min(time, now.getTime() - 60_000) : time);
    },
    weekday: (daysAgo) => new Date(midnight - daysAgo * aDay).getUTCDay(),
  };
}
