"use client";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { toast } from "@/components/ui/toast";
import type { Hit, Hits } from "@/server/features/platform/platform.schema";

export type PaletteLabels = {
  open: string;
  title: string;
  placeholder: string;
  pages: string;
  groups: Record<Hits[number]["group"], string>;
  hint: string;
  none: string;
  searching: string;
  failed: string;
  count: { none: string; one: string; other: string };
  move: string;
  choose: string;
  leave: string;
  copy: string;
  copied: string;
  close: string;
};
type Page = { href: string; label: string; section: string; words?: string };
type Option = Hit & { group: string };

const MIN_QUERY = 2;
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Pages whose words all begin somewhere in label, section or words; those that start with the query first. */
function matchPages(pages: readonly Page[], query: string): Page[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const scored = pages.flatMap((page) => {
    const label = plain(page.label);
    const all = `${label} ${plain(page.section)} ${plain(page.words ?? "")}`;
    if (!words.every((word) => all.includes(word))) return [];
    return [{ page, rank: label.startsWith(words[0] ?? "") ? 0 : label.includes(words[0] ?? "") ? 1 : 2 }];
  });
  return scored.sort((a, b) => a.rank - b.rank).map((one) => one.page);
}

/** A query of one procedure without a client library. */
async function ask(q: string, signal: AbortSignal): Promise<Hits> {
  const input = encodeURIComponent(JSON.stringify({ json: { q } }));
  const response = await fetch(`/api/trpc/platform.search?input=${input}`, { signal, credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).result.data.json as Hits;
}

type Found = { q: string; state: "idle" | "searching" | "failed" | "done"; hits: Hits };
const nothing: Found = { q: "", state: "idle", hits: [] };

function useRecords(query: string, open: boolean): Found {
  const [found, setFound] = useState<Found>(nothing);
  useEffect(() => {
    const q = query.trim();
    if (!open || q.length < MIN_QUERY) {
      setFound(nothing);
      return;
    }
    const stop = new AbortController();
    // What was found for the last letters stays in sight until the next answer, so that nothing flickers.
    setFound((before) => ({ ...before, state: "searching" }));
    const timer = setTimeout(() => {
      ask(q, stop.signal)
        .then((hits) => setFound({ q, state: "done", hits }))
        .catch(() => stop.signal.aborted || setFound({ q, state: "failed", hits: [] }));
    }, 160);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, open]);
  return found;
}

/** Search and jump: a combobox over a list in groups, in the browser's own modal dialog. */
export function Palette({
  query: asked,
  opened,
  labels,
  pages,
}: {
  query: string;
  opened: number;
  labels: PaletteLabels;
  pages: readonly Page[];
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const found = useRecords(query, open);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request to open counts, also one with the same words
  useEffect(() => {
    if (dialog.current?.open) return dialog.current.close();
    setQuery(asked);
    setAt(0);
    setOpen(true);
    dialog.current?.showModal();
    input.current?.focus();
  }, [opened]);

  const groups = useMemo(() => {
    const shown = matchPages(pages, query).slice(0, query.trim() ? 6 : 12);
    const all: { key: string; label: string; options: Option[] }[] = [];
    if (shown.length)
      all.push({
        key: "pages",
        label: labels.pages,
        options: shown.map((page) => ({
          id: page.href,
          title: page.label,
          text: page.section,
          href: page.href,
          copy: "",
          group: "pages",
        })),
      });
    for (const { group, hits } of found.hits)
      if (hits.length)
        all.push({ key: group, label: labels.groups[group], options: hits.map((hit) => ({ ...hit, group })) });
    return all;
  }, [pages, query, found.hits, labels]);
  const options = groups.flatMap((group) => group.options);
  const current = options[Math.min(at, options.length - 1)];
  const optionId = (option: Option) => `${id}-${option.group}-${option.id}`;

  useEffect(() => {
    if (open && current) document.getElementById(optionId(current))?.scrollIntoView({ block: "nearest" });
  });

  const choose = (option: Option) => {
    dialog.current?.close();
    if (option.href) {
      // The frame's own listener turns this into a change of page without a new document.
      const link = document.createElement("a");
      link.href = option.href;
      document.body.append(link);
      link.click();
      link.remove();
    } else {
      navigator.clipboard
        ?.writeText(option.copy)
        .then(() => toast({ title: labels.copied.replace("{text}", option.copy) }))
        .catch(() => undefined);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    if (event.key === "ArrowDown") setAt(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") setAt(at <= 0 ? last : at - 1);
    else if (event.key === "Home" && event.ctrlKey) setAt(0);
    else if (event.key === "End" && event.ctrlKey) setAt(last);
    else if (event.key === "Enter" && current && !event.nativeEvent.isComposing) choose(current);
    else return;
    event.preventDefault();
  };

  const short = query.trim().length < MIN_QUERY;
  const note =
    found.state === "failed"
      ? labels.failed
      : found.state === "searching" && !found.hits.length
        ? labels.searching
        : null;
  const empty = !options.length && found.state !== "searching" && found.state !== "failed";
  const spoken =
    short || found.state === "searching"
      ? ""
      : labels.count[options.length === 0 ? "none" : options.length === 1 ? "one" : "other"].replace(
          "{count}",
          String(options.length),
        );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: pressing beside the dialog closes it; Escape does so by nature
    <dialog
      ref={dialog}
      className="palette"
      aria-label={labels.title}
      onClose={() => setOpen(false)}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className="palette-box">
        <div className="palette-head">
          <input
            ref={input}
            role="combobox"
            aria-label={labels.title}
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={current ? optionId(current) : undefined}
            aria-autocomplete="list"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={80}
            enterKeyHint="go"
            placeholder={labels.placeholder}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <button type="button" className="palette-close" onClick={() => dialog.current?.close()}>
            {labels.close}
          </button>
        </div>
        <div className="palette-list">
          <div id={`${id}-list`} role="listbox" aria-label={labels.title}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox
              <div key={group.key} role="group" aria-labelledby={`${id}-${group.key}`}>
                <div id={`${id}-${group.key}`} className="palette-group">
                  {group.label}
                </div>
                {group.options.map((option) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus
                  <div
                    key={optionId(option)}
                    id={optionId(option)}
                    role="option"
                    tabIndex={-1}
                    aria-selected={option === current}
                    className="palette-option"
                    onMouseMove={() => option === current || setAt(options.indexOf(option))}
                    onClick={() => choose(option)}
                  >
                    <span className="palette-title">{option.title}</span>
                    <span className="palette-text">{option.text}</span>
                    <span aria-hidden className="palette-act">
                      {option.href ? "↵" : labels.copy}
                    </span>
                  </div>
                ))}
              </div>
            ))}
          </div>
          {note ? <p className="palette-note">{note}</p> : null}
          {empty ? <p className="palette-note">{labels.none.replace("{query}", query.trim())}</p> : null}
          {short ? <p className="palette-note">{labels.hint}</p> : null}
        </div>
        <p role="status" className="sr-only">
          {spoken}
        </p>
        <div aria-hidden className="palette-foot">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {labels.move}
          </span>
          <span>
            <kbd>↵</kbd> {labels.choose}
          </span>
          <span>
            <kbd>Esc</kbd> {labels.leave}
          </span>
        </div>
      </div>
    </dialog>
  );
}
