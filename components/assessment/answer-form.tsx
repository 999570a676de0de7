"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { type Asked, type Kept, useAnswer } from "./use-answer";

export type AnswerLabels = Record<Exclude<Kept["state"], "still" | "refused">, string> & {
  still: string;
  next: string;
  look: string;
};

/** Whether this page has led from one question to the next: then the new one is read out from its heading. */
let goneOn = false;

/** The fields of one question, kept as they are filled in; the child says when the answer stands. */
export function AnswerForm({ asked, labels, children }: { asked: Asked; labels: AnswerLabels; children: ReactNode }) {
  const form = useRef<HTMLFormElement>(null);
  const { kept, changed, confirm, look } = useAnswer(asked, form);
  useEffect(() => {
    if (goneOn) document.querySelector<HTMLElement>("[data-question]")?.focus();
    goneOn = false;
  }, []);
  const refused = kept.state === "refused";
  return (
    <form
      ref={form}
      onInput={changed}
      onSubmit={(event) => {
        event.preventDefault();
        goneOn = true;
        confirm();
      }}
      className="grid gap-6"
    >
      {children}
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t bg-page/95 px-4 py-3 backdrop-blur-sm max-lg:bottom-14 sm:mx-0 sm:px-0">
        <p
          role={refused ? "alert" : "status"}
          data-kept={kept.state}
          className={
            refused || kept.state === "lost"
              ? "min-w-0 flex-1 basis-48 font-medium text-danger text-small"
              : "min-w-0 flex-1 basis-48 text-muted text-small"
          }
        >
          {kept.state === "refused" ? kept.why : labels[kept.state]}
        </p>
        {refused ? (
          <Button variant="main" className="min-h-12 px-6" onClick={look}>
            {labels.look}
          </Button>
        ) : (
          <Button
            type="submit"
            variant="main"
            className="min-h-12 px-6 max-sm:w-full"
            busy={kept.state === "sending"}
            aria-disabled={kept.state === "sending" || undefined}
          >
            {labels.next}
          </Button>
        )}
      </div>
    </form>
  );
}
