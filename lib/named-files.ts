/** What shows a file, in whichever document: a picture of a passage, a recording of a question, a film of a lesson. */
type Shown = { fileId: string };
const shows = (value: object): value is Shown => "fileId" in value && typeof value.fileId === "string";

/** Every file named in a document or a question, wherever in it. */
export function filesNamed(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(filesNamed);
  if (typeof value !== "object" || value === null) return [];
  return shows(value) ? [value.fileId] : Object.values(value).flatMap(filesNamed);
}

/** The same document with something else in place of whatever shows a file. */
export function changeFiles<T>(value: T, change: (shown: Shown) => object): T {
  const walk = (at: unknown): unknown => {
    if (Array.isArray(at)) return at.map(walk);
    if (typeof at !== "object" || at === null) return at;
    if (shows(at)) return change(at);
    return Object.fromEntries(Object.entries(at).map(([key, one]) => [key, walk(one)]));
  };
  return walk(value) as T;
}

/** The same with its files named otherwise. */
export const renameFiles = <T>(value: T, nameOf: (id: string) => string): T =>
  changeFiles(value, (shown) => ({ ...shown, fileId: nameOf(shown.fileId) }));
