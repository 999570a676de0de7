/**
 * The kinds of files the school takes, by what is found in their bytes. Nothing else is stored: no SVG, no HTML, no
 * program; an archive that is not a document only to be taken apart. Browser and server read the same list.
 */
export type FileKind = "image" | "pdf" | "audio" | "video" | "office" | "table" | "archive";
type FileType = {
  kind: FileKind;
  /** What a name may end in; the first is given to files served. */
  extensions: readonly [string, ...string[]];
  /** What browsers call it. */
  declared: readonly string[];
};

export const fileTypes = {
  "image/jpeg": { kind: "image", extensions: ["jpg", "jpeg"], declared: ["image/jpeg", "image/pjpeg"] },
  "image/png": { kind: "image", extensions: ["png"], declared: ["image/png"] },
  "image/webp": { kind: "image", extensions: ["webp"], declared: ["image/webp"] },
  "application/pdf": { kind: "pdf", extensions: ["pdf"], declared: ["application/pdf"] },
  "audio/mpeg": { kind: "audio", extensions: ["mp3"], declared: ["audio/mpeg", "audio/mp3"] },
  "audio/mp4": { kind: "audio", extensions: ["m4a"], declared: ["audio/mp4", "audio/m4a", "audio/x-m4a"] },
  "audio/ogg": { kind: "audio", extensions: ["ogg", "oga", "opus"], declared: ["audio/ogg", "application/ogg"] },
  "audio/wav": {
    kind: "audio",
    extensions: ["wav"],
    declared: ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"],
  },
  "audio/webm": { kind: "audio", extensions: ["webm", "weba"], declared: ["audio/webm"] },
  "video/mp4": { kind: "video", extensions: ["mp4", "m4v"], declared: ["video/mp4", "video/x-m4v"] },
  "video/webm": { kind: "video", extensions: ["webm"], declared: ["video/webm"] },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
    kind: "office",
    extensions: ["docx"],
    declared: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
    kind: "office",
    extensions: ["xlsx"],
    declared: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  },
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": {
    kind: "office",
    extensions: ["pptx"],
    declared: ["application/vnd.openxmlformats-officedocument.presentationml.presentation"],
  },
  // Windows calls every CSV an Excel file.
  "text/csv": { kind: "table", extensions: ["csv"], declared: ["text/csv", "application/vnd.ms-excel"] },
  "application/zip": {
    kind: "archive",
    extensions: ["zip", "imscc"],
    // A cartridge is a file of no known kind to most browsers.
    declared: ["application/zip", "application/x-zip-compressed", "application/octet-stream"],
  },
} as const satisfies Record<string, FileType>;

export type Mime = keyof typeof fileTypes;
export const mimes = Object.keys(fileTypes) as Mime[];
export const isMime = (value: string): value is Mime => Object.hasOwn(fileTypes, value);
export const kindOf = (mime: Mime): FileKind => fileTypes[mime].kind;
export const extensionOf = (mime: Mime): string => fileTypes[mime].extensions[0];

/** How a file stands in a text: as what it shows, or as something to fetch. */
export type ShownKind = Extract<FileKind, "image" | "audio" | "video"> | "file";
export const shownAs = (mime: string): ShownKind => {
  const kind = isMime(mime) ? kindOf(mime) : "file";
  return kind === "image" || kind === "audio" || kind === "video" ? kind : "file";
};

/** Shown in the page itself when asked for; everything else is only ever downloaded. */
export const showsInline = (mime: string): boolean =>
  isMime(mime) && ["image", "audio", "video", "pdf"].includes(kindOf(mime));

/** The last extension of a name, small and without its dot. */
export const extensionIn = (name: string): string => /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

/** The types for which a name and a declared type agree; content may narrow them further. */
export function claimedTypes(name: string, declared: string): Mime[] {
  const extension = extensionIn(name);
  const said = declared.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return mimes.filter((mime) => {
    const type: FileType = fileTypes[mime];
    return type.extensions.includes(extension) && type.declared.includes(said);
  });
}

/** What a file is called when the browser does not know: by its extension. */
export const declaredFor = (name: string): string => {
  const extension = extensionIn(name);
  return mimes.find((mime) => (fileTypes[mime] as FileType).extensions.includes(extension)) ?? "";
};

/** What a file weighs, as it is told before it is fetched; never nothing. */
export const megabytes = (bytes: number): number => Math.max(0.01, Math.round(bytes / 10_000) / 100);
