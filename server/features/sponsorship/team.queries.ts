import { maskContact } from "@/lib/phone";
import { givable } from "@/server/features/identity/invitations.domain";
import { invitationGrants, type MemberRole } from "@/server/features/identity/invitations.schema";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { mayDo } from "./team.domain";
import { TEAM_AT_MOST, type Team, type TeamInvitation } from "./team.schema";

const month = 30 * 86_400_000;

/** The organisation somebody works for, and what they are in it. Null when there is none, or its doors are shut. */
export async function ownSeat(ctx: Ctx, db: Db) {
  const seat = await db.membership.findFirst({
    where: { userId: ctx.actor.userId, organization: { status: "ACTIVE" } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, role: true, organization: { select: { id: true, name: true, status: true } } },
  });
  return seat ? { ...seat, role: seat.role as MemberRole } : null;
}

/** Everybody in an organisation, first come first. */
export async function seatsOf(db: Db, organizationId: string) {
  const rows = await db.membership.findMany({
    where: { organizationId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: TEAM_AT_MOST,
    select: { id: true, userId: true, role: true, createdAt: true, user: { select: { name: true } } },
  });
  return rows.map((row) => ({ ...row, role: row.role as MemberRole }));
}

/** PT-11: who works in one's organisation, who is invited, and what one may do about it. */
export function readTeam(ctx: Ctx): Promise<Team | null> {
  return ctx.work(async (db) => {
    const mine = await ownSeat(ctx, db);
    if (!mine) return null;
    const { organization } = mine;
    const seats = await seatsOf(db, organization.id);
    const owners = seats.filter(({ role }) => role === "OWNER").length;
    const me = { userId: ctx.actor.userId, role: mine.role };
    return {
      organization,
      givable: givable(mine.role),
      members: seats.map((seat) => ({
        membershipId: seat.id,
        userId: seat.userId,
        name: seat.user.name,
        role: seat.role,
        since: seat.createdAt,
        may: mayDo(me, seat, owners),
      })),
      invitations: await pending(ctx, db, organization.id, mine.role),
    };
  });
}

/** Invitations nobody has answered yet; an expired one is shown for a month, to be sent again. */
async function pending(ctx: Ctx, db: Db, organizationId: string, mine: MemberRole): Promise<TeamInvitation[]> {
  const rows = await db.invitation.findMany({
    where: {
      organizationId,
      role: "PARTNER",
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date(ctx.now.getTime() - month) },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: TEAM_AT_MOST,
    select: { id: true, name: true, email: true, phone: true, grants: true, expiresAt: true },
  });
  return rows.flatMap(({ grants, email, phone, ...row }) => {
    const parsed = invitationGrants.safeParse(grants).data;
    if (parsed?.kind !== "partner") return [];
    return {
      ...row,
      role: parsed.member,
      contact: maskContact(email ?? phone ?? ""),
      expired: row.expiresAt <= ctx.now,
      may: givable(mine).includes(parsed.member),
    };
  });
}
