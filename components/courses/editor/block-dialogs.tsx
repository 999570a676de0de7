"use client";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextareaField, TextField } from "@/components/ui/field";
import { freshId } from "@/lib/fresh-id";
import { lessonLimits, linkAddress, type QuizBlock } from "@/server/features/courses/lesson.schema";
import { mathMl } from "../maths";
import type { EditorLabels } from "./labels";

export type Ends = { labels: EditorLabels; onClose: () => void };

/** A native dialog that is open as long as it is drawn. */
export function Ask({
  title,
  labels,
  busy,
  onClose,
  onSubmit,
  children,
}: Ends & { title: string; busy?: boolean; onSubmit: (data: FormData) => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  };
  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={onClose}>
      <form onSubmit={submit} noValidate className="grid gap-4 overflow-y-auto p-5">
        <h2 className="text-lg">{title}</h2>
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{labels.cancel}</Button>
          <Button type="submit" variant="main" busy={busy}>
            {labels.done}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

/** What was typed into a field. */
export const said = (data: FormData, name: string) => String(data.get(name) ?? "").trim();

/** Where a link leads; empty takes it away. */
export function LinkDialog({ href, onDone, ...ends }: Ends & { href: string; onDone: (href: string) => void }) {
  const [error, setError] = useState("");
  const submit = (data: FormData) => {
    const next = said(data, "href");
    if (next === "" || linkAddress.safeParse(next).success) onDone(next);
    else setError(ends.labels.linkWrong);
  };
  return (
    <Ask title={ends.labels.link} onSubmit={submit} {...ends}>
      <TextField
        name="href"
        label={ends.labels.linkAddress}
        help={ends.labels.linkHelp}
        error={error}
        defaultValue={href}
      />
    </Ask>
  );
}

/** A formula in LaTeX, drawn while it is typed. */
export function MathsDialog({ latex, onDone, ...ends }: Ends & { latex: string; onDone: (latex: string) => void }) {
  const [typed, setTyped] = useState(latex);
  const drawn = mathMl(typed, true);
  const submit = () => {
    if (typed.trim() && drawn !== null) onDone(typed.trim());
  };
  return (
    <Ask title={ends.labels.maths} onSubmit={submit} {...ends}>
      <TextareaField
        name="latex"
        label={ends.labels.latex}
        help={ends.labels.latexHelp}
        error={drawn === null ? ends.labels.latexWrong : ""}
        maxLength={lessonLimits.latex}
        defaultValue={latex}
        onChange={(event) => setTyped(event.target.value)}
      />
      {drawn === null ? null : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: Temml writes the markup itself and escapes every sign of the formula
        <div className="min-h-12 overflow-x-auto" dangerouslySetInnerHTML={{ __html: drawn }} />
      )}
    </Ask>
  );
}

/** A question with its options, one a line; the first one is right. */
export function QuizDialog({
  quiz,
  onDone,
  ...ends
}: Ends & { quiz: QuizBlock | null; onDone: (quiz: QuizBlock) => void }) {
  const { labels } = ends;
  const [errors, setErrors] = useState<Record<string, string>>({});
  const first = [...(quiz?.options ?? [])].sort(
    (a, b) => Number(b.key === quiz?.right) - Number(a.key === quiz?.right),
  );
  const submit = (data: FormData) => {
    const question = said(data, "question");
    const lines = said(data, "options")
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    const wrong = {
      ...(question ? {} : { question: labels.required }),
      ...(lines.length < 2 || lines.length > lessonLimits.options ? { options: labels.optionsWrong } : {}),
    };
    setErrors(wrong);
    if (Object.keys(wrong).length) return;
    // The right one would always stand first: learners get the options in the order of the alphabet.
    const options = lines
      .map((text, at) => ({ key: String(at + 1), text }))
      .sort((a, b) => a.text.localeCompare(b.text));
    const explanation = said(data, "explanation");
    onDone({
      blockId: quiz?.blockId ?? freshId(),
      question,
      options,
      right: "1",
      ...(explanation ? { explanation } : {}),
    });
  };
  return (
    <Ask title={labels.quiz} onSubmit={submit} {...ends}>
      <TextareaField
        name="question"
        label={labels.question}
        error={errors.question}
        maxLength={1000}
        defaultValue={quiz?.question}
      />
      <TextareaField
        name="options"
        label={labels.options}
        help={labels.optionsHelp}
        error={errors.options}
        maxLength={2400}
        defaultValue={first.map(({ text }) => text).join("\n")}
      />
      <TextareaField name="explanation" label={labels.explanation} maxLength={1000} defaultValue={quiz?.explanation} />
    </Ask>
  );
}
