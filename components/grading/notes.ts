import type { Place } from "@/components/files/note-mark";

export type Note = Place & { id: string; page: number; body: string; mine: boolean };

/** A note being put: where, and by what. Without a page where none is shown: then it is asked for. */
export type NoteDraft = { page: number | null; place: Place; byKeys: boolean };

export const noteNames = [
  "hint",
  "hint_page",
  "place",
  "whole",
  "whole_page",
  "page",
  "page_number",
  "left",
  "top",
  "body",
  "keep",
  "cancel",
  "erase",
  "list",
  "on_page",
  "failed",
] as const;
export type NoteLabels = Record<(typeof noteNames)[number], string>;
