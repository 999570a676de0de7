"use client";
import { useState } from "react";
import { NoteMarks } from "@/components/files/note-mark";
import type { PdfViewer } from "@/components/files/pdf";
import { PdfPages } from "@/components/files/pdf-pages";
import type { Returned } from "@/server/features/assignments/work.queries";

/** The pages of a document with the remarks where they were put. Nothing of it is loaded before it is asked for. */
export function PdfRemarks({
  file,
  remarks,
  viewer,
  show,
}: {
  file: { id: string; name: string };
  remarks: Returned["remarks"];
  viewer: PdfViewer;
  /** Says what it costs. */
  show: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-10 cursor-pointer content-center font-semibold text-accent">{show}</summary>
      {open ? (
        <PdfPages
          viewer={viewer}
          href={`/api/files/work/${file.id}?show=inline`}
          name={file.name}
          first={remarks[0]?.page}
        >
          {(page, image) => (
            <div className="relative">
              {image}
              <NoteMarks notes={remarks} page={page} />
            </div>
          )}
        </PdfPages>
      ) : null}
    </details>
  );
}
