"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Check } from "@/components/ui/drawn";
import { Icon } from "@/components/ui/icon";
import { useLesson } from "./lesson-session";
import { goTo } from "./sitting";

export type EndWords = {
  ask: { READ: string; QUIZ: string; MARKED: string };
  answered: readonly string[];
  mark: string;
  finished: string;
  kept: string;
  waiting: string;
  refused: string;
};

/** Long enough that scrolling past is not reading to the end. */
const readTheEnd = 2_000;

/** Finishes a lesson that is done when it is read, once its end has been in sight for a moment. */
function useReachedEnd(wanted: boolean, finish: () => void) {
  const end = useRef<HTMLDivElement>(null);
  const reached = useRef(finish);
  reached.current = finish;
  useEffect(() => {
    if (!wanted || !end.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (entry?.isIntersecting) timer = setTimeout(() => reached.current(), readTheEnd);
    });
    watch.observe(end.current);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  }, [wanted]);
  return end;
}

/** The end of a lesson: what it asks before it is done, whether it is, and whether that is kept. */
export function LessonEnd({ words }: { words: EndWords }) {
  const { rule, done, asked, answers, state, finish } = useLesson();
  const end = useReachedEnd(rule === "READ" && !done, finish);
  const count = Math.min(asked, Object.keys(answers).length);
  return (
    <div ref={end} className="grid gap-3">
      <div role="status" className="grid gap-1">
        {done ? (
          <p className="flex items-center gap-2.5 rounded bg-good-soft px-4 py-3 font-semibold text-good">
            <Icon as={Check} className="shrink-0" />
            {words.finished}
          </p>
        ) : (
          <p className="text-muted">{words.ask[rule]}</p>
        )}
        {rule === "QUIZ" && !done ? <p className="num font-semibold">{words.answered[count]}</p> : null}
        {state.kind === "waiting" ? <p className="text-small text-warn">{words.waiting}</p> : null}
        {state.kind === "kept" ? <p className="text-muted text-small">{words.kept}</p> : null}
        {state.kind === "refused" ? (
          <p className="font-medium text-danger text-small">
            {words.refused} {state.text}
          </p>
        ) : null}
      </div>
      {rule === "MARKED" && !done ? (
        <Button variant="main" className="min-h-12 justify-self-start" onClick={finish}>
          {words.mark}
        </Button>
      ) : null}
    </div>
  );
}

/** Back to where the child stopped last time. */
export function ResumeButton({ place, label }: { place: string; label: string }) {
  return (
    <Button variant="quiet" className="min-h-12" onClick={() => goTo(place)}>
      {label}
    </Button>
  );
}
