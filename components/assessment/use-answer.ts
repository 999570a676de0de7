import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useRef, useState } from "react";
import { CallError, call } from "@/lib/call";
import type { Answer } from "@/server/features/assessment/answers.schema";
import { readAnswer } from "./answer-fields";

export type Asked = { attemptId: string; place: number; revision: number; type: Answer["type"] };
/** writing: not sent yet · lost: no line, kept on this device · refused: the server has said why. */
export type Kept =
  | { state: "still" | "writing" | "saving" | "saved" | "sending" | "lost" }
  | { state: "refused"; why: string };

const pause = 900;
const again = 4_000;
type Act = "save" | "confirm";

/** What was written and has not arrived, so that a crash or a lost line takes nothing along. */
const draftOf = ({ attemptId, place }: Asked) => `uhs.answer.${attemptId}.${place}`;
type Draft = { revision: number; answer: Answer };
function readDraft(asked: Asked): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(draftOf(asked)) ?? "null");
  } catch {
    return null;
  }
}
function keepDraft(asked: Asked, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(draftOf(asked), JSON.stringify(draft));
    else localStorage.removeItem(draftOf(asked));
  } catch {
    // A browser that keeps nothing still sends.
  }
}

/** Whether it is worth sending again: no line, or a server that cannot answer now. */
const passes = (error: unknown) =>
  error instanceof CallError && (error.status === 0 || error.status === 429 || error.status >= 500);

/**
 * Sends what stands in the form: a moment after each change, and for good when the child says so. One message is under
 * way at a time; what could not be sent is sent when the line is back.
 */
export function useAnswer(asked: Asked, form: RefObject<HTMLFormElement | null>) {
  const router = useRouter();
  const [kept, setKept] = useState<Kept>({ state: "still" });
  const now = useRef({ revision: asked.revision, wanted: null as Act | null, busy: false, timer: 0 });

  const written = () => readAnswer(asked.type, new FormData(form.current ?? undefined));
  function want(act: Act, delay: number) {
    const { current } = now;
    // What was settled is not taken back to writing.
    current.wanted = current.wanted === "confirm" ? "confirm" : act;
    window.clearTimeout(current.timer);
    current.timer = window.setTimeout(send, delay);
  }
  async function send() {
    const { current } = now;
    const act = current.wanted;
    if (current.busy || !act) return;
    current.wanted = null;
    current.busy = true;
    let delay = pause;
    setKept({ state: act === "save" ? "saving" : "sending" });
    try {
      await (act === "save" ? save() : confirm());
    } catch (error) {
      if (passes(error)) {
        setKept({ state: "lost" });
        want(act, again);
        delay = again;
      } else {
        keepDraft(asked, null);
        setKept({ state: "refused", why: (error as Error).message });
      }
    }
    current.busy = false;
    // Also what changed while the message was under way.
    if (current.wanted) want(current.wanted, delay);
  }
  const input = (answer: Answer) => ({
    attemptId: asked.attemptId,
    place: asked.place,
    revision: now.current.revision,
    answer,
  });
  async function save() {
    const answer = written();
    const { revision } = await call<{ revision: number }>("attempts.save", input(answer));
    now.current.revision = revision;
    if (now.current.wanted) return;
    keepDraft(asked, null);
    setKept({ state: "saved" });
  }
  async function confirm() {
    await call("attempts.confirm", input(written()));
    keepDraft(asked, null);
    router.refresh();
  }

  function changed() {
    keepDraft(asked, { revision: now.current.revision, answer: written() });
    setKept({ state: "writing" });
    want("save", pause);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each question; what it reads lives in refs
  useEffect(() => {
    const { current } = now;
    const draft = readDraft(asked);
    keepDraft(asked, null);
    // Written before a crash and not yet sent: it counts if nothing newer has been kept since.
    if (draft?.revision === asked.revision)
      call("attempts.save", input(draft.answer)).then(
        () => router.refresh(),
        () => {},
      );
    const online = () => current.wanted && want(current.wanted, 0);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      window.clearTimeout(current.timer);
    };
  }, []);
  return { kept, changed, confirm: () => want("confirm", 0), look: () => router.refresh() };
}
