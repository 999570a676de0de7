import { type MailClient, MailRefused, mailClient } from "@/server/integrations/mail/client";
import { type SmsClient, SmsRefused, SmsUnwanted, smsClient } from "@/server/integrations/sms/client";
import type { DeliveryReport } from "@/server/integrations/sms/parse";
import { systemActor } from "@/server/platform/actor";
import { openText } from "@/server/platform/crypto";
import { Sql, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { afterFailure, type Failure, LOCK_MS } from "./notify.delivery.domain";

const outbox = systemActor("outbox");
/** So many failures in a row are the service's, not the messages': the rest is left untried until the next round. */
const AWAY_AFTER = 3;

type Claimed = {
  id: string;
  channel: "EMAIL" | "SMS";
  toAddress: string;
  subject: string | null;
  text: string | null;
  html: string | null;
  messageId: string;
  attempts: number;
};
export type Clients = { mail: MailClient; sms: SmsClient };
export type Delivered = { sent: number; failed: number; more: boolean };

/**
 * Sends what is due, one message after another: claim in one short transaction, send outside any, record in another.
 * Two senders never hold the same message; one that is killed leaves at most the message it held, which goes out again
 * under the same Message-ID once its lock has passed.
 */
export async function deliverDue(
  options: { clients?: Clients; limit?: number; until?: Date; now?: () => Date } = {},
): Promise<Delivered> {
  const { limit = 200, now = () => new Date() } = options;
  const until = options.until ?? new Date(now().getTime() + 20_000);
  const clients = options.clients ?? { mail: mailClient(), sms: smsClient() };
  const result: Delivered = { sent: 0, failed: 0, more: false };
  const away = { EMAIL: 0, SMS: 0 };
  for (let count = 0; ; count++) {
    if (count >= limit || now() >= until) return { ...result, more: true };
    const open = (["EMAIL", "SMS"] as const).filter((channel) => away[channel] < AWAY_AFTER);
    const message = open.length > 0 ? await claim(open, now()) : null;
    if (!message) return result;
    const failure = await attempt(message, clients, now);
    away[message.channel] = failure === "later" ? away[message.channel] + 1 : 0;
    if (failure) result.failed++;
    else result.sent++;
  }
}

async function claim(channels: Claimed["channel"][], now: Date): Promise<Claimed | null> {
  const lockedUntil = new Date(now.getTime() + LOCK_MS);
  const rows = await work(outbox, (db) =>
    db.$queryRaw<Claimed[]>(Sql.sql`
      UPDATE "OutboxMessage" SET status = 'SENDING', attempts = attempts + 1, "lockedUntil" = ${lockedUntil}
      WHERE id = (
        SELECT id FROM "OutboxMessage"
        WHERE channel::text IN (${Sql.join(channels)})
          AND ((status IN ('PENDING', 'FAILED') AND "nextAttemptAt" <= ${now}) OR (status = 'SENDING' AND "lockedUntil" < ${now}))
        ORDER BY "nextAttemptAt", id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id::text, channel::text, "toAddress", subject, text, html, "messageId", attempts`),
  );
  return rows[0] ?? null;
}

/** Sends one and writes down how it went; null when it was sent. */
async function attempt(message: Claimed, clients: Clients, now: () => Date): Promise<Failure | null> {
  try {
    const { providerId, costCents } = await send(message, clients);
    await record(message, { status: "SENT", sentAt: now(), providerId, costCents, lastError: null });
    return null;
  } catch (error) {
    const failure = judge(error);
    const { status, nextAttemptAt } = afterFailure(failure, message.attempts, now());
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await record(message, { status, nextAttemptAt, lastError });
    logger.warn({ messageId: message.messageId, status, attempts: message.attempts }, "A message was not sent");
    return failure;
  }
}

class Wordless extends Error {}

async function send(
  message: Claimed,
  clients: Clients,
): Promise<{ providerId: string | null; costCents: bigint | null }> {
  if (!message.text) throw new Wordless("the message was left without words");
  // A message with a code in it waits sealed: see crypto.ts.
  const text = openText(message.text, `outbox:${message.messageId}`);
  if (message.channel === "SMS") return clients.sms.send({ to: message.toAddress, text });
  const { providerId } = await clients.mail.send({
    messageId: message.messageId,
    to: message.toAddress,
    from: env().MAIL_FROM,
    subject: message.subject ?? "",
    text,
    html: message.html,
  });
  return { providerId, costCents: null };
}

function judge(error: unknown): Failure {
  if (error instanceof SmsUnwanted) return "unwanted";
  if (error instanceof MailRefused || error instanceof SmsRefused || error instanceof Wordless) return "refused";
  return "later";
}

type Outcome = {
  status: "SENT" | "FAILED" | "DEAD" | "SUPPRESSED";
  sentAt?: Date;
  nextAttemptAt?: Date;
  providerId?: string | null;
  costCents?: bigint | null;
  lastError: string | null;
};

/** Only while the message is still ours: a sender that was held up past its lock must not overwrite its successor. */
async function record(message: Claimed, outcome: Outcome): Promise<void> {
  await work(outbox, (db) =>
    db.outboxMessage.updateMany({
      where: { id: message.id, status: "SENDING", attempts: message.attempts },
      data: { ...outcome, lockedUntil: null },
    }),
  );
}

/**
 * Applies a gateway's report. Repeats and late ones change nothing: only a sent message can become delivered or failed.
 * False when the message is not known under that id (yet): the sender may not have written it down.
 */
export async function applyDeliveryReport(report: DeliveryReport): Promise<boolean> {
  return work(outbox, async (db) => {
    const known = await db.outboxMessage.count({ where: { channel: "SMS", providerId: report.id } });
    if (known === 0) return false;
    const where = { channel: "SMS" as const, providerId: report.id, status: "SENT" as const };
    if (report.status === "Success") await db.outboxMessage.updateMany({ where, data: { status: "DELIVERED" } });
    if (report.status === "Rejected" || report.status === "Failed") {
      const unwanted = report.failureReason === "UserInBlackList" || report.failureReason === "UserInBlacklist";
      const data = {
        status: unwanted ? ("SUPPRESSED" as const) : ("DEAD" as const),
        lastError: report.failureReason ?? report.status,
      };
      await db.outboxMessage.updateMany({ where, data });
    }
    return true;
  });
}
