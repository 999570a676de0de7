import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type Actor, type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { live } from "@/server/platform/live";
import { hashToken } from "@/server/platform/session";
import { notify } from "../notify/notify.service";
import { sendLetter } from "./identity.letters";
import { boundToAddress, givable, type OpenedInvitation, stateOf } from "./invitations.domain";
import {
  INVITATION_DAYS,
  type InvitationGrants,
  invitationGrants,
  invitationLimits,
  type MemberRole,
} from "./invitations.schema";

const registration = systemActor("registration");
const day = 86_400_000;
/** What taking somebody in needs to know of a request: whoever makes it may be nobody yet. */
export type Asker = Pick<Ctx<Actor>, "now" | "ip" | "userAgent" | "requestId">;
const asSystem = (asker: Asker) => ({ ...asker, actor: registration });

export type NewInvitation = {
  name: string;
  contact: { email: string } | { phone: string };
  role: Role;
  grants: InvitationGrants;
  studentIds: string[];
  organizationId?: string | null;
  locale: Locale;
  /** The children's first names or the organisation's, as the letter says them. */
  about: string;
};

const letterOf = (grants: InvitationGrants) => (grants.kind === "guardian" ? "invite_guardian" : "invite_work");

/** What work somebody is invited to, as the letter says it: the organisation's name, or the role. */
export async function workOf(
  db: Db,
  row: { role: string; organizationId: string | null; locale: string },
): Promise<string> {
  const organization = row.organizationId
    ? await db.organization.findUnique({ where: { id: row.organizationId }, select: { name: true } })
    : null;
  return organization?.name ?? translator(row.locale as Locale, "nav")(`roles.${row.role}`);
}

/** Writes an invitation and sends it, in the unit of whoever invites. The database asks whether they may. */
export async function invite(db: Db, ctx: Ctx, invitation: NewInvitation): Promise<{ id: string }> {
  const since = new Date(ctx.now.getTime() - day);
  const today = await db.invitation.count({ where: { invitedById: ctx.actor.userId, createdAt: { gt: since } } });
  if (today >= invitationLimits.perDay) throw new AppError("TOO_MANY", "invitation.too_many");
  const id = uuid();
  const token = randomToken();
  const { contact } = invitation;
  await db.invitation.createMany({
    data: {
      id,
      tokenHash: hashToken(token),
      email: "email" in contact ? contact.email : null,
      phone: "phone" in contact ? contact.phone : null,
      role: invitation.role,
      organizationId: invitation.organizationId ?? null,
      grants: invitationGrants.parse(invitation.grants),
      invitedById: ctx.actor.userId,
      studentIds: invitation.studentIds,
      name: invitation.name,
      locale: invitation.locale,
      lastSentAt: ctx.now,
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + INVITATION_DAYS * day),
    },
  });
  await sendLetter(db, {
    to: contact,
    locale: invitation.locale,
    name: letterOf(invitation.grants),
    params: { name: invitation.name, from: ctx.actor.name, about: invitation.about, days: INVITATION_DAYS },
    link: `/invite/${token}`,
    dedupeKey: `${id}:1`,
  });
  return { id };
}

/** Sends an invitation once more under a new token: the link sent before opens nothing any more. */
export async function sendAgain(db: Db, ctx: Ctx, id: string, about: string): Promise<void> {
  const row = await db.invitation.findFirst({
    where: { id, acceptedAt: null, revokedAt: null },
    select: { email: true, phone: true, name: true, locale: true, grants: true, sentCount: true, lastSentAt: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "invitation.not_found");
  if (row.sentCount >= invitationLimits.sends || ctx.now.getTime() - row.lastSentAt.getTime() < 60_000)
    throw new AppError("TOO_MANY", "invitation.too_many");
  const contact = row.email ? { email: row.email } : row.phone ? { phone: row.phone } : null;
  const grants = invitationGrants.safeParse(row.grants);
  if (!contact || !grants.success) throw new AppError("NOT_FOUND", "invitation.not_found");
  const token = randomToken();
  const { count } = await db.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, sentCount: row.sentCount },
    data: {
      tokenHash: hashToken(token),
      sentCount: row.sentCount + 1,
      lastSentAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + INVITATION_DAYS * day),
    },
  });
  if (count === 0) throw new AppError("CONFLICT", "conflict");
  await sendLetter(db, {
    to: contact,
    locale: row.locale as Locale,
    name: letterOf(grants.data),
    params: { name: row.name, from: ctx.actor.name, about, days: INVITATION_DAYS },
    link: `/invite/${token}`,
    dedupeKey: `${id}:${row.sentCount + 1}`,
  });
}

/** Takes an invitation back. Doing it twice is no mistake; one that was accepted stays accepted. */
export async function withdraw(db: Db, ctx: Ctx, id: string): Promise<boolean> {
  const { count } = await db.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: ctx.now },
  });
  return count > 0;
}

type Row = {
  id: string;
  email: string | null;
  phone: string | null;
  role: string;
  grants: unknown;
  studentIds: string[];
  organizationId: string | null;
  invitedById: string;
  name: string;
  locale: string;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
};

const selected = {
  id: true,
  email: true,
  phone: true,
  role: true,
  grants: true,
  studentIds: true,
  organizationId: true,
  invitedById: true,
  name: true,
  locale: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
} as const;

/** What a link opens. Whoever holds it was sent it: they are told plainly what has become of it. Null when there is none. */
export function openInvitation(asker: Asker, token: string): Promise<OpenedInvitation | null> {
  return work(registration, async (db) => {
    const row = await db.invitation.findUnique({ where: { tokenHash: hashToken(token) }, select: selected });
    const grants = row ? invitationGrants.safeParse(row.grants) : null;
    if (!row || !grants?.success) return null;
    const inviter = await db.user.findUnique({ where: { id: row.invitedById }, select: { name: true } });
    const children = await db.student.findMany({
      where: { id: { in: row.studentIds } },
      orderBy: { birthDate: "asc" },
      select: { firstName: true },
    });
    const organization = row.organizationId
      ? await db.organization.findUnique({ where: { id: row.organizationId }, select: { name: true } })
      : null;
    const account = await db.user.count({
      where: { OR: [...(row.email ? [{ email: row.email }] : []), ...(row.phone ? [{ phone: row.phone }] : [])] },
    });
    const state = stateOf(row, asker.now);
    return {
      id: row.id,
      state,
      name: row.name,
      from: inviter?.name ?? "",
      locale: row.locale as Locale,
      role: row.role as Role,
      grants: grants.data,
      about: children.length ? children.map((child) => child.firstName) : organization ? [organization.name] : [],
      email: row.email,
      phone: row.phone,
      hasAccount: account > 0,
    };
  });
}

/** What an account made by accepting is made of; the password is hashed already. */
export type NewAccount = { name: string; passwordHash: string; locale: Locale };

/**
 * Accepts an invitation for somebody signed in, or for an account made by it. All of it happens once: two who press at
 * the same moment, and the second finds it used.
 */
export function acceptInvitation(
  asker: Asker,
  token: string,
  by: { userId: string } | { account: NewAccount },
): Promise<{ userId: string; role: Role; login: string | null }> {
  return work(registration, async (db) => {
    const row = await db.invitation.findUnique({ where: { tokenHash: hashToken(token) }, select: selected });
    const grants = row ? invitationGrants.safeParse(row.grants) : null;
    if (!row || !grants?.success) throw new AppError("NOT_FOUND", "invitation.not_found");
    const state = stateOf(row, asker.now);
    if (state !== "open") throw new AppError("CONFLICT", `invitation.${state}` as "invitation.used");
    const userId = "userId" in by ? by.userId : uuid();
    const { count } = await db.invitation.updateMany({
      where: { id: row.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: asker.now } },
      data: { acceptedAt: asker.now, acceptedById: userId },
    });
    if (count === 0) throw new AppError("CONFLICT", "invitation.used");
    const role = row.role as Role;
    if ("account" in by) await addAccount(db, asker, row, userId, by.account);
    if (boundToAddress(grants.data)) await requireAddress(db, row, userId);
    if (grants.data.kind === "staff" || grants.data.kind === "admin") await requireOffice(db, row.invitedById);
    await addRole(db, userId, role, row.invitedById);
    await grant(db, asker, row, userId, grants.data);
    await audit(db, asSystem(asker), {
      action: "invitation.accepted",
      subjectType: "invitation",
      subjectId: row.id,
      after: { userId, role, grants: grants.data, newAccount: "account" in by },
    });
    await live(db, [row.invitedById], "changed", { topic: "invitations" });
    return { userId, role, login: row.email ?? row.phone };
  });
}

/** What was promised, kept. */
async function grant(db: Db, asker: Asker, row: Row, userId: string, grants: InvitationGrants): Promise<void> {
  switch (grants.kind) {
    case "guardian":
      return addGuardian(db, asker, row, userId, grants);
    case "staff":
      return addStaffProfile(db, userId, grants);
    case "partner":
      await addMember(db, asker, row, userId, grants);
      return linkApplication(db, grants.applicationId, userId);
    case "instructor":
      return linkApplication(db, grants.applicationId, userId);
    case "admin":
      return;
  }
}

async function linkApplication(db: Db, applicationId: string | undefined, userId: string): Promise<void> {
  if (applicationId) await db.application.updateMany({ where: { id: applicationId }, data: { userId } });
}

async function requireAddress(db: Db, row: Row, userId: string): Promise<void> {
  const own = await db.user.count({ where: { id: userId, email: row.email, emailVerifiedAt: { not: null } } });
  if (own === 0) throw new AppError("CONFLICT", "invitation.other_address");
}

/** Whoever offered work in the school must still be an administrator; the database asks the same. */
async function requireOffice(db: Db, inviterId: string): Promise<void> {
  const office = await db.user.count({
    where: { id: inviterId, status: "ACTIVE", roles: { some: { role: "ADMIN" } } },
  });
  if (office === 0) throw new AppError("CONFLICT", "invitation.withdrawn");
}

type StaffGrants = Extract<InvitationGrants, { kind: "staff" }>;

/** The place at the desk; somebody who comes back gets the new one. */
async function addStaffProfile(db: Db, userId: string, { department, position, lead }: StaffGrants): Promise<void> {
  const place = { department, position, isDepartmentLead: lead };
  await db.staffProfile.upsert({ where: { userId }, create: { userId, ...place }, update: place });
}

type PartnerGrants = Extract<InvitationGrants, { kind: "partner" }>;

/** A team takes in whom its owner or manager, or the administrator who opened it, still wants there at this moment. */
async function addMember(db: Db, asker: Asker, row: Row, userId: string, grants: PartnerGrants): Promise<void> {
  const organization = await db.organization.findUnique({
    where: { id: row.organizationId ?? "" },
    select: { id: true, name: true, status: true, memberships: { select: { userId: true, role: true } } },
  });
  if (organization?.status !== "ACTIVE") throw new AppError("CONFLICT", "invitation.withdrawn");
  const team = organization.memberships;
  const inviter = team.find((member) => member.userId === row.invitedById)?.role;
  if (!(inviter && givable(inviter as MemberRole).includes(grants.member))) await requireOffice(db, row.invitedById);
  if (team.some((member) => member.userId === userId)) throw new AppError("CONFLICT", "team.already_member");
  await db.membership.createMany({
    data: { id: uuid(), organizationId: organization.id, userId, role: grants.member, createdAt: asker.now },
  });
  const person = await db.user.findUnique({ where: { id: userId }, select: { name: true } });
  const managers = team.filter((member) => givable(member.role as MemberRole).length > 0).map((one) => one.userId);
  for (const manager of managers)
    await notify(db, {
      userId: manager,
      type: "team.member_added",
      params: { name: person?.name ?? row.name, organization: organization.name },
      href: "/dashboard/partner/team",
      dedupeKey: row.id,
    });
  await live(db, [...team.map((member) => member.userId), userId], "changed", { topic: "team" });
}

async function addAccount(db: Db, asker: Asker, row: Row, userId: string, account: NewAccount): Promise<void> {
  const taken = await db.user.count({
    where: { OR: [...(row.email ? [{ email: row.email }] : []), ...(row.phone ? [{ phone: row.phone }] : [])] },
  });
  if (taken > 0) throw new AppError("CONFLICT", "invitation.has_account");
  await db.user.createMany({
    data: {
      id: userId,
      name: account.name,
      email: row.email,
      phone: row.phone,
      // The link came by that way: whoever holds it reads what is sent there.
      emailVerifiedAt: row.email ? asker.now : null,
      phoneVerifiedAt: row.phone ? asker.now : null,
      passwordHash: account.passwordHash,
      locale: account.locale,
      createdAt: asker.now,
    },
  });
}

async function addRole(db: Db, userId: string, role: Role, grantedById: string): Promise<void> {
  const held = await db.userRole.findMany({ where: { userId }, select: { role: true } });
  const roles = held.map((row) => row.role as Role);
  if (roles.includes("STUDENT")) throw new AppError("CONFLICT", "person.child_role");
  if (roles.includes(role)) return;
  await db.userRole.createMany({ data: { id: uuid(), userId, role, grantedById }, skipDuplicates: true });
}

type GuardianGrants = Extract<InvitationGrants, { kind: "guardian" }>;

/** Whoever invited must still be entitled to, for each child, at this moment; and nobody may dispute the child. */
async function addGuardian(db: Db, asker: Asker, row: Row, userId: string, grants: GuardianGrants): Promise<void> {
  if (row.invitedById === userId) throw new AppError("CONFLICT", "invitation.own");
  const children = await db.student.findMany({
    where: { id: { in: row.studentIds }, status: { not: "LEFT" } },
    select: { id: true, firstName: true, familyId: true },
  });
  const ties = await db.guardianship.findMany({
    where: { studentId: { in: row.studentIds }, endedAt: null },
    select: { studentId: true, guardianId: true, canView: true, canConsent: true, isPrimary: true },
  });
  const { rights } = grants;
  const person = await db.user.findUnique({ where: { id: userId }, select: { name: true } });
  let added = 0;
  for (const child of children) {
    const circle = ties.filter((tie) => tie.studentId === child.id);
    const inviter = circle.find((tie) => tie.guardianId === row.invitedById);
    const leads = !circle.some((tie) => tie.isPrimary && tie.guardianId !== row.invitedById);
    const [contest] = await db.$queryRaw<{ open: boolean }[]>`SELECT app.contested(${child.id}::uuid) AS open`;
    if (contest?.open) throw new AppError("CONFLICT", "child.contested");
    if (!inviter?.canView || !inviter.canConsent || (rights.consent && !leads))
      throw new AppError("CONFLICT", "invitation.withdrawn");
    if (circle.some((tie) => tie.guardianId === userId)) continue;
    added += 1;
    await db.guardianship.createMany({
      data: {
        id: uuid(),
        guardianId: userId,
        studentId: child.id,
        relation: grants.relation,
        canView: rights.view,
        canMessage: rights.message,
        canPay: rights.pay,
        canConsent: rights.consent,
        createdAt: asker.now,
      },
    });
    await audit(db, asSystem(asker), {
      action: "family.member_added",
      subjectType: "guardianship",
      subjectId: userId,
      studentId: child.id,
      after: { guardianId: userId, relation: grants.relation, rights, invitedById: row.invitedById },
    });
    const others = circle.map((tie) => tie.guardianId);
    for (const other of others)
      await notify(db, {
        userId: other,
        type: "family.member_added",
        params: { child: child.firstName, name: person?.name ?? row.name },
        href: "/dashboard/parent/settings/family",
        dedupeKey: `${row.id}:${child.id}`,
        studentId: child.id,
      });
    await live(db, [...others, userId], "changed", { topic: `family:${child.familyId}` });
  }
  if (added === 0 && children.length > 0) throw new AppError("CONFLICT", "invitation.already_member");
  await live(db, [row.invitedById, userId], "changed", { topic: "members" });
}
