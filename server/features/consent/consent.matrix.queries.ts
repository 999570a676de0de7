import { type Day, dayAt } from "@/lib/days";
import type { Locale } from "@/lib/locales";
import type { Ctx } from "@/server/platform/actor";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { disagreements, explain, isClassRecord, openUntil, purposeOf, termEnd, voiceOf } from "./consent.domain";
import { consentChildren, countingConsents } from "./consent.policy";
import { namesOf } from "./consent.queries";
import {
  type Cell,
  dataTypes,
  type Key,
  type Matrix,
  type RecipientType,
  type Row,
  recipientTypes,
  type ShownText,
} from "./consent.schema";

/** The most organisations a family is shown one by one. */
const mostOrganizations = 40;

/** A decision that counts: it stands, and its guardian may still decide. */
export type Decision = Key & {
  id: string;
  granted: boolean;
  inForce: boolean;
  decidedById: string;
  day: Day;
  expiresOn: Day | null;
  reason: string | null;
  textId: string | null;
  outsideClass: boolean;
};

/** Everything guardians say about a child now. One read. */
export async function readDecisions(db: Db, studentId: string): Promise<Decision[]> {
  const rows = await db.$queryRaw<(Omit<Decision, "day" | "expiresOn"> & { at: Date; expiresAt: Date | null })[]>`
    SELECT c.id, c."dataType"::text AS "dataType", c."recipientType"::text AS "recipientType", c."recipientId", c.granted,
           c.granted AND (c."expiresAt" IS NULL OR c."expiresAt" > now()) AS "inForce", c."grantedById" AS "decidedById", c."createdAt" AS at, c."expiresAt", c.reason, c."textId",
           coalesce(x."outsideClass", false) AS "outsideClass"
    FROM "ConsentRecord" c LEFT JOIN "ConsentText" x ON x.id = c."textId"
    WHERE c."studentId" = ${studentId}::uuid AND c."supersededAt" IS NULL AND ${countingConsents}
    ORDER BY c."createdAt", c.id LIMIT 2000`;
  return rows.map(({ at, expiresAt, ...row }) => ({
    ...row,
    day: dayAt(at),
    expiresOn: expiresAt && dayAt(expiresAt),
  }));
}

const nameOfKey = (key: Key) => `${key.dataType} ${key.recipientType} ${key.recipientId ?? ""}`;

/** Which of these cells are open, by the one truth in the database. One read; cells nobody granted are not asked about. */
export async function readOpen(db: Db, studentId: string, keys: readonly Key[], decisions: readonly Decision[]) {
  const asked = keys.filter((key) =>
    decisions.some((one) => one.granted && one.dataType === key.dataType && one.recipientType === key.recipientType),
  );
  if (asked.length === 0) return new Set<string>();
  const rows = await db.$queryRaw<Key[]>`
    SELECT k.d AS "dataType", k.t AS "recipientType", nullif(k.r, '')::uuid AS "recipientId"
    FROM unnest(${asked.map((key) => key.dataType)}::text[], ${asked.map((key) => key.recipientType)}::text[], ${asked.map((key) => key.recipientId ?? "")}::text[]) AS k(d, t, r)
    WHERE app.consented(${studentId}::uuid, k.d, k.t, nullif(k.r, '')::uuid)`;
  return new Set(rows.map(nameOfKey));
}

/** The newest words of each purpose in a language. One read. */
export async function readTexts(db: Db, locale: Locale): Promise<ShownText[]> {
  const rows = await db.$queryRaw<(Omit<ShownText, "recipientType"> & { purpose: string })[]>`
    SELECT DISTINCT ON (purpose) id, purpose, version, locale, sha256, body FROM "ConsentText"
    WHERE locale = ${locale} AND purpose = ANY(${recipientTypes.map(purposeOf)}) ORDER BY purpose, version DESC`;
  return rows.flatMap(({ purpose, ...row }) => {
    const recipientType = recipientTypes.find((type) => purposeOf(type) === purpose);
    return recipientType ? [{ ...row, recipientType }] : [];
  });
}

type Recipient = {
  recipientType: RecipientType;
  recipientId: string;
  name: string;
  about: string | null;
  /** A teacher who does not teach the child now. */
  outside: boolean;
};

/** Single recipients a family can name: teachers of the child today and before, and active organisations. One read. */
export async function readRecipients(ctx: Ctx, db: Db, studentId: string): Promise<Recipient[]> {
  const today = dayAt(ctx.now);
  const area = Sql.raw(ctx.locale === "sw" ? `"nameSw"` : "name");
  return db.$queryRaw<Recipient[]>`
    (SELECT 'INSTRUCTOR' AS "recipientType", u.id AS "recipientId", u.name,
            coalesce(string_agg(DISTINCT a.${area}, ', ') FILTER (WHERE t."endsOn" IS NULL OR t."endsOn" >= ${today}::date), string_agg(DISTINCT a.${area}, ', ')) AS about,
            NOT p."inClass" AS outside
     FROM app.teachers_about(${studentId}::uuid) p JOIN "User" u ON u.id = p.id
     LEFT JOIN "TeachingAssignment" t ON t."instructorId" = p.id AND t."studentId" = ${studentId}::uuid AND t."startsOn" <= ${today}::date
     LEFT JOIN "LearningArea" a ON a.code = t."learningAreaCode"
     GROUP BY u.id, u.name, p."inClass" ORDER BY outside, u.name LIMIT 60)
    UNION ALL
    (SELECT 'PARTNER', o.id, o.name, o.county, false FROM "Organization" o WHERE o.kind = 'PARTNER' AND o.status = 'ACTIVE'
     ORDER BY EXISTS (SELECT FROM "ConsentRecord" c WHERE c."studentId" = ${studentId}::uuid AND c."recipientId" = o.id) DESC, o.name LIMIT ${mostOrganizations})`;
}

/** Of those who can be named, the teachers who do not teach the child now. */
export const outsideClass = (recipients: readonly Recipient[]): ReadonlySet<string> =>
  new Set(recipients.filter(({ outside }) => outside).map(({ recipientId }) => recipientId));

/** The whole matrix of a child with what every guardian says. NOT_FOUND for a child that is not in sight. */
export async function readMatrix(ctx: Ctx, studentId: string): Promise<Matrix> {
  const today = dayAt(ctx.now);
  const me = ctx.actor.userId;
  return ctx.work(async (db) => {
    const child = await db.student.findFirst({
      where: { AND: [consentChildren(ctx.actor), { id: studentId }] },
      select: {
        id: true,
        familyId: true,
        firstName: true,
        guardianships: { where: { endedAt: null, canConsent: true }, select: { guardianId: true } },
      },
    });
    if (!child) throw new AppError("NOT_FOUND", "child.not_found");
    const { guardianships, ...shown } = child;
    const decisions = await readDecisions(db, studentId);
    const recipients = await readRecipients(ctx, db, studentId);
    const outside = outsideClass(recipients);
    const texts = await readTexts(db, ctx.locale);
    const others = guardianships.map(({ guardianId }) => guardianId).filter((id) => id !== me);
    // A recipient decided on before and no longer to choose (an organisation that has ended) is not shown: nothing is open to it.
    const lines = recipientTypes.flatMap((recipientType) => [
      { recipientType, recipientId: null, name: null, about: null, outside: false },
      ...recipients.filter((one) => one.recipientType === recipientType),
    ]);
    const nameOf = await namesOf(db, [...others, ...decisions.map((one) => one.recipientId)]);
    const keys: Key[] = lines.flatMap(({ recipientType, recipientId }) =>
      dataTypes.map((dataType) => ({ dataType, recipientType, recipientId })),
    );
    const open = await readOpen(db, studentId, keys, decisions);
    const voice = (one: Decision) => ({
      name: nameOf(one.decidedById) ?? "",
      mine: one.decidedById === me,
      granted: one.granted,
      day: one.day,
      expiresOn: one.expiresOn,
      reason: one.reason,
    });
    const cellOf = (key: Key): Cell => {
      const about = decisions.filter(
        (one) =>
          one.dataType === key.dataType &&
          one.recipientType === key.recipientType &&
          (one.recipientId === key.recipientId || one.recipientId === null),
      );
      const own = about.find((one) => one.decidedById === me && one.recipientId === key.recipientId);
      const opens = about.filter((one) => one.inForce && voiceOf(decisions, key, one.decidedById, outside) === "yes");
      return {
        dataType: key.dataType,
        open: isClassRecord(key, outside) || open.has(nameOfKey(key)),
        ...explain(decisions, key, outside),
        ...openUntil(
          opens.map((one) => one.expiresOn),
          today,
        ),
        mine: own ? own.granted : null,
        voices: isClassRecord(key, outside) ? [] : about.map(voice),
      };
    };
    return {
      today,
      child: shown,
      canDecide: guardianships.some(({ guardianId }) => guardianId === me),
      deciders: others.map((id) => nameOf(id)).filter((name) => name !== null),
      rows: lines.map(
        (line): Row => ({
          ...line,
          cells: dataTypes.map((dataType) => cellOf({ ...line, dataType })),
        }),
      ),
      texts,
      termEnds: termEnd(today),
      conflicts: disagreements(decisions)
        .filter((one) => !isClassRecord(one, outside))
        .map(({ yes, no, ...key }) => {
          const says = (side: Decision[]) => side.some((one) => one.decidedById === me);
          const names = (side: Decision[]) => [
            ...new Set(side.filter((one) => one.decidedById !== me).map((one) => nameOf(one.decidedById) ?? "")),
          ];
          return {
            ...key,
            recipientName: nameOf(key.recipientId),
            yes: names(yes),
            no: names(no),
            mine: says(no) ? false : says(yes) ? true : null,
          };
        }),
    };
  });
}

/** Children of the switcher: those the person may see, eldest first. */
export function listConsentChildren(ctx: Ctx) {
  return ctx.work((db) =>
    db.student.findMany({
      where: { AND: [consentChildren(ctx.actor), { status: { not: "LEFT" } }] },
      orderBy: [{ birthDate: "asc" }, { id: "asc" }],
      take: 200,
      select: { id: true, firstName: true },
    }),
  );
}
