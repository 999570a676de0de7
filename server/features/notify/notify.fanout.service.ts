import { v7 as uuid } from "uuid";
import { isLocale, type Locale } from "@/lib/locales";
import { systemActor } from "@/server/platform/actor";
import { type Db, type Prisma, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { enqueue } from "@/server/platform/outbox";
import { rankOf } from "./notify.delivery.domain";
import { messageEnqueued } from "./notify.delivery.events";
import {
  defaultQuiet,
  isFixed,
  isKnownType,
  isQuiet,
  leavesAt,
  minuteOfDay,
  type Preferences,
  preferenceKey,
} from "./notify.domain";
import { notificationWaits } from "./notify.events";
import { type Outside, planChannels, type Withheld } from "./notify.plan.domain";
import { isOpen } from "./notify.presence.service";
import type { Channel, NotificationType, Rhythm, Severity } from "./notify.schema";
import { compose, pushWords } from "./notify.templates";
import { mayStop, stopAddress } from "./notify.unsubscribe";

const notifyActor = systemActor("notify");
/** Seen at a page so lately, somebody is taken to be there still. */
const SEEN_MS = 3 * 60_000;
const MINUTE_MS = 60_000;

type Told = {
  id: string;
  userId: string;
  type: NotificationType;
  severity: Severity;
  params: Readonly<Record<string, unknown>>;
  href: string | null;
  studentId: string | null;
  readAt: Date | null;
};
type Reader = {
  name: string;
  locale: Locale;
  timeZone: string;
  email: string | null;
  phone: string | null;
  said: Preferences;
  quiet: { quietFrom: number; quietUntil: number };
  digest: Rhythm;
  devices: string[];
  seenAt: Date | null;
};

/**
 * What is needed to decide for one notification. Read as a system actor, which alone may see addresses and preferences.
 * Null when it was deleted with its owner, is of a type this version no longer knows, or its reader may not act.
 */
async function load(db: Db, notificationId: string): Promise<{ told: Told; reader: Reader } | null> {
  const row = await db.notification.findUnique({
    where: { id: notificationId },
    select: {
      id: true,
      userId: true,
      type: true,
      severity: true,
      params: true,
      href: true,
      studentId: true,
      readAt: true,
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
          notifySetting: { select: { quietFrom: true, quietUntil: true, digest: true } },
        },
      },
    },
  });
  if (!row || !isKnownType(row.type) || row.user.status !== "ACTIVE") return null;
  const { user, ...told } = row;
  const devices = await db.$queryRaw<{ id: string }[]>`SELECT id::text FROM app.push_targets(${row.userId}::uuid)`;
  const [seen] = await db.$queryRaw<{ at: Date | null }[]>`SELECT app.last_seen(${row.userId}::uuid) AS at`;
  return {
    told: { ...told, type: row.type, params: (row.params ?? {}) as Record<string, unknown> },
    reader: {
      name: user.preferredName ?? user.name.split(" ")[0] ?? user.name,
      locale: isLocale(user.locale) ? user.locale : "en",
      timeZone: user.timeZone,
      // An address nobody has proved to be theirs may be a stranger's.
      email: user.emailVerifiedAt ? user.email : null,
      phone: user.phoneVerifiedAt ? user.phone : null,
      said: new Map(user.preferences.map((one) => [preferenceKey(one.type, one.channel), one.enabled])),
      quiet: user.notifySetting ?? defaultQuiet,
      digest: user.notifySetting?.digest ?? "NONE",
      devices: devices.map(({ id }) => id),
      seenAt: seen?.at ?? null,
    },
  };
}

const isOnline = async ({ userId }: Told, { seenAt }: Reader, now: Date) =>
  (seenAt !== null && Math.abs(now.getTime() - seenAt.getTime()) < SEEN_MS) || (await isOpen(userId, now.getTime()));

/**
 * Decides for one notification what leaves the house, when and in which words, and writes the messages; and when to look
 * again should nobody have read it. `tried` names the channels of before. Repeating it writes nothing twice: a message is
 * named by its notification, channel and device. Returns the channels it has a message for.
 */
export async function fanOut(notificationId: string, now: Date, tried: readonly Channel[] = []): Promise<Outside[]> {
  const found = await work(notifyActor, (db) => load(db, notificationId));
  if (!found || (tried.length > 0 && found.told.readAt)) return [];
  const { told, reader } = found;
  const { type, severity } = told;
  // Who has read it already is as good as there.
  const online = tried.length === 0 && (told.readAt !== null || (await isOnline(told, reader, now)));
  const plan = planChannels({
    type,
    severity,
    said: reader.said,
    reach: { PUSH: reader.devices.length > 0, EMAIL: reader.email !== null, SMS: reader.phone !== null },
    online,
    quiet: isQuiet(minuteOfDay(now, reader.timeZone), reader.quiet),
    digest: reader.digest,
    tried,
  });
  const leaves = leavesAt(now, severity, reader.quiet, reader.timeZone);
  return work(notifyActor, async (db) => {
    const data = await messagesFor(db, told, reader, plan.go, leaves);
    await db.outboxMessage.createMany({ data, skipDuplicates: true });
    // Those that wait for the morning are found by the sweep.
    if (data.length > 0 && leaves <= now)
      await enqueue(db, messageEnqueued, {}, [`notification:${notificationId}`, ...tried].join(":"));
    if (plan.wait !== null && !told.readAt) {
      const until = new Date(leaves.getTime() + plan.wait * MINUTE_MS).toISOString();
      const key = `${notificationId}:${[...plan.tried].sort().join(":")}`;
      await enqueue(db, notificationWaits, { notificationId, tried: plan.tried, until }, key);
    }
    return plan.go;
  });
}

/** An SMS could not be sent: a mail goes in its place, unless there is one already, and says why. */
export async function sendInstead(notificationId: string, why: Withheld, now: Date): Promise<boolean> {
  return work(notifyActor, async (db) => {
    const found = await load(db, notificationId);
    if (!found) return false;
    const { told, reader } = found;
    if (!reader.email || told.readAt || reader.said.get(preferenceKey(told.type, "EMAIL")) === false) return false;
    const leaves = leavesAt(now, told.severity, reader.quiet, reader.timeZone);
    const data = await messagesFor(db, told, reader, ["EMAIL"], leaves, why);
    const { count } = await db.outboxMessage.createMany({ data, skipDuplicates: true });
    if (count > 0) await enqueue(db, messageEnqueued, {}, `instead:${notificationId}`);
    return count > 0;
  });
}

async function messagesFor(
  db: Db,
  told: Told,
  reader: Reader,
  channels: readonly Outside[],
  nextAttemptAt: Date,
  instead: Withheld | null = null,
): Promise<Prisma.OutboxMessageCreateManyInput[]> {
  if (channels.length === 0) return [];
  const { id, userId, type, severity } = told;
  const { APP_URL } = env();
  const host = new URL(APP_URL).hostname;
  const unsubscribe = mayStop(type) ? stopAddress({ userId, what: type }, reader.locale) : null;
  const words = compose(told, reader, APP_URL, { unsubscribe, instead });
  const familyId = channels.includes("SMS") ? await payer(db, told) : null;
  const one = (channel: Outside, toAddress: string, device = "") => ({
    id: uuid(),
    channel,
    userId,
    toAddress,
    locale: reader.locale,
    template: `notification/${type}`,
    params: {
      notificationId: id,
      urgent: severity === "URGENT",
      // What was asked for by name comes in any case; the rest is not sent once it has been read.
      ifUnread: !isFixed(channel, type) && reader.said.get(preferenceKey(type, channel)) !== true,
    },
    rank: rankOf[severity],
    dedupeKey: `notification:${id}:${channel}${device && `:${device}`}`,
    messageId: `<notification-${id}-${channel.toLowerCase()}${device && `-${device}`}@${host}>`,
    nextAttemptAt,
  });
  return channels.flatMap((channel): Prisma.OutboxMessageCreateManyInput[] => {
    if (channel === "EMAIL")
      return reader.email
        ? [{ ...one(channel, reader.email), subject: words.subject, text: words.text, html: words.html }]
        : [];
    if (channel === "SMS") return reader.phone ? [{ ...one(channel, reader.phone), text: words.sms, familyId }] : [];
    // Nothing of the matter itself: a device may lie on a table. What it is about is read behind the door.
    const payload = JSON.stringify({ id, ...pushWords(severity, reader.locale), lang: reader.locale });
    return reader.devices.map((device) => ({ ...one(channel, device, device), text: payload }));
  });
}

async function payer(db: Db, { userId, studentId }: Told): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string | null }[]>`
    SELECT app.message_family(${userId}::uuid, ${studentId}::uuid)::text AS id`;
  return row?.id ?? null;
}
