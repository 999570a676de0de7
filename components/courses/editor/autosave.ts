"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { CallError, call } from "@/lib/call";

export type SaveState =
  | { at: "still" }
  | { at: "waiting" }
  | { at: "saving" }
  | { at: "saved"; when: Date }
  | { at: "failed"; why: string }
  /** Somebody else has saved meanwhile; nothing is sent before the writer has chosen. */
  | { at: "conflict" };

const PAUSE_MS = 1_500;
const RETRY_MS = 10_000;

/**
 * Saves a lesson while it is being written: a moment after the last key, one save at a time, each from the version the
 * one before has made. A lost line is tried again; what was typed never leaves the page.
 */
export function useAutosave(lessonId: string, version: number, read: () => unknown) {
  const [state, setState] = useState<SaveState>({ at: "still" });
  const from = useRef(version);
  const timer = useRef<number | undefined>(undefined);
  const busy = useRef(false);
  const dirty = useRef(false);
  const stopped = useRef(false);

  const save = useCallback(
    async (instead = false) => {
      window.clearTimeout(timer.current);
      if (busy.current || (stopped.current && !instead)) return;
      busy.current = true;
      dirty.current = false;
      stopped.current = false;
      setState({ at: "saving" });
      let wait = PAUSE_MS;
      try {
        const saved = await call<{ version: number }>("lessons.save", {
          id: lessonId,
          version: from.current,
          body: read(),
          instead,
        });
        from.current = saved.version;
        setState({ at: "saved", when: new Date() });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        dirty.current = true;
        wait = RETRY_MS;
        stopped.current = error.reason === "lesson.changed";
        setState(stopped.current ? { at: "conflict" } : { at: "failed", why: error.message });
      } finally {
        busy.current = false;
        if (dirty.current && !stopped.current) timer.current = window.setTimeout(() => void save(), wait);
      }
    },
    [lessonId, read],
  );

  const changed = useCallback(() => {
    dirty.current = true;
    if (busy.current || stopped.current) return;
    setState({ at: "waiting" });
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(), PAUSE_MS);
  }, [save]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!dirty.current && !busy.current) return;
      event.preventDefault();
      if (!stopped.current) void save();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [save]);

  return { state, changed, save };
}
