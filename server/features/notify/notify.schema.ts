import { z } from "zod";
import { listInput } from "@/lib/list";

export const severities = ["INFO", "NOTICE", "URGENT"] as const;
export type Severity = (typeof severities)[number];
export const channels = ["IN_APP", "EMAIL", "SMS", "PUSH"] as const;
export type Channel = (typeof channels)[number];
export const rhythms = ["NONE", "DAILY", "WEEKLY"] as const;
export type Rhythm = (typeof rhythms)[number];

/** Every kind of thing the school tells people. What each means stands in notify.domain.ts. */
export const notificationTypes = [
  "welcome",
  "account.new_sign_in",
  "account.password_changed",
  "account.factor_changed",
  "account.email_changed",
  "account.phone_changed",
  "account.locked",
  "invite.received",
  "application.decided",
  "goal.reached",
  "family.mood_low",
  "family.member_added",
  "family.member_removed",
  "family.rights_changed",
  "family.contested",
  "family.contest_opened",
  "family.contest_lifted",
  "team.member_added",
  "team.role_changed",
  "team.member_removed",
  "child.signed_in",
  "child.locked",
  "consent.changed",
  "consent.conflict",
  "consent.expiring",
  "consent.expired",
  "data_request.due",
  "data_request.answered",
  "export.ready",
  "case.assigned",
  "course.published",
  "course.sent_back",
  "course.enrolled",
  "course.joined",
  "course.left",
  "feedback.received",
  "feedback.answered",
  "feedback.hidden",
  "talk.asked",
  "talk.answered",
  "talk.announced",
  "talk.shown",
  "talk.removed",
  "talk.urgent",
  "work.returned",
  "work.mark_changed",
  "regrade.kept",
  "regrade.changed",
  "work.handed_in",
  "work.regrade_asked",
  "learner.praised",
  "learner.plan_made",
  "learner.plan_ended",
  "learner.review_due",
  "certificate.issued",
  "certificate.revoked",
  "system.job_failed",
] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** The inbox: newest first, by what it is about. */
export const inboxInput = listInput({
  sorts: ["createdAt"],
  defaultSort: "-createdAt",
  filters: { show: z.enum(["unread", "urgent"]), child: z.uuid() },
  limit: 25,
});
export type InboxInput = z.output<typeof inboxInput>;

export const markReadInput = z.object({ ids: z.array(z.uuid()).min(1).max(100) });

/** Everything told up to a moment: what arrives while the page is being read stays unread. */
export const markAllReadInput = z.object({
  before: z.coerce.date(),
  show: z.enum(["unread", "urgent"]).optional(),
  child: z.uuid().optional(),
});

export const preferenceInput = z.object({
  type: z.enum(notificationTypes),
  channel: z.enum(channels),
  enabled: z.boolean(),
});

const minuteOfDay = z.int().min(0).max(1439);
export const notifySettingInput = z.object({
  quietFrom: minuteOfDay,
  quietUntil: minuteOfDay,
  digest: z.enum(rhythms),
});

/** What a browser's subscription holds: where to push, and the device's own key and secret. */
export const devicePushInput = z
  .object({
    endpoint: z.url().max(1000),
    p256dh: z.string().regex(/^[\w-]{87}$/),
    auth: z.string().regex(/^[\w-]{22}$/),
  })
  .strict();
export const deviceInput = z.object({ endpoint: z.url().max(1000) }).strict();

export const digestInput = z.object({ digest: z.enum(rhythms) }).strict();

/** The most a family may set for itself: the school pays, so five times the usual KES 100 and no more. The table's check says the same. */
export const MOST_BUDGET_CENTS = 50_000n;
/** A family's own monthly budget for SMS, in cents; null is the usual one. */
export const budgetInput = z
  .object({ familyId: z.uuid(), monthCents: z.bigint().min(0n).max(MOST_BUDGET_CENTS).nullable() })
  .strict();

export const messageInput = z.object({ id: z.uuid() }).strict();

/** How long ago the page was asked for, so that what happened meanwhile is told; and the last thing heard, after a lost line. */
export const streamInput = z
  .object({
    age: z.number().min(0).max(86_400_000).optional(),
    lastEventId: z.string().max(100).optional(),
  })
  .default({});

/** One message of the stream. */
export type LiveMessage =
  | { kind: "ready"; payload: { unreadNotifications: number } }
  | { kind: "counters"; payload: { unreadNotifications: number } }
  | { kind: "notification"; payload: { id?: string; type?: string; severity?: string } }
  | { kind: "changed"; payload: { topic: string } }
  | { kind: "reset"; payload: Record<string, never> }
  | { kind: "end"; payload: { reason: "session" | "replaced" | "stopping" } };
