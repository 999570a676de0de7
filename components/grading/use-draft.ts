"use client";
import { useCallback, useReducer, useRef } from "react";
import { useAutosave } from "@/components/forms/autosave";
import { call } from "@/lib/call";
import type { DeskPanelProps } from "./desk-panel";
import { type DeskAct, deskAfter, deskStart } from "./desk-state";

/** Somebody else was quicker; what stands here is kept until the person has looked. */
const stops = ["grading.newer", "grading.held", "grading.returned_already", "grading.rubric_changed"];

/** What is being written about one piece of work, kept by itself as long as one has it in hand. */
export function useDraft(id: string, grade: DeskPanelProps["grade"], held: boolean) {
  const [state, act] = useReducer(deskAfter, deskStart(grade?.marks ?? {}, grade?.feedback ?? "", grade?.audioFileId));
  const latest = useRef(state);
  const send = useCallback(
    (revision: number) => {
      const { marks, feedback, audioFileId } = latest.current;
      return call<{ revision: number }>("grading.saveDraft", { id, revision, marks, feedback, audioFileId }).then(
        (saved) => saved.revision,
      );
    },
    [id],
  );
  const { state: saving, changed, settle } = useAutosave(grade?.revision ?? 0, send, stops);
  const edit = (what: DeskAct) => {
    if (held) return;
    // The save reads the newest state, whether or not the page has been drawn since.
    latest.current = deskAfter(latest.current, what);
    act(what);
    changed();
  };
  return { state, edit, saving, settle };
}
