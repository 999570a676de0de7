import { type Day, daysBetween } from "@/lib/days";
import type { Consent, DataType, RecipientType } from "./consent.schema";

/** What is shown about a recipient: what they may see, what was refused, what has run out. */
export type Sharing = {
  recipientType: RecipientType;
  recipientName: string | null;
  sees: { dataType: DataType; until: Day | null; endsSoon: boolean }[];
  refused: DataType[];
  ended: DataType[];
};

/** A grant opens something as long as its last day is not over. */
export const inForce = (consent: Pick<Consent, "granted" | "expiresOn">, today: Day) =>
  consent.granted && (consent.expiresOn === null || consent.expiresOn >= today);

/**
 * Decisions as a family reads them: one line per recipient. A refusal for one recipient, or for all of a kind, wins over
 * a grant for the same record, as it does in the database.
 */
export function sharings(consents: readonly Consent[], today: Day): Sharing[] {
  const lines = new Map<string, Sharing>();
  const closed = (consent: Consent) =>
    consents.some(
      (other) =>
        other !== consent &&
        other.studentId === consent.studentId &&
        other.dataType === consent.dataType &&
        other.recipientType === consent.recipientType &&
        other.recipientId === null &&
        !inForce(other, today),
    );
  for (const consent of consents) {
    const key = `${consent.recipientType}:${consent.recipientId ?? ""}`;
    const line = lines.get(key) ?? {
      recipientType: consent.recipientType,
      recipientName: consent.recipientName,
      sees: [],
      refused: [],
      ended: [],
    };
    lines.set(key, line);
    if (!consent.granted) line.refused.push(consent.dataType);
    else if (!inForce(consent, today) || closed(consent)) line.ended.push(consent.dataType);
    else
      line.sees.push({
        dataType: consent.dataType,
        until: consent.expiresOn,
        endsSoon: consent.expiresOn !== null && daysBetween(today, consent.expiresOn) <= 7,
      });
  }
  return [...lines.values()].sort((a, b) => b.sees.length - a.sees.length);
}
