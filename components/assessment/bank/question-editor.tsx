"use client";
import { useRouter } from "next/navigation";
import { type ComponentType, type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { limits, type QuestionType } from "@/server/features/assessment/question.schema";
import { ChoiceEditor } from "./choice-editor";
import type { Door } from "./door";
import { type Draft, sent } from "./draft";
import type { EditorProps } from "./editor-props";
import { type Choices, Filing, type Labels } from "./filing";
import { MatchingEditor, OrderingEditor } from "./list-editors";
import { MediaEditor } from "./media-editor";
import { PassageInput } from "./passage-input";
import { BlanksEditor, EssayEditor, ShortAnswerEditor } from "./text-editors";
import { TryQuestion } from "./try-question";
import { useWords } from "./use-words";

type Refusal = { message: string; fields: Record<string, string>; reference: string };

/** A question, written anew or changed: what it asks, what is right, and what it is filed under. */
export function QuestionEditor({
  saved,
  draft: begun,
  labels: filed,
  choices,
  door,
}: {
  /** Null for one that is not in the bank yet; else its version as the page was drawn. */
  saved: { id: string; number: number } | null;
  draft: Draft;
  labels: Labels;
  choices: Choices;
  door: Door;
}) {
  const t = useWords("bank");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const [draft, setDraft] = useState(begun);
  const [labels, setLabels] = useState(filed);
  const [number, setNumber] = useState(saved?.number ?? 0);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const dirty = useUnsaved();
  const said = (path: string) => refused?.fields[path];
  const of = (path: string) => said(`question.${path}`);
  const change = (next: Partial<Draft>) => {
    dirty(true);
    setDraft({ ...draft, ...next } as Draft);
  };
  const Editor = editors[draft.body.type] as ComponentType<AnyProps>;
  const file = (next: Partial<Labels>) => {
    dirty(true);
    setLabels({ ...labels, ...next });
  };

  // Once the sentences stand beside their fields.
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [refused]);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    const { competencies, tags, ...rest } = labels;
    const input = {
      ...rest,
      tags: tags.map((tag) => tag.trim()).filter(Boolean),
      competencyIds: competencies.map((one) => one.id),
      question: sent(draft),
    };
    try {
      if (saved) {
        const stands = await call<{ number: number }>(`${door.questions}.save`, { id: saved.id, number, ...input });
        setNumber(stands.number);
        toast({ title: t("edit.saved", { number: stands.number }) });
        dirty(false);
        router.refresh();
      } else {
        const made = await call<{ id: string }>(`${door.questions}.create`, input);
        dirty(false);
        router.push(`${door.base}/questions/${made.id}`);
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused({ message: error.message, fields: error.fields, reference: error.reference });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="grid gap-8">
      <form ref={form} onSubmit={save} noValidate className="grid gap-6">
        {refused ? (
          <Notice tone="danger" role="alert" title={refused.message}>
            {Object.keys(refused.fields).length ? t("edit.beside") : t("edit.kept")}
            {refused.reference ? <span className="num block text-xs">{refused.reference}</span> : null}
          </Notice>
        ) : null}
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="grid gap-5 rounded border border-line bg-surface p-4 sm:p-6">
            <PassageInput
              id={`${id}-stem`}
              label={t("edit.stem")}
              help={draft.body.type === "fill_blank" ? t("edit.stem_gaps") : undefined}
              rows={4}
              error={of("body.stem")}
              value={draft.body.stem}
              onChange={(stem) => change({ body: { ...draft.body, stem } } as Partial<Draft>)}
            />
            <MediaEditor
              id={`${id}-stem`}
              bank={door.bank}
              most={limits.media}
              value={draft.body.media ?? []}
              said={(path) => of(`body.media.${path}`)}
              onChange={(media) => change({ body: { ...draft.body, media } } as Partial<Draft>)}
            />
            <Editor id={id} draft={draft} change={change} said={of} bank={door.bank} />
            <PassageInput
              id={`${id}-explanation`}
              label={t("edit.explanation")}
              help={t("edit.explanation_help")}
              rows={3}
              error={of("key.explanation")}
              value={draft.key.explanation ?? ""}
              onChange={(explanation) => change({ key: { ...draft.key, explanation } } as Partial<Draft>)}
            />
          </div>
          <Filing id={id} labels={labels} choices={choices} change={file} said={said} />
        </div>
        <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-page/95 px-4 py-3 backdrop-blur-sm max-lg:bottom-14 sm:mx-0 sm:px-0">
          <Button type="submit" variant="main" busy={busy} aria-disabled={busy || undefined}>
            {saved ? t("edit.save", { number: number + 1 }) : t("edit.create")}
          </Button>
          <span className="text-muted text-small">{t(saved ? "edit.save_text" : "edit.create_text")}</span>
        </div>
      </form>
      <Section id="try" title={t("try.title")} note={t("try.note")}>
        <TryQuestion question={sent(draft)} language={labels.language} />
      </Section>
    </div>
  );
}

/** What every editor is given, whatever its type: each is handed only questions of its own. */
type AnyProps = Pick<EditorProps<QuestionType>, "id" | "said" | "bank"> & {
  draft: Draft;
  change: (next: Partial<Draft>) => void;
};
const editors: { [T in QuestionType]: ComponentType<EditorProps<T>> } = {
  mcq: ChoiceEditor,
  short_answer: ShortAnswerEditor,
  essay: EssayEditor,
  fill_blank: BlanksEditor,
  matching: MatchingEditor,
  ordering: OrderingEditor,
};

/** Asks before a page with unsaved words is left. */
function useUnsaved(): (unsaved: boolean) => void {
  const unsaved = useRef(false);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (unsaved.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, []);
  return (value) => {
    unsaved.current = value;
  };
}
