import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { holdWork, takeClaim } from "./claims.service";
import type { AnnotateInput, workInput } from "./grading.schema";

/** Puts a note on a place of a handed-in picture or page. The family reads it once the work goes back. */
export function annotate(ctx: Ctx, { id, words, ...note }: AnnotateInput): Promise<{ id: string }> {
  const made = uuid();
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, id);
    if (work.status === "RETURNED") throw new AppError("CONFLICT", "grading.returned_already");
    const file = await db.submissionFile.findFirst({
      where: { submissionId: id, fileId: note.fileId },
      select: { fileId: true },
    });
    if (!file) throw new AppError("NOT_FOUND", "file.not_found");
    await takeClaim(db, ctx, work);
    const { studentId, courseId } = work;
    await db.annotation.createMany({
      data: { ...note, body: words, id: made, submissionId: id, studentId, courseId, authorId: ctx.actor.userId },
    });
    await audit(db, ctx, { action: "work.annotated", subjectType: "submission", subjectId: id, studentId });
    return { id: made };
  });
}

/** Takes a note of one's own away, as long as the work has not gone back. */
export function eraseAnnotation(ctx: Ctx, { id }: z.output<typeof workInput>): Promise<{ erased: true }> {
  return ctx.work(async (db) => {
    const note = await db.annotation.findFirst({
      where: { id, authorId: ctx.actor.userId },
      select: { submissionId: true, studentId: true },
    });
    if (!note) throw new AppError("NOT_FOUND", "grading.no_note");
    const work = await holdWork(db, ctx, note.submissionId);
    if (work.status === "RETURNED") throw new AppError("CONFLICT", "grading.returned_already");
    await db.annotation.deleteMany({ where: { id, authorId: ctx.actor.userId } });
    await audit(db, ctx, {
      action: "work.note_erased",
      subjectType: "submission",
      subjectId: note.submissionId,
      studentId: note.studentId,
    });
    return { erased: true };
  });
}
