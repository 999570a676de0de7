import type { Role } from "@/lib/roles";
import type { Channel, NotificationType, Severity } from "./notify.schema";

export type ParamKind = "text" | "number" | "date" | "datetime";
export type TypeFacts = {
  severity: Severity;
  /** Somebody has to do something: it stays on top of the inbox until it is read. */
  asks: boolean;
  /** Whom it can concern; the preference page shows a person the types of their roles. */
  roles: readonly Role[];
  /** What the sentence needs. A child is named by first name only. */
  params: Readonly<Record<string, ParamKind>>;
  /** Sent by e-mail unless the person says otherwise; "always" cannot be turned off. */
  email: "on" | "off" | "always";
  /** Why it cannot: said at the foot of the mail. Given exactly when e-mail is "always". */
  because?: "account" | "law" | "asked" | "invited";
  /** Sent to devices a person switched on, unless they say otherwise. */
  push: "on" | "off";
  /** Sent by SMS when urgent, unless the person says otherwise; SMS costs money and wakes people. */
  sms: "urgent" | "off";
  /** A child or an account may come to harm: an SMS of this type goes also when the family's budget is spent. */
  safety?: boolean;
  /** Parameter that holds the day by which something must be done. */
  due?: string;
};

const everyone = ["PARENT", "STUDENT", "INSTRUCTOR", "STAFF", "PARTNER", "ADMIN"] as const;
const quiet = { severity: "INFO", asks: false, email: "off", push: "off", sms: "off" } as const;
const notice = { severity: "NOTICE", asks: false, email: "on", push: "on", sms: "off" } as const;
const asking = { ...notice, asks: true } as const;
/** Goes by e-mail whatever the person chose: whoever takes over an account would choose silence first. */
const protects = { ...notice, roles: everyone, email: "always", because: "account", safety: true } as const;
const byLaw = { ...notice, roles: ["PARENT"], email: "always", because: "law" } as const;

/** What the school tells people, and how when they have not said otherwise. */
export const typeFacts: Readonly<Record<NotificationType, TypeFacts>> = {
  welcome: { ...quiet, roles: everyone, params: {}, email: "on" },
  "account.new_sign_in": { ...protects, params: { device: "text", at: "datetime" } },
  "account.password_changed": { ...protects, params: { device: "text", at: "datetime" } },
  "account.factor_changed": { ...protects, params: { change: "text", device: "text", at: "datetime" } },
  "account.email_changed": { ...protects, params: { address: "text", at: "datetime" } },
  "account.phone_changed": { ...protects, params: { address: "text", at: "datetime" } },
  "account.locked": { ...protects, params: { at: "datetime" } },
  "invite.received": {
    ...asking,
    roles: everyone,
    params: { by: "text", as: "text", until: "date" },
    email: "always",
    because: "invited",
    due: "until",
  },
  "application.decided": {
    ...notice,
    roles: ["INSTRUCTOR", "PARTNER"],
    params: { decision: "text" },
    email: "always",
    because: "asked",
  },
  "goal.reached": { ...quiet, roles: ["PARENT", "STUDENT"], params: { goal: "text", by: "text" } },
  "family.mood_low": {
    ...asking,
    roles: ["PARENT"],
    params: { child: "text", days: "number" },
    sms: "urgent",
    safety: true,
  },
  "family.member_added": { ...notice, roles: ["PARENT"], params: { child: "text", name: "text" } },
  "family.member_removed": { ...notice, roles: ["PARENT"], params: { child: "text", name: "text", by: "text" } },
  "family.rights_changed": { ...notice, roles: ["PARENT"], params: { child: "text", by: "text" } },
  "family.contested": { ...byLaw, asks: true, params: { child: "text" }, sms: "urgent", safety: true },
  "family.contest_opened": {
    ...asking,
    severity: "URGENT",
    roles: ["STAFF", "ADMIN"],
    params: { child: "text" },
    sms: "urgent",
    safety: true,
  },
  "family.contest_lifted": { ...byLaw, params: { child: "text" } },
  "team.member_added": { ...notice, roles: ["PARTNER"], params: { name: "text", organization: "text" } },
  "team.role_changed": { ...notice, roles: ["PARTNER"], params: { organization: "text", by: "text" } },
  "team.member_removed": { ...notice, roles: ["PARTNER"], params: { organization: "text", by: "text" } },
  "child.signed_in": {
    ...quiet,
    roles: ["PARENT"],
    params: { child: "text", device: "text", at: "datetime" },
    push: "on",
  },
  "child.locked": { ...notice, roles: ["PARENT"], params: { child: "text", device: "text", at: "datetime" } },
  "consent.changed": { ...notice, roles: ["PARENT"], params: { child: "text", recipient: "text" } },
  "consent.conflict": { ...byLaw, asks: true, params: { child: "text", recipient: "text", other: "text" } },
  "consent.expiring": {
    ...asking,
    roles: ["PARENT"],
    params: { child: "text", recipient: "text", on: "date" },
    due: "on",
  },
  "consent.expired": { ...notice, roles: ["PARENT"], params: { child: "text", recipient: "text", on: "date" } },
  "data_request.due": {
    ...asking,
    severity: "URGENT",
    roles: ["STAFF", "ADMIN"],
    params: { on: "date" },
    due: "on",
  },
  "data_request.answered": { ...byLaw, params: { child: "text", kind: "text" } },
  "export.ready": { ...notice, roles: everyone, params: { until: "date" } },
  "course.published": { ...notice, roles: ["INSTRUCTOR"], params: { course: "text" } },
  "course.sent_back": { ...asking, roles: ["INSTRUCTOR"], params: { course: "text" } },
  "course.enrolled": { ...quiet, roles: ["STUDENT"], params: { course: "text" } },
  "course.joined": { ...quiet, roles: ["INSTRUCTOR"], params: { course: "text", child: "text" } },
  "course.left": { ...quiet, roles: ["INSTRUCTOR"], params: { course: "text", child: "text" } },
  "feedback.received": { ...notice, roles: ["INSTRUCTOR"], params: { course: "text", rating: "number" } },
  "feedback.answered": { ...notice, roles: ["PARENT"], params: { course: "text" } },
  "feedback.hidden": { ...notice, roles: ["PARENT"], params: { course: "text", reason: "text" } },
  "talk.asked": { ...notice, roles: ["INSTRUCTOR"], params: { course: "text", topic: "text" }, email: "off" },
  "talk.answered": {
    ...notice,
    roles: ["PARENT", "STUDENT"],
    params: { child: "text", course: "text", topic: "text" },
  },
  "talk.announced": { ...notice, roles: ["PARENT", "STUDENT"], params: { course: "text", topic: "text" } },
  "talk.shown": { ...quiet, roles: ["PARENT", "STUDENT", "INSTRUCTOR"], params: { course: "text" } },
  "talk.removed": {
    ...notice,
    roles: ["PARENT", "STUDENT", "INSTRUCTOR"],
    params: { course: "text", reason: "text" },
  },
  "talk.urgent": {
    ...asking,
    severity: "URGENT",
    roles: ["STAFF", "ADMIN"],
    params: { child: "text", course: "text" },
    sms: "urgent",
    safety: true,
  },
  "work.returned": { ...notice, roles: ["PARENT", "STUDENT"], params: { child: "text", work: "text" } },
  "work.mark_changed": { ...notice, roles: ["PARENT", "STUDENT"], params: { child: "text", work: "text" } },
  "regrade.kept": { ...notice, roles: ["PARENT", "STUDENT"], params: { child: "text", work: "text" } },
  "regrade.changed": { ...notice, roles: ["PARENT", "STUDENT"], params: { child: "text", work: "text" } },
  "work.handed_in": { ...quiet, roles: ["INSTRUCTOR"], params: { child: "text", work: "text" } },
  "work.regrade_asked": { ...asking, roles: ["INSTRUCTOR"], params: { child: "text", work: "text" } },
  "learner.praised": {
    ...quiet,
    roles: ["PARENT", "STUDENT"],
    params: { child: "text", teacher: "text", kind: "text", own: "text", words: "text" },
    push: "on",
  },
  "learner.plan_made": { ...notice, roles: ["PARENT"], params: { child: "text", teacher: "text", aim: "text" } },
  "learner.plan_ended": { ...notice, roles: ["PARENT"], params: { child: "text", teacher: "text", result: "text" } },
  "learner.review_due": {
    ...asking,
    roles: ["INSTRUCTOR"],
    params: { child: "text", aim: "text", on: "date" },
    due: "on",
  },
  "certificate.issued": { ...notice, roles: ["PARENT", "STUDENT"], params: { child: "text", course: "text" } },
  "certificate.revoked": {
    ...notice,
    roles: ["PARENT", "STUDENT"],
    params: { child: "text", course: "text", reason: "text" },
  },
  "case.assigned": { ...asking, roles: ["STAFF"], params: { family: "text" }, sms: "urgent" },
  "system.job_failed": { ...asking, severity: "URGENT", roles: ["ADMIN"], params: { job: "text" } },
};

export const isKnownType = (type: string): type is NotificationType => Object.hasOwn(typeFacts, type);

/** What a type's sentence still lacks; empty when its parameters are complete and of the right kind. */
export function missingParams(type: NotificationType, params: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(typeFacts[type].params)
    .filter(([name, kind]) => {
      const value = params[name];
      if (kind === "number") return typeof value !== "number" || !Number.isFinite(value);
      if (kind === "text") return typeof value !== "string" || value === "";
      return typeof value !== "string" || Number.isNaN(Date.parse(value));
    })
    .map(([name]) => name);
}

/** A person's own words on channels; absent means the type's default. */
export type Preferences = ReadonlyMap<string, boolean>;
export const preferenceKey = (type: string, channel: Channel) => `${type} ${channel}`;

/** Whether a channel carries a type for this person. The inbox carries whatever is urgent; security mail always goes. */
export function carries(channel: Channel, type: NotificationType, severity: Severity, said: Preferences): boolean {
  const facts = typeFacts[type];
  const choice = said.get(preferenceKey(type, channel));
  switch (channel) {
    case "IN_APP":
      return severity === "URGENT" || (choice ?? true);
    case "EMAIL":
      return facts.email === "always" || (choice ?? facts.email === "on");
    case "SMS":
      return choice ?? (facts.sms === "urgent" && severity === "URGENT");
    case "PUSH":
      return choice ?? facts.push === "on";
  }
}

/** Whether the person may decide at all: what cannot be changed is shown as fixed. */
export const isFixed = (channel: Channel, type: NotificationType): boolean =>
  channel === "EMAIL" && typeFacts[type].email === "always";

const DAY = 24 * 60;
const MINUTE_MS = 60_000;

/** Minutes after midnight in a zone. An unknown zone counts as Nairobi. */
export function minuteOfDay(at: Date, timeZone: string): number {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  let text: string;
  try {
    text = new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at);
  } catch {
    text = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "Africa/Nairobi" }).format(at);
  }
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return hour * 60 + minute;
}

export type QuietHours = { quietFrom: number; quietUntil: number };
export const defaultQuiet: QuietHours = { quietFrom: 21 * 60, quietUntil: 6 * 60 + 30 };

/** Whether it is quiet for somebody. The span may cross midnight; equal ends mean there is none. */
export function isQuiet(minute: number, { quietFrom, quietUntil }: QuietHours): boolean {
  if (quietFrom === quietUntil) return false;
  return quietFrom < quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil;
}

/** When a message may leave the house: at once when urgent or outside quiet hours, else when they end. */
export function leavesAt(now: Date, severity: Severity, quietHours: QuietHours, timeZone: string): Date {
  const minute = minuteOfDay(now, timeZone);
  if (severity === "URGENT" || !isQuiet(minute, quietHours)) return now;
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const wait = (quietHours.quietUntil - minute + DAY) % DAY;
  const end = new Date(start + wait * MINUTE_MS);
  // Clocks that changed meanwhile put the end off by their step.
  const off = minuteOfDay(end, timeZone) - quietHours.quietUntil;
  return off === 0 || Math.abs(off) > 120 ? end : new Date(end.getTime() - off * MINUTE_MS);
}

export type Candidate = {
  id: string;
  type: string;
  severity: Severity;
  params: Readonly<Record<string, unknown>>;
  readAt: Date | null;
  createdAt: Date;
};
export type Reason = "overdue" | "due_today" | "due_soon" | "urgent" | "waiting" | "asks" | "new" | "unread";
export type Prioritised<C> = { row: C; score: number; reason: Reason; days: number };

const daysBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / (DAY * MINUTE_MS);

function weigh(row: Candidate, now: Date): { score: number; reason: Reason; days: number } {
  const facts = isKnownType(row.type) ? typeFacts[row.type] : null;
  const age = Math.max(0, daysBetween(row.createdAt, now));
  const due = facts?.due ? new Date(String(row.params[facts.due])) : null;
  // A day is due until it ends.
  const left = due && !Number.isNaN(due.getTime()) ? daysBetween(now, due) + 1 : null;
  const base = { URGENT: 1000, NOTICE: 200, INFO: 0 }[row.severity] + (facts?.asks ? 300 : 0);
  const fresh = Math.max(0, 90 - age * 30);
  const waiting = facts?.asks ? Math.min(150, Math.floor(age) * 30) : 0;
  const deadline = left === null ? 0 : left <= 0 ? 1200 : left <= 1 ? 900 : left <= 3 ? 500 : 0;
  const reason: Reason =
    left !== null && left <= 0
      ? "overdue"
      : left !== null && left <= 1
        ? "due_today"
        : left !== null && left <= 3
          ? "due_soon"
          : row.severity === "URGENT"
            ? "urgent"
            : facts?.asks && age >= 3
              ? "waiting"
              : facts?.asks
                ? "asks"
                : age < 1
                  ? "new"
                  : "unread";
  return {
    score: base + fresh + waiting + deadline,
    reason,
    days: Math.floor(left !== null && left > 0 ? left : left !== null ? -left + 1 : age),
  };
}

/** What to look at first, and why: unread ones only, the weightiest first, of equals the newest. */
export function prioritise<C extends Candidate>(rows: readonly C[], now: Date): Prioritised<C>[] {
  return rows
    .filter((row) => row.readAt === null)
    .map((row) => ({ row, ...weigh(row, now) }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.row.createdAt.getTime() - a.row.createdAt.getTime() ||
        (a.row.id < b.row.id ? 1 : a.row.id > b.row.id ? -1 : 0),
    );
}

/** Weight from which a notification stands above the list; what merely is new stays in its place. */
export const firstPlaces = 5;
export const worthFirst = ({ score }: { score: number }): boolean => score >= 450;

/** A reason is named where it tells more than the dot of an unread row already does. */
export const worthNaming = (reason: Reason): boolean => reason !== "unread";
