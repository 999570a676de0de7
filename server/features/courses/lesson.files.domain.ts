import { megabytes, type ShownKind } from "@/lib/file-types";
import { changeFiles } from "@/lib/named-files";
import { type Block, lessonLimits } from "./lesson.schema";

/** A file that a lesson can show. */
export type ShownFile = FileFacts & { kind: ShownKind; name: string };
/** What a text says of a file besides its words. */
export type FileFacts = { id: string; size: number; width: number | null; height: number | null };

/**
 * A file where it stands in a text, with what is said of it: what a picture shows, what a recording or a handout is
 * called. What has no words of its own is called by its name.
 */
export function fileBlock(
  { id: fileId, kind, name, size, width, height }: ShownFile,
  words: string,
  transcript = "",
): Block {
  const alt = (words || name).slice(0, lessonLimits.alt);
  const title = alt.slice(0, lessonLimits.title);
  const spoken = transcript ? { transcript } : {};
  if (kind === "image") return { type: "image", attrs: { fileId, alt, width: width ?? 1, height: height ?? 1 } };
  if (kind === "audio") return { type: "audio", attrs: { fileId, title, ...spoken } };
  if (kind === "video") return { type: "video", attrs: { fileId, title, megabytes: megabytes(size), ...spoken } };
  return { type: "file", attrs: { fileId, name: title, megabytes: megabytes(size) } };
}

/** The same text with one file in the place of another of its kind: its size and its measures are said anew. */
export function withFile<T>(value: T, before: string, { id, size, width, height }: FileFacts): T {
  const facts = { fileId: id, megabytes: megabytes(size), width: width ?? 1, height: height ?? 1 };
  const said = ([key, one]: [string, unknown]) => [key, key in facts ? facts[key as keyof typeof facts] : one];
  return changeFiles(value, (shown) =>
    shown.fileId === before ? Object.fromEntries(Object.entries(shown).map(said)) : shown,
  );
}
