import type { ComponentProps, ReactNode } from "react";
import { Drawing } from "./drawings";
import { Frame, type FrameProps } from "./frame";

/** A page with one thing to do: what it is, what was refused, and the way through. `alone` stands in the middle. */
export function Door({
  title,
  lead,
  error,
  alone,
  children,
  ...frame
}: FrameProps & { title: string; lead: string; error?: string | null; alone?: boolean; children: ReactNode }) {
  return (
    <Frame {...frame} bare>
      <div className={alone ? "w door alone" : "w door"}>
        <div>
          <h1>{title}</h1>
          <p className="muted">{lead}</p>
          {error ? (
            <div className="notice bad" role="alert" id="form-error">
              <Drawing name="alert" />
              <p>{error}</p>
            </div>
          ) : null}
          {children}
        </div>
      </div>
    </Frame>
  );
}

/** The one field of a door, which has the keyboard from the start; `refused` says that the door's error is about it. */
export function DoorField({
  label,
  refused,
  ...input
}: ComponentProps<"input"> & { id: string; label: string; refused: boolean }) {
  return (
    <div className="field">
      <label htmlFor={input.id}>{label}</label>
      <input
        required
        aria-invalid={refused || undefined}
        aria-describedby={refused ? "form-error" : undefined}
        // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and its heading names it first
        autoFocus
        {...input}
      />
    </div>
  );
}
