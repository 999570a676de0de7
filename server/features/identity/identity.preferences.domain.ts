/** Minutes after midnight as a clock shows them. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** "21:30" as minutes after midnight. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

export type QuietSpan = { quietFrom: number; quietUntil: number };
export const usualQuiet: QuietSpan = { quietFrom: 21 * 60, quietUntil: 6 * 60 + 30 };

/** Quiet hours as the form shows them: equal ends mean none, and then the usual span is offered. */
export function quietForm({ quietFrom, quietUntil }: QuietSpan): { quiet: boolean; from: string; until: string } {
  const quiet = quietFrom !== quietUntil;
  const shown = quiet ? { quietFrom, quietUntil } : usualQuiet;
  return { quiet, from: clockOf(shown.quietFrom), until: clockOf(shown.quietUntil) };
}

/** The form's words as they are kept; switched off is a span without length. */
export function quietSpan(input: { quiet: boolean; from: string; until: string }): QuietSpan {
  if (!input.quiet) return { quietFrom: 0, quietUntil: 0 };
  return { quietFrom: minutesOf(input.from), quietUntil: minutesOf(input.until) };
}

/** Monday to Friday, eight to five: what working hours start from. */
export const usualWeek = () =>
  Array.from({ length: 7 }, (_, day) => (day < 5 ? { from: 8 * 60, until: 17 * 60 } : null));
