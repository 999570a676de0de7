import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { stateOf } from "./invitations.domain";
import { type InvitationListInput, invitationGrants, invitationLimits, workRoles } from "./invitations.schema";

const inState = (now: Date) => ({
  used: { acceptedAt: { not: null } },
  withdrawn: { acceptedAt: null, revokedAt: { not: null } },
  expired: { acceptedAt: null, revokedAt: null, expiresAt: { lte: now } },
  open: { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
});

/** Whom the school has invited to work, a page at a time, and what has become of each invitation. */
export function listInvitations(ctx: Ctx, input: InvitationListInput) {
  const { state, role } = input.filters;
  const states = inState(ctx.now);
  const where = {
    AND: [
      { role: { in: role?.length ? role : [...workRoles] } },
      input.q
        ? {
            OR: [
              { name: { contains: input.q, mode: "insensitive" as const } },
              { email: { contains: input.q, mode: "insensitive" as const } },
            ],
          }
        : {},
      state?.length ? { OR: state.map((one) => states[one]) } : {},
    ],
  };
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.invitation.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: {
        id: true,
        name: true,
        email: true,
        phone: true,
        role: true,
        grants: true,
        organizationId: true,
        expiresAt: true,
        acceptedAt: true,
        revokedAt: true,
        sentCount: true,
        createdAt: true,
      },
    });
    const page = pageOf(fetched, keys, (row) => [row.createdAt, row.id], {
      total: await db.invitation.count({ where }),
    });
    const organizations = await db.organization.findMany({
      where: { id: { in: page.rows.flatMap((row) => row.organizationId ?? []) } },
      select: { id: true, name: true },
    });
    const names = new Map(organizations.map(({ id, name }) => [id, name]));
    return {
      ...page,
      rows: page.rows.map(({ grants, organizationId, ...row }) => {
        const now = stateOf(row, ctx.now);
        const parsed = invitationGrants.safeParse(grants).data;
        const pending = now === "open" || now === "expired";
        return {
          ...row,
          state: now,
          organization: names.get(organizationId ?? "") ?? null,
          staff: parsed?.kind === "staff" ? parsed : null,
          may: { resend: pending && row.sentCount < invitationLimits.sends, withdraw: pending },
        };
      }),
    };
  });
}
export type InvitationRow = Awaited<ReturnType<typeof listInvitations>>["rows"][number];
