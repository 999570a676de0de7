import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import {
  type InvitationGrants,
  type invitationInput,
  type inviteAdministratorInput,
  type inviteStaffInput,
  workRoles,
} from "./invitations.schema";
import { invite, sendAgain, withdraw, workOf } from "./invitations.service";

type Input<S extends z.ZodType> = z.output<S>;
type Worker = Input<typeof inviteAdministratorInput>;

/** One open invitation to a role under an address; none to a role its holder has already. */
async function refuseTwice(db: Db, ctx: Ctx, email: string, role: "STAFF" | "ADMIN"): Promise<void> {
  const holder = await db.userRole.count({ where: { role, user: { email } } });
  if (holder > 0) throw new AppError("CONFLICT", "bad_input", { fields: { email: "invitation.holds_role" } });
  const open = await db.invitation.count({
    where: { email, role, acceptedAt: null, revokedAt: null, expiresAt: { gt: ctx.now } },
  });
  if (open > 0) throw new AppError("CONFLICT", "bad_input", { fields: { email: "invitation.already_open" } });
}

async function inviteToOffice(
  db: Db,
  ctx: Ctx,
  { name, email, locale }: Worker,
  role: "STAFF" | "ADMIN",
  grants: InvitationGrants,
): Promise<{ id: string }> {
  await refuseTwice(db, ctx, email, role);
  const about = await workOf(db, { role, organizationId: null, locale });
  const { id } = await invite(db, ctx, { name, contact: { email }, role, grants, studentIds: [], locale, about });
  await audit(db, ctx, {
    action: "invitation.sent",
    subjectType: "invitation",
    subjectId: id,
    after: { name, role, grants },
  });
  await live(db, [ctx.actor.userId], "changed", { topic: "invitations" });
  return { id };
}

/** Invites somebody to the desk: they are staff when they have accepted, and set up a second factor where it is owed. */
export function inviteStaff(ctx: Ctx, input: Input<typeof inviteStaffInput>): Promise<{ id: string }> {
  const { department, position, seat } = input;
  const grants = { kind: "staff" as const, department, position, lead: seat === "head" };
  return ctx.work((db) => inviteToOffice(db, ctx, input, "STAFF", grants));
}

/** Invites another administrator. */
export function inviteAdministrator(ctx: Ctx, input: Worker): Promise<{ id: string }> {
  return ctx.work((db) => inviteToOffice(db, ctx, input, "ADMIN", { kind: "admin" }));
}

async function workInvitation(db: Db, id: string) {
  const row = await db.invitation.findFirst({
    where: { id, role: { in: [...workRoles] }, acceptedAt: null, revokedAt: null },
    select: { id: true, role: true, organizationId: true, locale: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "invitation.not_found");
  return row;
}

/** Sends an invitation to work once more, under a new link. */
export function resendWork(ctx: Ctx, input: Input<typeof invitationInput>): Promise<{ sent: true }> {
  return ctx.work(async (db) => {
    const row = await workInvitation(db, input.id);
    await sendAgain(db, ctx, row.id, await workOf(db, row));
    await audit(db, ctx, { action: "invitation.resent", subjectType: "invitation", subjectId: row.id });
    await live(db, [ctx.actor.userId], "changed", { topic: "invitations" });
    return { sent: true };
  });
}

/** Takes an invitation to work back: its link says so from now on. */
export function withdrawWork(ctx: Ctx, input: Input<typeof invitationInput>): Promise<{ withdrawn: true }> {
  return ctx.work(async (db) => {
    const row = await workInvitation(db, input.id);
    if (!(await withdraw(db, ctx, row.id))) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, { action: "invitation.withdrawn", subjectType: "invitation", subjectId: row.id });
    await live(db, [ctx.actor.userId], "changed", { topic: "invitations" });
    return { withdrawn: true };
  });
}
