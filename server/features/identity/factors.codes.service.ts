import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import { messageEnqueued } from "@/server/features/notify/notify.delivery.events";
import { type Actor, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { isKeyedHashOf, keyedHash, sealText } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { enqueue } from "@/server/platform/outbox";
import { codeRule, mayRequest, newMessageCode } from "./factors.domain";
import type { MessageChannel } from "./factors.schema";
import type { Caller } from "./identity.attempts.service";

const identity = systemActor("identity");

export type CodeRequest = {
  userId: string;
  /** The session in which it is asked and in which alone it may be answered. */
  sessionId: string;
  channel: MessageChannel;
  /** Phone or e-mail address. */
  target: string;
  /** "second", "confirm", "enable"; other rooms name their own. An answer to one is none to another. */
  purpose: string;
  locale: Locale;
  /** Who is named in the audit log; the sign-in service when nobody is signed in yet. */
  actor?: Actor;
};

const bound = (id: string, target: string) => `otp:${id}:${target}`;

/**
 * Sends a six-digit code through the outbox. A newer one takes the place of the older. One a minute and five an hour to
 * one target, counted under a lock, and so many SMS a day for the whole school. Gives the challenge's id.
 */
export function sendCode(caller: Caller, asked: CodeRequest): Promise<{ challengeId: string }> {
  return work(identity, async (db) => {
    // Two requests at once would each see none before them.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`otp:${asked.target}`}, 0))`;
    const hour = new Date(caller.now.getTime() - 3_600_000);
    const before = await db.otpChallenge.findMany({
      where: { target: asked.target, createdAt: { gt: hour } },
      orderBy: { createdAt: "desc" },
      take: codeRule.perHour + 1,
      select: { createdAt: true },
    });
    const may = mayRequest(
      before.map((row) => row.createdAt),
      caller.now,
    );
    if (!may.allowed) throw new AppError("TOO_MANY", "code.wait", { meta: { seconds: may.seconds } });
    const channel = asked.channel === "sms" ? "SMS" : "EMAIL";
    if (channel === "SMS") {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('otp:sms-day', 0))`;
      const day = new Date(caller.now.getTime() - 24 * 3_600_000);
      const sent = await db.otpChallenge.count({ where: { channel, createdAt: { gt: day } } });
      if (sent >= codeRule.smsPerDay) throw new AppError("TOO_MANY", "code.day_full");
    }
    await db.otpChallenge.updateMany({
      where: { userId: asked.userId, purpose: asked.purpose, channel, consumedAt: null },
      data: { consumedAt: caller.now },
    });
    const id = uuid();
    const code = newMessageCode();
    await db.otpChallenge.createMany({
      data: {
        id,
        userId: asked.userId,
        sessionId: asked.sessionId,
        channel,
        purpose: asked.purpose,
        target: asked.target,
        codeHash: keyedHash(code, bound(id, asked.target)),
        expiresAt: new Date(caller.now.getTime() + codeRule.lifeMs),
        createdAt: caller.now,
      },
    });
    await post(db, id, code, channel, asked);
    await audit(
      db,
      { ...caller, actor: asked.actor ?? identity },
      {
        action: "factor.message_sent",
        subjectType: "user",
        subjectId: asked.userId,
        after: { channel, purpose: asked.purpose },
      },
    );
    return { challengeId: id };
  });
}

/** The message waits sealed: whoever may look at the outbox must not be able to sign in with what waits there. */
async function post(db: Db, id: string, code: string, channel: "SMS" | "EMAIL", asked: CodeRequest): Promise<void> {
  const t = translator(asked.locale, "security");
  const messageId = `<code-${id}@${new URL(env().APP_URL).hostname}>`;
  const words = channel === "SMS" ? t("code.sms", { code }) : t("code.mail", { code });
  await db.outboxMessage.createMany({
    data: {
      id: uuid(),
      channel,
      userId: asked.userId,
      toAddress: asked.target,
      locale: asked.locale,
      template: "identity/code",
      params: { challengeId: id },
      subject: channel === "EMAIL" ? t("code.subject") : null,
      text: sealText(words, `outbox:${messageId}`),
      dedupeKey: `code:${id}`,
      messageId,
    },
  });
  await enqueue(db, messageEnqueued, {}, `code:${id}`);
}

/**
 * Whether a code answers a challenge: of this person, this session and this purpose. Each look counts as a try before
 * the code is compared, and stays counted; the sixth is refused whatever it says. A right one is used up.
 */
export function takeCode(
  caller: Caller,
  asked: { challengeId: string; userId: string; sessionId: string; purpose: string; code: string },
): Promise<{ channel: MessageChannel; target: string } | null> {
  return work(identity, async (db) => {
    const open = {
      id: asked.challengeId,
      userId: asked.userId,
      sessionId: asked.sessionId,
      purpose: asked.purpose,
      consumedAt: null,
      expiresAt: { gt: caller.now },
    };
    const { count } = await db.otpChallenge.updateMany({
      where: { ...open, attempts: { lt: codeRule.tries } },
      data: { attempts: { increment: 1 } },
    });
    if (count === 0) return null;
    const row = await db.otpChallenge.findUniqueOrThrow({
      where: { id: asked.challengeId },
      select: { channel: true, target: true, codeHash: true },
    });
    if (!isKeyedHashOf(row.codeHash, asked.code, bound(asked.challengeId, row.target))) return null;
    const taken = await db.otpChallenge.updateMany({ where: open, data: { consumedAt: caller.now } });
    if (taken.count === 0) return null;
    return { channel: row.channel === "SMS" ? "sms" : "email", target: row.target };
  });
}
