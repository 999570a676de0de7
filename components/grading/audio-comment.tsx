"use client";
import { Mic, Square, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sendFile } from "@/components/files/send";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { call } from "@/lib/call";
import { type DeskLabels, fill } from "./labels";

/** Three minutes say enough, and cost a family on a phone less than a megabyte or two. */
const mostSeconds = 180;
/** What browsers record, in the order in which it is preferred, with the name a file of it ends in. */
const formats = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
] as const;

type Step = { at: "still" } | { at: "recording"; seconds: number } | { at: "sending" } | { at: "failed"; why: string };

/** The microphone is let go. */
function silence(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** What was said, to be heard. */
export const Spoken = ({ href, label }: { href: string; label: string }) => (
  // biome-ignore lint/a11y/useMediaCaption: a teacher's own words, which they may also write
  <audio controls preload="none" src={href} aria-label={label} className="w-full" />
);

/** Records what a grader says to a child, and sends it as a file. */
export function AudioComment({
  href,
  fileId,
  studentId,
  disabled,
  labels,
  onSpoken,
}: {
  href: string | null;
  fileId: string | null;
  studentId: string;
  disabled: boolean;
  labels: DeskLabels;
  onSpoken: (fileId: string | null) => void;
}) {
  const [step, setStep] = useState<Step>({ at: "still" });
  const [heard, setHeard] = useState<string | null>(null);
  const recorder = useRef<MediaRecorder>(undefined);
  const tell = useRef(onSpoken);
  tell.current = onSpoken;
  useEffect(() => () => silence(recorder.current?.stream), []);
  useEffect(() => (heard ? () => URL.revokeObjectURL(heard) : undefined), [heard]);
  const recording = step.at === "recording";
  useEffect(() => {
    if (!recording) return;
    const began = Date.now();
    const timer = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      setStep({ at: "recording", seconds });
      if (seconds >= mostSeconds) recorder.current?.stop();
    }, 1000);
    return () => clearInterval(timer);
  }, [recording]);

  const send = async (parts: Blob[], type: string, extension: string) => {
    setStep({ at: "sending" });
    const file = new File(parts, `feedback.${extension}`, { type });
    try {
      const { signal } = new AbortController();
      const none = () => {};
      const sent = await sendFile({ file, purpose: "feedback", studentId, signal, onProgress: none, onState: none });
      setHeard(URL.createObjectURL(file));
      tell.current(sent.id);
      setStep({ at: "still" });
    } catch (error) {
      setStep({ at: "failed", why: (error as Error).message });
    }
  };
  const record = async () => {
    const format = formats.find(([type]) => globalThis.MediaRecorder?.isTypeSupported(type));
    const stream = format && (await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null));
    if (!format || !stream) return setStep({ at: "failed", why: labels.audio_refused });
    const [type, extension] = format;
    const parts: Blob[] = [];
    const made = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32_000 });
    made.ondataavailable = ({ data }) => parts.push(data);
    made.onstop = () => {
      silence(stream);
      void send(parts, type.split(";", 1)[0] ?? type, extension);
    };
    recorder.current = made;
    made.start();
    setStep({ at: "recording", seconds: 0 });
  };
  const drop = () => {
    setHeard(null);
    onSpoken(null);
    // Kept nowhere once it is taken away; where that fails it stays the grader's own file.
    if (fileId) void call("files.remove", { id: fileId }).catch(() => undefined);
  };
  const source = heard ?? href;
  return (
    <fieldset disabled={disabled} className="grid gap-2">
      <legend className="font-semibold text-small">{labels.audio}</legend>
      {fileId && source ? <Spoken href={source} label={labels.audio} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        {recording ? (
          <Button size="small" variant="danger" onClick={() => recorder.current?.stop()}>
            <Icon as={Square} />
            {labels.audio_stop}
          </Button>
        ) : (
          <Button size="small" disabled={step.at === "sending"} onClick={() => void record()}>
            <Icon as={Mic} />
            {labels.audio_record}
          </Button>
        )}
        {fileId && !recording ? (
          <Button size="small" variant="ghost" onClick={drop}>
            <Icon as={Trash2} />
            {labels.audio_drop}
          </Button>
        ) : null}
      </div>
      <p role="status" className="text-muted text-small">
        {step.at === "recording"
          ? fill(labels.audio_recording, { seconds: step.seconds })
          : step.at === "sending"
            ? labels.audio_sending
            : fileId
              ? labels.audio_kept
              : labels.audio_none}
      </p>
      {step.at === "failed" ? (
        <p role="alert" className="font-medium text-danger text-small">
          {step.why}
        </p>
      ) : null}
    </fieldset>
  );
}
