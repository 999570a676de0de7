import { type Day, dayAt, daysBetween } from "@/lib/days";
import { schoolYears } from "@/lib/school-calendar";
import {
  type Cell,
  type CellWhy,
  type Consent,
  classRecords,
  type DataType,
  type Key,
  type RecipientType,
} from "./consent.schema";

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

/** The purpose whose words are shown when this kind of recipient is asked about. */
export const purposeOf = (recipientType: RecipientType) => `share.${recipientType.toLowerCase()}`;

/** The end of a day as the school counts days: the moment a consent given until that day runs out. */
export const endOf = (day: Day): Date => new Date(`${day}T23:59:59.999+03:00`);

/** Teachers who can be named and do not teach the child now. */
export type OutsideClass = ReadonlySet<string>;
const nobody: OutsideClass = new Set();
const isOutside = ({ recipientId }: Key, outside: OutsideClass) => recipientId !== null && outside.has(recipientId);

/** Whether teachers of the child see this anyway: nothing is asked, and nothing is promised that would not hold. */
export const isClassRecord = (key: Key, outside: OutsideClass) =>
  key.recipientType === "INSTRUCTOR" && classRecords.includes(key.dataType) && !isOutside(key, outside);

/** The last day of the term a day lies in, or of the next term in the holidays. */
export function termEnd(today: Day): Day | null {
  for (const { terms } of schoolYears) for (const { closes } of terms) if (closes >= today) return closes;
  return null;
}

const sameKind = (a: Key, b: Key) => a.dataType === b.dataType && a.recipientType === b.recipientType;
/** Whether a decision has a say about a recipient: made for it, or for all of its kind. */
const concerns = (decision: Key, key: Key) =>
  sameKind(decision, key) && (decision.recipientId === key.recipientId || decision.recipientId === null);

export type Stand = Key & {
  granted: boolean;
  inForce: boolean;
  decidedById: string;
  /** Agreed to under words that hold for a named teacher outside the class too. */
  outsideClass?: boolean;
};

/** What a guardian says about a recipient, as app.consented() in SQL hears it. */
export function voiceOf(
  decisions: readonly Stand[],
  key: Key,
  guardian: string,
  outside = nobody,
): "yes" | "no" | null {
  const own = decisions.filter((one) => one.decidedById === guardian && concerns(one, key));
  if (own.some((one) => !one.granted)) return "no";
  const single = own.filter((one) => one.recipientId !== null);
  const heard = single.length > 0 ? single : own;
  const away = isOutside(key, outside);
  const reaches = (one: Stand) => !away || (one.recipientId !== null && one.outsideClass === true);
  return heard.some((one) => one.inForce && reaches(one)) ? "yes" : null;
}

const voicesOf = (decisions: readonly Stand[], key: Key, outside: OutsideClass) =>
  [...new Set(decisions.map((one) => one.decidedById))].map((who) => voiceOf(decisions, key, who, outside));

/** The rule in words: somebody who may consent says yes, and nobody who may says no. */
export function isOpen(decisions: readonly Stand[], key: Key, outside = nobody): boolean {
  const voices = voicesOf(decisions, key, outside);
  return voices.includes("yes") && !voices.includes("no");
}

/** Why a cell stands as it does, and whether the word that decides was said for all. */
export function explain(decisions: readonly Stand[], key: Key, outside = nobody): { why: CellWhy; general: boolean } {
  if (isClassRecord(key, outside)) return { why: "always", general: false };
  const about = decisions.filter((one) => concerns(one, key));
  const general = key.recipientId !== null && !about.some((one) => one.recipientId !== null);
  if (about.length === 0) return { why: "undecided", general: false };
  const voices = voicesOf(about, key, outside);
  if (voices.includes("no"))
    return voices.includes("yes")
      ? { why: "conflict", general }
      : {
          why: "refused",
          general: key.recipientId !== null && !about.some((one) => !one.granted && one.recipientId !== null),
        };
  if (voices.includes("yes")) return { why: "granted", general };
  // What was said for all teachers never was about one who does not teach the child.
  if (general && isOutside(key, outside)) return { why: "undecided", general: false };
  return { why: "ended", general };
}

/** Two decisions of different guardians of which one opens what the other closes. */
export const opposes = (a: Stand, b: Stand): boolean =>
  a.decidedById !== b.decidedById &&
  sameKind(a, b) &&
  (a.recipientId === b.recipientId || a.recipientId === null || b.recipientId === null) &&
  ((a.inForce && !b.granted) || (b.inForce && !a.granted));

/** What guardians disagree on, each recipient once: the single one rather than its kind. */
export function disagreements<S extends Stand>(decisions: readonly S[]): (Key & { yes: S[]; no: S[] })[] {
  const found = new Map<string, Key & { yes: S[]; no: S[] }>();
  for (const yes of decisions)
    for (const no of decisions) {
      if (no.granted || !yes.inForce || !opposes(yes, no)) continue;
      const recipientId = yes.recipientId ?? no.recipientId;
      const name = `${yes.dataType} ${yes.recipientType} ${recipientId}`;
      const one = found.get(name) ?? {
        dataType: yes.dataType,
        recipientType: yes.recipientType,
        recipientId,
        yes: [],
        no: [],
      };
      if (!one.yes.includes(yes)) one.yes.push(yes);
      if (!one.no.includes(no)) one.no.push(no);
      found.set(name, one);
    }
  return [...found.values()];
}

export const soonDays = 7;
/** Until when a cell stays open: the last of the ends of what opens it; null when one has none. */
export function openUntil(ends: readonly (Day | null)[], today: Day): Pick<Cell, "until" | "endsSoon"> {
  if (ends.length === 0 || ends.includes(null)) return { until: null, endsSoon: false };
  const until = ends.reduce((a, b) => ((a ?? "") > (b ?? "") ? a : b)) ?? null;
  return { until, endsSoon: until !== null && daysBetween(today, until) <= soonDays };
}

/** Whether a last day can be chosen: not in the past, and not for ever in disguise. */
export const isChoosableEnd = (day: Day, now: Date, years: number) =>
  day >= dayAt(now) && day <= dayAt(new Date(now.getTime() + years * 366 * 86_400_000));

/**
 * Decisions as a family reads them: one line per recipient. A no of one guardian, for one recipient or for all of a kind,
 * wins over every yes for the same record, as it does in the database.
 */
export function sharings(consents: readonly Consent[], today: Day): Sharing[] {
  const stands = consents.map((consent) => ({ ...consent, inForce: inForce(consent, today) }));
  const lines = new Map<string, Sharing>();
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
    const { dataType } = consent;
    if ([line.refused, line.ended, line.sees.map((one) => one.dataType)].some((said) => said.includes(dataType)))
      continue;
    const same = consents.filter((one) => sameKind(one, consent) && one.recipientId === consent.recipientId);
    if (same.some((one) => !one.granted)) line.refused.push(dataType);
    else if (!isOpen(stands, consent)) line.ended.push(dataType);
    else
      line.sees.push({
        dataType,
        ...openUntil(
          same.filter((one) => inForce(one, today)).map((one) => one.expiresOn),
          today,
        ),
      });
  }
  return [...lines.values()].sort((a, b) => b.sees.length - a.sees.length);
}
