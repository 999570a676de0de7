"use client";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import type { SaveState } from "@/components/forms/autosave";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { closeDialog, NativeBehaviour, openDialog } from "@/components/ui/native";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { type CallError, call } from "@/lib/call";
import type { Locale } from "@/lib/locales";
import type { ScaleLevel } from "@/server/features/assessment/levels.domain";
import { percentOf } from "@/server/features/grading/grading.domain";
import type { Marks } from "@/server/features/grading/grading.schema";
import { type Mark, markCodes } from "@/server/features/grading/marks.schema";
import type { Criterion } from "@/server/features/grading/rubric.schema";
import { AudioComment } from "./audio-comment";
import { useClaim } from "./claim";
import { useDeskKeys } from "./desk-keys";
import { Feedback, type Snippet } from "./feedback";
import { GiveBack } from "./give-back";
import { HeldNotice } from "./held-notice";
import { KeySheet, KeySheetButton, keySheetId } from "./key-sheet";
import { type DeskLabels, fill } from "./labels";
import { ReturnedPanel } from "./returned-panel";
import { RubricMarks } from "./rubric-marks";
import { sumOf } from "./sum";
import { useDraft } from "./use-draft";

export type DeskPanelProps = {
  id: string;
  /** Whose work it is, for sentences. */
  child: string;
  /** Of the page; the course's own is `language`. */
  locale: Locale;
  language: string;
  criteria: readonly Criterion[];
  levels: readonly (ScaleLevel & { label: string })[];
  grade: { marks: Marks; feedback: string; audioFileId: string | null; revision: number; released: boolean } | null;
  studentId: string;
  /** A link to what was said. */
  audioHref: string | null;
  holder: { mine: boolean; name: string | null; until: Date } | null;
  /** Why the family asks to have the mark looked at again; null when it does not. */
  asked: string | null;
  snippets: readonly Snippet[];
  /** What the rules propose, with how sure they are and what that rests on. */
  proposal: { marks: Marks; title: string; reason: string } | null;
  before: string | null;
  after: string | null;
  /** Where to go when nothing is left. */
  queue: string;
  labels: DeskLabels;
  keyWords: Record<string, string>;
};

/** Marks, words and the way on, for work that is being marked or has gone back. */
export function DeskPanel(props: DeskPanelProps) {
  const { grade, holder } = props;
  const hasHeld = useRef(false);
  if (holder === null || holder.mine) hasHeld.current = true;
  if (grade?.released) return <ReturnedPanel key={`${grade.revision} ${props.asked}`} {...props} grade={grade} />;
  // Watching somebody else's work one sees what they write; what one wrote oneself stays although it was taken over.
  return <DraftPanel key={hasHeld.current ? "own" : `seen ${grade?.revision ?? 0}`} {...props} />;
}

function savedWords(state: SaveState, labels: DeskLabels, locale: Locale): string {
  switch (state.at) {
    case "waiting":
      return labels.save_waiting;
    case "saving":
      return labels.save_saving;
    case "saved":
      return fill(labels.save_saved, {
        when: state.when.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
      });
    case "failed":
      return `${labels.save_failed} ${state.why}`;
    default:
      return "";
  }
}

function DraftPanel(props: DeskPanelProps) {
  const { id, child, criteria, grade, holder, snippets, proposal, before, after, queue, labels } = props;
  const router = useRouter();
  const giveBackId = useId();
  const held = holder !== null && !holder.mine;
  const { state, edit, saving, settle } = useDraft(id, grade, held);
  useClaim(id, !held, holder?.until ?? null, settle);
  const [active, setActive] = useState(0);
  const [spoken, setSpoken] = useState("");
  const [busy, setBusy] = useState(false);
  const confirmed = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  const focus = (place: number) => {
    const at = Math.max(0, Math.min(criteria.length - 1, place));
    setActive(at);
    const group = list.current?.querySelectorAll("fieldset")[at];
    (group?.querySelector<HTMLElement>("input:checked") ?? group?.querySelector("input"))?.focus();
  };
  const mark = (criterion: string, given: Mark) => {
    edit({ do: "mark", criterion, mark: given });
    const title = criteria.find((one) => one.id === criterion)?.title ?? "";
    setSpoken(fill(labels.marked, { criterion: title, mark: given }));
  };
  const go = (where: "before" | "after") => {
    const href = where === "after" ? after : before;
    if (href) router.push(href);
    else setSpoken(where === "after" ? labels.no_next : labels.no_previous);
  };
  const insert = (body: string) => edit({ do: "insert", snippet: body });
  const take = () => {
    if (!proposal) return setSpoken(labels.no_proposal);
    edit({ do: "take", marks: proposal.marks });
    setSpoken(labels.taken);
  };
  const undo = () => {
    if (state.before.length === 0) return;
    edit({ do: "undo" });
    setSpoken(labels.undone);
  };
  const complete = percentOf(criteria, state.marks) !== null;
  const askGiveBack = () => {
    if (held) return;
    if (!complete) return setSpoken(labels.missing_marks);
    openDialog(giveBackId);
    confirmed.current?.focus();
  };
  const giveBack = async () => {
    closeDialog(giveBackId);
    setBusy(true);
    try {
      const revision = await settle();
      if (revision === null) return;
      await call("grading.giveBack", { id, revision });
      toast({ title: fill(labels.given_back, { child }) });
      router.push(after ?? queue);
    } catch (error) {
      toast({ tone: "danger", title: labels.failed, text: (error as CallError).message });
      router.refresh();
    } finally {
      setBusy(false);
    }
  };
  const keys = useDeskKeys({
    mark: (place) => {
      const [criterion, given] = [criteria[active], markCodes[place]];
      if (!criterion || !given || held) return;
      mark(criterion.id, given);
      focus(active + 1);
    },
    criterion: (step) => focus(active + step),
    go,
    comment: () => box.current?.focus(),
    snippet: (place) => {
      const found = snippets[place];
      if (found) insert(found.body);
    },
    proposal: take,
    undo,
    giveBack: askGiveBack,
    help: () => openDialog(keySheetId),
  });

  return (
    <section aria-label={fill(labels.panel, { child })} className="grid content-start gap-4 p-4">
      <NativeBehaviour />
      {held ? <HeldNotice {...props} /> : null}
      {saving.at === "conflict" && !held ? (
        <Notice tone="warn" role="alert" title={labels.newer}>
          <p>{labels.newer_text}</p>
          <Button size="small" className="mt-2" onClick={() => location.reload()}>
            {labels.show_newer}
          </Button>
        </Notice>
      ) : null}
      {proposal ? (
        <Notice
          title={proposal.title}
          action={
            <Button size="small" disabled={held} onClick={take}>
              {labels.take_proposal} <Kbd>p</Kbd>
            </Button>
          }
        >
          <p>{criteria.map((one) => `${one.title}: ${proposal.marks[one.id] ?? "—"}`).join(" · ")}</p>
          <p>{proposal.reason}</p>
        </Notice>
      ) : null}
      <RubricMarks
        criteria={criteria}
        marks={state.marks}
        active={active}
        language={props.language}
        disabled={held}
        list={list}
        hint={(_criterion, place) => fill(labels.criterion_of, { place: place + 1, count: criteria.length })}
        onActive={setActive}
        onMark={mark}
      />
      <p className="font-semibold">{sumOf(props, state.marks)}</p>
      <Feedback
        value={state.feedback}
        box={box}
        snippets={snippets}
        language={props.language}
        disabled={held}
        help={labels.feedback_help}
        labels={labels}
        onWrite={(feedback) => edit({ do: "write", feedback })}
        onInsert={insert}
      />
      <AudioComment
        href={state.audioFileId === grade?.audioFileId ? props.audioHref : null}
        fileId={state.audioFileId}
        studentId={props.studentId}
        disabled={held}
        labels={labels}
        onSpoken={(audioFileId) => edit({ do: "speak", audioFileId })}
      />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-2 border-line border-t bg-surface px-4 py-3 max-lg:bottom-14">
        <Button variant="main" busy={busy} disabled={held || busy} aria-disabled={!complete} onClick={askGiveBack}>
          {labels.give_back}
        </Button>
        <Button variant="ghost" disabled={held || state.before.length === 0} onClick={undo}>
          {labels.undo}
        </Button>
        <KeySheetButton label={labels.show_keys} />
        <span role="status" className="basis-full text-muted text-small">
          {savedWords(saving, labels, props.locale)}
        </span>
      </div>
      <p role="status" className="sr-only">
        {spoken}
      </p>
      <GiveBack {...{ child, labels }} dialog={giveBackId} button={confirmed} onConfirm={() => void giveBack()} />
      <KeySheet {...keys} words={props.keyWords} title={labels.keys} on={labels.keys_on} closeLabel={labels.close} />
    </section>
  );
}
