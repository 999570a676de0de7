import { carries, isFixed, type Preferences, preferenceKey, typeFacts } from "./notify.domain";
import type { Channel, NotificationType, Rhythm, Severity } from "./notify.schema";

/** Channels that leave the house, the cheapest first: a push costs nothing, a mail next to nothing, an SMS money. */
export const ladder = ["PUSH", "EMAIL", "SMS"] as const satisfies readonly Channel[];
export type Outside = (typeof ladder)[number];

/** How long a rung has before the next one is climbed, in minutes. */
export const patience: Readonly<Record<Severity, number>> = { URGENT: 10, NOTICE: 60, INFO: 60 };

/** Whether the summary takes a message in instead of a mail of its own. Urgent ones and those of law or safety go alone. */
export function inDigest(type: NotificationType, severity: Severity, rhythm: Rhythm): boolean {
  return rhythm !== "NONE" && severity !== "URGENT" && typeFacts[type].email !== "always";
}

export type Situation = {
  type: NotificationType;
  severity: Severity;
  said: Preferences;
  /** A device that is switched on, an address and a number that are proved to be theirs. */
  reach: Readonly<Record<Outside, boolean>>;
  /** A page of theirs is open, or was a few minutes ago. */
  online: boolean;
  /** It is their night. */
  quiet: boolean;
  digest: Rhythm;
  /** Rungs that were climbed before; empty the first time. */
  tried: readonly Channel[];
};
export type Plan = {
  /** What leaves the house now. */
  go: Outside[];
  tried: Channel[];
  /** Minutes until the next rung, should nobody have read it; null when there is none. */
  wait: number | null;
};

/**
 * The cheapest channel that will be read first: the application when it is open, then push, then mail, then SMS; the next
 * one only when nobody read it in time. Two things step out of line. What a person asked for by name, and mail of law or
 * safety, goes at once beside the rung. And an urgent message at night climbs all rungs together: nobody looks at the
 * cheaper ones then.
 */
export function planChannels(now: Situation): Plan {
  const { type, severity, said, reach, tried } = now;
  const open = ladder.filter(
    (channel) =>
      reach[channel] &&
      carries(channel, type, severity, said) &&
      !(channel === "EMAIL" && inDigest(type, severity, now.digest)),
  );
  const left = open.filter((channel) => !tried.includes(channel));
  const first = tried.length === 0;
  const wanted = first
    ? left.filter((channel) => isFixed(channel, type) || said.get(preferenceKey(type, channel)) === true)
    : [];
  const inApp = first && now.online && carries("IN_APP", type, severity, said);
  const rung: Channel[] = inApp ? ["IN_APP"] : severity === "URGENT" && now.quiet ? left : left.slice(0, 1);
  const all = [...new Set<Channel>([...tried, ...rung, ...wanted])];
  return {
    go: left.filter((channel) => rung.includes(channel) || wanted.includes(channel)),
    tried: all,
    wait: open.some((channel) => !all.includes(channel)) ? patience[severity] : null,
  };
}

/** Why an SMS was not sent. A mail goes instead and says so. */
export type Withheld = "family" | "school" | "number" | "unwanted";

export type SmsAccount = {
  /** What this one will cost, as far as is known before it is sent. */
  cents: bigint;
  /** Spent this month and allowed; null for people who belong to no family. */
  family: { spent: bigint; limit: bigint } | null;
  /** Spent today by the whole school. */
  school: { spent: bigint; limit: bigint };
  /** Sent to this number in the last 24 hours. */
  number: { sent: number; limit: number };
  /** The number's owner has told the operator that they want nothing. */
  unwanted: boolean;
  /** A child or an account may come to harm without it. */
  safety: boolean;
};
export type Verdict = { send: true; beyond: boolean } | { send: false; why: Withheld };

/**
 * Whether an SMS may cost what it costs. Nobody is woken by a number that does not want us, and no thief makes the school
 * pay without end: the caps of the number and of the school bind safety too, only twice as wide. A family's own budget
 * does not stand between it and its child's safety.
 */
export function judgeSms({ cents, family, school, number, unwanted, safety }: SmsAccount): Verdict {
  const wide = safety ? 2 : 1;
  if (unwanted) return { send: false, why: "unwanted" };
  if (number.sent >= number.limit * wide) return { send: false, why: "number" };
  if (school.spent + cents > school.limit * BigInt(wide)) return { send: false, why: "school" };
  const beyond = family !== null && family.spent + cents > family.limit;
  if (beyond && !safety) return { send: false, why: "family" };
  return { send: true, beyond };
}

/** How many SMS a text is paid as: 160 signs of the plain alphabet, 70 of any other; longer ones lose some to joining. */
export function smsParts(text: string): number {
  const plain = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåÆæßÉ¤¡ÄÖÑÜ§¿äöñüà]*$/.test(text);
  // These stand in an extension and take two places.
  const length = plain ? text.length + (text.match(/[\^{}\\[\]~|]/g)?.length ?? 0) : text.length;
  const [one, joined] = plain ? [160, 153] : [70, 67];
  return length <= one ? 1 : Math.ceil(length / joined);
}
