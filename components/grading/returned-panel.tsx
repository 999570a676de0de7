"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useReducer, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextareaField } from "@/components/ui/field";
import { NativeBehaviour, openDialog } from "@/components/ui/native";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { percentOf } from "@/server/features/grading/grading.domain";
import { Spoken } from "./audio-comment";
import { useDeskKeys } from "./desk-keys";
import type { DeskPanelProps } from "./desk-panel";
import { deskAfter, deskStart } from "./desk-state";
import { Feedback } from "./feedback";
import { KeySheet, keySheetId } from "./key-sheet";
import { fill } from "./labels";
import { RubricMarks } from "./rubric-marks";
import { sumOf } from "./sum";

const nothing = () => {};

/** Work that has gone back: its marks stand; a change needs a reason and is told to the family. */
export function ReturnedPanel(props: DeskPanelProps & { grade: NonNullable<DeskPanelProps["grade"]> }) {
  const { id, child, criteria, grade, asked, before, after, labels } = props;
  const router = useRouter();
  const [changing, setChanging] = useState(props.asked !== null);
  const [state, act] = useReducer(deskAfter, deskStart(grade.marks, grade.feedback));
  const [refused, setRefused] = useState<CallError | null>(null);
  const [busy, setBusy] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const go = (where: "before" | "after") => {
    const href = where === "after" ? after : before;
    if (href) router.push(href);
  };
  const keys = useDeskKeys({
    mark: nothing,
    criterion: nothing,
    go,
    comment: nothing,
    snippet: nothing,
    proposal: nothing,
    undo: nothing,
    giveBack: nothing,
    help: () => openDialog(keySheetId),
  });
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason"));
    setBusy(true);
    setRefused(null);
    try {
      const { marks, feedback } = state;
      const procedure = asked ? "grading.answerRegrade" : "grading.changeMark";
      await call(procedure, { id, revision: grade.revision, marks, feedback, reason });
      toast({ title: asked ? labels.answered : labels.changed });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
    }
  };
  const stop = () => {
    act({ do: "reset", marks: grade.marks, feedback: grade.feedback });
    setRefused(null);
    setChanging(false);
  };
  return (
    <section aria-label={fill(labels.panel, { child })} className="p-4">
      <NativeBehaviour />
      {asked ? (
        <Notice tone="warn" title={labels.asked_again} className="mb-4">
          <p className="whitespace-pre-line" lang={props.language}>
            {asked}
          </p>
        </Notice>
      ) : null}
      <form onSubmit={(event) => void save(event)} className="grid content-start gap-4">
        <RubricMarks
          criteria={criteria}
          marks={state.marks}
          active={-1}
          language={props.language}
          disabled={!changing}
          list={list}
          hint={(_criterion, place) => fill(labels.criterion_of, { place: place + 1, count: criteria.length })}
          onActive={nothing}
          onMark={(criterion, mark) => act({ do: "mark", criterion, mark })}
        />
        <p className="font-semibold">{sumOf(props, state.marks)}</p>
        <Feedback
          value={state.feedback}
          box={box}
          snippets={props.snippets}
          language={props.language}
          disabled={!changing}
          help={labels.feedback_read}
          labels={labels}
          onWrite={(feedback) => act({ do: "write", feedback })}
          onInsert={(snippet) => act({ do: "insert", snippet })}
        />
        {props.audioHref ? <Spoken href={props.audioHref} label={labels.audio} /> : null}
        {changing ? (
          <>
            <TextareaField
              name="reason"
              label={asked ? labels.answer : labels.change_reason}
              help={asked ? labels.answer_help : labels.change_reason_help}
              error={refused?.fields.reason}
              rows={2}
              required
              minLength={5}
              maxLength={1_000}
            />
            {refused && !refused.fields.reason ? (
              <p role="alert" className="font-medium text-danger text-small">
                {refused.message}
              </p>
            ) : null}
            <div className="flex flex-wrap gap-2">
              <Button
                type="submit"
                variant="main"
                busy={busy}
                disabled={busy || percentOf(criteria, state.marks) === null}
              >
                {asked ? labels.answer_save : labels.change_save}
              </Button>
              {asked ? null : <Button onClick={stop}>{labels.change_cancel}</Button>}
            </div>
          </>
        ) : (
          <div className="grid justify-items-start gap-2">
            <p className="text-muted text-small">{labels.change_text}</p>
            <Button onClick={() => setChanging(true)}>{labels.change}</Button>
          </div>
        )}
      </form>
      <KeySheet {...keys} words={props.keyWords} title={labels.keys} on={labels.keys_on} closeLabel={labels.close} />
    </section>
  );
}
