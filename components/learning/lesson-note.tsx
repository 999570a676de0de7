"use client";
import { useId } from "react";
import { Field, Textarea } from "@/components/ui/field";
import type { KeptText } from "@/lib/two-texts";
import { useKeptText } from "./kept-text";

export type NoteWords = { label: string; help: string; kept: string; keeping: string; waiting: string; joined: string };

/** What a child writes down beside a lesson; kept while it is typed. */
export function LessonNote({
  owner,
  lessonId,
  given,
  most,
  words,
}: {
  owner: string;
  lessonId: string;
  given: KeptText;
  most: number;
  words: NoteWords;
}) {
  const id = useId();
  const { body, state, error, type, save } = useKeptText(
    { owner, name: `note:${lessonId}`, procedure: "learning.saveNote", base: { lessonId } },
    given,
  );
  return (
    <Field id={id} label={words.label} hideLabel help={words.help} error={error}>
      <Textarea
        id={id}
        rows={4}
        maxLength={most}
        value={body}
        onChange={(event) => type(event.target.value)}
        onBlur={save}
        aria-describedby={`${id}-help`}
        aria-invalid={error ? true : undefined}
      />
      <p role="status" className="min-h-5 text-muted text-small">
        {state === "rest" ? null : words[state]}
      </p>
    </Field>
  );
}
