"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { KeptText } from "@/lib/two-texts";
import { type Kept, keepAndSend, waitingFor } from "./waiting";

export type KeepingState = "rest" | "keeping" | "kept" | "waiting" | "joined";
/** Whose text, under which name it waits here, and the procedure that keeps it with what else it wants to know. */
export type Keeping = { owner: string; name: string; procedure: string; base: Record<string, unknown> };
/** What came of sending: the answer, or that it waits for a line, or that it was refused in words. */
export type Sent<Answer> = Answer | "waiting" | "refused";

const afterTyping = 1_200;

/**
 * A text that is kept while it is typed, one save after the other, so that each begins from what the last one left. While
 * there is no line the newest text waits on this device. `onOther` is told of something else that waits under the name.
 */
export function useKeptText(
  { owner, name, procedure, base }: Keeping,
  given: KeptText,
  onOther?: (kept: Kept) => void,
) {
  const [body, setBody] = useState(given.body);
  const [state, setState] = useState<KeepingState>("rest");
  const [error, setError] = useState<string | null>(null);
  const typed = useRef(given.body);
  const stands = useRef(given);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const asked = useRef({ base, onOther });
  asked.current = { base, onOther };

  /** Another act with this text waits for its line: saving it alone would take its place. */
  const other = useRef(false);
  const send = useCallback(
    async <Answer extends KeptText>(
      by: string,
      more: Record<string, unknown> = {},
      after: { after?: string } = {},
    ): Promise<Sent<Answer>> => {
      const mine = typed.current;
      setError(null);
      try {
        const input = { ...asked.current.base, text: mine, revision: stands.current.revision, ...more };
        const answer = await keepAndSend<Answer>({ name, owner, procedure: by, input, ...after });
        if (!answer) {
          setState("waiting");
          return "waiting";
        }
        stands.current = { body: answer.body, revision: answer.revision };
        const joined = answer.body !== mine;
        // What was typed meanwhile is not taken away; it goes with the next save.
        if (joined && typed.current === mine) {
          typed.current = answer.body;
          setBody(answer.body);
        }
        setState(joined ? "joined" : "kept");
        return answer;
      } catch (refused) {
        setState("rest");
        setError((refused as Error).message);
        return "refused";
      }
    },
    [name, owner],
  );
  const save = useCallback(() => {
    queue.current = queue.current.then(() => {
      if (other.current || typed.current === stands.current.body) return;
      setState("keeping");
      return send(procedure);
    });
  }, [send, procedure]);
  /** Does something else with the text, after what is under way, and after the files of a piece of work where it says so. */
  const sendBy = useCallback(
    <Answer extends KeptText>(
      by: string,
      more: Record<string, unknown>,
      after?: { after: string },
    ): Promise<Sent<Answer>> => {
      const sent = queue.current.then(async () => {
        const answer = await send<Answer>(by, more, after);
        other.current = answer === "waiting";
        return answer;
      });
      queue.current = sent;
      return sent;
    },
    [send],
  );
  /** Gives up what waits, and goes on keeping the text alone. */
  const giveUp = useCallback(() => {
    other.current = false;
    queue.current = queue.current.then(() => send(procedure));
  }, [send, procedure]);

  useEffect(() => {
    // Written here without a line, and not sent yet: that is the newest there is.
    waitingFor(owner, name).then((kept) => {
      const input = kept?.input as { text: string; revision: number } | undefined;
      if (!kept || !input || typed.current !== stands.current.body) return;
      stands.current = { ...stands.current, revision: input.revision };
      typed.current = input.text;
      setBody(input.text);
      other.current = kept.procedure !== procedure;
      if (other.current) asked.current.onOther?.(kept);
      else save();
    });
    addEventListener("online", save);
    addEventListener("pagehide", save);
    return () => {
      removeEventListener("online", save);
      removeEventListener("pagehide", save);
      save();
    };
  }, [owner, name, procedure, save]);
  useEffect(() => {
    const soon = body === stands.current.body ? undefined : setTimeout(save, afterTyping);
    return () => clearTimeout(soon);
  }, [body, save]);

  const type = (text: string) => {
    typed.current = text;
    setBody(text);
    setState("rest");
  };
  return { body, state, error, type, save, sendBy, giveUp };
}
