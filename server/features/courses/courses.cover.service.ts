import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { courseInput, coverInput } from "./courses.schema";
import { noteCourse, takeCourse, tellTeam } from "./courses.service";
import { dropUnusedFiles } from "./resources.service";

/** Puts a cover in the place of another, or none; a picture that then stands nowhere goes. */
async function changeCover(
  db: Db,
  ctx: Ctx,
  id: string,
  cover: { coverFileId: string; coverAlt: string } | { coverFileId: null; coverAlt: null },
): Promise<void> {
  const before = await db.course.findUniqueOrThrow({ where: { id }, select: { coverFileId: true, coverAlt: true } });
  await db.course.updateMany({ where: { id }, data: cover });
  if (before.coverFileId && before.coverFileId !== cover.coverFileId)
    await dropUnusedFiles(db, ctx, [before.coverFileId]);
  await noteCourse(db, ctx, cover.coverFileId ? "cover_set" : "cover_removed", id, { before, after: cover });
  await tellTeam(db, id);
}

/** Gives a course a cover: a picture the person has sent, or one the course holds already. */
export function setCover(ctx: Ctx, { id, fileId, alt }: z.output<typeof coverInput>): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, id);
    const picture = await db.storedFile.findFirst({
      where: {
        id: fileId,
        purpose: "course",
        mime: { startsWith: "image/" },
        scan: { not: "INFECTED" },
        OR: [{ ownerId: ctx.actor.userId }, { resources: { some: { courseId: id } } }, { covers: { some: { id } } }],
      },
      select: { scan: true },
    });
    if (!picture) throw new AppError("NOT_FOUND", "file.not_found", { fields: { fileId: "file.not_found" } });
    if (picture.scan === "PENDING") throw new AppError("CONFLICT", "file.being_checked");
    await changeCover(db, ctx, id, { coverFileId: fileId, coverAlt: alt });
    return { saved: true };
  });
}

/** Takes a course's cover away; the drawn one returns. */
export function removeCover(ctx: Ctx, { id }: z.output<typeof courseInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, id);
    await changeCover(db, ctx, id, { coverFileId: null, coverAlt: null });
    return { removed: true };
  });
}
