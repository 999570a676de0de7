import { shownAs } from "@/lib/file-types";
import { changeFiles, filesNamed } from "@/lib/named-files";
import { editableCourses } from "@/server/features/courses/courses.policy";
import type { Ctx, UserActor } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { visibleQuestions } from "./bank.policy";
import type { Question } from "./question.schema";

const known = { id: true, mime: true, size: true, width: true, height: true } as const;
type File = Prisma.StoredFileGetPayload<{ select: typeof known }>;

/** Files a question of this person may show: their own, those of courses they change, and what questions they read show. */
const showable = (actor: UserActor): Prisma.StoredFileWhereInput => ({
  purpose: "course",
  studentId: null,
  scan: { not: "INFECTED" },
  OR: [
    { ownerId: actor.userId },
    { resources: { some: { course: editableCourses(actor) } } },
    { questions: { some: { version: { question: visibleQuestions(actor) } } } },
  ],
});

/** What is known of a file where it is shown; what the writer's browser says of it counts for nothing. */
function described({ mime, size, width, height }: File, shown: object): object {
  const { width: _, height: __, bytes: ___, ...said } = shown as Record<string, unknown>;
  const kind = shownAs(mime);
  if (kind === "file") throw new AppError("BAD_INPUT", "file.kind");
  const facts = kind === "image" ? (width && height ? { width, height } : {}) : { bytes: Number(size) };
  return { ...said, ...("kind" in said ? { kind } : {}), ...facts };
}

/** The same questions, told what the school knows of the files they show; NOT_FOUND for a file that is not theirs to show. */
export async function withFiles<T extends { question: Question }>(db: Db, ctx: Ctx, news: readonly T[]): Promise<T[]> {
  const named = new Set(news.flatMap(({ question }) => filesNamed(question)));
  if (named.size === 0) return [...news];
  const found = await db.storedFile.findMany({
    where: { AND: [{ id: { in: [...named] } }, showable(ctx.actor)] },
    select: known,
  });
  if (found.length < named.size) throw new AppError("NOT_FOUND", "file.not_found");
  const files = new Map(found.map((file) => [file.id, file]));
  return news.map((one) => ({
    ...one,
    question: changeFiles(one.question, (shown) => described(files.get(shown.fileId) as File, shown)),
  }));
}

/** Which files a version shows, to its learner or only with its key. */
export function filesOfVersion(versionId: string, { body, key }: Question) {
  const asked = new Set(filesNamed(body));
  return [...new Set([...asked, ...filesNamed(key)])].map((fileId) => ({
    versionId,
    fileId,
    inKey: !asked.has(fileId),
  }));
}
