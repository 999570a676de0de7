"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import type { Place } from "@/components/files/note-mark";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/field";
import { CallError, call } from "@/lib/call";
import { fill } from "./labels";
import type { NoteDraft, NoteLabels } from "./notes";
import { type At, roomOf } from "./place";

/** What a note says; and where it is, to be moved by keys. */
export function NoteForm({
  workId,
  file,
  draft,
  labels,
  onMove,
  onEnd,
}: {
  workId: string;
  file: { id: string; picture: boolean };
  draft: NoteDraft;
  labels: NoteLabels;
  onMove: (place: Place) => void;
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
      const page = draft.page ?? Number(given.get("page"));
      const words = String(given.get("words"));
      await call("grading.annotate", { id: workId, fileId: file.id, page, ...draft.place, words });
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
    // It stays in sight while the page does: who moves a place by keys sees where it goes.
    <form
      onSubmit={(event) => void keep(event)}
      className="sticky bottom-2 z-10 grid max-w-xl gap-2 rounded border border-accent bg-surface p-3"
    >
      {draft.page === null ? (
        <label htmlFor={`${id}-page`} className="grid w-28 gap-1">
          <span className="font-semibold text-small">{labels.page_number}</span>
          <Input id={`${id}-page`} name="page" type="number" min={1} max={2000} defaultValue={1} required />
        </label>
      ) : file.picture ? null : (
        <p className="font-semibold text-small">{fill(labels.on_page, { page: draft.page })}</p>
      )}
      <Sliders {...{ draft, labels, onMove }} />
      <label htmlFor={`${id}-body`} className="grid gap-1">
        <span className="font-semibold text-small">{labels.body}</span>
        <Textarea id={`${id}-body`} name="words" rows={2} maxLength={2_000} required autoFocus={!draft.byKeys} />
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

/** Two sliders that move the place: by keys, by voice, or with a finger that would miss it. */
function Sliders({
  draft: { place, byKeys },
  labels,
  onMove,
}: {
  draft: NoteDraft;
  labels: NoteLabels;
  onMove: (place: Place) => void;
}) {
  const room = roomOf(place);
  const slider = (axis: keyof At, name: string) =>
    room[axis] > 0 ? (
      <label className="grid gap-1">
        <span className="font-semibold text-small">{name}</span>
        <input
          type="range"
          min={0}
          max={room[axis]}
          step={0.01}
          value={place[axis]}
          aria-valuetext={`${Math.round(place[axis] * 100)}%`}
          // biome-ignore lint/a11y/noAutofocus: whoever asked to place a note by keys goes on by keys
          autoFocus={byKeys && axis === "x"}
          onChange={(event) => onMove({ ...place, [axis]: event.target.valueAsNumber })}
          className="min-h-6 accent-accent"
        />
      </label>
    ) : null;
  return (
    <div className="grid gap-x-4 gap-y-2 empty:hidden sm:grid-cols-2">
      {slider("x", labels.left)}
      {slider("y", labels.top)}
    </div>
  );
}
