import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { enqueue, enqueueAll } from "@/server/platform/outbox";
import { messageEnqueued } from "./notify.delivery.events";
import { defaultQuiet, isFixed, missingParams, typeFacts } from "./notify.domain";
import { notificationCreated } from "./notify.events";
import { paysFor } from "./notify.policy";
import { inboxScope } from "./notify.queries";
import type {
  budgetInput,
  digestInput,
  markAllReadInput,
  markReadInput,
  NotificationType,
  notifySettingInput,
  preferenceInput,
  Severity,
} from "./notify.schema";

export type Notice = {
  userId: string;
  type: NotificationType;
  /** The type's own when absent. */
  severity?: Severity;
  params: Record<string, string | number>;
  /** Where the matter can be seen and done, within the recipient's own pages. */
  href?: string | null;
  /** Names the fact: said twice to the same person, it makes one notification. */
  dedupeKey: string;
  studentId?: string | null;
};

const ownPath = /^\/(?!\/)[^\s\\]*$/;

function rowOf(notice: Notice) {
  const { userId, type, params } = notice;
  const missing = missingParams(type, params);
  if (missing.length) throw new Error(`A notification "${type}" lacks ${missing.join(", ")}`);
  if (notice.href && !ownPath.test(notice.href)) throw new Error(`A notification leads to a page of our own, not away`);
  return {
    id: uuid(),
    userId,
    type,
    severity: notice.severity ?? typeFacts[type].severity,
    params,
    href: notice.href ?? null,
    studentId: notice.studentId ?? null,
    dedupeKey: `${userId}:${type}:${notice.dedupeKey}`,
  };
}

/**
 * Tells a person something, in the unit of the fact: their inbox, their open pages, and an event from which a job later
 * decides what leaves the house. The acting person may not read another's address, language or preferences, so nothing
 * here does; the row always stands and the recipient's own choice decides whether their inbox shows it.
 * Returns whether it was new.
 */
export async function notify(db: Db, notice: Notice): Promise<boolean> {
  const { id, userId, type, severity, ...row } = rowOf(notice);
  const { count } = await db.notification.createMany({
    data: { id, userId, type, severity, ...row },
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await live(db, [userId], "notification", { id, type, severity });
  await enqueue(db, notificationCreated, { notificationId: id }, id);
  return true;
}

/** Tells many people one new fact, each in their own row, in as many statements as for one. */
export async function notifyAll(db: Db, notices: readonly Notice[]): Promise<void> {
  const rows = notices.map(rowOf);
  if (rows.length === 0) return;
  await db.notification.createMany({ data: rows });
  await live(
    db,
    rows.map(({ userId }) => userId),
    "changed",
    { topic: "notifications" },
  );
  await enqueueAll(
    db,
    notificationCreated,
    rows.map(({ id }) => ({ payload: { notificationId: id }, dedupeKey: id })),
  );
}

/** The person's other open pages learn that something was read. */
const tellOwnPages = (db: Db, ctx: Ctx) => live(db, [ctx.actor.userId], "changed", { topic: "notifications" });

/** Marks some of one's own as read; those of others are not found and stay as they are. */
export function markRead(ctx: Ctx, input: z.output<typeof markReadInput>) {
  return ctx.work(async (db) => {
    const { count } = await db.notification.updateMany({
      where: { userId: ctx.actor.userId, id: { in: input.ids }, readAt: null },
      data: { readAt: ctx.now },
    });
    if (count > 0) {
      await tellOwnPages(db, ctx);
      await audit(db, ctx, {
        action: "notification.read",
        subjectType: "notification",
        subjectId: input.ids.length === 1 ? input.ids[0] : null,
        after: { count },
      });
    }
    return { read: count };
  });
}

/** Marks everything shown under a filter as read, up to a moment: what arrived later stays unread. */
export function markAllRead(ctx: Ctx, input: z.output<typeof markAllReadInput>) {
  return ctx.work(async (db) => {
    const scope = await inboxScope(db, ctx.actor, input);
    const { count } = await db.notification.updateMany({
      where: { AND: [...scope, { readAt: null, createdAt: { lte: input.before } }] },
      data: { readAt: ctx.now },
    });
    if (count > 0) {
      await tellOwnPages(db, ctx);
      await audit(db, ctx, {
        action: "notification.all_read",
        subjectType: "notification",
        after: { count, before: input.before, ...(input.show && { show: input.show }) },
      });
    }
    return { read: count };
  });
}

/** Says whether a channel carries a type. Back to the default is written like any other choice. */
export function setPreference(ctx: Ctx, input: z.output<typeof preferenceInput>) {
  const { type, channel, enabled } = input;
  const userId = ctx.actor.userId;
  if (isFixed(channel, type) && !enabled) throw new AppError("CONFLICT", "preference.fixed");
  return ctx.work(async (db) => {
    const key = { userId_type_channel: { userId, type, channel } };
    const before = await db.notificationPreference.findUnique({ where: key, select: { enabled: true } });
    await db.notificationPreference.upsert({
      where: key,
      create: { userId, type, channel, enabled },
      update: { enabled },
    });
    await tellOwnPages(db, ctx);
    await audit(db, ctx, {
      action: "notification.preference_set",
      subjectType: "notification_preference",
      subjectId: userId,
      before,
      after: { type, channel, enabled },
    });
    return { type, channel, enabled };
  });
}

/** Sets quiet hours and the rhythm of the digest. */
export function setNotifySetting(ctx: Ctx, input: z.output<typeof notifySettingInput>) {
  const userId = ctx.actor.userId;
  return ctx.work(async (db) => {
    const before = await db.notificationSetting.findUnique({
      where: { userId },
      select: { quietFrom: true, quietUntil: true, digest: true },
    });
    await db.notificationSetting.upsert({ where: { userId }, create: { userId, ...input }, update: input });
    await audit(db, ctx, {
      action: "notification.setting_set",
      subjectType: "notification_setting",
      subjectId: userId,
      before,
      after: input,
    });
    return input;
  });
}

/** Chooses the rhythm of the summary; quiet hours stay as they are. */
export function chooseDigest(ctx: Ctx, input: z.output<typeof digestInput>) {
  return ctx.work(async (db) => {
    const before = await db.notificationSetting.findUnique({
      where: { userId: ctx.actor.userId },
      select: { quietFrom: true, quietUntil: true, digest: true },
    });
    const { quietFrom, quietUntil } = before ?? defaultQuiet;
    await setNotifySetting(ctx, { quietFrom, quietUntil, digest: input.digest });
    return input;
  });
}

/** Sets what SMS may cost a family in a month. Only who may pay for its children; another's family is not found. */
export function setBudget(ctx: Ctx, { familyId, monthCents }: z.output<typeof budgetInput>) {
  return ctx.work(async (db) => {
    const paid = await db.student.count({
      where: { familyId, guardianships: { some: paysFor(ctx.actor.userId) } },
    });
    if (paid === 0) throw new AppError("NOT_FOUND", "family.not_found");
    const before = await db.familyMessageBudget.findUnique({ where: { familyId }, select: { monthCents: true } });
    if (monthCents === null) await db.familyMessageBudget.deleteMany({ where: { familyId } });
    else
      await db.familyMessageBudget.upsert({
        where: { familyId },
        create: { familyId, monthCents },
        update: { monthCents },
      });
    await audit(db, ctx, {
      action: "family.sms_budget_set",
      subjectType: "family",
      subjectId: familyId,
      before,
      after: { monthCents },
    });
    return { familyId, monthCents };
  });
}

/** Puts a message that was given up back in line, under its old id, and wakes the sender. */
export function retryMessage(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const message = await db.outboxMessage.findUnique({ where: { id }, select: { status: true, template: true } });
    if (!message) throw new AppError("NOT_FOUND", "message.not_found");
    const { count } = await db.outboxMessage.updateMany({
      where: { id, status: { in: ["DEAD", "FAILED"] } },
      data: { status: "PENDING", attempts: 0, nextAttemptAt: ctx.now, lockedUntil: null },
    });
    if (count === 0) throw new AppError("CONFLICT", "message.not_failed");
    await enqueue(db, messageEnqueued, {}, `retry:${id}:${ctx.now.getTime()}`);
    await audit(db, ctx, {
      action: "message.retried",
      subjectType: "message",
      subjectId: id,
      before: { status: message.status },
      after: { status: "PENDING", template: message.template },
    });
    return { status: "PENDING" as const };
  });
}
