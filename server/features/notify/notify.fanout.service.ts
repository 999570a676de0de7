import { v7 as uuid } from "uuid";
import { isLocale } from "@/lib/locales";
import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { enqueue } from "@/server/platform/outbox";
import { messageEnqueued } from "./notify.delivery.events";
import { carries, defaultQuiet, isKnownType, leavesAt, preferenceKey } from "./notify.domain";
import type { Channel } from "./notify.schema";
import { compose } from "./notify.templates";

/** Channels that leave the house by now. */
const outside = ["EMAIL", "SMS"] as const satisfies readonly Channel[];

/**
 * Decides for one notification what leaves the house, when and in which words, and writes the messages. Runs as a
 * system actor, which alone may read addresses and preferences. Repeating it writes nothing twice: a message is named
 * by its notification and channel. Returns the channels it has a message for.
 */
export function fanOut(notificationId: string, now: Date): Promise<Channel[]> {
  return work(systemActor("notify"), async (db) => {
    const notification = await db.notification.findUnique({
      where: { id: notificationId },
      select: {
        userId: true,
        type: true,
        severity: true,
        params: true,
        href: true,
        user: {
          select: {
            name: true,
            preferredName: true,
            email: true,
            emailVerifiedAt: true,
            phone: true,
            phoneVerifiedAt: true,
            status: true,
            locale: true,
            timeZone: true,
            preferences: { select: { type: true, channel: true, enabled: true } },
            notifySetting: { select: { quietFrom: true, quietUntil: true } },
          },
        },
      },
    });
    // Deleted with its owner meanwhile, or of a type this version no longer knows.
    if (!notification || !isKnownType(notification.type) || notification.user.status !== "ACTIVE") return [];
    const { user, type, severity, userId, href } = notification;
    const said = new Map(user.preferences.map((row) => [preferenceKey(row.type, row.channel), row.enabled]));
    // An address nobody has proved to be theirs may be a stranger's.
    const addresses = {
      EMAIL: user.emailVerifiedAt ? user.email : null,
      SMS: user.phoneVerifiedAt ? user.phone : null,
    };
    const planned = outside.flatMap((channel) => {
      const toAddress = addresses[channel];
      return toAddress && carries(channel, type, severity, said) ? [{ channel, toAddress }] : [];
    });
    if (planned.length === 0) return [];

    const locale = isLocale(user.locale) ? user.locale : "en";
    const params = (notification.params ?? {}) as Record<string, unknown>;
    const { APP_URL } = env();
    const name = user.preferredName ?? user.name.split(" ")[0] ?? user.name;
    const words = compose({ type, params, href }, { locale, timeZone: user.timeZone, name }, APP_URL);
    const nextAttemptAt = leavesAt(now, severity, user.notifySetting ?? defaultQuiet, user.timeZone);
    const host = new URL(APP_URL).hostname;
    await db.outboxMessage.createMany({
      data: planned.map(({ channel, toAddress }) => ({
        id: uuid(),
        channel,
        userId,
        toAddress,
        locale,
        template: `notification/${type}`,
        params: { notificationId },
        subject: channel === "EMAIL" ? words.subject : null,
        text: channel === "EMAIL" ? words.text : words.sms,
        html: channel === "EMAIL" ? words.html : null,
        dedupeKey: `notification:${notificationId}:${channel}`,
        messageId: `<notification-${notificationId}-${channel.toLowerCase()}@${host}>`,
        nextAttemptAt,
      })),
      skipDuplicates: true,
    });
    // Those that wait for the morning are found by the sweep.
    if (nextAttemptAt <= now) await enqueue(db, messageEnqueued, {}, `notification:${notificationId}`);
    return planned.map(({ channel }) => channel);
  });
}
