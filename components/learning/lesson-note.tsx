"use client";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { Field, Textarea } from "@/components/ui/field";
import { keepAndSend, waitingFor } from "./waiting";

export type NoteWords = { label: string; help: string; kept: string; keeping: string; waiting: string; joined: string };
type Note = { body: string; revision: number };
type State = "rest" | "keeping" | "kept" | "waiting" | "joined";

const afterTyping = 1_200;

/**
 * Saves a note one save after the other, so that each begins from what the last one left. While there is no line the
 * newest text waits on this device.
 */
function useNote(owner: string, lessonId: string, given: Note) {
  const [body, setBody] = useState(given.body);
  const [state, setState] = useState<State>("rest");
  const [error, setError] = useState<string | null>(null);
  const typed = useRef(given.body);
  const stands = useRef(given);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const send = useCallback(async () => {
    const mine = typed.current;
    if (mine === stands.current.body) return;
    setState("keeping");
    setError(null);
    try {
      const input = { lessonId, text: mine, revision: stands.current.revision };
      const note = await keepAndSend<Note>({ name: `note:${lessonId}`, owner, procedure: "learning.saveNote", input });
      if (!note) return setState("waiting");
      stands.current = note;
      const joined = note.body !== mine;
      // What was typed meanwhile is not taken away; it goes with the next save.
      if (joined && typed.current === mine) {
        typed.current = note.body;
        setBody(note.body);
      }
      setState(joined ? "joined" : "kept");
    } catch (refused) {
      setState("rest");
      setError((refused as Error).message);
    }
  }, [lessonId, owner]);
  const save = useCallback(() => {
    queue.current = queue.current.then(send);
  }, [send]);

  useEffect(() => {
    // Written here without a line, and not sent yet: that is the newest there is.
    waitingFor(owner, `note:${lessonId}`).then((kept) => {
      const input = kept?.input as { text: string; revision: number } | undefined;
      if (!input || typed.current !== stands.current.body) return;
      stands.current = { ...stands.current, revision: input.revision };
      typed.current = input.text;
      setBody(input.text);
      save();
    });
    addEventListener("online", save);
    addEventListener("pagehide", save);
    return () => {
      removeEventListener("online", save);
      removeEventListener("pagehide", save);
      save();
    };
  }, [owner, lessonId, save]);

  const type = (text: string) => {
    typed.current = text;
    setBody(text);
    setState("rest");
  };
  return { body, state, error, type, save };
}

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
  given: Note;
  most: number;
  words: NoteWords;
}) {
  const id = useId();
  const { body, state, error, type, save } = useNote(owner, lessonId, given);
  useEffect(() => {
    const soon = body === given.body ? undefined : setTimeout(save, afterTyping);
    return () => clearTimeout(soon);
  }, [body, given.body, save]);
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
