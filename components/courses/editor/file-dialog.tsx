"use client";
import { useEffect, useState } from "react";
import { Uploader } from "@/components/files/uploader";
import { SelectField, TextareaField, TextField } from "@/components/ui/field";
import { CallError, call } from "@/lib/call";
import { type ShownKind, shownAs } from "@/lib/file-types";
import { type Block, lessonLimits } from "@/server/features/courses/lesson.schema";
import type { ResourceView } from "@/server/features/courses/resources.schema";
import { purposes } from "@/server/features/files/files.schema";
import { courseFile, courseFileTypes } from "../course-file";
import { Ask, type Ends, said } from "./block-dialogs";
import type { EditorLabels } from "./labels";

/** A file to put into the text; of one that stands there already, also what is said of it. */
export type ChosenFile = { id: string; name: string; kind: ShownKind; words?: string; transcript?: string };
type Errors = { fileId?: string; words?: string };

/** The files a course has, each once: what is still being looked at cannot be shown yet. */
async function filesOfCourse(courseId: string): Promise<ChosenFile[]> {
  const input = encodeURIComponent(JSON.stringify({ json: { courseId } }));
  const response = await fetch(`/api/trpc/resources.list?input=${input}`, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`The files of a course: ${response.status}`);
  const rows: ResourceView[] = (await response.json()).result.data.json;
  const open = rows.filter(({ ready }) => ready);
  return [
    ...new Map(open.map(({ title, file: { id, mime } }) => [id, { id, name: title, kind: shownAs(mime) }])).values(),
  ];
}

/** What is said of a file: a picture in words, a recording by its name and what is spoken, a handout by its name. */
function WordsOf({ file, error, labels }: { file: ChosenFile; error: string | undefined; labels: EditorLabels }) {
  const words = { id: "file-words", name: "words", error };
  if (file.kind === "image")
    return (
      <TextareaField
        {...words}
        label={labels.fileAlt}
        help={labels.fileAltHelp}
        maxLength={lessonLimits.alt}
        defaultValue={file.words}
      />
    );
  return (
    <>
      <TextField
        {...words}
        label={labels.fileName}
        maxLength={lessonLimits.title}
        defaultValue={file.words ?? file.name}
      />
      {file.kind === "file" ? null : (
        <TextareaField
          id="file-transcript"
          name="transcript"
          label={labels.fileTranscript}
          help={labels.fileTranscriptHelp}
          optional={labels.optional}
          maxLength={lessonLimits.transcript}
          defaultValue={file.transcript}
        />
      )}
    </>
  );
}

/** Files that can be chosen: the one that stands there, those the course has, those just sent. */
function useFiles(courseId: string, current: ChosenFile | null) {
  const [files, setFiles] = useState<ChosenFile[]>(current ? [current] : []);
  const [unlisted, setUnlisted] = useState(false);
  useEffect(() => {
    filesOfCourse(courseId).then(
      (held) => setFiles((known) => [...known, ...held.filter(({ id }) => known.every((one) => one.id !== id))]),
      () => setUnlisted(true),
    );
  }, [courseId]);
  return { files, unlisted, add: (file: ChosenFile) => setFiles((known) => [file, ...known]) };
}

/** The files there are, and what the chosen one looks like. */
function Choice({
  files,
  chosen,
  onChange,
  none,
  ...field
}: {
  files: readonly ChosenFile[];
  chosen: ChosenFile | null;
  onChange: (file: ChosenFile | null) => void;
  label: string;
  none: string;
  help: string | undefined;
  error: string | undefined;
}) {
  return (
    <>
      <SelectField
        name="fileId"
        {...field}
        value={chosen?.id ?? ""}
        onChange={({ target }) => onChange(files.find(({ id }) => id === target.value) ?? null)}
      >
        <option value="">{none}</option>
        {files.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
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

/** Puts a file into the text: one sent from here, or one the course has already. */
export function FileDialog({
  courseId,
  lessonId,
  current,
  onDone,
  ...ends
}: Ends & {
  courseId: string;
  lessonId: string;
  /** The file the cursor stands on. */
  current: ChosenFile | null;
  onDone: (block: Block) => void;
}) {
  const { labels } = ends;
  const { files, unlisted, add } = useFiles(courseId, current);
  const [chosen, setChosen] = useState(current);
  const [sent, setSent] = useState<string | null>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  // The button that sent it is gone: what comes next is where the writer goes on.
  useEffect(() => {
    if (sent) document.getElementById("file-words")?.focus();
  }, [sent]);
  useEffect(() => {
    if (errors.fileId ?? errors.words) document.getElementById(errors.fileId ? "fileId" : "file-words")?.focus();
  }, [errors]);

  const choose = (file: ChosenFile | null) => {
    setChosen(file);
    setErrors({});
  };
  const submit = async (data: FormData) => {
    const words = said(data, "words");
    if (busy) return;
    if (!chosen) return setErrors({ fileId: labels.fileNone });
    if (!words) return setErrors({ words: labels.required });
    const input = { lessonId, fileId: chosen.id, words, transcript: said(data, "transcript") };
    setBusy(true);
    try {
      onDone(await call<Block>("resources.show", input));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setBusy(false);
      setErrors(error.fields.words ? { words: error.fields.words } : { fileId: error.message });
    }
  };
  return (
    <Ask title={labels.file} busy={busy} onSubmit={(data) => void submit(data)} {...ends}>
      <Uploader
        purpose="course"
        label={labels.fileSend}
        help={labels.fileSendHelp}
        accept={courseFileTypes}
        mostBytes={purposes.course.most.video}
        labels={labels.uploader}
        onSent={({ id, name, mime }) => {
          const file = { id, name, kind: shownAs(mime) };
          add(file);
          choose(file);
          setSent(id);
        }}
      />
      <Choice
        files={files}
        chosen={chosen}
        onChange={choose}
        label={labels.fileHeld}
        none={labels.fileNone}
        help={unlisted ? labels.fileListFailed : undefined}
        error={errors.fileId}
      />
      {chosen ? <WordsOf key={chosen.id} file={chosen} error={errors.words} labels={labels} /> : null}
    </Ask>
  );
}
