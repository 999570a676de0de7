"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type PointerEvent, useId, useState } from "react";
import { NoteMark, NoteNumber, type Place } from "@/components/files/note-mark";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { fill } from "./labels";

export type Note = Place & { id: string; page: number; body: string; mine: boolean };
export type NoteLabels = Record<
  "hint" | "whole" | "page" | "page_number" | "body" | "keep" | "cancel" | "erase" | "list" | "on_page" | "failed",
  string
>;
type At = { x: number; y: number };

const everything: Place = { x: 0, y: 0, width: 1, height: 1 };
/** A smaller box was meant as a point. */
const point = 0.015;

/** Where a pointer is, in parts of what it is over. */
function partsOf(event: PointerEvent<HTMLElement>): At {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return { x: within((event.clientX - left) / width), y: within((event.clientY - top) / height) };
}

function boxOf(from: At, to: At): Place {
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (width < point && height < point) return { ...from, width: 0, height: 0 };
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width, height };
}

/**
 * A handed-in picture or document with the notes on it. Notes are drawn with the pointer where a picture is shown; without
 * one they are put on the whole picture or on a page of the document.
 */
export function AnnotatedFile({
  workId,
  file,
  notes,
  open,
  labels,
}: {
  workId: string;
  file: { id: string; name: string; href: string; picture: boolean; alt: string };
  notes: readonly Note[];
  /** Whether notes may still be put and removed. */
  open: boolean;
  labels: NoteLabels;
}) {
  const [from, setFrom] = useState<At | null>(null);
  const [box, setBox] = useState<Place | null>(null);
  const onDown = (event: PointerEvent<HTMLElement>) => {
    if (!open || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setFrom(partsOf(event));
  };
  const onMove = (event: PointerEvent<HTMLElement>) => from && setBox(boxOf(from, partsOf(event)));
  const onUp = (event: PointerEvent<HTMLElement>) => {
    if (from) setBox(boxOf(from, partsOf(event)));
    setFrom(null);
  };
  return (
    <div className="grid gap-2">
      {file.picture ? (
        <div
          className="relative max-w-fit select-none data-open:cursor-crosshair"
          data-open={open || undefined}
          onPointerDown={onDown}
          onPointerMove={onMove}
          onPointerUp={onUp}
        >
          {/* biome-ignore lint/performance/noImgElement: a signed address of our own, which no optimiser may keep */}
          <img
            src={file.href}
            alt={file.alt}
            loading="lazy"
            draggable={false}
            className="max-h-[80vh] max-w-full rounded border border-line"
          />
          {notes.map((note, at) => (
            <NoteMark key={note.id} at={note} number={at + 1} />
          ))}
          {box ? <NoteMark at={box} number={notes.length + 1} /> : null}
        </div>
      ) : null}
      <NoteList {...{ notes, file, open, labels }} />
      {open && box ? (
        <NoteForm {...{ workId, box, labels }} fileId={file.id} byPage={!file.picture} onEnd={() => setBox(null)} />
      ) : null}
      {open && !box ? (
        <div className="grid justify-items-start gap-1">
          {file.picture ? <p className="text-muted text-small max-sm:hidden">{labels.hint}</p> : null}
          <Button size="small" onClick={() => setBox(everything)}>
            {file.picture ? labels.whole : labels.page}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function NoteList({
  notes,
  file,
  open,
  labels,
}: {
  notes: readonly Note[];
  file: { name: string; picture: boolean };
  open: boolean;
  labels: NoteLabels;
}) {
  const router = useRouter();
  const erase = async (id: string) => {
    try {
      await call("grading.eraseNote", { id });
      router.refresh();
    } catch (error) {
      toast({ tone: "danger", title: labels.failed, text: (error as CallError).message });
    }
  };
  if (notes.length === 0) return null;
  return (
    <ol aria-label={fill(labels.list, { name: file.name })} className="grid gap-1">
      {notes.map((note, at) => (
        <li key={note.id} className="flex items-start gap-2 text-small">
          <NoteNumber number={at + 1} />
          <p className="min-w-0 flex-1 whitespace-pre-line pt-0.5">
            {file.picture ? null : <b>{fill(labels.on_page, { page: note.page })}: </b>}
            {note.body}
          </p>
          {open && note.mine ? (
            <Button
              variant="ghost"
              size="icon-small"
              aria-label={fill(labels.erase, { place: at + 1 })}
              onClick={() => void erase(note.id)}
            >
              <Icon as={Trash2} />
            </Button>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function NoteForm({
  workId,
  fileId,
  box,
  byPage,
  labels,
  onEnd,
}: {
  workId: string;
  fileId: string;
  box: Place;
  byPage: boolean;
  labels: NoteLabels;
  onEnd: () => void;
}) {
  const router = useRouter();
  const id = useId();
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const keep = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    try {
      const page = byPage ? Number(given.get("page")) : 1;
      await call("grading.annotate", { id: workId, fileId, page, ...box, words: String(given.get("words")) });
      onEnd();
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused(error.fields.page ?? error.fields.words ?? error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void keep(event)} className="grid max-w-xl gap-2 rounded border border-accent p-3">
      {byPage ? (
        <label htmlFor={`${id}-page`} className="grid w-28 gap-1">
          <span className="font-semibold text-small">{labels.page_number}</span>
          <Input id={`${id}-page`} name="page" type="number" min={1} max={2000} defaultValue={1} required />
        </label>
      ) : null}
      <label htmlFor={`${id}-body`} className="grid gap-1">
        <span className="font-semibold text-small">{labels.body}</span>
        <Textarea id={`${id}-body`} name="words" rows={2} maxLength={2_000} required autoFocus />
      </label>
      {refused ? (
        <p role="alert" className="font-medium text-danger text-small">
          {refused}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" variant="main" busy={busy} disabled={busy}>
          {labels.keep}
        </Button>
        <Button size="small" onClick={onEnd}>
          {labels.cancel}
        </Button>
      </div>
    </form>
  );
}
