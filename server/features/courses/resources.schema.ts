import { z } from "zod";
import type { FileKind } from "@/lib/file-types";
import { listInput } from "@/lib/list";
import { lessonLimits } from "./lesson.schema";

const title = z.string().trim().min(1).max(200);

/** More than a course needs; what is listed whole stays short. */
export const MAX_RESOURCES = 200;

/** Files kept of one, the one that is shown among them. */
export const MAX_VERSIONS = 50;

export const resourceListInput = z.strictObject({ courseId: z.uuid() });
export const addResourceInput = z.strictObject({
  courseId: z.uuid(),
  /** Shown with one lesson; with none, with the whole course. */
  lessonId: z.uuid().nullable(),
  fileId: z.uuid(),
  title,
});
export type AddResource = z.output<typeof addResourceInput>;
export const editResourceInput = z.strictObject({ resourceId: z.uuid(), title, lessonId: z.uuid().nullable() });
export type EditResource = z.output<typeof editResourceInput>;
/** A file in the text of a lesson: what a picture shows, or what anything else is called, and what is said in it. */
export const showFileInput = z.strictObject({
  lessonId: z.uuid(),
  fileId: z.uuid(),
  words: z.string().trim().min(1, "field.required").max(lessonLimits.alt),
  transcript: z.string().trim().max(lessonLimits.transcript).default(""),
});
export type ShowFile = z.output<typeof showFileInput>;
/** Another file in the place of one: sent now, or one it was before. */
export const replaceFileInput = z.strictObject({ resourceId: z.uuid(), fileId: z.uuid() });
export type ReplaceFile = z.output<typeof replaceFileInput>;
export const resourceInput = z.strictObject({ resourceId: z.uuid() });

/** Kinds of files a course takes. */
export const resourceKinds = ["pdf", "image", "audio", "video", "office"] as const satisfies readonly FileKind[];
export const scanStates = ["CLEAN", "SKIPPED", "PENDING", "INFECTED"] as const;
export const allResourcesInput = listInput({
  sorts: ["createdAt", "title"],
  defaultSort: "-createdAt",
  filters: {
    course: z.array(z.uuid()),
    kind: z.array(z.enum(resourceKinds)),
    scan: z.array(z.enum(scanStates)),
  },
  limit: 25,
});
export type AllResourcesInput = z.output<typeof allResourcesInput>;

/** A file of a course, as pages show it; `ready` once it may be opened. */
export type ResourceView = {
  id: string;
  title: string;
  lesson: { id: string; title: string } | null;
  file: { id: string; name: string; mime: string; size: number };
  ready: boolean;
};

/** One of the files that stood in a place one after the other. */
export type FileVersion = {
  fileId: string;
  seriesId: string;
  number: number;
  name: string;
  size: number;
  createdAt: Date;
  /** Who sent it; null where the account ended. */
  by: string | null;
};
