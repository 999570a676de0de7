"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { NoteMark, NoteMarks } from "@/components/files/note-mark";
import type { PdfViewer } from "@/components/files/pdf";
import { PdfPages } from "@/components/files/pdf-pages";
import { Button } from "@/components/ui/button";
import { NoteForm } from "./note-form";
import { NoteList } from "./note-list";
import type { Note, NoteDraft, NoteLabels } from "./notes";
import { type At, everything, middle, numberOn } from "./place";
import { usePlacing } from "./use-placing";

/**
 * A handed-in picture or document with the notes on it. A note is put on a place with the pointer or by keys; on the
 * whole picture or page; or, where a document cannot be shown, on a page that is named.
 */
export function AnnotatedFile({
  workId,
  file,
  viewer,
  notes,
  open,
  labels,
}: {
  workId: string;
  file: { id: string; name: string; href: string; picture: boolean; alt: string };
  viewer: PdfViewer;
  notes: readonly Note[];
  /** Whether notes may still be put and removed. */
  open: boolean;
  labels: NoteLabels;
}) {
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  const { picture } = file;
  const sheet = (page: number, image: ReactNode) => (
    <Sheet {...{ page, notes, draft, picture, open, labels }} onDraft={setDraft}>
      {image}
    </Sheet>
  );
  return (
    <div className="grid gap-2">
      {picture ? (
        sheet(
          1,
          // biome-ignore lint/performance/noImgElement: a signed address of our own, which no optimiser may keep
          <img
            src={file.href}
            alt={file.alt}
            loading="lazy"
            draggable={false}
            className="max-h-[80vh] max-w-full rounded border border-line"
          />,
        )
      ) : (
        <PdfPages
          viewer={viewer}
          href={file.href}
          name={file.name}
          instead={
            open && !draft ? (
              <Button size="small" onClick={() => setDraft({ page: null, place: everything, byKeys: false })}>
                {labels.page}
              </Button>
            ) : null
          }
        >
          {sheet}
        </PdfPages>
      )}
      <NoteList {...{ notes, file, open, labels }} />
      {open && draft ? (
        <NoteForm
          {...{ workId, file, draft, labels }}
          onMove={(place) => setDraft({ ...draft, place })}
          onEnd={() => setDraft(null)}
        />
      ) : null}
    </div>
  );
}

/** Keeps a place that is moved by keys in the middle of what is seen; on a phone the slider would leave the finger. */
function InSight({ of: { x, y } }: { of: At }) {
  const spot = useRef<HTMLSpanElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever the place goes, the page follows
  useEffect(() => {
    if (matchMedia("(min-width: 64rem)").matches) spot.current?.scrollIntoView({ block: "center" });
  }, [x, y]);
  return <span ref={spot} aria-hidden className="absolute" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />;
}

/** A picture or a page with its notes, and the ways to put another. */
function Sheet({
  page,
  notes,
  draft,
  picture,
  open,
  labels,
  onDraft,
  children,
}: {
  page: number;
  notes: readonly Note[];
  draft: NoteDraft | null;
  picture: boolean;
  open: boolean;
  labels: NoteLabels;
  onDraft: (draft: NoteDraft) => void;
  children: ReactNode;
}) {
  const { drawn, pointer } = usePlacing(open, (place) => onDraft({ page, place, byKeys: false }));
  const shown = drawn ?? (draft?.page === page ? draft.place : null);
  return (
    <>
      <div
        className={`relative select-none data-open:cursor-crosshair ${picture ? "max-w-fit" : ""}`}
        data-open={open || undefined}
        {...pointer}
      >
        {children}
        <NoteMarks notes={notes} page={page} />
        {shown ? <NoteMark at={shown} number={numberOn(notes, page)} /> : null}
        {draft?.page === page && draft.byKeys ? <InSight of={draft.place} /> : null}
      </div>
      {open && !draft ? (
        <div className="grid gap-1">
          <p className="text-muted text-small max-sm:hidden">{picture ? labels.hint : labels.hint_page}</p>
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => onDraft({ page, place: middle, byKeys: true })}>
              {labels.place}
            </Button>
            <Button size="small" onClick={() => onDraft({ page, place: everything, byKeys: false })}>
              {picture ? labels.whole : labels.whole_page}
            </Button>
          </div>
        </div>
      ) : null}
    </>
  );
}
