import { z } from "zod";
import type { FileKind } from "@/lib/file-types";
import type { Role } from "@/lib/roles";

const MIB = 1024 * 1024;

type Purpose = {
  /** Largest file by kind; a kind not named is not taken. */
  most: Partial<Record<FileKind, number>>;
  /** Whether it is about one child. */
  student: boolean;
  /** What consent must cover before somebody outside family and class may read it; null: nobody outside. */
  dataType: "PORTFOLIO" | "PHOTO" | "ASSESSMENT" | null;
  /** Who may send it. */
  roles: readonly Role[];
  /** Whether it may be served where no virus scanner is configured. Pictures always may: they are put together anew. */
  unscanned: boolean;
};

const evidence = { image: 15 * MIB, pdf: 25 * MIB, audio: 50 * MIB, video: 200 * MIB, office: 25 * MIB };

/** What files are for. A purpose decides size, kind, who sends and who reads. */
export const purposes = {
  "child-photo": {
    most: { image: 15 * MIB },
    student: true,
    dataType: "PHOTO",
    roles: ["PARENT", "STUDENT"],
    unscanned: true,
  },
  portfolio: {
    most: evidence,
    student: true,
    dataType: "PORTFOLIO",
    roles: ["PARENT", "STUDENT", "INSTRUCTOR"],
    unscanned: true,
  },
  // Read by the family, and once it is handed in by whoever sees the piece of work it belongs to.
  work: {
    most: evidence,
    student: true,
    dataType: null,
    roles: ["STUDENT"],
    unscanned: true,
  },
  /** What a grader says about a child's work. */
  feedback: {
    most: { audio: 10 * MIB },
    student: true,
    dataType: "ASSESSMENT",
    roles: ["INSTRUCTOR"],
    unscanned: true,
  },
  // Read by whoever reads the course it is put into, or the question that shows it; staff keep the school's questions.
  course: {
    most: { ...evidence, office: 50 * MIB },
    student: false,
    dataType: null,
    roles: ["INSTRUCTOR", "STAFF"],
    unscanned: false,
  },
  // A whole course on its way in: read by who sent it, gone once it is taken in or nobody took it in for days.
  "course-archive": {
    most: { archive: 300 * MIB },
    student: false,
    dataType: null,
    roles: ["INSTRUCTOR"],
    unscanned: true,
  },
  document: {
    most: { image: 15 * MIB, pdf: 25 * MIB },
    student: true,
    dataType: null,
    roles: ["PARENT"],
    unscanned: true,
  },
  resource: {
    most: { ...evidence, office: 50 * MIB },
    student: false,
    dataType: null,
    roles: ["INSTRUCTOR", "STAFF", "ADMIN"],
    unscanned: false,
  },
  import: {
    most: { table: 10 * MIB, office: 10 * MIB },
    student: false,
    dataType: null,
    roles: ["PARTNER", "STAFF", "ADMIN"],
    unscanned: true,
  },
} as const satisfies Record<string, Purpose>;
export type PurposeName = keyof typeof purposes;
export const purposeOf = (name: string): Purpose | null =>
  Object.hasOwn(purposes, name) ? purposes[name as PurposeName] : null;

/** One PATCH carries at most so much: what is lost with a broken line is less than this. */
export const MAX_CHUNK_BYTES = 8 * MIB;
/** Sides and pixels of a picture, judged before anything is unfolded. */
export const PICTURE = { side: 12_000, pixels: 50_000_000 };
/** An upload nobody continued is forgotten after a day; one finished is remembered for a day, for a browser that missed it. */
export const UPLOAD_HOURS = 24;
export const MAX_OPEN_UPLOADS = 20;
/** A course that was sent waits so long for somebody to accept it. */
export const ARCHIVE_DAYS = 7;
/** Bytes one person may keep. */
export const quotaOf = (role: Role): number => (role === "PARENT" || role === "STUDENT" ? 2 : 10) * 1024 * MIB;
/** A link stands for at most this long, and asks who is reading at each use. */
export const LINK_SECONDS = 300;

const purposeName = z.enum(Object.keys(purposes) as [PurposeName, ...PurposeName[]]);

export const beginUploadInput = z
  .object({
    name: z.string().min(1).max(500),
    size: z.int().min(1),
    type: z.string().max(120),
    purpose: purposeName,
    studentId: z.uuid().nullish(),
  })
  .strict();

export const linkInput = z
  .object({
    id: z.uuid(),
    show: z.enum(["attachment", "inline"]).default("attachment"),
    size: z.enum(["whole", "w320", "w960"]).default("whole"),
  })
  .strict();
export const removeFileInput = z.object({ id: z.uuid() }).strict();
export const myFilesInput = z
  .object({
    purpose: purposeName.optional(),
    studentId: z.uuid().optional(),
    after: z.uuid().optional(),
    limit: z.int().min(1).max(100).default(50),
  })
  .strict();
