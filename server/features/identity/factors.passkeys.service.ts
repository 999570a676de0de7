import { createHash } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { tellFactorChanged } from "./factors.notices.service";
import { isOurChallenge, newChallenge, type PasskeyPurpose } from "./factors.passkeys.domain";
import { keepOneFactor, markProven } from "./factors.proof.service";
import type { addPasskeyInput, SignInAnswer } from "./factors.schema";
import type { Caller } from "./identity.attempts.service";

const identity = systemActor("identity");
const passkeysAtMost = 20;
/** A passkey belongs to the school's own name; no other site can ask for it. */
const place = () => ({ rpID: new URL(env().APP_URL).hostname, origin: new URL(env().APP_URL).origin });
const key = () => env().NEXTAUTH_SECRET;

const bytes = (base64url: string) => new Uint8Array(Buffer.from(base64url, "base64url"));
const text = (raw: Uint8Array) => Buffer.from(raw).toString("base64url");

/** The library hands over what the browser signed: base64url of the challenge's letters. */
const accepts = (purpose: PasskeyPurpose, about: string, now: Date) => (challenge: string) =>
  isOurChallenge(Buffer.from(challenge, "base64url").toString("utf8"), key(), purpose, about, now);

/** An answer is taken once, also by two requests at the same moment. */
async function takeChallenge(db: Db, clientDataJSON: string, now: Date): Promise<boolean> {
  const { challenge } = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8")) as { challenge: string };
  const hash = new Uint8Array(createHash("sha256").update(challenge).digest());
  const { count } = await db.usedChallenge.createMany({ data: { hash, usedAt: now }, skipDuplicates: true });
  return count === 1;
}

/** What the browser needs to make a passkey for the person signed in. */
export async function beginPasskey(ctx: Ctx) {
  const { actor } = ctx;
  const held = await ctx.work(async (db) => {
    await audit(db, ctx, { action: "factor.passkey_begun", subjectType: "user", subjectId: actor.userId });
    return db.passkey.findMany({
      where: { userId: actor.userId },
      take: passkeysAtMost,
      select: { credentialId: true, transports: true },
    });
  });
  if (held.length >= passkeysAtMost) throw new AppError("CONFLICT", "passkey.too_many");
  return generateRegistrationOptions({
    rpName: "Urban Home School",
    rpID: place().rpID,
    userName: actor.email ?? actor.name,
    userDisplayName: actor.name,
    userID: new Uint8Array(Buffer.from(actor.userId.replaceAll("-", ""), "hex")),
    challenge: newChallenge(key(), "register", actor.sessionId, ctx.now),
    attestationType: "none",
    excludeCredentials: held.map((row) => ({ id: text(row.credentialId), transports: row.transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
}

/** Keeps a new passkey whose making the browser has proved. */
export async function addPasskey(ctx: Ctx, input: z.output<typeof addPasskeyInput>) {
  const { actor } = ctx;
  const made = await verifyRegistrationResponse({
    response: input.answer as Parameters<typeof verifyRegistrationResponse>[0]["response"],
    expectedChallenge: accepts("register", actor.sessionId, ctx.now),
    expectedOrigin: place().origin,
    expectedRPID: place().rpID,
    requireUserVerification: false,
  }).catch((error: Error) => {
    logger.info({ reason: error.message, requestId: ctx.requestId }, "a passkey was not taken");
    return null;
  });
  if (!made?.verified) throw new AppError("BAD_INPUT", "passkey.refused");
  const { credential } = made.registrationInfo;
  const taken = await work(identity, (db) => takeChallenge(db, input.answer.response.clientDataJSON, ctx.now));
  if (!taken) throw new AppError("BAD_INPUT", "passkey.refused");
  return ctx.work(async (db) => {
    const id = uuid();
    const { count } = await db.passkey.createMany({
      data: {
        id,
        userId: actor.userId,
        credentialId: bytes(credential.id),
        publicKey: new Uint8Array(credential.publicKey),
        counter: BigInt(credential.counter),
        transports: credential.transports ?? [],
        label: input.label,
        createdAt: ctx.now,
      },
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError("CONFLICT", "passkey.known");
    await markProven(db, ctx);
    await audit(db, ctx, {
      action: "factor.passkey_added",
      subjectType: "user",
      subjectId: actor.userId,
      after: { label: input.label },
    });
    await tellFactorChanged(db, ctx, actor.userId, "passkey_on", actor.role);
    return { id };
  });
}

/** Gives a passkey another name. */
export function renamePasskey(ctx: Ctx, input: { id: string; label: string }) {
  return ctx.work(async (db) => {
    const { count } = await db.passkey.updateMany({
      where: { id: input.id, userId: ctx.actor.userId },
      data: { label: input.label },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "not_found");
    await audit(db, ctx, { action: "factor.passkey_renamed", subjectType: "passkey", subjectId: input.id });
    return { label: input.label };
  });
}

/** Takes a passkey away; it opens nothing from now on. */
export function removePasskey(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const { count } = await db.passkey.deleteMany({ where: { id: input.id, userId: ctx.actor.userId } });
    if (count === 0) throw new AppError("NOT_FOUND", "not_found");
    await keepOneFactor(db, ctx.actor.userId);
    await audit(db, ctx, { action: "factor.passkey_removed", subjectType: "passkey", subjectId: input.id });
    await tellFactorChanged(db, ctx, ctx.actor.userId, "passkey_off", ctx.actor.role);
    return { removed: true };
  });
}

/** What the browser needs to ask for a passkey: of this person, or of whoever holds one. `about` is the session, or "". */
export async function askPasskey(
  purpose: Exclude<PasskeyPurpose, "register">,
  about: string,
  userId: string | null,
  now: Date,
) {
  const held = userId
    ? await work(identity, (db) =>
        db.passkey.findMany({
          where: { userId },
          take: passkeysAtMost,
          select: { credentialId: true, transports: true },
        }),
      )
    : [];
  return generateAuthenticationOptions({
    rpID: place().rpID,
    challenge: newChallenge(key(), purpose, about, now),
    // Without a password before it, the passkey must verify its holder: then it is two factors.
    userVerification: purpose === "sign_in" ? "required" : "preferred",
    ...(userId
      ? { allowCredentials: held.map((row) => ({ id: text(row.credentialId), transports: row.transports })) }
      : {}),
  });
}

/**
 * Whose passkey answered, or null. The signature is checked outside any transaction; then the challenge and the counter
 * are taken by guarded writes, so that of two equal answers one at most is good.
 */
export async function answerPasskey(
  caller: Caller,
  purpose: Exclude<PasskeyPurpose, "register">,
  about: string,
  answer: SignInAnswer,
  mustBe: string | null,
): Promise<{ userId: string } | null> {
  const row = await work(identity, (db) =>
    db.passkey.findUnique({
      where: { credentialId: bytes(answer.id) },
      select: { id: true, userId: true, credentialId: true, publicKey: true, counter: true },
    }),
  );
  if (!row || (mustBe && row.userId !== mustBe)) return null;
  const answered = await verifyAuthenticationResponse({
    response: answer as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: accepts(purpose, about, caller.now),
    expectedOrigin: place().origin,
    expectedRPID: place().rpID,
    credential: {
      id: text(row.credentialId),
      publicKey: new Uint8Array(row.publicKey),
      counter: Number(row.counter),
    },
    requireUserVerification: purpose === "sign_in",
  }).catch((error: Error) => {
    logger.info({ reason: error.message, requestId: caller.requestId }, "a passkey's answer was refused");
    return null;
  });
  if (!answered?.verified) return null;
  const counter = BigInt(answered.authenticationInfo.newCounter);
  return work(identity, async (db) => {
    if (!(await takeChallenge(db, answer.response.clientDataJSON, caller.now))) return null;
    const { count } = await db.passkey.updateMany({
      // Authenticators without a counter always say 0.
      where: { id: row.id, ...(counter > 0n ? { counter: { lt: counter } } : { counter: 0n }) },
      data: { counter, lastUsedAt: caller.now },
    });
    return count === 1 ? { userId: row.userId } : null;
  });
}
