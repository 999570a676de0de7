import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { freshForMs, requireFreshFactor } from "@/server/platform/step-up";
import { endOf, isChoosableEnd, isClassRecord, opposes, purposeOf } from "./consent.domain";
import { type Decision, outsideClass, readDecisions, readRecipients } from "./consent.matrix.queries";
import { consentChildren } from "./consent.policy";
import { namesOf } from "./consent.queries";
import {
  type abstainInput,
  type decideInput,
  type decideManyInput,
  type Key,
  limits,
  type withdrawInput,
  type withdrawManyInput,
} from "./consent.schema";
import { tellConsentChanged, tellDisagreements, tellGuardians } from "./consent.tell.service";

type Input<S extends z.ZodType> = z.output<S>;
/** What stands for a cell after the act: `open` by the one truth, `conflict` when another guardian says otherwise. */
export type Decided = Key & { open: boolean; conflict: boolean };

const keyOf = (cell: {
  dataType: Key["dataType"];
  recipientType: Key["recipientType"];
  recipientId?: string | null;
}): Key => ({
  dataType: cell.dataType,
  recipientType: cell.recipientType,
  recipientId: cell.recipientId ?? null,
});
const nameOfKey = (key: Key) => `${key.dataType} ${key.recipientType} ${key.recipientId ?? ""}`;

/** How the guardian was known to be who they are: what really happened in this session, nothing better. */
const verifiedBy = (ctx: Ctx) =>
  ctx.actor.mfaAt && ctx.now.getTime() - ctx.actor.mfaAt.getTime() <= freshForMs ? "second_factor" : "session";

/** What opens something asks again who is there; a no and taking back never do. */
async function proofFor(ctx: Ctx, granted: boolean): Promise<string> {
  if (!granted) return verifiedBy(ctx);
  const { hasFactor } = await requireFreshFactor(ctx);
  return hasFactor ? "second_factor" : "password";
}

/** While guardians dispute a child nothing more is opened; a no and taking back stay possible. The database says so too. */
async function assertUncontested(db: Db, studentId: string): Promise<void> {
  const [row] = await db.$queryRaw<{ contested: boolean }[]>`SELECT app.contested(${studentId}::uuid) AS contested`;
  if (row?.contested) throw new AppError("CONFLICT", "child.contested");
}

type Child = { id: string; familyId: string; firstName: string; deciders: string[]; viewers: string[] };

/** The child, for a guardian who may decide; acts on one child wait for each other until the unit ends. */
async function childToDecideFor(ctx: Ctx, db: Db, studentId: string): Promise<Child> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('consent:' || ${studentId}::uuid, 0))`;
  const child = await db.student.findFirst({
    where: { AND: [consentChildren(ctx.actor), { id: studentId }] },
    select: {
      id: true,
      familyId: true,
      firstName: true,
      guardianships: { where: { endedAt: null }, select: { guardianId: true, canView: true, canConsent: true } },
    },
  });
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
  const { guardianships, ...rest } = child;
  if (!guardianships.some(({ guardianId, canConsent }) => guardianId === ctx.actor.userId && canConsent))
    throw new AppError("FORBIDDEN", "consent.not_yours");
  return {
    ...rest,
    deciders: guardianships.filter((one) => one.canConsent).map((one) => one.guardianId),
    viewers: guardianships.filter((one) => one.canView).map((one) => one.guardianId),
  };
}

type NewDecision = Key & {
  granted: boolean;
  withdrawal: boolean;
  expiresAt: Date | null;
  reason: string | null;
  textId: string | null;
};

/** The words shown must be the newest of each purpose: what somebody read is what they agreed to. */
async function textsByPurpose(db: Db, ids: readonly string[], cells: readonly Key[]): Promise<Map<string, string>> {
  const shown = await db.consentText.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, purpose: true, version: true, locale: true },
  });
  const newer = shown.length
    ? await db.consentText.findMany({
        where: { OR: shown.map(({ purpose, locale, version }) => ({ purpose, locale, version: { gt: version } })) },
        select: { purpose: true },
      })
    : [];
  const outdated = new Set(newer.map(({ purpose }) => purpose));
  const byPurpose = new Map(shown.map(({ purpose, id }) => [purpose, id]));
  for (const { recipientType } of cells) {
    const purpose = purposeOf(recipientType);
    if (!byPurpose.has(purpose)) throw new AppError("BAD_INPUT", "consent.no_text");
    if (outdated.has(purpose)) throw new AppError("CONFLICT", "consent.text_changed");
  }
  return byPurpose;
}

function assertAsked(cells: readonly Key[], outside: ReadonlySet<string>): void {
  if (cells.some((cell) => isClassRecord(cell, outside))) throw new AppError("BAD_INPUT", "consent.class_record");
}

/** Only somebody there is: a teacher of the child today or before, an active organisation. */
async function assertRecipients(ctx: Ctx, db: Db, studentId: string, cells: readonly Key[]): Promise<void> {
  const named = cells.filter((cell) => cell.recipientId !== null);
  const known = named.length > 0 ? await readRecipients(ctx, db, studentId) : [];
  assertAsked(cells, outsideClass(known));
  for (const { recipientType, recipientId } of named)
    if (!known.some((one) => one.recipientType === recipientType && one.recipientId === recipientId))
      throw new AppError("NOT_FOUND", "consent.no_recipient");
}

/**
 * Writes decisions of one guardian in the open unit: each takes the place of the guardian's own live one, the same word
 * said again changes nothing. The database adds the lines of the history; their end is anchored in the audit log.
 */
async function write(ctx: Ctx, db: Db, child: Child, next: readonly NewDecision[], proof: string): Promise<Decided[]> {
  const me = ctx.actor.userId;
  const before = await readDecisions(db, child.id);
  const own = new Map(before.filter((one) => one.decidedById === me).map((one) => [nameOfKey(one), one]));
  const same = (one: NewDecision) => {
    const old = own.get(nameOfKey(one));
    // A no said again is the same no; a yes said again is a new one when its end or reason differ, or it had run out.
    return (
      old !== undefined &&
      old.granted === one.granted &&
      (!one.granted ||
        (old.inForce &&
          (old.expiresOn ? endOf(old.expiresOn).getTime() : null) === (one.expiresAt?.getTime() ?? null))) &&
      old.reason === one.reason
    );
  };
  const changes = next.filter((one) => !same(one));
  if (changes.length > 0) {
    const replaced = changes.flatMap((one) => own.get(nameOfKey(one))?.id ?? []);
    if (replaced.length > 0) {
      const { count } = await db.consentRecord.updateMany({
        where: { id: { in: replaced }, supersededAt: null, grantedById: me },
        data: { supersededAt: ctx.now },
      });
      if (count !== replaced.length) throw new AppError("CONFLICT", "conflict");
    }
    await db.consentRecord.createMany({
      data: changes.map((one) => ({
        id: uuid(),
        studentId: child.id,
        grantedById: me,
        purpose: purposeOf(one.recipientType),
        verifiedBy: proof,
        ip: ctx.ip,
        userAgent: ctx.userAgent.slice(0, 300),
        ...one,
      })),
    });
  }
  const after = await readDecisions(db, child.id);
  await record(ctx, db, child, changes.length > 0 ? "changed" : "confirmed", changes.length > 0 ? changes : next, own);
  if (changes.length > 0) await tell(ctx, db, child, changes, after);
  const answers: Decided[] = [];
  for (const one of next) {
    const key = keyOf(one);
    const [truth] = await db.$queryRaw<{ open: boolean }[]>`
      SELECT app.consented(${child.id}::uuid, ${key.dataType}, ${key.recipientType}, ${key.recipientId}::uuid) AS open`;
    answers.push({ ...key, open: truth?.open ?? false, conflict: opposedBy(after, key, me).length > 0 });
  }
  return answers;
}

const opposedBy = (all: readonly Decision[], key: Key, me: string) => {
  const mine = all.find((one) => one.decidedById === me && nameOfKey(one) === nameOfKey(key));
  return mine ? all.filter((theirs) => opposes(mine, theirs)).map((theirs) => ({ mine, theirs })) : [];
};

/** The end of the child's history, kept in the audit log: what is cut off there later is missed here. */
export async function chainEnd(db: Db, studentId: string): Promise<{ chain?: string }> {
  const end = await db.consentAudit.findFirst({
    where: { studentId },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
  return end ? { chain: `${end.seq}:${end.hash}` } : {};
}

async function record(
  ctx: Ctx,
  db: Db,
  child: Child,
  how: "changed" | "confirmed",
  changes: readonly NewDecision[],
  own: ReadonlyMap<string, Decision>,
): Promise<void> {
  const [first] = changes;
  if (!first) return;
  await audit(db, ctx, {
    // The same word said again changes nothing; that it was said is worth a line.
    action:
      how === "confirmed"
        ? "consent.confirmed"
        : first.granted
          ? "consent.granted"
          : first.withdrawal
            ? "consent.withdrawn"
            : "consent.refused",
    subjectType: "consent",
    subjectId: child.id,
    studentId: child.id,
    before: {
      cells: changes.map((one) => ({ ...keyOf(one), granted: own.get(nameOfKey(one))?.granted ?? null })),
    },
    after: {
      cells: changes.map((one) => ({
        ...keyOf(one),
        granted: one.granted,
        expiresAt: one.expiresAt,
        text: one.textId,
      })),
      ...(await chainEnd(db, child.id)),
    },
  });
}

async function tell(
  ctx: Ctx,
  db: Db,
  child: Child,
  changes: readonly Key[],
  after: readonly Decision[],
): Promise<void> {
  const me = ctx.actor.userId;
  const others = child.deciders.filter((id) => id !== me);
  const nameOf = await namesOf(db, [...others, ...changes.map((one) => one.recipientId)]);
  await tellConsentChanged(db, child, changes, child.viewers);
  const found = changes
    .flatMap((key) => opposedBy(after, key, me))
    .map(({ mine, theirs }) => {
      const recipientId = mine.recipientId ?? theirs.recipientId;
      return {
        recipientType: mine.recipientType,
        recipientId,
        recipientName: nameOf(recipientId),
        mine,
        theirs,
        other: { id: theirs.decidedById, name: nameOf(theirs.decidedById) ?? "" },
      };
    });
  const told = await tellDisagreements(db, child, { id: me, name: ctx.actor.preferredName }, found);
  const recipients = [...new Map(changes.map((one) => [`${one.recipientType} ${one.recipientId}`, one])).values()];
  await tellGuardians(
    db,
    child,
    others.filter((id) => !told.has(id)),
    recipients.map(({ recipientType, recipientId }) => ({
      recipientType,
      recipientId,
      recipientName: nameOf(recipientId),
    })),
    ctx.now,
  );
}

const ask = (ctx: Ctx, expiresOn: string | null | undefined): Date | null => {
  if (!expiresOn) return null;
  if (!isChoosableEnd(expiresOn, ctx.now, limits.years))
    throw new AppError("BAD_INPUT", "consent.end", { fields: { expiresOn: "consent.end" } });
  return endOf(expiresOn);
};

/** Gives or refuses consent for one cell, or for a row or column at once: whole or absent. */
export function decideMany(ctx: Ctx, input: Input<typeof decideManyInput>): Promise<Decided[]> {
  const expiresAt = input.granted ? ask(ctx, input.expiresOn) : null;
  const cells = [...new Map(input.cells.map((cell) => [nameOfKey(keyOf(cell)), keyOf(cell)])).values()];
  return ctx.work(async (db) => {
    const child = await childToDecideFor(ctx, db, input.studentId);
    await assertRecipients(ctx, db, child.id, cells);
    const texts = await textsByPurpose(db, input.textIds, cells);
    const { granted } = input;
    if (granted) await assertUncontested(db, child.id);
    const proof = await proofFor(ctx, granted);
    return write(
      ctx,
      db,
      child,
      cells.map((cell) => ({
        ...cell,
        granted,
        withdrawal: false,
        expiresAt,
        reason: input.reason || null,
        textId: texts.get(purposeOf(cell.recipientType)) ?? null,
      })),
      proof,
    );
  });
}

/** Gives or refuses consent for one kind of record and one recipient. */
export async function decide(ctx: Ctx, input: Input<typeof decideInput>): Promise<Decided> {
  const { textId, studentId, granted, expiresOn, reason, ...cell } = input;
  const [decided] = await decideMany(ctx, { studentId, granted, expiresOn, reason, cells: [cell], textIds: [textId] });
  if (!decided) throw new AppError("INTERNAL", "internal");
  return decided;
}

/**
 * Takes consent back: one press, nothing asked. It is a no from now on, also where another guardian says yes; it works for
 * recipients who can no longer be chosen. The words are those the guardian once agreed to.
 */
export function withdrawMany(ctx: Ctx, input: Input<typeof withdrawManyInput>): Promise<Decided[]> {
  const cells = [...new Map(input.cells.map((cell) => [nameOfKey(keyOf(cell)), keyOf(cell)])).values()];
  return ctx.work(async (db) => {
    const child = await childToDecideFor(ctx, db, input.studentId);
    assertAsked(cells, outsideClass(await readRecipients(ctx, db, child.id)));
    const before = await readDecisions(db, child.id);
    const word = (cell: Key): NewDecision => {
      const own = before.find((one) => one.decidedById === ctx.actor.userId && nameOfKey(one) === nameOfKey(cell));
      // Pressed twice, or on a second screen: the no stands as it was said.
      const reason = input.reason || (own && !own.granted ? own.reason : null);
      return {
        ...cell,
        granted: false,
        withdrawal: own?.granted ?? false,
        expiresAt: null,
        reason,
        textId: own?.textId ?? null,
      };
    };
    return write(ctx, db, child, cells.map(word), verifiedBy(ctx));
  });
}

export async function withdraw(ctx: Ctx, input: Input<typeof withdrawInput>): Promise<Decided> {
  const { studentId, reason, ...cell } = input;
  const [decided] = await withdrawMany(ctx, { studentId, reason, cells: [cell] });
  if (!decided) throw new AppError("INTERNAL", "internal");
  return decided;
}

/** Has no word in a cell any more: without another guardian's yes it stays shut, with one it opens. Nothing to end is no fault. */
export function abstain(ctx: Ctx, input: Input<typeof abstainInput>): Promise<Decided> {
  const key = keyOf(input);
  return ctx.work(async (db) => {
    const me = ctx.actor.userId;
    const child = await childToDecideFor(ctx, db, input.studentId);
    // The end of a no may open what another guardian granted.
    await assertUncontested(db, child.id);
    await requireFreshFactor(ctx);
    const { count } = await db.consentRecord.updateMany({
      where: { studentId: child.id, grantedById: me, supersededAt: null, ...key },
      data: { supersededAt: ctx.now },
    });
    await audit(db, ctx, {
      action: "consent.abstained",
      subjectType: "consent",
      subjectId: child.id,
      studentId: child.id,
      after: { cells: [key], ended: count, ...(await chainEnd(db, child.id)) },
    });
    if (count > 0) await tell(ctx, db, child, [key], await readDecisions(db, child.id));
    const [truth] = await db.$queryRaw<{ open: boolean }[]>`
      SELECT app.consented(${child.id}::uuid, ${key.dataType}, ${key.recipientType}, ${key.recipientId}::uuid) AS open`;
    return { ...key, open: truth?.open ?? false, conflict: false };
  });
}
