"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { keepAndSend } from "@/components/learning/waiting";
import { Button } from "@/components/ui/button";
import { Select, TextareaField } from "@/components/ui/field";
import { CallError } from "@/lib/call";
import { freshId } from "@/lib/fresh-id";

export type ComposerWords = {
  label: string;
  help: string;
  submit: string;
  sent: string;
  held: string;
  waiting: string;
  sending: string;
  care: string;
};
type Said = { held: boolean; care: boolean };
type State = "rest" | "sending" | "sent" | "held" | "waiting";

/** What is being written, kept while this tab lives: a page that is reloaded brings it back. */
const drafts = {
  read: (key: string) => sessionStorage.getItem(key) ?? "",
  keep: (key: string, text: string) => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)),
};

/**
 * Says something in a course. Without a line it waits on this device and is sent when the line is back, once, whoever
 * sends it first: the id is made with the first press.
 */
export function Composer({
  owner,
  place,
  procedure,
  base,
  kinds,
  most,
  words,
}: {
  owner: string;
  /** What it belongs to, as a name for the draft. */
  place: string;
  procedure: "talk.begin" | "talk.reply" | "talk.answer";
  base: Record<string, unknown>;
  /** Kinds to choose from, when there are several. */
  kinds?: { label: string; options: readonly { value: string; label: string }[] };
  most: number;
  words: ComposerWords;
}) {
  const router = useRouter();
  const id = useId();
  const key = `talk:${owner}:${place}`;
  const [text, setText] = useState("");
  const [kind, setKind] = useState(kinds?.options[0]?.value);
  const [state, setState] = useState<State>("rest");
  const [care, setCare] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const pressed = useRef<Record<string, unknown> | null>(null);

  useEffect(() => setText(drafts.read(key)), [key]);
  const type = (value: string) => {
    setText(value);
    drafts.keep(key, value);
    setState("rest");
    setError(null);
    pressed.current = null;
  };

  const send = useCallback(async () => {
    const input = pressed.current;
    if (!input) return;
    setState("sending");
    try {
      const said = await keepAndSend<Said>({ name: key, owner, procedure, input });
      setState(said ? (said.held ? "held" : "sent") : "waiting");
      if (!said) return;
      pressed.current = null;
      drafts.keep(key, "");
      setText("");
      setCare(said.care);
      router.refresh();
    } catch (refused) {
      if (!(refused instanceof CallError)) throw refused;
      pressed.current = null;
      setState("rest");
      setError(refused.fields.text ?? refused.message);
    }
  }, [key, owner, procedure, router]);
  useEffect(() => {
    addEventListener("online", send);
    return () => removeEventListener("online", send);
  }, [send]);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (state === "sending" || !text.trim()) return;
    pressed.current ??= { id: freshId(), ...base, ...(kind ? { kind } : {}), text };
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };

  return (
    <form onSubmit={submit} className="grid max-w-[44rem] gap-3">
      {kinds ? (
        <Select aria-label={kinds.label} value={kind} onChange={(event) => setKind(event.target.value)}>
          {kinds.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      ) : null}
      <TextareaField
        id={id}
        name="text"
        label={words.label}
        help={words.help}
        error={error}
        rows={4}
        required
        maxLength={most}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="main" className="min-h-12" busy={state === "sending"}>
          {words.submit}
        </Button>
        <p role="status" className="text-muted text-small">
          {state === "rest" ? null : words[state]}
        </p>
      </div>
      {care ? <p className="rounded bg-info-soft px-4 py-3">{words.care}</p> : null}
    </form>
  );
}
