import { v7 as uuid } from "uuid";
import type { Role } from "@/lib/roles";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { personAbilities, refuseRoleChange } from "./people.domain";

async function personToChange(db: Db, ctx: Ctx, id: string) {
  const person = await db.user.findUnique({
    where: { id },
    select: { id: true, status: true, sessionVersion: true, roles: { select: { role: true } } },
  });
  if (!person) throw new AppError("NOT_FOUND", "person.not_found");
  return {
    ...person,
    abilities: personAbilities(ctx.actor.userId, person),
    held: person.roles.map((row) => row.role as Role),
  };
}

/** Ends every session of a person at once; open pages are told. */
async function endSessions(db: Db, ctx: Ctx, id: string, reason: string): Promise<number> {
  const ended = await db.authSession.updateMany({
    where: { userId: id, revokedAt: null },
    data: { revokedAt: ctx.now, revokedReason: reason },
  });
  await live(db, [id], "session.ended", {});
  return ended.count;
}

/** Shuts an account: its sessions end on their next request and nobody signs in to it until it is reinstated. */
export function suspendPerson(ctx: Ctx, input: { id: string; reason: string }) {
  return ctx.work(async (db) => {
    const person = await personToChange(db, ctx, input.id);
    if (!person.abilities.suspend) throw new AppError("CONFLICT", "person.cannot_suspend");
    const { count } = await db.user.updateMany({
      where: { id: input.id, status: "ACTIVE" },
      data: { status: "SUSPENDED", sessionVersion: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    const sessions = await endSessions(db, ctx, input.id, "suspended");
    await audit(db, ctx, {
      action: "user.suspended",
      subjectType: "user",
      subjectId: input.id,
      before: { status: person.status },
      after: { status: "SUSPENDED", reason: input.reason, sessionsEnded: sessions },
    });
    return { status: "SUSPENDED" as const, sessionsEnded: sessions };
  });
}

/** Opens a suspended account again. */
export function reinstatePerson(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const person = await personToChange(db, ctx, input.id);
    if (!person.abilities.reinstate) throw new AppError("CONFLICT", "person.cannot_reinstate");
    const { count } = await db.user.updateMany({
      where: { id: input.id, status: "SUSPENDED" },
      data: { status: "ACTIVE" },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "user.reinstated",
      subjectType: "user",
      subjectId: input.id,
      before: { status: person.status },
      after: { status: "ACTIVE" },
    });
    return { status: "ACTIVE" as const };
  });
}

/** Signs a person out of every device. */
export function endPersonSessions(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const person = await personToChange(db, ctx, input.id);
    if (!person.abilities.endSessions) throw new AppError("CONFLICT", "person.own_role");
    const ended = await endSessions(db, ctx, input.id, "ended by an administrator");
    await audit(db, ctx, { action: "user.sessions_ended", subjectType: "user", subjectId: input.id, after: { ended } });
    return { ended };
  });
}

/** The same for several people; oneself is left out rather than refused. Whole or not at all. */
export function endSessionsOf(ctx: Ctx, input: { ids: string[] }) {
  return ctx.work(async (db) => {
    const ids = [...new Set(input.ids)].filter((id) => id !== ctx.actor.userId);
    const known = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true } });
    const people = known.map((person) => person.id);
    const ended = await db.authSession.updateMany({
      where: { userId: { in: people }, revokedAt: null },
      data: { revokedAt: ctx.now, revokedReason: "ended by an administrator" },
    });
    await live(db, people, "session.ended", {});
    await audit(db, ctx, { action: "user.sessions_ended", subjectType: "user", after: { people, ended: ended.count } });
    return { ended: ended.count };
  });
}

/** Gives or takes a role. What the person may do changes with their next request. */
export function changeRole(ctx: Ctx, input: { id: string; role: Role }, give: boolean) {
  return ctx.work(async (db) => {
    const person = await personToChange(db, ctx, input.id);
    if (!person.abilities.changeRoles) throw new AppError("CONFLICT", "person.own_role");
    const admins = await db.userRole.count({ where: { role: "ADMIN", user: { status: "ACTIVE" } } });
    const refusal = refuseRoleChange({
      actorId: ctx.actor.userId,
      personId: input.id,
      held: person.held,
      role: input.role,
      give,
      admins,
    });
    if (refusal) throw new AppError("CONFLICT", refusal);
    const { count } = give
      ? await db.userRole.createMany({
          data: { id: uuid(), userId: input.id, role: input.role, grantedById: ctx.actor.userId },
          skipDuplicates: true,
        })
      : await db.userRole.deleteMany({ where: { userId: input.id, role: input.role } });
    if (count > 0) {
      await live(db, [input.id], "changed", { topic: "account" });
      await audit(db, ctx, {
        action: give ? "user.role_given" : "user.role_taken",
        subjectType: "user",
        subjectId: input.id,
        before: { roles: person.held },
        after: { role: input.role },
      });
    }
    return { changed: count > 0 };
  });
}

/** Opens or shuts a partner organisation; its members' partner doors follow at once. */
export function setOrganizationStatus(ctx: Ctx, input: { id: string; status: "ACTIVE" | "SUSPENDED" }) {
  return ctx.work(async (db) => {
    const before = await db.organization.findUnique({ where: { id: input.id }, select: { status: true } });
    if (!before) throw new AppError("NOT_FOUND", "organization.not_found");
    const { count } = await db.organization.updateMany({
      where: { id: input.id, status: { not: input.status } },
      data: { status: input.status },
    });
    if (count > 0)
      await audit(db, ctx, {
        action: "organization.status_changed",
        subjectType: "organization",
        subjectId: input.id,
        before,
        after: { status: input.status },
      });
    return { changed: count > 0 };
  });
}
