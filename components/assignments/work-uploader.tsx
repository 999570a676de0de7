"use client";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState } from "react";
import { Chooser, fill, inMegabytes } from "@/components/files/chooser";
import type { UploaderLabels } from "@/components/files/uploader-words";
import {
  agreeToSend,
  dropFile,
  fileUnderWay,
  type KeptFile,
  keepFile,
  outlivesPage,
} from "@/components/learning/kept-files";
import { useKeptFiles } from "@/components/learning/use-kept-files";
import { Button } from "@/components/ui/button";

export type KeptWords = Record<"kept" | "goes" | "loose" | "door" | "dropIt", string>;
type Given = {
  owner: string;
  assignmentId: string;
  studentId: string;
  /** Files that may still be added. */
  room: number;
  label: string;
  help: string;
  accept: string;
  mostBytes: number;
  labels: UploaderLabels;
  words: KeptWords;
};

/**
 * Photos and files for a piece of work: what is chosen is kept on the phone, is sent once the child has said so and there
 * is a line, also after the page was closed, and is gone from the phone when the school has it.
 */
export function WorkUploader({ owner, assignmentId, studentId, room, label, help, ...given }: Given) {
  const { accept, mostBytes, labels, words } = given;
  const id = useId();
  const router = useRouter();
  const files = useKeptFiles(owner, assignmentId);
  const had = useRef(0);
  useEffect(() => {
    // One has reached the school, which draws it among the others.
    if (files.length < had.current) router.refresh();
    had.current = files.length;
  }, [files, router]);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const holdsPage = files.some((kept) => !outlivesPage(kept));
  useEffect(() => {
    if (!holdsPage) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [holdsPage]);

  const most = inMegabytes(mostBytes).replace(/\.0$/, "");
  const choose = (file: File | undefined) => {
    if (!file) return;
    const fits = file.size <= mostBytes;
    setTooLarge(fits ? null : fill(labels.tooLarge, { size: inMegabytes(file.size), most }));
    if (fits) void keepFile({ owner, assignmentId, studentId, file });
  };
  const isFull = room - files.length <= 0;
  if (isFull && files.length === 0) return null;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">{label}</legend>
      {isFull ? null : (
        <>
          <div className="flex flex-wrap gap-2">
            <Chooser
              id={`${id}-camera`}
              label={labels.photograph}
              accept="image/*"
              capture="environment"
              large
              onFile={choose}
            />
            <Chooser
              id={id}
              label={labels.choose}
              accept={accept}
              large
              aria-invalid={tooLarge ? true : undefined}
              aria-describedby={`${id}-help${tooLarge ? ` ${id}-error` : ""}`}
              onFile={choose}
            />
          </div>
          <p id={`${id}-help`} className="text-muted text-small">
            {help} {fill(labels.limit, { most })}
          </p>
        </>
      )}
      {tooLarge ? (
        <p id={`${id}-error`} role="alert" className="font-medium text-danger text-small">
          {tooLarge}
        </p>
      ) : null}
      {files.length > 0 ? (
        <>
          <ul className="grid gap-3">
            {files.map((kept) => (
              <Waiting key={kept.id} kept={kept} labels={labels} words={words} />
            ))}
          </ul>
          <p className="text-muted text-small">{words.door}</p>
        </>
      ) : null}
    </fieldset>
  );
}

/** One file that the school does not have yet: where it is, and what can be done about it. */
function Waiting({ kept, labels, words }: { kept: KeptFile; labels: UploaderLabels; words: KeptWords }) {
  const { file, agreed, refused } = kept;
  const now = fileUnderWay();
  const moves = now?.id === kept.id && now.state !== "waiting" ? now : null;
  const size = inMegabytes(file.size);
  const stands = outlivesPage(kept) ? words.kept : words.loose;
  const said = moves
    ? moves.percent >= 100 || moves.state === "checking"
      ? labels.checking
      : fill(labels.percent, { percent: moves.percent })
    : agreed
      ? `${stands} ${words.goes}`
      : stands;
  return (
    <li className="grid gap-2 rounded border border-line-strong border-dashed p-3">
      <span className="break-all font-semibold">{fill(labels.chosen, { name: file.name, size })}</span>
      {refused ? (
        <p role="alert" className="font-medium text-danger text-small">
          {refused}
        </p>
      ) : (
        <p role="status" data-file={moves ? "moves" : agreed ? "goes" : "kept"} className="text-muted text-small">
          {said}
        </p>
      )}
      {moves ? (
        <progress
          className="h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          max={100}
          value={moves.percent}
          aria-label={fill(labels.sending, { name: file.name })}
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        {agreed || refused ? null : (
          <Button variant="main" className="min-h-12" onClick={() => void agreeToSend(kept)}>
            {fill(labels.send, { size })}
            <span className="sr-only"> {file.name}</span>
          </Button>
        )}
        <Button variant="ghost" className="min-h-12" onClick={() => void dropFile(kept)}>
          {words.dropIt}
          <span className="sr-only"> {file.name}</span>
        </Button>
      </div>
    </li>
  );
}
