import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { contactOf } from "@/lib/phone";
import { tellGuardianshipChanged } from "@/server/features/consent/consent.tell.service";
import { invite, sendAgain, withdraw } from "@/server/features/identity/invitations.service";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { familyTopic } from "./families.service";
import { leads, manages, mayDo, orderly, othersConsent, sameRights } from "./members.domain";
import { type Circle, readCircle } from "./members.queries";
import type {
  changeRightsInput,
  contestInput,
  guardianshipInput,
  invitationInput,
  inviteMemberInput,
  liftContestInput,
} from "./members.schema";

type Input<S extends z.ZodType> = z.output<S>;
const page = "/dashboard/parent/settings/family";

const membersOf = ({ ties }: Circle) => ties.map((tie) => tie.guardianId);
/** Open pages of everybody concerned are drawn anew: of the family, and the page of its members. */
async function tell(db: Db, circle: Circle, more: string[] = []): Promise<void> {
  const people = [...membersOf(circle), ...more];
  await live(db, people, "changed", { topic: familyTopic(circle.child.familyId) });
  await live(db, people, "changed", { topic: "members" });
}

/** What a guardian said counts while they may consent: teachers' and partners' open pages follow who may. */
const tellConsent = (db: Db, circle: Circle) => tellGuardianshipChanged(db, circle.child, membersOf(circle));

function refuseContested(circle: Circle): void {
  if (circle.contested) throw new AppError("CONFLICT", "child.contested");
}

/** Invites somebody to look after children of one's own. They are nobody to the children until they have accepted. */
export function inviteMember(ctx: Ctx, input: Input<typeof inviteMemberInput>): Promise<{ id: string }> {
  const contact = contactOf(input.contact);
  if (!contact) throw new AppError("BAD_INPUT", "bad_input", { fields: { contact: "field.contact" } });
  if (!input.rights.view || !orderly(input.rights))
    throw new AppError("BAD_INPUT", "bad_input", { fields: { rights: "field.rights" } });
  return ctx.work(async (db) => {
    const circles: Circle[] = [];
    for (const studentId of new Set(input.studentIds)) circles.push(await readCircle(ctx, db, studentId));
    for (const circle of circles) {
      refuseContested(circle);
      const mine = circle.ties.find((tie) => tie.guardianId === ctx.actor.userId);
      if (!manages(mine, false)) throw new AppError("FORBIDDEN", "member.not_yours");
      if (input.rights.consent && !leads(ctx.actor.userId, circle.ties, false))
        throw new AppError("FORBIDDEN", "member.only_primary");
    }
    const { id } = await invite(db, ctx, {
      name: input.name,
      contact,
      role: "PARENT",
      grants: { kind: "guardian", relation: input.relation, rights: input.rights },
      studentIds: circles.map(({ child }) => child.id),
      locale: input.locale,
      about: circles.map(({ child }) => child.firstName).join(", "),
    });
    for (const circle of circles) {
      await audit(db, ctx, {
        action: "family.member_invited",
        subjectType: "invitation",
        subjectId: id,
        studentId: circle.child.id,
        after: { name: input.name, relation: input.relation, rights: input.rights },
      });
      await tell(db, circle);
    }
    return { id };
  });
}

async function invitationInSight(db: Db, id: string) {
  const row = await db.invitation.findFirst({
    where: { id, role: "PARENT", acceptedAt: null, revokedAt: null },
    select: { id: true, studentIds: true },
  });
  if (!row || row.studentIds.length === 0) throw new AppError("NOT_FOUND", "invitation.not_found");
  return row;
}

/** Sends an open invitation again, under a new link. */
export function resendInvitation(ctx: Ctx, input: Input<typeof invitationInput>): Promise<{ sent: true }> {
  return ctx.work(async (db) => {
    const row = await invitationInSight(db, input.id);
    const circles: Circle[] = [];
    for (const studentId of row.studentIds) circles.push(await readCircle(ctx, db, studentId));
    for (const circle of circles) refuseContested(circle);
    await sendAgain(db, ctx, row.id, circles.map(({ child }) => child.firstName).join(", "));
    await audit(db, ctx, { action: "family.invitation_resent", subjectType: "invitation", subjectId: row.id });
    for (const circle of circles) await tell(db, circle);
    return { sent: true };
  });
}

/** Takes an open invitation back: its link says so from now on. */
export function withdrawInvitation(ctx: Ctx, input: Input<typeof invitationInput>): Promise<{ withdrawn: boolean }> {
  return ctx.work(async (db) => {
    const row = await invitationInSight(db, input.id);
    const withdrawn = await withdraw(db, ctx, row.id);
    if (!withdrawn) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, { action: "family.invitation_withdrawn", subjectType: "invitation", subjectId: row.id });
    for (const studentId of row.studentIds) await tell(db, await readCircle(ctx, db, studentId));
    return { withdrawn };
  });
}

/** The guardianship and its circle, as far as the person looking may see them. */
async function tieInSight(ctx: Ctx, db: Db, guardianshipId: string) {
  const row = await db.guardianship.findFirst({
    where: { id: guardianshipId, endedAt: null },
    select: { studentId: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "member.not_found");
  const circle = await readCircle(ctx, db, row.studentId);
  const tie = circle.ties.find(({ id }) => id === guardianshipId);
  if (!tie) throw new AppError("NOT_FOUND", "member.not_found");
  refuseContested(circle);
  return { circle, tie, may: mayDo(ctx.actor.userId, tie, circle.ties, circle.contested) };
}

/** Changes what a guardian may do for a child, and what they are to it. */
export function changeRights(ctx: Ctx, input: Input<typeof changeRightsInput>): Promise<{ changed: boolean }> {
  const { rights } = input;
  if (!orderly(rights)) throw new AppError("BAD_INPUT", "bad_input", { fields: { rights: "field.rights" } });
  return ctx.work(async (db) => {
    const { circle, tie, may } = await tieInSight(ctx, db, input.guardianshipId);
    if (!may.change) throw new AppError("FORBIDDEN", "member.not_yours");
    if (!sameRights(tie.rights, input.from)) throw new AppError("CONFLICT", "conflict");
    if (sameRights(tie.rights, rights) && tie.relation === input.relation) return { changed: false };
    if (rights.consent && !tie.rights.consent && !may.giveConsent)
      throw new AppError("FORBIDDEN", "member.only_primary");
    if (tie.isPrimary && !(rights.view && rights.consent)) throw new AppError("CONFLICT", "member.primary");
    if (tie.rights.consent && !rights.consent && !othersConsent(tie.guardianId, circle.ties))
      throw new AppError("CONFLICT", "member.last");
    const { count } = await db.guardianship.updateMany({
      where: {
        id: tie.id,
        endedAt: null,
        canView: tie.rights.view,
        canMessage: tie.rights.message,
        canPay: tie.rights.pay,
        canConsent: tie.rights.consent,
      },
      data: {
        relation: input.relation,
        canView: rights.view,
        canMessage: rights.message,
        canPay: rights.pay,
        canConsent: rights.consent,
      },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "family.rights_changed",
      subjectType: "guardianship",
      subjectId: tie.id,
      studentId: circle.child.id,
      before: { relation: tie.relation, rights: tie.rights },
      after: { relation: input.relation, rights },
    });
    await notify(db, {
      userId: tie.guardianId,
      type: "family.rights_changed",
      params: { child: circle.child.firstName, by: ctx.actor.name },
      href: rights.view ? page : null,
      dedupeKey: `${tie.id}:${ctx.requestId}`,
      studentId: circle.child.id,
    });
    await tell(db, circle);
    if (tie.rights.consent !== rights.consent) await tellConsent(db, circle);
    return { changed: true };
  });
}

/** Ends a guardianship: another's, or one's own. From the next read on there is nothing to see any more. */
export function removeMember(ctx: Ctx, input: Input<typeof guardianshipInput>): Promise<{ removed: true }> {
  const me = ctx.actor.userId;
  return ctx.work(async (db) => {
    const { circle, tie, may } = await tieInSight(ctx, db, input.guardianshipId);
    const self = tie.guardianId === me;
    if (tie.isPrimary) throw new AppError("CONFLICT", "member.primary");
    if (tie.rights.consent && !othersConsent(tie.guardianId, circle.ties))
      throw new AppError("CONFLICT", "member.last");
    if (!(self ? may.leave : may.remove)) throw new AppError("FORBIDDEN", "member.not_yours");
    // Said before it is so: whoever leaves may not ask afterwards who was shown the child.
    if (tie.rights.consent) await tellConsent(db, circle);
    const { count } = await db.guardianship.updateMany({
      where: { id: tie.id, endedAt: null },
      data: { endedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: self ? "family.member_left" : "family.member_removed",
      subjectType: "guardianship",
      subjectId: tie.id,
      studentId: circle.child.id,
      before: { guardianId: tie.guardianId, relation: tie.relation, rights: tie.rights },
      after: { endedAt: ctx.now },
    });
    for (const person of membersOf(circle).filter((id) => id !== me))
      await notify(db, {
        userId: person,
        type: "family.member_removed",
        params: { child: circle.child.firstName, name: tie.name, by: ctx.actor.name },
        href: person === tie.guardianId ? null : page,
        dedupeKey: `${tie.id}:ended`,
        studentId: circle.child.id,
      });
    await tell(db, circle);
    return { removed: true };
  });
}

/** Hands the first place over: the other becomes the main guardian, and oneself an ordinary one. */
export function makePrimary(ctx: Ctx, input: Input<typeof guardianshipInput>): Promise<{ primary: string }> {
  return ctx.work(async (db) => {
    const { circle, tie, may } = await tieInSight(ctx, db, input.guardianshipId);
    if (!may.makePrimary) throw new AppError("FORBIDDEN", "member.only_primary");
    const before = circle.ties.find((one) => one.isPrimary);
    // The new one first would make two; one statement would meet the index row by row.
    if (before)
      await db.guardianship.updateMany({ where: { id: before.id, endedAt: null }, data: { isPrimary: false } });
    const { count } = await db.guardianship.updateMany({
      where: { id: tie.id, endedAt: null, canConsent: true },
      data: { isPrimary: true },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "family.primary_changed",
      subjectType: "guardianship",
      subjectId: tie.id,
      studentId: circle.child.id,
      before: { primary: before?.guardianId ?? null },
      after: { primary: tie.guardianId },
    });
    await notify(db, {
      userId: tie.guardianId,
      type: "family.rights_changed",
      params: { child: circle.child.firstName, by: ctx.actor.name },
      href: page,
      dedupeKey: `${tie.id}:${ctx.requestId}`,
      studentId: circle.child.id,
    });
    await tell(db, circle);
    return { primary: tie.guardianId };
  });
}

/**
 * Says that guardians dispute a child, by a guardian or by staff. At once nobody's rights change any more, nobody is
 * added or removed and nothing new is opened to others, until staff has looked at it: a case stands on the desk.
 */
export function contestChild(ctx: Ctx, input: Input<typeof contestInput>): Promise<{ contested: true }> {
  return ctx.work(async (db) => {
    const circle = await readCircle(ctx, db, input.studentId);
    if (circle.contested) throw new AppError("CONFLICT", "child.contested");
    const office = ctx.actor.permissions.has("child:contest");
    const { count } = await db.childContest.createMany({
      data: { id: uuid(), studentId: circle.child.id, reason: input.reason, openedById: ctx.actor.userId },
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError("CONFLICT", "child.contested");
    // The case is the way back: whoever of the staff froze the child has it in hand, a guardian's word nobody yet.
    await db.familyCase.createMany({
      data: {
        id: uuid(),
        studentId: circle.child.id,
        kind: "CONTEST",
        title: `Guardians of ${circle.child.firstName} disagree`,
        reason: input.reason,
        ownerId: office ? ctx.actor.userId : null,
        openedById: ctx.actor.userId,
        dueOn: new Date(ctx.now.toISOString().slice(0, 10)),
      },
    });
    await audit(db, ctx, {
      action: "child.contested",
      subjectType: "student",
      subjectId: circle.child.id,
      studentId: circle.child.id,
      after: { reason: input.reason, by: office ? "staff" : "guardian" },
    });
    for (const person of membersOf(circle).filter((id) => id !== ctx.actor.userId))
      await notify(db, {
        userId: person,
        type: "family.contested",
        params: { child: circle.child.firstName },
        href: page,
        dedupeKey: `${circle.child.id}:${ctx.requestId}`,
        studentId: circle.child.id,
      });
    await tellDesk(db, ctx, circle, "family.contest_opened");
    await tell(db, circle);
    return { contested: true };
  });
}

/** Staff has acted: guardians manage again. The reason stays in the record and is not told to the family. */
export function liftContest(ctx: Ctx, input: Input<typeof liftContestInput>): Promise<{ lifted: true }> {
  return ctx.work(async (db) => {
    const circle = await readCircle(ctx, db, input.studentId);
    const { count } = await db.childContest.updateMany({
      where: { studentId: circle.child.id, liftedAt: null },
      data: { liftedAt: ctx.now, liftedById: ctx.actor.userId, liftReason: input.reason },
    });
    if (count === 0) throw new AppError("CONFLICT", "child.not_contested");
    await db.familyCase.updateMany({
      where: { studentId: circle.child.id, kind: "CONTEST", status: { not: "CLOSED" } },
      data: { status: "CLOSED", closedAt: ctx.now },
    });
    await db.caseNote.createMany({
      data: { id: uuid(), studentId: circle.child.id, authorId: ctx.actor.userId, body: input.reason },
    });
    await audit(db, ctx, {
      action: "child.contest_lifted",
      subjectType: "student",
      subjectId: circle.child.id,
      studentId: circle.child.id,
      after: { reason: input.reason },
    });
    for (const person of membersOf(circle))
      await notify(db, {
        userId: person,
        type: "family.contest_lifted",
        params: { child: circle.child.firstName },
        href: page,
        dedupeKey: `${circle.child.id}:${ctx.requestId}`,
        studentId: circle.child.id,
      });
    await live(db, [ctx.actor.userId], "changed", { topic: "desk" });
    await tell(db, circle);
    return { lifted: true };
  });
}

/** The people at the desk who look after children's safety. */
async function tellDesk(db: Db, ctx: Ctx, circle: Circle, type: "family.contest_opened"): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT app.safety_desk() AS id`;
  const people = rows.map(({ id }) => id).filter((id) => id !== ctx.actor.userId);
  for (const userId of people)
    await notify(db, {
      userId,
      type,
      params: { child: circle.child.firstName },
      href: "/dashboard/staff",
      dedupeKey: `${circle.child.id}:${ctx.requestId}`,
      studentId: circle.child.id,
    });
  await live(db, [...people, ctx.actor.userId], "changed", { topic: "desk" });
}
