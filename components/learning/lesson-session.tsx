"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { CompletionRule, Saved } from "@/server/features/learning/learning.schema";
import { beginSitting, countSeconds, lookAround, type Sitting } from "./sitting";
import { keepAndSend } from "./waiting";

/** How the last save went: kept by the school, waiting on this device, or refused with a sentence. */
export type SaveState = { kind: "none" | "kept" | "waiting" } | { kind: "refused"; text: string };
type Session = {
  rule: CompletionRule;
  /** First answers, by question. */
  answers: Record<string, string>;
  asked: number;
  done: boolean;
  state: SaveState;
  answer(blockId: string, key: string): void;
  finish(): void;
};
const SessionContext = createContext<Session | null>(null);

/** What is going on in the lesson around; every part of the player stands in one. */
export function useLesson(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("A part of the lesson stands outside its session");
  return session;
}

const everySoOften = 20_000;
const nameOf = ({ lessonId, sitting }: Sitting) => `progress:${lessonId}:${sitting}`;

/** Sends what has changed since the last time. */
function useSaving(owner: string, onSaved: (saved: Saved) => void) {
  const [state, setState] = useState<SaveState>({ kind: "none" });
  const sent = useRef("");
  const save = useCallback(
    (sitting: Sitting) => {
      const stamp = JSON.stringify(sitting);
      if (stamp === sent.current) return;
      sent.current = stamp;
      keepAndSend<Saved>({
        name: nameOf(sitting),
        owner,
        procedure: "learning.saveProgress",
        input: structuredClone(sitting),
      })
        .then((saved) => {
          setState({ kind: saved ? "kept" : "waiting" });
          if (saved) onSaved(saved);
        })
        .catch((error: Error) => setState({ kind: "refused", text: error.message }));
    },
    [owner, onSaved],
  );
  return { state, save };
}

/** Watches the page while it is read and saves now and then, and whenever it goes out of sight. */
function useReading(sitting: Sitting, save: (sitting: Sitting) => void) {
  useEffect(() => {
    const stopCounting = countSeconds(sitting);
    let drawn = 0;
    const look = () => {
      cancelAnimationFrame(drawn);
      drawn = requestAnimationFrame(() => lookAround(sitting));
    };
    const keep = () => save(sitting);
    const leave = () => document.visibilityState === "hidden" && keep();
    const clock = setInterval(keep, everySoOften);
    addEventListener("scroll", look, { passive: true });
    addEventListener("pagehide", keep);
    addEventListener("online", keep);
    document.addEventListener("visibilitychange", leave);
    look();
    return () => {
      stopCounting();
      clearInterval(clock);
      cancelAnimationFrame(drawn);
      removeEventListener("scroll", look);
      removeEventListener("pagehide", keep);
      removeEventListener("online", keep);
      document.removeEventListener("visibilitychange", leave);
      keep();
    };
  }, [sitting, save]);
}

/** A lesson while a child is in it: counts, remembers the place, and keeps what happens as it happens. */
export function LessonSession({
  owner,
  lessonId,
  rule,
  questions,
  given,
  children,
}: {
  owner: string;
  lessonId: string;
  rule: CompletionRule;
  questions: readonly string[];
  given: { answers: Record<string, string>; done: boolean };
  children: ReactNode;
}) {
  const router = useRouter();
  const [sitting] = useState(() => beginSitting(lessonId));
  const [answers, setAnswers] = useState(given.answers);
  const [done, setDone] = useState(given.done);
  const known = useRef(given.done);
  const onSaved = useCallback(
    ({ completed }: Saved) => {
      if (!completed || known.current) return;
      known.current = true;
      setDone(true);
      // What was locked behind this lesson is open now.
      router.refresh();
    },
    [router],
  );
  const { state, save } = useSaving(owner, onSaved);
  useReading(sitting, save);

  const session = useMemo<Session>(
    () => ({
      rule: rule === "QUIZ" && questions.length === 0 ? "READ" : rule,
      answers,
      asked: questions.length,
      done,
      state,
      answer(blockId, key) {
        if (answers[blockId]) return;
        sitting.answers[blockId] = { answer: key, at: new Date() };
        const all = { ...answers, [blockId]: key };
        setAnswers(all);
        if (rule === "QUIZ" && questions.every((id) => all[id])) setDone(true);
        save(sitting);
      },
      finish() {
        sitting.doneAt ??= new Date();
        sitting.percent = 100;
        setDone(true);
        save(sitting);
      },
    }),
    [rule, questions, answers, done, state, save, sitting],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
