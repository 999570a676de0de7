import { type KeptText, textAfter } from "@/lib/two-texts";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { lessonInReach, readNote } from "./learning.queries";
import { learningLimits, type SaveNote } from "./learning.schema";

type Key = { studentId: string; lessonId: string };

/** Saves of one note follow each other; a first one has no row to wait for. */
const oneAtATime = (db: Db, { studentId, lessonId }: Key) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`note:${studentId}:${lessonId}`}, 0))`;

async function keepNote(db: Db, key: Key, note: KeptText): Promise<void> {
  await db.learnerNote.upsert({
    where: { studentId_lessonId: key },
    create: { ...key, ...note },
    update: note,
    select: { id: true },
  });
}

/**
 * Keeps a child's note to a lesson, as it is typed. A text that began from an older one does not overwrite it: both stay,
 * and the answer says so. The same text again changes nothing.
 */
export function saveNote(ctx: Ctx, input: SaveNote): Promise<KeptText> {
  return ctx.work(async (db) => {
    const { studentId, lesson } = await lessonInReach(ctx, db, input.lessonId);
    if (lesson.lock) throw new AppError("FORBIDDEN", "lesson.locked");
    const key = { studentId, lessonId: input.lessonId };
    await oneAtATime(db, key);
    const kept = await readNote(db, key);
    const body = textAfter(kept, input.text, input.revision, learningLimits.note);
    if (body === null) throw new AppError("BAD_INPUT", "lesson.note_full", { fields: { text: "lesson.note_full" } });
    if (body === kept.body) return kept;
    const note = { body, revision: kept.revision + 1 };
    await keepNote(db, key, note);
    // A child's own words stay with the family: the log says that there are some.
    await audit(db, ctx, {
      action: "note.kept",
      subjectType: "LearnerNote",
      subjectId: input.lessonId,
      studentId,
      after: { revision: note.revision },
    });
    return note;
  });
}
