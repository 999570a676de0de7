"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { sendKeptWith } from "@/components/learning/kept-files";
import { type KeepingState, useKeptText } from "@/components/learning/kept-text";
import { useKeptFiles } from "@/components/learning/use-kept-files";
import { Button } from "@/components/ui/button";
import { Field, FieldError, Textarea } from "@/components/ui/field";
import { freshId } from "@/lib/fresh-id";
import type { KeptText } from "@/lib/two-texts";

export type DeskWords = Record<KeepingState, string> & {
  label: string;
  handIn: string;
  handingIn: string;
  waits: string;
  held: string;
  writeOn: string;
};
type HandedIn = KeptText & { handedIn: boolean };
type Step = "writing" | "sending" | "waiting";

const again = 5_000;

/** Hands in what stands in the text, by one press and once, however often it has to be sent. */
function useHandIn(owner: string, assignmentId: string, given: KeptText) {
  const router = useRouter();
  const [step, setStep] = useState<Step>("writing");
  const key = useRef("");
  const text = useKeptText(
    { owner, name: `work:${assignmentId}`, procedure: "work.save", base: { assignmentId } },
    given,
    (kept) => {
      key.current = (kept.input as { key: string }).key;
      setStep("waiting");
    },
  );
  const { sendBy } = text;
  const send = useCallback(async () => {
    // What was chosen belongs to it: it goes first.
    await sendKeptWith(owner, assignmentId);
    const sent = await sendBy<HandedIn>("work.handIn", { key: key.current }, { after: assignmentId });
    setStep(sent === "waiting" ? "waiting" : "writing");
    if (typeof sent === "object" && sent.handedIn) router.refresh();
  }, [sendBy, router, owner, assignmentId]);
  useEffect(() => {
    if (step !== "waiting") return;
    const timer = setInterval(send, again);
    addEventListener("online", send);
    return () => {
      clearInterval(timer);
      removeEventListener("online", send);
    };
  }, [step, send]);
  // Work does not go without a file that the school has refused: the child takes it away first, and then it goes at once.
  const held = useKeptFiles(owner, assignmentId).some(({ refused }) => refused);
  const wasHeld = useRef(held);
  useEffect(() => {
    if (wasHeld.current && !held && step === "waiting") void send();
    wasHeld.current = held;
  }, [held, step, send]);
  const handIn = () => {
    key.current = freshId();
    setStep("sending");
    void send();
  };
  const writeOn = () => {
    text.giveUp();
    setStep("writing");
  };
  return { ...text, step, held, handIn, writeOn };
}

/** Where a child writes and hands in; what lies between is drawn by the server. */
export function WorkDesk({
  owner,
  assignmentId,
  given,
  takesText,
  most,
  language,
  words,
  children,
}: {
  owner: string;
  assignmentId: string;
  given: KeptText;
  takesText: boolean;
  most: number;
  language: string;
  words: DeskWords;
  children: ReactNode;
}) {
  const id = useId();
  const { body, state, error, type, save, step, held, handIn, writeOn } = useHandIn(owner, assignmentId, given);
  const waits = held ? words.held : words.waits;
  const said = { writing: words[state], sending: words.handingIn, waiting: waits }[step];
  return (
    <div className="grid gap-6">
      {takesText ? (
        <Field id={id} label={words.label} error={error}>
          <Textarea
            id={id}
            rows={10}
            maxLength={most}
            lang={language}
            value={body}
            readOnly={step !== "writing"}
            onChange={(event) => type(event.target.value)}
            onBlur={save}
            aria-describedby={error ? `${id}-error` : undefined}
            aria-invalid={error ? true : undefined}
          />
        </Field>
      ) : error ? (
        <FieldError id={id}>{error}</FieldError>
      ) : null}
      {children}
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t bg-page/95 px-4 py-3 backdrop-blur-sm max-lg:bottom-14 sm:mx-0 sm:px-0">
        <p
          role="status"
          data-kept={step === "writing" ? state : step}
          className="min-w-0 flex-1 basis-48 text-muted text-small"
        >
          {said}
        </p>
        {step === "waiting" ? (
          <Button className="min-h-12 px-6 max-sm:w-full" onClick={writeOn}>
            {words.writeOn}
          </Button>
        ) : (
          <Button
            variant="main"
            className="min-h-12 px-6 max-sm:w-full"
            busy={step === "sending"}
            aria-disabled={step === "sending" || undefined}
            onClick={() => step === "writing" && handIn()}
          >
            {words.handIn}
          </Button>
        )}
      </div>
    </div>
  );
}
