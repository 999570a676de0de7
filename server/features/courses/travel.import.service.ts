import { v4 as random } from "uuid";
import { bytesOrphaned } from "@/server/features/files/files.events";
import { markClean } from "@/server/features/files/files.finish.service";
import { eraseBytes } from "@/server/features/files/files.jobs.service";
import { insertKept, type KeptFile, keepFile } from "@/server/features/files/files.take.service";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError, isAppError } from "@/server/platform/errors";
import { Unzip, UnzipError } from "@/server/platform/media/unzip";
import { enqueue } from "@/server/platform/outbox";
import { limit } from "@/server/platform/rate-limit";
import { storage } from "@/server/platform/storage";
import { layIncoming, removeIncoming } from "@/server/platform/storage/incoming";
import { fieldText } from "@/server/platform/trpc";
import { ownCourses } from "./courses.policy";
import { noteCourse, tellTeam } from "./courses.service";
import { MANIFEST_ENTRY, readCartridge } from "./travel.cartridge.read.service";
import { courseIdOf, OUTLINE_ENTRY, type Parcel } from "./travel.domain";
import { findArchive, type KnownHere, readKnown, type SentArchive } from "./travel.queries";
import {
  eachFile,
  type Fault,
  Findings,
  type Found,
  type Note,
  readSchoolCourse,
  type TakenFile,
} from "./travel.read.service";
import { type TravelArchive, type TravelFile, type TravelPlace, travelLimits } from "./travel.schema";
import { insertTravelled } from "./travel.write.service";

export type TravelPreview = {
  kind: "school" | "cartridge" | null;
  archive: { id: string; name: string; size: number };
  course: Pick<Parcel["outline"]["course"], "title" | "grade" | "learningArea" | "language"> | null;
  modules: { title: string; lessons: { title: string; written: boolean }[] }[];
  files: Pick<TravelFile, "name" | "size">[];
  questions: number;
  assessments: string[];
  assignments: string[];
  /** What is named in it and not known here; the course comes without. */
  unknown: { competencies: string[]; courses: string[] };
  /** Anything here refuses the archive whole; `said` is its sentence for the reader. */
  faults: (Fault & { said: string })[];
  notes: (Note & { said: string })[];
  /** The course it becomes when it is accepted. */
  becomes: string;
};

const distinct = (list: readonly string[]) => [...new Set(list)].sort();

/** What a course names of the school it comes from. */
function namedBy({ course, modules, questions, assignments }: Parcel["outline"]) {
  const aims = [...modules.flatMap(({ lessons }) => lessons), ...questions, ...assignments];
  return {
    areas: distinct([course.learningArea, ...questions.map(({ learningArea }) => learningArea)]),
    competencies: distinct(aims.flatMap(({ competencies }) => competencies)),
    courses: distinct(course.requires.map(({ slug }) => slug)),
  };
}

type Look = { kind: TravelPreview["kind"]; found: Found | null; findings: Findings; known: KnownHere };

const kindOf = (archive: Unzip): Look["kind"] => {
  if (archive.sizeOf(OUTLINE_ENTRY) !== undefined) return "school";
  return archive.sizeOf(MANIFEST_ENTRY) === undefined ? null : "cartridge";
};
/** Until somebody says where a cartridge belongs. */
const provisional: TravelPlace = { grade: "G4", learningAreaCode: "-", language: "en" };
const nothingKnown: KnownHere = { areas: new Set(), competencies: new Map(), courses: new Map() };

/** Reads a course out of an open archive, and each of its files; `use` gets those that are right. */
async function look(ctx: Ctx, archive: Unzip, place: TravelPlace | null, use: Use): Promise<Look> {
  const findings = new Findings();
  const kind = kindOf(archive);
  if (!kind) findings.fault("", "courseFile.unknownFormat");
  const found =
    kind === "cartridge"
      ? await readCartridge(archive, findings, place ?? provisional)
      : kind && (await readSchoolCourse(archive, findings));
  if (!found) return { kind, found, findings, known: nothingKnown };
  const named = namedBy(found.parcel.outline);
  const known = await ctx.work((db) => readKnown(db, named));
  for (const area of named.areas)
    if (!known.areas.has(area) && (kind === "school" || place))
      findings.fault(OUTLINE_ENTRY, "courseFile.area", { detail: area });
  await eachFile(archive, found, findings, use);
  return { kind, found, findings, known };
}
type Use = (file: TravelFile, taken: TakenFile) => Promise<void>;

/** Opens an archive on this machine for `act`; what is wrong with it as an archive is a fault like any other. */
async function opened(archive: SentArchive, act: (zip: Unzip) => Promise<Look>): Promise<Look> {
  const id = random();
  try {
    const bytes = await storage().open(archive.storageKey);
    if (!bytes) throw new AppError("NOT_FOUND", "file.not_found");
    const zip = await Unzip.open(await layIncoming(id, bytes), travelLimits.zip);
    try {
      return await act(zip);
    } finally {
      await zip.close();
    }
  } catch (error) {
    if (!(error instanceof UnzipError)) throw error;
    const findings = new Findings();
    findings.fault(error.entry, `courseFile.zip_${error.fault}`);
    return { kind: null, found: null, findings, known: nothingKnown };
  } finally {
    await removeIncoming(id);
  }
}

/** Faults and notes as sentences of the reader. */
const inWords = ({ locale }: Ctx, { faults, notes }: Findings) => ({
  faults: faults.map((one) => ({ ...one, said: fieldText(locale, one.reason) })),
  notes: notes.map((one) => ({ ...one, said: fieldText(locale, `courseNote.${one.what}`) })),
});

/** Reads an archive and says what would come, what is not known here, and everything that is wrong. Writes nothing. */
export async function previewCourse(ctx: Ctx, { fileId }: TravelArchive): Promise<TravelPreview> {
  await limit("course-import", ctx.actor.userId, 40, 600);
  const archive = await findArchive(ctx, fileId);
  if (!archive) throw new AppError("NOT_FOUND", "file.not_found");
  const { kind, found, findings, known } = await opened(archive, (zip) => look(ctx, zip, null, async () => undefined));
  const { id, name, size } = archive;
  const told = { kind, archive: { id, name, size }, becomes: courseIdOf(id), ...inWords(ctx, findings) };
  if (!found)
    return {
      ...told,
      course: null,
      modules: [],
      files: [],
      questions: 0,
      assessments: [],
      assignments: [],
      unknown: { competencies: [], courses: [] },
    };
  const { outline } = found.parcel;
  const named = namedBy(outline);
  return {
    ...told,
    course: outline.course,
    modules: outline.modules.map(({ title, lessons }) => ({
      title,
      lessons: lessons.map((one) => ({ title: one.title, written: one.written })),
    })),
    files: outline.files,
    questions: outline.questions.length,
    assessments: outline.assessments.map(({ title }) => title),
    assignments: outline.assignments.map(({ title }) => title),
    unknown: {
      competencies: named.competencies.filter((code) => !known.competencies.has(code)),
      courses: outline.course.requires.filter(({ slug }) => !known.courses.has(slug)).map(({ title }) => title),
    },
  };
}

/** The same for a page; null when the archive is no longer there. */
export const foundPreview = (ctx: Ctx, input: TravelArchive): Promise<TravelPreview | null> =>
  previewCourse(ctx, input).catch((error: unknown) => {
    if (isAppError(error) && error.kind === "NOT_FOUND") return null;
    throw error;
  });

type Stored = KeptFile & { file: TravelFile };

/** Uses the archive up: of two that accept it at once, one finds it gone. */
async function useUp(db: Db, ctx: Ctx, { id, storageKey }: SentArchive): Promise<boolean> {
  const { count } = await db.storedFile.deleteMany({ where: { id, ownerId: ctx.actor.userId } });
  if (count === 1) await enqueue(db, bytesOrphaned, { keys: [storageKey] }, id);
  return count === 1;
}

/** The course an archive has already become; NOT_FOUND when there is neither. */
async function already(ctx: Ctx, archiveId: string): Promise<{ id: string }> {
  const found = await ctx.work((db) =>
    db.course.findFirst({
      where: { AND: [{ id: courseIdOf(archiveId) }, ownCourses(ctx.actor)] },
      select: { id: true },
    }),
  );
  if (!found) throw new AppError("NOT_FOUND", "file.not_found");
  return found;
}

/** Makes a draft of one's own out of an archive, all of it or nothing. Accepted twice, it is there once. */
export async function acceptCourse(
  ctx: Ctx,
  { fileId }: TravelArchive,
  place: TravelPlace | null = null,
): Promise<{ id: string }> {
  await limit("course-import", ctx.actor.userId, 40, 600);
  const archive = await findArchive(ctx, fileId);
  if (!archive) return already(ctx, fileId);
  const stored: Stored[] = [];
  try {
    const { kind, found, findings, known } = await opened(archive, (zip) =>
      look(ctx, zip, place, async (file, taken) => void stored.push({ ...(await keepFile("course", taken)), file })),
    );
    if (kind === "cartridge" && !place) throw new AppError("BAD_INPUT", "courseFile.place");
    if (!found || findings.faults.length > 0) throw new AppError("BAD_INPUT", "courseFile.faulty");
    const taken = await ctx.work(async (db) => {
      if (!(await useUp(db, ctx, archive))) return false;
      const named = stored.map(({ file, ...kept }) => ({ ...kept, name: file.name }));
      await insertKept(db, ctx, "course", named);
      const files = new Map(stored.map(({ file, id }) => [file.id, id]));
      const id = courseIdOf(fileId);
      await insertTravelled(db, ctx, { id, parcel: found.parcel, files, known });
      const { course, modules } = found.parcel.outline;
      const after = { kind, archive: archive.name, title: course.title, modules: modules.length, files: stored.length };
      await noteCourse(db, ctx, "imported", id, { after });
      await tellTeam(db, id);
      return true;
    });
    if (!taken) throw new AppError("CONFLICT", "courseFile.accepted");
  } catch (error) {
    await eraseBytes(stored.map(({ made }) => made.key));
    if (error instanceof AppError && error.reason === "courseFile.accepted") return already(ctx, fileId);
    throw error;
  }
  await markClean(stored.filter(({ made }) => made.scan?.state === "CLEAN").map(({ id }) => id));
  return { id: courseIdOf(fileId) };
}
