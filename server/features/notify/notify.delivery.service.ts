import { type MailClient, MailRefused, mailClient } from "@/server/integrations/mail/client";
import { PushBusy, type PushClient, PushGone, PushRefused, pushClient } from "@/server/integrations/push/client";
import { type SmsClient, SmsRefused, SmsUnwanted, smsClient } from "@/server/integrations/sms/client";
import type { DeliveryReport } from "@/server/integrations/sms/parse";
import { systemActor } from "@/server/platform/actor";
import { openText } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { claim, type Ready, tellWithheld } from "./notify.claim.service";
import { afterFailure, deliveryDelay, type Failure, LOCK_MS } from "./notify.delivery.domain";
import { ladder } from "./notify.plan.domain";
import { unsubscribeHeaders } from "./notify.unsubscribe";

const outbox = systemActor("outbox");
/**
 * So many failures in a row are the service's, not the messages': the rest is left untried until the next round. A
 * receiver that fails a third of the time does it once in 6,500 messages.
 */
const AWAY_AFTER = 8;
/** A device whose service fails so often in a row is taken for gone. */
const DEVICE_FAILURES = 20;

export type Clients = { mail: MailClient; sms: SmsClient; push: PushClient };
export type Delivered = { sent: number; failed: number; more: boolean };
export type Pace = { lockMs: number; delay: (attempts: number) => number };
const usual: Pace = { lockMs: LOCK_MS, delay: deliveryDelay };

/**
 * Sends what is due, one message after another: claim in one short transaction, send outside any, record in another.
 * Two senders never hold the same message; one that is killed leaves at most the message it held, which goes out again
 * under the same id once its lock has passed.
 */
export async function deliverDue(
  options: { clients?: Clients; limit?: number; until?: Date; now?: () => Date; pace?: Pace } = {},
): Promise<Delivered> {
  const { limit = 200, now = () => new Date(), pace = usual } = options;
  const until = options.until ?? new Date(now().getTime() + 20_000);
  const clients = options.clients ?? { mail: mailClient(), sms: smsClient(), push: pushClient() };
  const result: Delivered = { sent: 0, failed: 0, more: false };
  const away = { EMAIL: 0, SMS: 0, PUSH: 0 };
  for (let count = 0; ; count++) {
    if (count >= limit || now() >= until) return { ...result, more: true };
    const open = ladder.filter((channel) => away[channel] < AWAY_AFTER);
    const message = open.length > 0 ? await claim(open, now(), pace.lockMs) : null;
    if (!message) return result;
    if (message === "put away") continue;
    const failure = await attempt(message, clients, now, pace);
    away[message.channel] = failure === "later" ? away[message.channel] + 1 : 0;
    if (failure) result.failed++;
    else result.sent++;
  }
}

/** Sends one and writes down how it went; null when it was sent. */
async function attempt(message: Ready, clients: Clients, now: () => Date, pace: Pace): Promise<Failure | null> {
  try {
    const { providerId, costCents } = await send(message, clients);
    await record(message, {
      status: "SENT",
      sentAt: now(),
      providerId,
      ...(costCents === null ? {} : { costCents }),
      lastError: null,
    });
    return null;
  } catch (error) {
    const failure = judge(error);
    const notBefore = error instanceof PushBusy ? error.retryAt : null;
    const { status, nextAttemptAt } = afterFailure(failure, message.attempts, now(), { delay: pace.delay, notBefore });
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    await record(
      message,
      {
        status,
        nextAttemptAt,
        lastError,
        ...(failure === "later" ? {} : { costCents: null }),
        ...(failure === "unwanted" || failure === "gone" ? { reason: failure } : {}),
      },
      failure,
    );
    logger.warn({ messageId: message.messageId, status, attempts: message.attempts }, "A message was not sent");
    return failure;
  }
}

class Wordless extends Error {}

async function send(
  message: Ready,
  clients: Clients,
): Promise<{ providerId: string | null; costCents: bigint | null }> {
  if (!message.text) throw new Wordless("the message was left without words");
  const { messageId } = message;
  // A message with a code or a link in it waits sealed: see crypto.ts.
  const open = (sealed: string) => openText(sealed, `outbox:${messageId}`);
  const text = open(message.text);
  if (message.channel === "SMS") return clients.sms.send({ to: message.toAddress, text, idempotencyKey: messageId });
  if (message.channel === "PUSH") {
    if (!message.target) throw new PushGone("no device");
    // Repeats of one message to one device take each other's place: with the service by topic, on the screen by its id.
    const topic = (message.told.notificationId ?? message.id).replaceAll("-", "");
    const urgent = message.told.urgent === true;
    const { providerId } = await clients.push.send({ target: message.target, payload: text, topic, urgent });
    return { providerId, costCents: null };
  }
  const { providerId } = await clients.mail.send({
    messageId,
    to: message.toAddress,
    from: env().MAIL_FROM,
    subject: message.subject ?? "",
    text,
    html: message.html && open(message.html),
    headers: unsubscribeHeaders(message),
  });
  return { providerId, costCents: null };
}

function judge(error: unknown): Failure {
  if (error instanceof SmsUnwanted) return "unwanted";
  if (error instanceof PushGone) return "gone";
  const final = [MailRefused, SmsRefused, PushRefused, Wordless];
  return final.some((kind) => error instanceof kind) ? "refused" : "later";
}

type Outcome = {
  status: "SENT" | "FAILED" | "DEAD" | "SUPPRESSED";
  sentAt?: Date;
  nextAttemptAt?: Date;
  providerId?: string | null;
  costCents?: bigint | null;
  lastError: string | null;
  reason?: string;
};

/**
 * Only while the message is still ours: a sender that was held up past its lock must not overwrite its successor. What
 * follows from the outcome (a device that is gone, a mail instead of an SMS) stands in the same unit.
 */
async function record(message: Ready, outcome: Outcome, failure?: Failure): Promise<void> {
  await work(outbox, async (db) => {
    const { count } = await db.outboxMessage.updateMany({
      where: { id: message.id, status: "SENDING", attempts: message.attempts },
      data: { ...outcome, lockedUntil: null },
    });
    if (count === 0) return;
    if (message.channel === "SMS" && (failure === "unwanted" || failure === "refused"))
      await tellWithheld(db, message.id, message.told.notificationId, "unwanted");
    if (message.target) await noteDevice(db, message.target.id, failure);
  });
}

/** A device that answered is well; one that is gone, or failed for long, is forgotten. */
async function noteDevice(db: Db, id: string, failure: Failure | undefined): Promise<void> {
  if (!failure) await db.pushSubscription.updateMany({ where: { id }, data: { lastOkAt: new Date(), failures: 0 } });
  else if (failure === "gone") await db.pushSubscription.deleteMany({ where: { id } });
  else {
    await db.pushSubscription.updateMany({ where: { id }, data: { failures: { increment: 1 } } });
    await db.pushSubscription.deleteMany({ where: { id, failures: { gte: DEVICE_FAILURES } } });
  }
}

const blacklisted = /^UserInBlack[Ll]ist$/;

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
    if (report.status !== "Rejected" && report.status !== "Failed") return true;
    const unwanted = blacklisted.test(report.failureReason ?? "");
    const messages = await db.outboxMessage.findMany({ where, select: { id: true, params: true } });
    await db.outboxMessage.updateMany({
      where,
      data: {
        status: unwanted ? "SUPPRESSED" : "DEAD",
        lastError: report.failureReason ?? report.status,
        ...(unwanted ? { reason: "unwanted" } : {}),
        // What an operator rejects it does not charge.
        ...(report.status === "Rejected" ? { costCents: 0n } : {}),
      },
    });
    for (const { id, params } of messages) {
      const { notificationId } = (params ?? {}) as { notificationId?: string };
      await tellWithheld(db, id, notificationId, "unwanted");
    }
    return true;
  });
}
