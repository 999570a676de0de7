import { createHash, type Hash } from "node:crypto";
import type { z } from "zod";
import { isMime, kindOf, type Mime } from "@/lib/file-types";
import { filesNamed } from "@/lib/named-files";
import { type Question, question as questionSchema } from "@/server/features/assessment/question.schema";
import { contentId } from "@/server/features/files/files.domain";
import { purposes } from "@/server/features/files/files.schema";
import { type TakenFile as Taken, takeFile } from "@/server/features/files/files.take.service";
import { type Unzip, UnzipError } from "@/server/platform/media/unzip";
import { fromZod } from "@/server/platform/trpc";
import { type LessonDoc, lessonDoc } from "./lesson.schema";
import { fileEntry, lessonEntry, OUTLINE_ENTRY, type Parcel, questionEntry } from "./travel.domain";
import {
  type Outline,
  outlineSchema,
  TRAVEL_FORMAT,
  TRAVEL_VERSION,
  type TravelFile,
  travelLimits,
} from "./travel.schema";

/** What is wrong with an archive and where; `reason` is a key below `errors.`, with its bound behind `|`. */
export type Fault = { entry: string; at: string; reason: string; detail: string };
/** What of an archive is not brought over; `what` is a key below `errors.courseNote`. */
export type Note = { entry: string; at: string; what: string };

/** Collects what is told of an archive, up to a bound. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly notes: Note[] = [];

  fault(entry: string, reason: string, { at = "", detail = "" } = {}): void {
    if (this.faults.length < travelLimits.told) this.faults.push({ entry, at, reason, detail: detail.slice(0, 200) });
  }

  note(entry: string, what: string, at = ""): void {
    if (this.notes.length < travelLimits.told) this.notes.push({ entry, at, what });
  }

  /** What a schema has refused, each with its place in the entry. */
  refused(entry: string, error: z.ZodError): void {
    for (const [at, reason] of Object.entries(fromZod(error).fields)) this.fault(entry, reason, { at });
  }
}

/** A course found in an archive, and in which entries its files lie. */
export type Found = { parcel: Parcel; sources: Map<string, string> };

/** An entry of JSON; undefined, and a fault, when it cannot be read. */
async function readJson(archive: Unzip, entry: string, findings: Findings): Promise<unknown> {
  const size = archive.sizeOf(entry);
  if (size === undefined) return void findings.fault(entry, "courseFile.missing");
  if (size > travelLimits.text) return void findings.fault(entry, "courseFile.tooLarge");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await archive.read(entry)));
  } catch (error) {
    if (error instanceof UnzipError) throw error;
    findings.fault(entry, "courseFile.json", { detail: (error as Error).message });
  }
}

async function readOutline(archive: Unzip, findings: Findings): Promise<Outline | null> {
  const said = await readJson(archive, OUTLINE_ENTRY, findings);
  if (said === undefined) return null;
  const { format, version } = (said ?? {}) as { format?: unknown; version?: unknown };
  if (format !== TRAVEL_FORMAT || version !== TRAVEL_VERSION) {
    findings.fault(OUTLINE_ENTRY, "courseFile.version", { detail: `${format} ${version}` });
    return null;
  }
  const outline = outlineSchema.safeParse(said);
  if (!outline.success) findings.refused(OUTLINE_ENTRY, outline.error);
  return outline.data ?? null;
}

/** What an entry says by its schema, showing only files of the archive; undefined, and faults, when it does not. */
async function readPart<T>(
  archive: Unzip,
  entry: string,
  schema: z.ZodType<T>,
  files: ReadonlySet<string>,
  findings: Findings,
) {
  const said = await readJson(archive, entry, findings);
  if (said === undefined) return undefined;
  const part = schema.safeParse(said);
  if (!part.success) return void findings.refused(entry, part.error);
  for (const id of filesNamed(part.data))
    if (!files.has(id)) findings.fault(entry, "courseFile.reference", { detail: id });
  return part.data;
}

/** A course in our own format. Null where it cannot be read; what is wrong is among the findings. */
export async function readSchoolCourse(archive: Unzip, findings: Findings): Promise<Found | null> {
  const outline = await readOutline(archive, findings);
  if (!outline) return null;
  const files = new Set(outline.files.map(({ id }) => id));
  const bodies = new Map<string, LessonDoc>();
  const questions = new Map<string, Question>();
  for (const { id } of outline.modules.flatMap(({ lessons }) => lessons.filter(({ written }) => written))) {
    const body = await readPart(archive, lessonEntry(id), lessonDoc, files, findings);
    if (body) bodies.set(id, body);
  }
  for (const { id } of outline.questions) {
    const one = await readPart(archive, questionEntry(id), questionSchema as z.ZodType<Question>, files, findings);
    if (one) questions.set(id, one);
  }
  for (const id of filesNamed(outline.course.description))
    if (!files.has(id)) findings.fault(OUTLINE_ENTRY, "courseFile.reference", { detail: id });
  const sources = new Map(outline.files.map((one) => [one.id, fileEntry({ id: one.id, mime: one.mime as Mime })]));
  const known = new Set([
    OUTLINE_ENTRY,
    ...[...bodies.keys()].map(lessonEntry),
    ...[...questions.keys()].map(questionEntry),
    ...sources.values(),
  ]);
  if (findings.faults.length === 0)
    for (const name of archive.names) if (!known.has(name)) findings.fault(name, "courseFile.unexpected");
  return { parcel: { outline, bodies, questions }, sources };
}

/** A file as it is taken; `digest` and `unpacked` are of its bytes before they were cleaned. */
export type TakenFile = Taken & { digest: string; unpacked: number };

const mostOf = (mime: string): number | undefined =>
  isMime(mime) ? (purposes.course.most as Record<string, number>)[kindOf(mime)] : undefined;

/** Unpacks one file and hands it to `use` as it is taken; or says why it is not, a key below `errors.`. */
export async function withFile<T>(
  archive: Unzip,
  entry: string,
  mime: string,
  use: (taken: TakenFile) => Promise<T>,
): Promise<{ done: T } | { refused: string }> {
  const [unpacked, most] = [archive.sizeOf(entry), mostOf(mime)];
  if (unpacked === undefined) return { refused: "courseFile.missing" };
  if (most === undefined) return { refused: "file.kind" };
  if (unpacked > most) return { refused: "file.too_large_kind" };
  const hash = createHash("sha256");
  return takeFile(hashed(archive.pieces(entry), hash), { purpose: "course", mime: mime as Mime }, (taken) =>
    use({ ...taken, digest: hash.digest("hex"), unpacked }),
  );
}

/** Hands every file of a course to `use`, one after the other; one that is not what the outline says is a fault. */
export async function eachFile(
  archive: Unzip,
  { parcel, sources }: Found,
  findings: Findings,
  use: (file: TravelFile, taken: TakenFile) => Promise<void>,
): Promise<void> {
  for (const file of parcel.outline.files) {
    const entry = sources.get(file.id) ?? "";
    const taken = await withFile(archive, entry, file.mime, async (one) => {
      const same = one.digest === file.sha256 && contentId(one.digest) === file.id && one.unpacked === file.size;
      if (same) await use(file, one);
      else findings.fault(entry, "courseFile.digest");
    });
    if ("refused" in taken) findings.fault(entry, taken.refused);
  }
}

async function* hashed(pieces: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
