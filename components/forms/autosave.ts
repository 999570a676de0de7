"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { CallError } from "@/lib/call";

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
 * Saves what is being written: a moment after the last key, one save at a time, each from the version the one before has
 * made. A lost line is tried again; what was typed never leaves the page. `send` writes on top of a version and gives the
 * new one; after a refusal for one of the reasons in `stops` nothing more is sent before the writer has chosen.
 */
export function useAutosave(
  version: number,
  send: (from: number, instead: boolean) => Promise<number>,
  stops: readonly string[],
) {
  const [state, setState] = useState<SaveState>({ at: "still" });
  const from = useRef(version);
  const timer = useRef<number | undefined>(undefined);
  const running = useRef<Promise<void>>(undefined);
  const dirty = useRef(false);
  const stopped = useRef(false);

  const save = useCallback(
    async (instead = false): Promise<void> => {
      window.clearTimeout(timer.current);
      if (running.current || (stopped.current && !instead)) return running.current;
      const write = async () => {
        dirty.current = false;
        stopped.current = false;
        setState({ at: "saving" });
        let wait = PAUSE_MS;
        try {
          from.current = await send(from.current, instead);
          setState({ at: "saved", when: new Date() });
        } catch (error) {
          if (!(error instanceof CallError)) throw error;
          dirty.current = true;
          wait = RETRY_MS;
          stopped.current = stops.includes(error.reason);
          setState(stopped.current ? { at: "conflict" } : { at: "failed", why: error.message });
        } finally {
          running.current = undefined;
          if (dirty.current && !stopped.current) timer.current = window.setTimeout(() => void save(), wait);
        }
      };
      running.current = write();
      return running.current;
    },
    [send, stops],
  );

  const changed = useCallback(() => {
    dirty.current = true;
    if (running.current || stopped.current) return;
    setState({ at: "waiting" });
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(), PAUSE_MS);
  }, [save]);

  /** Waits until everything written is kept, and gives its version; null when it could not be. */
  const settle = useCallback(async (): Promise<number | null> => {
    await running.current;
    if (dirty.current) await save();
    return dirty.current ? null : from.current;
  }, [save]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!dirty.current && !running.current) return;
      event.preventDefault();
      if (!stopped.current) void save();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [save]);

  return { state, changed, save, settle };
}
