"use client";
import { BookmarkPlus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type RefObject, useId } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";
import { type CallError, call } from "@/lib/call";
import { type DeskLabels, fill } from "./labels";

export type Snippet = { id: string; body: string };

/** Words to the child, and the comments one keeps for them. */
export function Feedback({
  value,
  box,
  snippets,
  language,
  disabled,
  help,
  labels,
  onWrite,
  onInsert,
}: {
  value: string;
  box: RefObject<HTMLTextAreaElement | null>;
  snippets: readonly Snippet[];
  language: string;
  disabled: boolean;
  help: string;
  labels: DeskLabels;
  onWrite: (feedback: string) => void;
  onInsert: (body: string) => void;
}) {
  const id = useId();
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="font-semibold text-small">
        {labels.feedback}
      </label>
      <textarea
        id={id}
        ref={box}
        className="control"
        rows={5}
        lang={language}
        maxLength={10_000}
        aria-describedby={`${id}-help`}
        disabled={disabled}
        value={value}
        onChange={(event) => onWrite(event.target.value)}
      />
      <p id={`${id}-help`} className="text-muted text-small">
        {help}
      </p>
      {disabled ? null : <Snippets {...{ snippets, value, labels, language, onInsert }} />}
    </div>
  );
}

function Snippets({
  snippets,
  value,
  labels,
  language,
  onInsert,
}: {
  snippets: readonly Snippet[];
  value: string;
  labels: DeskLabels;
  language: string;
  onInsert: (body: string) => void;
}) {
  const router = useRouter();
  const act = async (procedure: string, input: object, done?: string) => {
    try {
      await call(procedure, input);
      if (done) toast({ title: done });
      router.refresh();
    } catch (error) {
      toast({ tone: "danger", title: labels.failed, text: (error as CallError).message });
    }
  };
  return (
    <details className="rounded border border-line">
      <summary className="cursor-pointer px-3 py-2 font-semibold text-small">
        {fill(labels.snippets, { count: snippets.length })}
      </summary>
      <ul className="grid border-line border-t">
        {snippets.map((one, place) => (
          <li key={one.id} className="flex items-center gap-1 border-line px-1 not-last:border-b">
            <button
              type="button"
              lang={language}
              onClick={() => onInsert(one.body)}
              aria-label={fill(labels.snippet_insert, { text: one.body })}
              className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-s px-2 py-1 text-left text-small hover:bg-sunken"
            >
              <span className="line-clamp-2 min-w-0 flex-1">{one.body}</span>
              {place < 9 ? (
                <span aria-hidden className="shrink-0 max-sm:hidden">
                  <Kbd>Alt {place + 1}</Kbd>
                </span>
              ) : null}
            </button>
            <Button
              variant="ghost"
              size="icon-small"
              aria-label={fill(labels.snippet_drop, { text: one.body })}
              onClick={() => void act("grading.dropSnippet", { id: one.id })}
            >
              <Icon as={X} />
            </Button>
          </li>
        ))}
      </ul>
      <div className="grid justify-items-start gap-1 p-2">
        {snippets.length === 0 ? <p className="px-1 text-muted text-small">{labels.snippets_none}</p> : null}
        <Button
          size="small"
          variant="quiet"
          disabled={value.trim().length < 3}
          onClick={() => void act("grading.keepSnippet", { body: value.trim() }, labels.snippet_kept)}
        >
          <Icon as={BookmarkPlus} />
          {labels.snippet_keep}
        </Button>
      </div>
    </details>
  );
}
