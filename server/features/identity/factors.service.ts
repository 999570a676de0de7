import type { Role } from "@/lib/roles";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { isKeyedHashOf, isOldKey, keyedHash, openField, randomToken, sealField } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { verifyPassword } from "@/server/platform/password";
import { hashToken, type Pending } from "@/server/platform/session";
import { takeCode } from "./factors.codes.service";
import { rememberDevice } from "./factors.devices.service";
import { readBackupCode, totpStep } from "./factors.domain";
import { tellFactorChanged, tellLocked } from "./factors.notices.service";
import { answerPasskey } from "./factors.passkeys.service";
import { type SecondStepInput, signInAnswer } from "./factors.schema";
import { type Caller, countAttempt, factorKeys, forgetAttempt, recordLogin } from "./identity.attempts.service";

const identity = systemActor("identity");
export const totpPlace = (userId: string) => `totp:${userId}`;
export const backupPlace = (userId: string) => `backup:${userId}`;
export const hashBackupCode = (userId: string, code: string) => keyedHash(readBackupCode(code), backupPlace(userId));

/** The session in which a factor is given: half-open after a password, or a whole one that must prove itself afresh. */
export type Proving = { sessionId: string; userId: string; role: Role; purpose: "second" | "confirm" };
export const provingPending = (pending: Pending): Proving => ({ ...pending, purpose: "second" });
export const provingCtx = ({ actor }: Ctx): Proving => ({ ...actor, purpose: "confirm" });

/**
 * Checks an authenticator's code and uses it up. The step is taken by one guarded write, so a code that was seen, or is
 * sent twice at the same moment, is good once. A secret under an older key is sealed anew on the way.
 */
async function takeTotp(db: Db, userId: string, code: string, now: Date): Promise<boolean> {
  const row = await db.twoFactor.findUnique({
    where: { userId },
    select: { totpSecret: true, totpKeyId: true, totpEnabled: true },
  });
  if (!row?.totpEnabled || !row.totpSecret || !row.totpKeyId) return false;
  const secret = openField({ bytes: row.totpSecret, keyId: row.totpKeyId }, totpPlace(userId));
  const step = totpStep(secret, code, now);
  if (step === null) return false;
  const sealed = isOldKey(row.totpKeyId) ? sealField(secret, totpPlace(userId)) : null;
  const { count } = await db.twoFactor.updateMany({
    where: { userId, totpEnabled: true, OR: [{ lastTotpStep: null }, { lastTotpStep: { lt: step } }] },
    data: { lastTotpStep: step, ...(sealed ? { totpSecret: sealed.bytes, totpKeyId: sealed.keyId } : {}) },
  });
  return count === 1;
}

async function takeBackup(db: Db, caller: Caller, proving: Proving, typed: string): Promise<boolean> {
  const { userId } = proving;
  const codes = await db.backupCode.findMany({
    where: { userId, usedAt: null },
    take: 20,
    select: { id: true, codeHash: true },
  });
  const code = readBackupCode(typed);
  const row = codes.find(({ codeHash }) => isKeyedHashOf(codeHash, code, backupPlace(userId)));
  if (!row) return false;
  const { count } = await db.backupCode.updateMany({
    where: { id: row.id, usedAt: null },
    data: { usedAt: caller.now },
  });
  if (count === 0) return false;
  await tellFactorChanged(db, caller, userId, "backup_used", proving.role);
  return true;
}

async function isRight(caller: Caller, proving: Proving, given: SecondStepInput): Promise<boolean> {
  const { userId, sessionId, purpose } = proving;
  switch (given.method) {
    case "totp":
      return work(identity, (db) => takeTotp(db, userId, given.code.replace(/\s/g, ""), caller.now));
    case "backup":
      return work(identity, (db) => takeBackup(db, caller, proving, given.code));
    case "sms":
    case "email": {
      if (!given.challengeId) return false;
      const code = given.code.replace(/\s/g, "");
      const taken = await takeCode(caller, { challengeId: given.challengeId, userId, sessionId, purpose, code });
      if (!taken) return false;
      // The factor may have been taken away, or moved to another number, since the code was sent.
      const row = await work(identity, (db) => db.twoFactor.findUnique({ where: { userId } }));
      return taken.channel === "sms"
        ? row?.smsEnabled === true && row.smsPhone === taken.target
        : row?.emailEnabled === true && row.email === taken.target;
    }
    case "passkey": {
      const answer = signInAnswer.safeParse(parsed(given.answer));
      if (!answer.success) return false;
      return (await answerPasskey(caller, purpose, sessionId, answer.data, userId)) !== null;
    }
    case "password": {
      // Only where there is no second factor to ask for, and never instead of one.
      if (purpose !== "confirm") return false;
      const [row] = await work(
        identity,
        (db) => db.$queryRaw<{ hash: string | null; factor: boolean }[]>`
          SELECT app.password_of(${userId}::uuid) AS hash, app.has_factor(${userId}::uuid) AS factor`,
      );
      return !row?.factor && (await verifyPassword(row?.hash, given.code)).ok;
    }
  }
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return null;
  }
}

export type Given = { token: string; remembered: string | null };

/**
 * Takes a proof for a session: counted before it is looked at, under the person and not the session, so that signing in
 * again gives no new tries. After five wrong ones a half-open session ends and the next try waits, longer each time.
 * A right one gives the session a new token: whoever held the old one holds nothing.
 */
export async function giveFactor(caller: Caller, proving: Proving, given: SecondStepInput): Promise<Given> {
  const { userId, sessionId, purpose } = proving;
  const keys = factorKeys(userId);
  const retryAt = await work(identity, (db) => countAttempt(db, keys, caller.now));
  if (retryAt) {
    await work(identity, async (db) => {
      await recordLogin(db, caller, "THROTTLED", userId, null, given.method);
      if (purpose === "second") await endHalfOpen(db, caller, sessionId);
      await tellLocked(db, caller, userId);
    });
    throw new AppError("TOO_MANY", "factor.wait", {
      meta: { seconds: Math.ceil((retryAt.getTime() - caller.now.getTime()) / 1000) },
    });
  }
  if (!(await isRight(caller, proving, given))) {
    const outcome = given.method === "password" ? "WRONG_PASSWORD" : "WRONG_FACTOR";
    await work(identity, (db) => recordLogin(db, caller, outcome, userId, null, given.method));
    throw new AppError("UNAUTHENTICATED", "factor.wrong");
  }
  return work(identity, async (db) => {
    await forgetAttempt(db, keys);
    return prove(db, caller, proving, given.method, given.remember === "yes");
  });
}

const endHalfOpen = (db: Db, caller: Caller, sessionId: string) =>
  db.authSession.updateMany({
    where: { id: sessionId, revokedAt: null, mfaAt: null },
    data: { revokedAt: caller.now, revokedReason: "too many wrong factors" },
  });

/** Notes the proof and changes the token. Refused when the session ended meanwhile. */
export async function prove(
  db: Db,
  caller: Caller,
  proving: Proving,
  method: SecondStepInput["method"],
  remember: boolean,
): Promise<Given> {
  const { userId, sessionId, purpose } = proving;
  const token = randomToken();
  const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true, sessionVersion: true } });
  const device = remember && purpose === "second" ? await rememberDevice(db, caller, person) : null;
  const { count } = await db.authSession.updateMany({
    where: { id: sessionId, userId, revokedAt: null, userVersion: person.sessionVersion },
    data: {
      tokenHash: hashToken(token),
      lastSeenAt: caller.now,
      ...(method === "password" ? { authTime: caller.now } : { mfaAt: caller.now, amr: { push: method } }),
    },
  });
  if (count === 0) throw new AppError("UNAUTHENTICATED", "unauthenticated");
  if (purpose === "second") await recordLogin(db, caller, "SUCCESS", userId, null, `password+${method}`);
  await audit(
    db,
    { ...caller, actor: identity },
    {
      action: purpose === "second" ? "session.factor_given" : "session.confirmed",
      subjectType: "user",
      subjectId: userId,
      after: { method, remembered: device !== null },
    },
  );
  if (purpose === "second") await live(db, [userId], "changed", { topic: "account" });
  return { token, remembered: device?.token ?? null };
}
