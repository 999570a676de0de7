import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import { maskContact } from "@/lib/phone";
import { notify } from "@/server/features/notify/notify.service";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { isKeyedHashOf, keyedHash, openField, randomToken, sealField } from "@/server/platform/crypto";
import { type Db, Sql, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { hashPassword, verifyPassword } from "@/server/platform/password";
import { limit } from "@/server/platform/rate-limit";
import { hashToken } from "@/server/platform/session";
import { codeRule, newMessageCode } from "./factors.domain";
import { requireGoodPassword } from "./factors.password.service";
import { countedAddress } from "./identity.domain";
import { sendLetter } from "./identity.letters";
import type { Asker } from "./invitations.service";
import { type RegistrationInput, type RegistrationPayload, registrationPayload } from "./registration.schema";

const registration = systemActor("registration");
const hour = 3_600_000;
/** How long a link by e-mail waits. A code by SMS lives as long as every code. */
const LINK_MS = 24 * hour;
const place = (id: string) => `registration:${id}`;
const codePlace = (id: string) => `registration-code:${id}`;
const asSystem = (asker: Asker) => ({ ...asker, actor: registration });

export type AccountText = { id: string; body: string; version: number };
/** The newest words of the school's own processing, as they are shown and recorded. */
export function accountText(locale: Locale): Promise<AccountText> {
  return work(registration, (db) =>
    db.consentText.findFirstOrThrow({
      where: { purpose: "account", locale },
      orderBy: { version: "desc" },
      select: { id: true, body: true, version: true },
    }),
  );
}

/**
 * Takes a family's registration and asks the address whether it is theirs. The answer is the same for an address that
 * has an account: its owner is told by letter. Nothing typed here is an account, a child or readable until it is confirmed.
 */
export async function beginRegistration(
  asker: Asker,
  input: RegistrationInput,
): Promise<{ channel: "EMAIL" | "SMS"; token: string | null; sentTo: string }> {
  const contact = input.email ?? input.phone ?? "";
  await limit("register", countedAddress(asker.ip), 20, 3600);
  await limit("register-to", contact, 5, 3600);
  requireGoodPassword(input.password, [input.name, input.email]);
  const channel = input.email ? "EMAIL" : "SMS";
  if (channel === "SMS") await limit("register-sms", "all", 500, 24 * 3600);
  // The same work for a known address: outside any transaction, it takes 20 ms on purpose.
  const passwordHash = await hashPassword(input.password);
  const id = uuid();
  const token = randomToken();
  const code = newMessageCode();
  await work(registration, async (db) => {
    const known = (await accountOf(db, input)) !== null;
    const { password: _, agree: __, ...typed } = input;
    const payload: RegistrationPayload = { ...typed, passwordHash };
    // Of somebody who has an account nothing new is kept.
    const sealed = sealField(known ? "{}" : JSON.stringify(payload), place(id));
    await db.registration.createMany({
      data: {
        id,
        tokenHash: hashToken(token),
        channel,
        codeHash: channel === "SMS" ? keyedHash(code, codePlace(id)) : null,
        payload: sealed.bytes,
        keyId: sealed.keyId,
        known,
        createdAt: asker.now,
        expiresAt: new Date(asker.now.getTime() + (channel === "SMS" ? codeRule.lifeMs : LINK_MS)),
      },
    });
    await sendLetter(db, {
      to: input.email ? { email: input.email } : { phone: contact },
      locale: input.locale,
      name:
        channel === "EMAIL"
          ? known
            ? "register_known"
            : "register_confirm"
          : known
            ? "register_code_known"
            : "register_code",
      params: { name: input.name, code },
      ...(channel === "EMAIL" ? { link: known ? "/login" : `/register/confirm/${token}` } : {}),
      dedupeKey: id,
    });
    await audit(db, asSystem(asker), {
      action: "registration.begun",
      subjectType: "registration",
      subjectId: id,
      after: { channel, children: input.children.length, known },
    });
  });
  return { channel, token: channel === "SMS" ? token : null, sentTo: maskContact(contact) };
}

/** Whose account an address or number is. A number nobody has answered under is nobody's. */
async function accountOf(db: Db, of: { email: string | null; phone: string | null }): Promise<string | null> {
  const row = await db.user.findFirst({
    where: of.email ? { email: of.email } : { phone: of.phone ?? "", phoneVerifiedAt: { not: null } },
    select: { id: true },
  });
  return row?.id ?? null;
}

export type WaitingState = "open" | "expired" | "used" | "unknown";
export function waitingRegistration(asker: Asker, token: string): Promise<WaitingState> {
  return work(registration, async (db) => {
    const row = await db.registration.findUnique({
      where: { tokenHash: hashToken(token) },
      select: { expiresAt: true, confirmedAt: true },
    });
    if (!row) return "unknown";
    return row.confirmedAt ? "used" : row.expiresAt <= asker.now ? "expired" : "open";
  });
}

type Proof = { password: string } | { code: string };
type Taken = { id: string; known: boolean; codeHash: string | null; payload: Uint8Array; keyId: string };

/**
 * Confirms a registration: the link from the mail with the password typed at registration (so that nobody confirms what
 * a stranger registered under their address), or the code from the SMS in the browser that asked. Five tries in all.
 * Account, family, children, guardianship and the agreement appear together.
 */
export async function confirmRegistration(
  asker: Asker,
  token: string,
  proof: Proof,
): Promise<{ userId: string; login: string }> {
  await limit("register-confirm", countedAddress(asker.ip), 40, 3600);
  const row = await work(registration, async (db): Promise<Taken | null> => {
    const tokenHash = hashToken(token);
    const open = {
      tokenHash,
      confirmedAt: null,
      expiresAt: { gt: asker.now },
      channel: "code" in proof ? ("SMS" as const) : ("EMAIL" as const),
    };
    // Counted before it is looked at, and kept: two tries at once are two tries.
    const { count } = await db.registration.updateMany({
      where: { ...open, attempts: { lt: 5 } },
      data: { attempts: { increment: 1 } },
    });
    if (count === 0) return null;
    return db.registration.findUnique({
      where: { tokenHash },
      select: { id: true, known: true, codeHash: true, payload: true, keyId: true },
    });
  });
  if (!row) throw new AppError("CONFLICT", "registration.gone");
  const opened = registrationPayload.safeParse(
    JSON.parse(openField({ bytes: row.payload, keyId: row.keyId }, place(row.id))),
  );
  const right =
    "code" in proof
      ? row.codeHash !== null && isKeyedHashOf(row.codeHash, proof.code, codePlace(row.id))
      : (await verifyPassword(opened.success ? opened.data.passwordHash : null, proof.password)).ok;
  if (!right || row.known || !opened.success)
    throw new AppError("BAD_INPUT", `registration.${"code" in proof ? "code" : "password"}`);
  const payload = opened.data;
  const userId = uuid();
  await work(registration, async (db) => {
    const { count } = await db.registration.updateMany({
      where: { id: row.id, confirmedAt: null },
      data: { confirmedAt: asker.now, payload: new Uint8Array() },
    });
    if (count === 0) throw new AppError("CONFLICT", "registration.gone");
    if ((await accountOf(db, payload)) !== null) throw new AppError("CONFLICT", "registration.gone");
    await takeIn(db, asker, userId, payload, "code" in proof ? "phone code" : "email link");
  });
  return { userId, login: payload.email ?? payload.phone ?? "" };
}

async function takeIn(
  db: Db,
  asker: Asker,
  userId: string,
  payload: RegistrationPayload,
  verifiedBy: string,
): Promise<void> {
  const { now } = asker;
  // A second number typed beside the address is kept only when nobody has it; it has not answered yet.
  const free = payload.phone && (await db.user.count({ where: { phone: payload.phone } })) === 0;
  await db.user.createMany({
    data: {
      id: userId,
      name: payload.name,
      email: payload.email,
      emailVerifiedAt: payload.email ? now : null,
      phone: free ? payload.phone : null,
      phoneVerifiedAt: payload.email ? null : now,
      passwordHash: payload.passwordHash,
      locale: payload.locale,
      createdAt: now,
    },
  });
  await db.userRole.createMany({ data: { id: uuid(), userId, role: "PARENT" } });
  const familyId = uuid();
  const surname = payload.children[0]?.lastName ?? payload.name;
  await db.family.createMany({ data: { id: familyId, name: surname, createdAt: now } });
  const numbers = await db.$queryRaw<{ n: bigint }[]>(
    Sql.sql`SELECT nextval('app.admission_number') AS n FROM generate_series(1, ${payload.children.length})`,
  );
  const text = await db.consentText.findFirst({
    where: { id: payload.textId, purpose: "account" },
    select: { id: true, sha256: true, version: true, locale: true },
  });
  if (!text) throw new AppError("CONFLICT", "registration.text");
  for (const [at, child] of payload.children.entries()) {
    const studentId = uuid();
    await db.student.createMany({
      data: {
        id: studentId,
        familyId,
        admissionNumber: `UHS-${now.getUTCFullYear()}-${String(numbers[at]?.n ?? 0).padStart(6, "0")}`,
        firstName: child.firstName,
        lastName: child.lastName,
        grade: child.grade,
        birthDate: new Date(`${child.birthDate}T00:00:00Z`),
        createdAt: now,
      },
    });
    await db.guardianship.createMany({
      data: {
        id: uuid(),
        guardianId: userId,
        studentId,
        relation: payload.relation,
        canView: true,
        canMessage: true,
        canPay: true,
        canConsent: true,
        isPrimary: true,
        createdAt: now,
      },
    });
    await db.processingConsent.createMany({
      data: {
        id: uuid(),
        studentId,
        textId: text.id,
        sha256: text.sha256,
        grantedById: userId,
        verifiedBy,
        ip: asker.ip,
        userAgent: asker.userAgent.slice(0, 300),
        createdAt: now,
      },
    });
    await audit(db, asSystem(asker), {
      action: "child.registered",
      subjectType: "student",
      subjectId: studentId,
      studentId,
      after: {
        grade: child.grade,
        guardianId: userId,
        relation: payload.relation,
        text: `account v${text.version} ${text.locale} ${text.sha256}`,
      },
    });
  }
  await notify(db, { userId, type: "welcome", params: {}, href: "/dashboard/parent", dedupeKey: "registered" });
  await audit(db, asSystem(asker), {
    action: "registration.confirmed",
    subjectType: "user",
    subjectId: userId,
    after: { verifiedBy, children: payload.children.length },
  });
}
