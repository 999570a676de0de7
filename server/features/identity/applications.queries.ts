import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { AppError } from "@/server/platform/errors";
import { type ApplicationListInput, instructorData, partnerData } from "./applications.schema";

/** Applications a page at a time. */
export function listApplications(ctx: Ctx, input: ApplicationListInput) {
  const { status, kind } = input.filters;
  const where = {
    AND: [
      input.q
        ? {
            OR: [
              { name: { contains: input.q, mode: "insensitive" as const } },
              { email: { contains: input.q, mode: "insensitive" as const } },
            ],
          }
        : {},
      status?.length ? { status: { in: status } } : {},
      kind?.length ? { kind: { in: kind } } : {},
    ],
  };
  const keys = keyset(input, { name: { field: "name" }, createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.application.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: { id: true, kind: true, status: true, name: true, email: true, createdAt: true, decidedAt: true },
    });
    const total = await db.application.count({ where });
    return pageOf(fetched, keys, (row) => [input.sort.endsWith("createdAt") ? row.createdAt : row.name, row.id], {
      total,
    });
  });
}
export type ApplicationRow = Awaited<ReturnType<typeof listApplications>>["rows"][number];

/** One application with what was written and what became of it. */
export function readApplication(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const row = await db.application.findUnique({
      where: { id },
      select: {
        id: true,
        kind: true,
        status: true,
        name: true,
        email: true,
        phone: true,
        locale: true,
        data: true,
        reason: true,
        createdAt: true,
        decidedAt: true,
        decidedById: true,
        invitationId: true,
        userId: true,
      },
    });
    if (!row) throw new AppError("NOT_FOUND", "application.not_found");
    const { data, ...rest } = row;
    const decider = row.decidedById
      ? await db.user.findUnique({ where: { id: row.decidedById }, select: { name: true } })
      : null;
    const invitation = row.invitationId
      ? await db.invitation.findUnique({
          where: { id: row.invitationId },
          select: { expiresAt: true, acceptedAt: true, sentCount: true },
        })
      : null;
    const known = await db.user.findUnique({ where: { email: row.email }, select: { id: true, name: true } });
    return {
      ...rest,
      instructor: row.kind === "INSTRUCTOR" ? (instructorData.safeParse(data).data ?? null) : null,
      partner: row.kind === "PARTNER" ? (partnerData.safeParse(data).data ?? null) : null,
      decidedBy: decider?.name ?? null,
      invitation,
      /** Somebody who has an account already keeps it and gets the role. */
      known,
    };
  });
}
export type ApplicationRecord = Awaited<ReturnType<typeof readApplication>>;
