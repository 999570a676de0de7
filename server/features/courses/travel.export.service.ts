import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Locale } from "@/lib/locales";
import { contentId } from "@/server/features/files/files.domain";
import type { Ctx } from "@/server/platform/actor";
import { AppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { Archive } from "@/server/platform/media/archive";
import { storage } from "@/server/platform/storage";
import { noteCourse } from "./courses.service";
import { cartridgeTexts, pageFile } from "./travel.cartridge.domain";
import type { RubricWords } from "./travel.cartridge.task.domain";
import { fileEntry, filesNeeded, type HeldFile, type Parcel, packCourse, textEntries } from "./travel.domain";
import { readCourseFiles, readWholeCourse } from "./travel.queries";
import type { TravelExport } from "./travel.schema";

export type Packed = { name: string; type: string; size: number; body: ReadableStream<Uint8Array> };

/** What goes into an archive, by entry: text as it stands, or the file whose bytes it is. */
type Entries = Map<string, string | HeldFile>;

/** The moment every entry was made at, as far as an archive tells: the same course gives the same bytes. */
const always = new Date(1980, 0, 1);

/** Our own archive of a course. */
function schoolEntries(parcel: Parcel, files: Iterable<HeldFile>): Entries {
  return new Map<string, string | HeldFile>([
    ...textEntries(parcel),
    ...[...files].map((file) => [fileEntry({ id: contentId(file.sha256), mime: file.mime }), file] as const),
  ]);
}

/** What a rubric is told with in a language. */
function rubricWords(language: Locale): RubricWords {
  const t = translator(language, "assignments");
  return {
    title: t("rubric.title"),
    times: (count) => t("rubric.times", { count }),
    level: (mark) => t(`rubric.levels.${mark}`),
  };
}

/** The same for other systems: pages, their files, quizzes, assignments and what leads to them. */
const cartridgeEntries = (parcel: Parcel, files: Iterable<HeldFile>): Entries =>
  new Map<string, string | HeldFile>([
    ...cartridgeTexts(parcel, rubricWords(parcel.outline.course.language)),
    ...[...files].map((file) => [pageFile({ id: contentId(file.sha256), mime: file.mime }), file] as const),
  ]);

const kinds = {
  school: { entries: schoolEntries, ending: "zip", type: "application/zip" },
  cartridge: { entries: cartridgeEntries, ending: "imscc", type: "application/vnd.ims.imsccv1p3" },
} as const;

async function bytesOf(entry: string | HeldFile): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  if (typeof entry === "string") return [Buffer.from(entry)];
  const body = await storage().open(entry.storageKey);
  if (!body) throw new Error(`The bytes of the file ${entry.id} are missing`);
  return body;
}

async function writeArchive(path: string, entries: Entries): Promise<void> {
  const archive = await Archive.create(path, { repeatable: true });
  try {
    for (const [name, entry] of [...entries].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const { sha256 } = await archive.add(name, await bytesOf(entry), always);
      if (typeof entry !== "string" && entry.sha256 !== sha256)
        throw new Error(`The bytes of the file ${entry.id} have changed`);
    }
    await archive.finish();
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

/** The archive as it is read; once it has been, or the reader has gone, nothing of it is left here. */
async function readOnce(path: string): Promise<ReadableStream<Uint8Array>> {
  const source = createReadStream(path);
  source.once("close", () => void rm(path, { force: true }));
  return Readable.toWeb(source) as ReadableStream<Uint8Array>;
}

async function gather(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const whole = await readWholeCourse(db, ctx, id);
    const needed = filesNeeded(whole);
    const files = await readCourseFiles(db, ctx, [...needed.keys()]);
    const missing = [...needed].find(([file]) => !files.has(file));
    if (missing) throw new AppError("CONFLICT", "course.file_missing", { meta: { place: missing[1] } });
    return { whole, files };
  });
}

/** A course one may change, as a file to save. Keys of questions leave the house in it: who takes it is written down. */
export async function exportCourse(ctx: Ctx, { id, format }: TravelExport): Promise<Packed> {
  const { whole, files } = await gather(ctx, id);
  const { entries, ending, type } = kinds[format];
  const folder = join(tmpdir(), "uhs-courses");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  try {
    await writeArchive(path, entries(packCourse(whole, files), files.values()));
    const { size } = await stat(path);
    await ctx.work((db) => noteCourse(db, ctx, "exported", id, { after: { format, files: files.size, size } }));
    return { name: `${whole.course.title}.${ending}`, type, size, body: await readOnce(path) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
