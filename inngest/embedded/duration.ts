const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** When a sleep or timeout ends: a duration such as `1d12h30m`, or a moment in ISO form. */
export function wakeAt(text: string, now: Date): Date {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)];
  if (parts.length > 0 && parts.map((part) => part[0]).join("") === text) {
    const total = parts.reduce((sum, part) => sum + Number(part[1]) * (UNIT_MS[part[2] ?? ""] ?? 0), 0);
    return new Date(now.getTime() + total);
  }
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new Error(`"${text}" is neither a duration nor a moment`);
  return moment;
}
