"use client";
import { useEffect, useRef, useState } from "react";

export type KeyActs = {
  mark: (place: number) => void;
  criterion: (step: 1 | -1) => void;
  go: (where: "before" | "after") => void;
  comment: () => void;
  snippet: (place: number) => void;
  proposal: () => void;
  undo: () => void;
  giveBack: () => void;
  help: () => void;
};

const typesIn = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])"));
const isRadio = (target: EventTarget | null) => target instanceof HTMLInputElement && target.type === "radio";

type Act = (acts: KeyActs) => void;
const arrows: ReadonlyMap<string, Act> = new Map<string, Act>([
  ["ArrowDown", (acts) => acts.criterion(1)],
  ["ArrowUp", (acts) => acts.criterion(-1)],
  ["ArrowRight", (acts) => acts.go("after")],
  ["ArrowLeft", (acts) => acts.go("before")],
]);
const letters: ReadonlyMap<string, Act> = new Map<string, Act>([
  ...["1", "2", "3", "4"].map((key, place): [string, Act] => [key, (acts) => acts.mark(place)]),
  ["j", (acts) => acts.go("after")],
  ["k", (acts) => acts.go("before")],
  ["c", (acts) => acts.comment()],
  ["p", (acts) => acts.proposal()],
  ["u", (acts) => acts.undo()],
  ["?", (acts) => acts.help()],
]);

/** What a key means on the desk; nothing for one that is not ours. Arrows within a row of choices stay theirs. */
function meaning(event: KeyboardEvent, plain: boolean): Act | undefined {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return (acts) => acts.giveBack();
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.altKey && digit) return (acts) => acts.snippet(Number(digit) - 1);
  if (event.ctrlKey || event.metaKey || event.altKey || !plain || typesIn(event.target)) return undefined;
  return letters.get(event.key) ?? (isRadio(event.target) ? undefined : arrows.get(event.key));
}

const remembered = "uhs.desk-keys";

/**
 * The desk's keys, heard wherever one is on the page except inside a dialog. Plain keys can be switched off, for those
 * who speak to their computer; the browser remembers it.
 */
export function useDeskKeys(acts: KeyActs): { plain: boolean; setPlain: (on: boolean) => void } {
  const [plain, keep] = useState(true);
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => keep(localStorage.getItem(remembered) !== "off"), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const act = meaning(event, plain);
      if (!act) return;
      event.preventDefault();
      act(latest.current);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [plain]);
  const setPlain = (on: boolean) => {
    localStorage.setItem(remembered, on ? "on" : "off");
    keep(on);
  };
  return { plain, setPlain };
}
