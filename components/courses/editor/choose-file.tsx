"use client";
import { useEffect, useState } from "react";
import { Uploader } from "@/components/files/uploader";
import type { UploaderLabels } from "@/components/files/uploader-words";
import { SelectField } from "@/components/ui/field";
import { shownAs } from "@/lib/file-types";
import { courseFile } from "../course-file";
import type { ChosenFile } from "./held-files";

export type { ChosenFile };

/** Files that can be chosen: the one that stands there, those there are, those just sent. */
function useFiles(list: (() => Promise<ChosenFile[]>) | null, current: ChosenFile | null) {
  const [files, setFiles] = useState<ChosenFile[]>(current ? [current] : []);
  const [unlisted, setUnlisted] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is asked for once, when there is something to choose
  useEffect(() => {
    list?.().then(
      (held) => setFiles((known) => [...known, ...held.filter(({ id }) => known.every((one) => one.id !== id))]),
      () => setUnlisted(true),
    );
  }, []);
  return { files, unlisted, add: (file: ChosenFile) => setFiles((known) => [file, ...known]) };
}

/** One file: sent from here, or one of those there are. */
export function ChooseFile({
  id,
  list,
  chosen,
  accept,
  mostBytes,
  error,
  labels,
  onChoose,
  onSent,
}: {
  id: string;
  /** Asks for the files there are; null where none can be listed. */
  list: (() => Promise<ChosenFile[]>) | null;
  chosen: ChosenFile | null;
  accept: string;
  mostBytes: number;
  error: string | undefined;
  labels: { send: string; sendHelp: string; held: string; none: string; failed: string; uploader: UploaderLabels };
  onChoose: (file: ChosenFile | null) => void;
  onSent: (file: ChosenFile) => void;
}) {
  const { files, unlisted, add } = useFiles(list, chosen);
  return (
    <>
      <Uploader
        purpose="course"
        label={labels.send}
        help={labels.sendHelp}
        accept={accept}
        mostBytes={mostBytes}
        labels={labels.uploader}
        onSent={({ id: fileId, name, mime }) => {
          const file = { id: fileId, name, kind: shownAs(mime) };
          add(file);
          onSent(file);
        }}
      />
      {list ? (
        <SelectField
          id={id}
          name={id}
          label={labels.held}
          help={unlisted ? labels.failed : undefined}
          error={error}
          value={chosen?.id ?? ""}
          onChange={({ target }) => onChoose(files.find((one) => one.id === target.value) ?? null)}
        >
          <option value="">{labels.none}</option>
          {files.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
      ) : error ? (
        <p role="alert" className="font-medium text-danger text-small">
          {error}
        </p>
      ) : null}
      {chosen?.kind === "image" ? (
        // biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking
        <img
          src={courseFile(chosen.id, "w320")}
          alt=""
          className="max-h-40 max-w-full justify-self-start rounded-s bg-sunken"
        />
      ) : null}
    </>
  );
}
