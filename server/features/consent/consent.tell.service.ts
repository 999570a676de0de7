import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";
import type { Decision } from "./consent.matrix.queries";
import type { Key, RecipientType } from "./consent.schema";

/** What open pages that show a child by consent listen to: recipients' and guardians' alike. */
export const consentTopic = "consent";
export const consentPage = (studentId: string) => `/dashboard/parent/settings/consent?child=${studentId}`;

type Recipient = Pick<Key, "recipientType" | "recipientId">;
/** How a recipient stands in a notification: by name, or the kind, for which each language has its own words. */
export const recipientParam = ({ recipientType }: Recipient, name: string | null): string => name ?? recipientType;

/**
 * Tells the open pages of everybody who may now see less or more of a child: teachers and organisations concerned, and
 * the guardians. Whoever changes what counts (a decision, the end of a guardianship) calls it in the same unit.
 */
export async function tellConsentChanged(
  db: Db,
  child: { id: string; familyId: string },
  recipients: readonly Recipient[],
  guardians: readonly string[],
): Promise<void> {
  const asked = new Map(recipients.map((one) => [`${one.recipientType} ${one.recipientId}`, one]));
  const people = new Set<string>();
  for (const { recipientType, recipientId } of asked.values()) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT app.consent_audience(${child.id}::uuid, ${recipientType}, ${recipientId}::uuid) AS id`;
    for (const { id } of rows) people.add(id);
  }
  await live(db, [...people, ...guardians], "changed", { topic: consentTopic });
  await live(db, guardians, "changed", { topic: `family:${child.familyId}` });
}

/** The same for a guardianship that has ended or lost its right: everything its guardian said stops counting. */
export const tellGuardianshipChanged = (
  db: Db,
  child: { id: string; familyId: string },
  guardians: readonly string[],
) =>
  tellConsentChanged(
    db,
    child,
    (["INSTRUCTOR", "PARTNER"] as const).map((recipientType) => ({ recipientType, recipientId: null })),
    guardians,
  );

export type Disagreement = Recipient & { mine: Decision; theirs: Decision };
type Person = { id: string; name: string };

/** Both sides of each new disagreement are told, once for each recipient and pair of decisions. */
export async function tellDisagreements(
  db: Db,
  child: { id: string; firstName: string },
  me: Person,
  found: readonly (Disagreement & { recipientName: string | null; other: Person })[],
): Promise<Set<string>> {
  const told = new Set<string>();
  const once = new Map(found.map((one) => [`${one.recipientType} ${one.recipientId} ${one.other.id}`, one]));
  for (const { recipientType, recipientId, recipientName, mine, theirs, other } of once.values()) {
    const recipient = recipientParam({ recipientType, recipientId }, recipientName);
    const dedupeKey = [mine.id, theirs.id].sort().join(":");
    for (const [reader, opposite] of [
      [me, other],
      [other, me],
    ] as const) {
      told.add(reader.id);
      await notify(db, {
        userId: reader.id,
        type: "consent.conflict",
        params: { child: child.firstName, recipient, other: opposite.name },
        href: consentPage(child.id),
        dedupeKey,
        studentId: child.id,
      });
    }
  }
  return told;
}

/** Other guardians learn of a change: once an hour for each recipient, however many cells were pressed. */
export async function tellGuardians(
  db: Db,
  child: { id: string; firstName: string },
  guardians: readonly string[],
  recipients: readonly { recipientType: RecipientType; recipientId: string | null; recipientName: string | null }[],
  now: Date,
): Promise<void> {
  const hour = now.toISOString().slice(0, 13);
  for (const userId of guardians)
    for (const { recipientType, recipientId, recipientName } of recipients)
      await notify(db, {
        userId,
        type: "consent.changed",
        params: { child: child.firstName, recipient: recipientParam({ recipientType, recipientId }, recipientName) },
        href: consentPage(child.id),
        dedupeKey: `${child.id}:${recipientType}:${recipientId ?? ""}:${hour}`,
        studentId: child.id,
      });
}
