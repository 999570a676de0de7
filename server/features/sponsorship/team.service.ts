import type { z } from "zod";
import { contactOf } from "@/lib/phone";
import { givable } from "@/server/features/identity/invitations.domain";
import { invitationGrants, type MemberRole } from "@/server/features/identity/invitations.schema";
import { invite, sendAgain, withdraw } from "@/server/features/identity/invitations.service";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { mayDo } from "./team.domain";
import { ownSeat, seatsOf } from "./team.queries";
import {
  type changeTeamRoleInput,
  type inviteToTeamInput,
  type membershipInput,
  TEAM_AT_MOST,
  type teamInvitationInput,
} from "./team.schema";

type Input<S extends z.ZodType> = z.output<S>;
const page = "/dashboard/partner/team";

/** The team one belongs to and one's own place in it. */
async function ownTeam(ctx: Ctx, db: Db) {
  const mine = await ownSeat(ctx, db);
  if (!mine) throw new AppError("NOT_FOUND", "team.none");
  return { ...mine, seats: await seatsOf(db, mine.organization.id) };
}
type OwnTeam = Awaited<ReturnType<typeof ownTeam>>;

/** Open pages of the whole team are drawn anew, and those of whoever has just left it. */
const tell = (db: Db, { seats }: Pick<OwnTeam, "seats">) =>
  live(
    db,
    seats.map(({ userId }) => userId),
    "changed",
    { topic: "team" },
  );

function requireGivable(mine: MemberRole, role: MemberRole): void {
  if (!givable(mine).includes(role)) throw new AppError("FORBIDDEN", "team.not_yours");
}

async function refuseFull(ctx: Ctx, db: Db, team: OwnTeam): Promise<void> {
  const open = await db.invitation.count({
    where: { organizationId: team.organization.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: ctx.now } },
  });
  if (team.seats.length + open >= TEAM_AT_MOST) throw new AppError("CONFLICT", "team.full");
}

/** Invites somebody into one's organisation. They see nothing of it until they have accepted. */
export function inviteToTeam(ctx: Ctx, input: Input<typeof inviteToTeamInput>): Promise<{ id: string }> {
  const contact = contactOf(input.contact);
  if (!contact) throw new AppError("BAD_INPUT", "bad_input", { fields: { contact: "field.contact" } });
  return ctx.work(async (db) => {
    const team = await ownTeam(ctx, db);
    requireGivable(team.role, input.role);
    await refuseFull(ctx, db, team);
    const { id } = await invite(db, ctx, {
      name: input.name,
      contact,
      role: "PARTNER",
      grants: { kind: "partner", member: input.role },
      studentIds: [],
      organizationId: team.organization.id,
      locale: input.locale,
      about: team.organization.name,
    });
    await audit(db, ctx, {
      action: "team.member_invited",
      subjectType: "invitation",
      subjectId: id,
      after: { organizationId: team.organization.id, name: input.name, role: input.role },
    });
    await tell(db, team);
    return { id };
  });
}

/** An open invitation into one's own team, to a place one may give. */
async function ownInvitation(db: Db, team: OwnTeam, id: string) {
  const row = await db.invitation.findFirst({
    where: { id, role: "PARTNER", organizationId: team.organization.id, acceptedAt: null, revokedAt: null },
    select: { id: true, grants: true },
  });
  const grants = invitationGrants.safeParse(row?.grants).data;
  if (!row || grants?.kind !== "partner") throw new AppError("NOT_FOUND", "invitation.not_found");
  requireGivable(team.role, grants.member);
  return row;
}

/** Sends an open invitation again, under a new link. */
export function resendToTeam(ctx: Ctx, input: Input<typeof teamInvitationInput>): Promise<{ sent: true }> {
  return ctx.work(async (db) => {
    const team = await ownTeam(ctx, db);
    const row = await ownInvitation(db, team, input.id);
    await sendAgain(db, ctx, row.id, team.organization.name);
    await audit(db, ctx, { action: "team.invitation_resent", subjectType: "invitation", subjectId: row.id });
    await tell(db, team);
    return { sent: true };
  });
}

/** Takes an open invitation back: its link says so from now on. */
export function withdrawFromTeam(ctx: Ctx, input: Input<typeof teamInvitationInput>): Promise<{ withdrawn: true }> {
  return ctx.work(async (db) => {
    const team = await ownTeam(ctx, db);
    const row = await ownInvitation(db, team, input.id);
    if (!(await withdraw(db, ctx, row.id))) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, { action: "team.invitation_withdrawn", subjectType: "invitation", subjectId: row.id });
    await tell(db, team);
    return { withdrawn: true };
  });
}

/** A place in one's own team, with what one may do about it. */
async function seatInTeam(ctx: Ctx, db: Db, membershipId: string) {
  const team = await ownTeam(ctx, db);
  const seat = team.seats.find(({ id }) => id === membershipId);
  if (!seat) throw new AppError("NOT_FOUND", "team.not_found");
  const owners = team.seats.filter(({ role }) => role === "OWNER").length;
  return { team, seat, owners, may: mayDo({ userId: ctx.actor.userId, role: team.role }, seat, owners) };
}

/** Changes what somebody is in the team. */
export function changeTeamRole(ctx: Ctx, input: Input<typeof changeTeamRoleInput>): Promise<{ changed: boolean }> {
  return ctx.work(async (db) => {
    const { team, seat, may } = await seatInTeam(ctx, db, input.membershipId);
    if (!may.change.includes(input.role)) throw new AppError("FORBIDDEN", "team.not_yours");
    if (seat.role !== input.from) throw new AppError("CONFLICT", "conflict");
    if (seat.role === input.role) return { changed: false };
    const { count } = await db.membership.updateMany({
      where: { id: seat.id, role: input.from },
      data: { role: input.role },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "team.role_changed",
      subjectType: "membership",
      subjectId: seat.id,
      before: { role: seat.role },
      after: { role: input.role, userId: seat.userId, organizationId: team.organization.id },
    });
    await notify(db, {
      userId: seat.userId,
      type: "team.role_changed",
      params: { organization: team.organization.name, by: ctx.actor.name },
      href: page,
      dedupeKey: `${seat.id}:${ctx.requestId}`,
    });
    await tell(db, team);
    return { changed: true };
  });
}

/** Removes somebody from the team, or oneself: what families share with it is closed to them from the next read on. */
export function removeFromTeam(ctx: Ctx, input: Input<typeof membershipInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { team, seat, owners, may } = await seatInTeam(ctx, db, input.membershipId);
    const self = seat.userId === ctx.actor.userId;
    if (self && seat.role === "OWNER" && owners <= 1) throw new AppError("CONFLICT", "team.last_owner");
    if (!(self ? may.leave : may.remove)) throw new AppError("FORBIDDEN", "team.not_yours");
    const { organization } = team;
    await audit(db, ctx, {
      action: self ? "team.member_left" : "team.member_removed",
      subjectType: "membership",
      subjectId: seat.id,
      before: { userId: seat.userId, role: seat.role, organizationId: organization.id },
    });
    if (!self)
      await notify(db, {
        userId: seat.userId,
        type: "team.member_removed",
        params: { organization: organization.name, by: ctx.actor.name },
        href: null,
        dedupeKey: `${seat.id}:ended`,
      });
    await tell(db, team);
    const { count } = await db.membership.deleteMany({ where: { id: seat.id, role: seat.role } });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    return { removed: true };
  });
}
