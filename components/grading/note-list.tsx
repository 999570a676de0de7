"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { NoteNumber } from "@/components/files/note-mark";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { type CallError, call } from "@/lib/call";
import { fill } from "./labels";
import type { Note, NoteLabels } from "./notes";

/** What the notes on a file say, each with its number and, in a document, its page. */
export function NoteList({
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
