import { z } from "zod";
import { isLocale } from "@/lib/locales";
import type { PushTarget } from "@/server/integrations/push/client";
import { systemActor } from "@/server/platform/actor";
import { openText } from "@/server/platform/crypto";
import { type Db, Sql, work } from "@/server/platform/db/work";
import { translator } from "@/server/platform/i18n";
import { enqueue } from "@/server/platform/outbox";
import { smsWithheld } from "./notify.delivery.events";
import { isKnownType, typeFacts } from "./notify.domain";
import { judgeSms, type Outside, smsParts, type Withheld } from "./notify.plan.domain";

const outbox = systemActor("outbox");
/** A message that has lain longer than this may have been read meanwhile, on the way to its sender. */
const FRESH_MS = 60_000;

/** What the fan-out leaves beside a message. Messages of other rooms leave nothing of it. */
const params = z.object({
  notificationId: z.uuid().optional(),
  /** Not sent when its notification was read before. */
  ifUnread: z.boolean().optional(),
  urgent: z.boolean().optional(),
});

export type Claimed = {
  id: string;
  channel: Outside;
  userId: string | null;
  toAddress: string;
  locale: string;
  template: string;
  subject: string | null;
  text: string | null;
  html: string | null;
  messageId: string;
  attempts: number;
  familyId: string | null;
  createdAt: Date;
  params: unknown;
};
export type Ready = Claimed & {
  told: z.output<typeof params>;
  /** The device a push goes to. */
  target: PushTarget | null;
};

/**
 * Takes the next message that is due and may be sent; null when there is none. Taking and judging are one short
 * transaction, so that two senders never hold the same message and never spend the same shilling. Those that must not
 * be sent any more are put away on the way, with the reason.
 */
export async function claim(
  channels: readonly Outside[],
  now: Date,
  lockMs: number,
): Promise<Ready | "put away" | null> {
  const lockedUntil = new Date(now.getTime() + lockMs);
  return work(outbox, async (db) => {
    const [message] = await db.$queryRaw<Claimed[]>(Sql.sql`
      UPDATE "OutboxMessage" SET status = 'SENDING', attempts = attempts + 1, "lockedUntil" = ${lockedUntil}
      WHERE id = (
        SELECT id FROM "OutboxMessage"
        WHERE status IN ('PENDING', 'SENDING', 'FAILED') AND channel::text IN (${Sql.join([...channels])})
          AND CASE WHEN status = 'SENDING' THEN "lockedUntil" < ${now} ELSE "nextAttemptAt" <= ${now} END
        ORDER BY rank, "nextAttemptAt", id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id::text, channel::text, "userId"::text, "toAddress", locale, template, subject, text, html, "messageId", attempts,
        "familyId"::text, "createdAt", params`);
    if (!message) return null;
    const told = params.catch({}).parse(message.params);
    const putAway = async (reason: string): Promise<"put away"> => {
      await db.outboxMessage.updateMany({
        where: { id: message.id },
        data: { status: "SUPPRESSED", reason, lockedUntil: null, costCents: null },
      });
      return "put away";
    };
    if (await isRead(db, message, told, now)) return putAway("read");
    if (message.channel === "PUSH") {
      const target = await deviceOf(db, message);
      return target ? { ...message, told, target } : putAway("gone");
    }
    if (message.channel === "SMS" && message.text) {
      const words = openText(message.text, `outbox:${message.messageId}`);
      const { verdict, cents } = await account(db, message, words, told.urgent === true, now);
      if (!verdict.send) {
        await tellWithheld(db, message.id, told.notificationId, verdict.why);
        return putAway(verdict.why);
      }
      // Set aside until the gateway has said what it really cost.
      await db.outboxMessage.updateMany({
        where: { id: message.id },
        data: { costCents: cents, ...(verdict.beyond ? { reason: "beyond" } : {}) },
      });
      return { ...message, text: verdict.beyond ? beyond(words, message.locale) : words, told, target: null };
    }
    return { ...message, told, target: null };
  });
}

const beyond = (words: string, locale: string) =>
  `${words} (${translator(isLocale(locale) ? locale : "en", "notify")("mail.beyond")})`;

/** Leaves the word that a mail should go instead, in the unit that put the SMS away. */
export async function tellWithheld(
  db: Db,
  messageId: string,
  notificationId: string | undefined,
  why: Withheld,
): Promise<void> {
  if (notificationId) await enqueue(db, smsWithheld, { notificationId, why }, messageId);
}

async function isRead(db: Db, message: Claimed, told: Ready["told"], now: Date): Promise<boolean> {
  if (!told.ifUnread || !told.notificationId) return false;
  if (now.getTime() - message.createdAt.getTime() < FRESH_MS) return false;
  const notification = await db.notification.findUnique({
    where: { id: told.notificationId },
    select: { readAt: true },
  });
  return notification?.readAt != null;
}

async function deviceOf(db: Db, message: Claimed): Promise<PushTarget | null> {
  const rows = await db.$queryRaw<PushTarget[]>`
    SELECT id::text, endpoint, p256dh, auth FROM app.push_targets(${message.userId}::uuid) WHERE id::text = ${message.toAddress}`;
  return rows[0] ?? null;
}

type Sums = { family: bigint; own: bigint | null; school: bigint; sent: number; unwanted: boolean };
const zone = Sql.sql`'Africa/Nairobi'`;

/** What has been spent, under a lock: two senders that ask at once must not both find the last shilling. */
async function account(db: Db, message: Claimed, words: string, urgent: boolean, now: Date) {
  const rows = await db.$queryRaw<{ name: string; value: bigint }[]>`
    SELECT name, value FROM "MessageLimit" ORDER BY name FOR UPDATE`;
  const limit = (name: string) => rows.find((row) => row.name === name)?.value ?? 0n;
  const [sums] = await db.$queryRaw<Sums[]>(Sql.sql`SELECT
    (SELECT coalesce(sum("costCents"), 0)::bigint FROM "OutboxMessage" WHERE "familyId" = ${message.familyId}::uuid AND channel = 'SMS' AND id <> ${message.id}::uuid
      AND "createdAt" >= date_trunc('month', ${now}::timestamptz AT TIME ZONE ${zone}) AT TIME ZONE ${zone}) AS family,
    (SELECT "monthCents" FROM "FamilyMessageBudget" WHERE "familyId" = ${message.familyId}::uuid) AS own,
    (SELECT coalesce(sum("costCents"), 0)::bigint FROM "OutboxMessage" WHERE channel = 'SMS' AND id <> ${message.id}::uuid
      AND "createdAt" >= date_trunc('day', ${now}::timestamptz AT TIME ZONE ${zone}) AT TIME ZONE ${zone}) AS school,
    (SELECT count(*)::int FROM "OutboxMessage" WHERE "toAddress" = ${message.toAddress} AND channel = 'SMS' AND "costCents" IS NOT NULL
      AND id <> ${message.id}::uuid AND "createdAt" > ${now}::timestamptz - interval '24 hours') AS sent,
    EXISTS (SELECT FROM "OutboxMessage" WHERE "toAddress" = ${message.toAddress} AND channel = 'SMS' AND reason = 'unwanted'
      AND id <> ${message.id}::uuid) AS unwanted`);
  if (!sums) throw new Error("The sums of the outbox did not come");
  const cents = BigInt(smsParts(words)) * limit("sms_part_cents");
  const [kind, type = ""] = message.template.split("/");
  // Codes and letters of the account are asked for by their receiver, who cannot come in without them.
  const safety = kind === "notification" ? urgent && isKnownType(type) && typeFacts[type].safety === true : true;
  const verdict = judgeSms({
    cents,
    family: message.familyId ? { spent: sums.family, limit: sums.own ?? limit("family_month_cents") } : null,
    school: { spent: sums.school, limit: limit("school_day_cents") },
    number: { sent: sums.sent, limit: Number(limit("number_day_count")) },
    unwanted: sums.unwanted,
    safety,
  });
  return { verdict, cents };
}
