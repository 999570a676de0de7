"use client";
import { useEffect, useState } from "react";
import { TextareaField, TextField } from "@/components/ui/field";
import { CallError, call } from "@/lib/call";
import { type Block, lessonLimits } from "@/server/features/courses/lesson.schema";
import { purposes } from "@/server/features/files/files.schema";
import { courseFileTypes } from "../course-file";
import { Ask, type Ends, said } from "./block-dialogs";
import { ChooseFile, type ChosenFile } from "./choose-file";
import { filesOfCourse } from "./held-files";
import type { EditorLabels } from "./labels";

type Errors = { fileId?: string; words?: string };

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
  const [chosen, setChosen] = useState(current);
  const [sent, setSent] = useState<readonly string[]>([]);
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  // The button that sent it is gone: what comes next is where the writer goes on.
  useEffect(() => {
    if (sent.length) document.getElementById("file-words")?.focus();
  }, [sent]);
  useEffect(() => {
    if (errors.fileId ?? errors.words) document.getElementById(errors.fileId ? "fileId" : "file-words")?.focus();
  }, [errors]);

  // What was sent and not put into the text is nobody's: it goes, and counts for nothing. Left here, it goes after a day.
  const leave = (kept?: string) => {
    for (const id of sent) if (id !== kept) call("files.remove", { id }).catch(() => undefined);
  };
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
      const block = await call<Block>("resources.show", input);
      leave(chosen.id);
      onDone(block);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setBusy(false);
      setErrors(error.fields.words ? { words: error.fields.words } : { fileId: error.message });
    }
  };
  return (
    <Ask
      title={labels.file}
      busy={busy}
      onSubmit={(data) => void submit(data)}
      {...ends}
      onClose={() => {
        leave();
        ends.onClose();
      }}
    >
      <ChooseFile
        id="fileId"
        list={() => filesOfCourse(courseId)}
        chosen={chosen}
        accept={courseFileTypes}
        mostBytes={purposes.course.most.video}
        error={errors.fileId}
        labels={{
          send: labels.fileSend,
          sendHelp: labels.fileSendHelp,
          held: labels.fileHeld,
          none: labels.fileNone,
          failed: labels.fileListFailed,
          uploader: labels.uploader,
        }}
        onChoose={choose}
        onSent={(file) => {
          choose(file);
          setSent((before) => [...before, file.id]);
        }}
      />
      {chosen ? <WordsOf key={chosen.id} file={chosen} error={errors.words} labels={labels} /> : null}
    </Ask>
  );
}
