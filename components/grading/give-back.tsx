"use client";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { closeDialog } from "@/components/ui/native";
import { type DeskLabels, fill } from "./labels";

/** Asked before work goes back: what the family will see, at once. */
export function GiveBack({
  dialog,
  child,
  labels,
  button,
  onConfirm,
}: {
  dialog: string;
  child: string;
  labels: DeskLabels;
  /** Focused when it opens: who asked for it by a key confirms by one. */
  button: RefObject<HTMLButtonElement | null>;
  onConfirm: () => void;
}) {
  return (
    <dialog
      id={dialog}
      className="dialog"
      data-size="small"
      data-light=""
      aria-labelledby={`${dialog}-t`}
      aria-describedby={`${dialog}-d`}
    >
      <form
        method="dialog"
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <div className="grid gap-1.5">
          <h2 id={`${dialog}-t`} className="text-lg">
            {fill(labels.give_back_title, { child })}
          </h2>
          <p id={`${dialog}-d`} className="text-muted text-small">
            {labels.give_back_text}
          </p>
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => closeDialog(dialog)}>{labels.cancel}</Button>
          <Button type="submit" variant="main" ref={button}>
            {labels.give_back}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
