"use client";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chooser, fill, inMegabytes } from "./chooser";
import { forget, interrupted, SendError, type SendState, type SentFile, sendFile } from "./send";
import type { UploaderLabels } from "./uploader-words";

type Step =
  | { at: "empty"; said?: string }
  | { at: "chosen"; file: File }
  | { at: "under-way"; file: File; sent: number; state: SendState }
  | { at: "failed"; file: File; why: string; again: boolean }
  | { at: "done"; name: string };

/**
 * Sends one file: says what it will cost before it starts, shows how far it is, goes on after a lost line by itself and
 * after a reload when the same file is chosen again. When it is through, `onSent` is called and the element tells
 * `uhs:file-sent` with the file in `detail`.
 */
export function Uploader({
  label,
  help,
  purpose,
  studentId = null,
  accept,
  mostBytes,
  labels,
  onSent,
}: {
  label: string;
  help?: string;
  purpose: string;
  studentId?: string | null;
  accept: string;
  mostBytes: number;
  labels: UploaderLabels;
  onSent?: (file: SentFile) => void;
}) {
  const id = useId();
  const root = useRef<HTMLFieldSetElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const under = useRef<AbortController>(null);
  const [step, setStep] = useState<Step>({ at: "empty" });
  const [before, setBefore] = useState<ReturnType<typeof interrupted>>(null);
  const [spoken, setSpoken] = useState("");

  useEffect(() => setBefore(interrupted(purpose)), [purpose]);
  // A page that is left does not cancel: what has been sent is kept for when the person comes back.
  const busy = step.at === "under-way";
  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [busy]);

  const most = inMegabytes(mostBytes).replace(/\.0$/, "");
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (file.size > mostBytes) {
      const why = fill(labels.tooLarge, { size: inMegabytes(file.size), most });
      return setStep({ at: "failed", file, why, again: false });
    }
    setStep({ at: "chosen", file });
  };

  async function send(file: File) {
    const controller = new AbortController();
    under.current = controller;
    setBefore(null);
    let told = 0;
    const show = (change: Partial<{ sent: number; state: SendState }>) =>
      setStep((now) => (now.at === "under-way" && now.file === file ? { ...now, ...change } : now));
    setStep({ at: "under-way", file, sent: 0, state: "sending" });
    setSpoken(fill(labels.sending, { name: file.name }));
    try {
      const sent = await sendFile({
        file,
        purpose,
        studentId,
        signal: controller.signal,
        onState: (state) => {
          show({ state });
          if (state === "waiting") setSpoken(labels.waiting);
        },
        onProgress: (bytes) => {
          show({ sent: bytes });
          // Spoken at quarters: a voice that never stops helps nobody.
          const quarter = Math.floor((bytes / file.size) * 4);
          if (quarter > told && quarter < 4) {
            told = quarter;
            setSpoken(fill(labels.spoken, { percent: quarter * 25, name: file.name }));
          }
        },
      });
      setStep({ at: "done", name: file.name });
      setSpoken(fill(labels.done, { name: file.name }));
      onSent?.(sent);
      root.current?.dispatchEvent(new CustomEvent("uhs:file-sent", { bubbles: true, detail: sent }));
    } catch (error) {
      setSpoken("");
      if (controller.signal.aborted) {
        setStep({ at: "empty", said: labels.cancelled });
        input.current?.focus();
        return;
      }
      const signedOut = error instanceof SendError && error.signedOut;
      const why = signedOut ? labels.signedOut : (error instanceof SendError && error.message) || labels.failed;
      setStep({ at: "failed", file, why, again: !(error instanceof SendError) || error.again });
    }
  }

  const failed = step.at === "failed" ? step : null;
  const percent = step.at === "under-way" ? Math.floor((step.sent / step.file.size) * 100) : 0;
  return (
    <fieldset ref={root} className="grid gap-2" aria-busy={busy}>
      <legend className="mb-1 font-semibold">{label}</legend>
      <div className="flex flex-wrap gap-2">
        <Chooser
          ref={input}
          id={id}
          label={step.at === "empty" ? labels.choose : labels.chooseAnother}
          accept={accept}
          disabled={busy}
          aria-invalid={failed ? true : undefined}
          aria-describedby={`${id}-help${failed ? ` ${id}-error` : ""}`}
          onFile={choose}
        />
      </div>
      <p id={`${id}-help`} className="text-muted text-small">
        {help ? `${help} ` : ""}
        {fill(labels.limit, { most })}
      </p>

      {before && step.at === "empty" ? (
        <p className="flex flex-wrap items-center gap-2 text-small">
          {fill(labels.interrupted, { sent: inMegabytes(before.sent), size: inMegabytes(before.size) })}
          <Button
            variant="ghost"
            size="small"
            onClick={() => {
              forget(before);
              setBefore(null);
            }}
          >
            {labels.forget}
          </Button>
        </p>
      ) : null}

      {step.at === "chosen" ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-all">
            {fill(labels.chosen, { name: step.file.name, size: inMegabytes(step.file.size) })}
          </span>
          <Button variant="main" size="small" onClick={() => void send(step.file)}>
            {fill(labels.send, { size: inMegabytes(step.file.size) })}
          </Button>
        </div>
      ) : null}

      {step.at === "under-way" ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <progress
            className="h-2 min-w-40 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
            max={100}
            value={percent}
            aria-label={fill(labels.sending, { name: step.file.name })}
          />
          <span className="text-muted text-small tabular-nums">
            {step.state === "waiting"
              ? labels.waiting
              : percent >= 100 || step.state === "checking"
                ? labels.checking
                : fill(labels.percent, { percent })}
          </span>
          <Button variant="ghost" size="small" onClick={() => under.current?.abort()}>
            {labels.cancel}
          </Button>
        </div>
      ) : null}

      {failed ? (
        <div className="flex flex-wrap items-center gap-2">
          <p id={`${id}-error`} role="alert" className="font-medium text-danger text-small">
            {failed.why}
          </p>
          {failed.again ? (
            <Button size="small" onClick={() => void send(failed.file)}>
              {labels.retry}
            </Button>
          ) : null}
        </div>
      ) : null}
      {step.at === "done" ? <p className="text-good text-small">{fill(labels.done, { name: step.name })}</p> : null}
      {step.at === "empty" && step.said ? <p className="text-muted text-small">{step.said}</p> : null}
      <p role="status" aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </fieldset>
  );
}
