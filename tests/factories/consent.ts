import { createHash } from "node:crypto";
import type { Prisma } from "@/server/platform/db/work";
import { createGuardianship } from "./families";
import { createOrganization, madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

type Given<T> = Partial<T>;
/** Proof of the words shown. */
export const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** The words shown when consent was asked; the hash is always the body's own. */
export function buildConsentText(random: Random, given: Given<Prisma.ConsentTextCreateManyInput> = {}) {
  const id = given.id ?? random.uuid();
  const body = given.body ?? `We ask to share this record. (${id.slice(-6)})`;
  return {
    id,
    purpose: `test.${id.slice(-6)}`,
    version: 1,
    locale: "en",
    createdAt: madeAt,
    ...given,
    body,
    sha256: sha256(body),
  };
}

export async function createConsentText(
  sql: Sql,
  random: Random,
  given: Given<Prisma.ConsentTextCreateManyInput> = {},
) {
  const text = buildConsentText(random, given);
  await insertRow(sql, "ConsentText", text);
  return text;
}

/** A decision; granted for all recipients of the type unless told. */
export const buildConsent = (
  random: Random,
  given: Given<Prisma.ConsentRecordCreateManyInput> & { studentId: string; grantedById: string },
) => ({
  id: random.uuid(given.createdAt as Date | undefined),
  dataType: "PROGRESS" as const,
  recipientType: "PARTNER" as const,
  recipientId: null,
  granted: true,
  purpose: "share.partner",
  reason: null,
  expiresAt: null,
  textId: null,
  verifiedBy: "session",
  ip: "127.0.0.1",
  userAgent: "test",
  supersededAt: null,
  createdAt: madeAt,
  ...given,
});

/** The database writes the line of ConsentAudit by itself. */
export async function createConsent(sql: Sql, random: Random, given: Given<Prisma.ConsentRecordCreateManyInput> = {}) {
  const made =
    given.studentId && given.grantedById ? null : await createGuardianship(sql, random, { studentId: given.studentId });
  const consent = buildConsent(random, {
    ...given,
    studentId: given.studentId ?? made?.studentId ?? "",
    grantedById: given.grantedById ?? made?.guardianId ?? "",
  });
  await insertRow(sql, "ConsentRecord", consent);
  return consent;
}

/** A sponsor's request to a guardian; signed when `signedById` is given. */
export function buildSponsorship(
  random: Random,
  given: Given<Prisma.SponsorshipConsentCreateManyInput> & { studentId: string; organizationId: string },
) {
  const text = given.text ?? "I agree that this organisation sponsors my child's schooling.";
  return {
    id: random.uuid(given.createdAt as Date | undefined),
    version: 1,
    signedById: null,
    signedAt: given.signedById ? madeAt : null,
    ip: given.signedById ? "127.0.0.1" : null,
    userAgent: given.signedById ? "test" : null,
    revokedAt: null,
    reason: null,
    createdAt: madeAt,
    ...given,
    text,
    sha256: sha256(text),
  };
}

export async function createSponsorship(
  sql: Sql,
  random: Random,
  given: Given<Prisma.SponsorshipConsentCreateManyInput> = {},
) {
  const organizationId = given.organizationId ?? (await createOrganization(sql, random)).id;
  const made = given.studentId ? null : await createGuardianship(sql, random);
  const sponsorship = buildSponsorship(random, {
    ...given,
    organizationId,
    studentId: given.studentId ?? made?.studentId ?? "",
    signedById: given.signedById === undefined ? made?.guardianId : given.signedById,
  });
  await insertRow(sql, "SponsorshipConsent", sponsorship);
  return sponsorship;
}
