"use client";
import { useRouter } from "next/navigation";
import {
  type FormEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  useTransition,
} from "react";
import { buttonStyle } from "@/components/ui/button";
import { placeMenu } from "@/components/ui/native";
import { toast } from "@/components/ui/toast";
import type { TableAction } from "./columns";

type Labels = Record<
  | "selected"
  | "clear"
  | "bar"
  | "actions"
  | "cancel"
  | "close"
  | "done"
  | "failed"
  | "saved"
  | "keys"
  | "move"
  | "select"
  | "open",
  string
>;
type Pending = { action: TableAction; keys: string[]; many: boolean };

const count = (text: string, n: number) => text.replaceAll("{n}", String(n));
const TYPING = "input:not(.tick), textarea, select, [contenteditable=true], dialog, [popover]";

/**
 * The script of every table: selection with its bar, j/k, x and Enter, row menus from one shared popover, and following
 * links and forms without reloading the page. It works on what the server drew and keeps no copy of the rows.
 */
export function TableBehaviour({
  listId,
  remember,
  pageKey,
  bulk = [],
  actions = [],
  labels,
  children,
}: {
  listId: string;
  remember?: boolean;
  /** Changes with the rows: what is selected is read again. */
  pageKey: string;
  bulk?: readonly TableAction[];
  actions?: readonly TableAction[];
  labels: Labels;
  children: ReactNode;
}) {
  const router = useRouter();
  const root = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const confirm = useRef<HTMLDialogElement>(null);
  const lastTick = useRef<HTMLInputElement | null>(null);
  const menuId = useId();
  const [selected, setSelected] = useState<string[]>([]);
  const [row, setRow] = useState<{ key: string; allowed: string[] | null } | null>(null);
  const [asked, setAsked] = useState<Pending | null>(null);
  const [working, setWorking] = useState(false);
  const [moving, startMoving] = useTransition();

  const ticks = useCallback(
    () => [...(root.current?.querySelectorAll<HTMLInputElement>("tbody .dt-tick .tick") ?? [])],
    [],
  );
  const rows = useCallback(() => [...(root.current?.querySelectorAll<HTMLTableRowElement>("tbody tr") ?? [])], []);

  const readSelection = useCallback(() => {
    const all = ticks();
    const chosen = all.filter((tick) => tick.checked);
    for (const tick of all) {
      if (tick.checked) tick.closest("tr")?.setAttribute("aria-selected", "true");
      else tick.closest("tr")?.removeAttribute("aria-selected");
    }
    const head = root.current?.querySelector<HTMLInputElement>("[data-all]");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
    setSelected(chosen.map((tick) => tick.value));
  }, [ticks]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows mean another selection
  useEffect(readSelection, [pageKey, readSelection]);

  const selectAll = useCallback(
    (on: boolean) => {
      for (const tick of ticks()) tick.checked = on;
      readSelection();
    },
    [ticks, readSelection],
  );

  const go = useCallback((href: string) => startMoving(() => router.push(href, { scroll: false })), [router]);

  const perform = useCallback(
    async ({ action, keys, many }: Pending) => {
      if (action.href) {
        const ids = keys.map(encodeURIComponent).join(",");
        go(action.href.replaceAll("{id}", encodeURIComponent(keys[0] ?? "")).replaceAll("{ids}", ids));
        return;
      }
      if (!action.procedure) return;
      setWorking(true);
      try {
        const { call } = await import("@/lib/call");
        await call(action.procedure, { ...action.input, ...(many ? { ids: keys } : { id: keys[0] }) });
        toast({ title: count(action.done ?? labels.done, keys.length) });
        if (many) selectAll(false);
        startMoving(() => router.refresh());
      } catch (error) {
        const { message, reference } = error as { message?: string; reference?: string };
        toast({ tone: "danger", title: labels.failed, text: [message, reference].filter(Boolean).join(" · ") });
      } finally {
        setWorking(false);
      }
    },
    [go, labels, router, selectAll],
  );

  const ask = useCallback(
    (pending: Pending) => {
      if (!pending.action.confirm) return void perform(pending);
      setAsked(pending);
      confirm.current?.showModal();
    },
    [perform],
  );

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const target = event.target as Element;
    if (target instanceof HTMLInputElement && target.matches(".tick") && target.closest("table")) {
      if (target.dataset.all !== undefined) return selectAll(target.checked);
      if (event.shiftKey && lastTick.current) {
        const all = ticks();
        const [from, to] = [all.indexOf(lastTick.current), all.indexOf(target)].sort((a, b) => a - b);
        for (const tick of all.slice(from, (to ?? 0) + 1)) tick.checked = target.checked;
      }
      lastTick.current = target;
      return readSelection();
    }
    const link = target.closest<HTMLAnchorElement>("a[data-soft], a[data-row-link]");
    if (link && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (link.dataset.rowLink === undefined) return go(link.href);
      return startMoving(() => router.push(link.href));
    }
    const line = target.closest<HTMLTableRowElement>("tr[data-key]");
    const key = line?.dataset.key;
    if (!line || !key) return;
    const quick = target.closest<HTMLElement>("[data-act]");
    const action = quick && actions.find((one) => one.id === quick.dataset.act);
    if (action) return ask({ action, keys: [key], many: false });
    const button = target.closest<HTMLElement>("[data-row-menu]");
    const popover = menu.current;
    if (button && popover) {
      setRow({ key, allowed: line.dataset.actions?.split(" ") ?? null });
      // After the items of this row are drawn, so that its height is known.
      requestAnimationFrame(() => {
        popover.showPopover();
        placeMenu(popover, button);
        popover.querySelector<HTMLElement>(".menu-item")?.focus();
      });
    }
  };

  const onSubmit = (event: FormEvent<HTMLDivElement>) => {
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const quietly = async (procedure: string, input: unknown, done?: string) => {
      try {
        const { call } = await import("@/lib/call");
        await call(procedure, input);
        if (done) toast({ title: done });
        startMoving(() => router.refresh());
      } catch (error) {
        toast({ tone: "danger", title: labels.failed, text: (error as Error).message });
      }
    };
    if (form.dataset.saveView !== undefined) {
      event.preventDefault();
      void quietly(
        "platform.saveView",
        { list: listId, name: String(data.get("name") ?? ""), params: location.search.slice(1) },
        labels.saved,
      );
    } else if (form.dataset.soft !== undefined) {
      event.preventDefault();
      const params = new URLSearchParams();
      for (const [name, value] of data) if (typeof value === "string" && value !== "") params.append(name, value);
      if (form.dataset.columns !== undefined && remember)
        void quietly("platform.rememberSetting", {
          key: `list.${listId}`,
          value: { columns: data.getAll("cols"), limit: Number(data.get("limit")) },
        });
      const path = new URL(form.action).pathname;
      go(params.size > 0 ? `${path}?${params}` : path);
    } else return;
    form.closest<HTMLElement>("[popover]")?.hidePopover();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
      if (target !== document.body && !root.current?.contains(target)) return;
      const all = rows();
      const at = all.findIndex((one) => one.contains(document.activeElement));
      const inRow = at >= 0;
      const move = (step: number) => {
        const next = all[Math.max(0, Math.min(all.length - 1, inRow ? at + step : 0))];
        for (const one of all) one.tabIndex = one === next ? 0 : -1;
        next?.focus();
        next?.scrollIntoView({ block: "nearest" });
        event.preventDefault();
      };
      if (event.key === "j" || (event.key === "ArrowDown" && inRow)) move(1);
      else if (event.key === "k" || (event.key === "ArrowUp" && inRow)) move(-1);
      else if (event.key === "x" && inRow) {
        const tick = all[at]?.querySelector<HTMLInputElement>(".dt-tick .tick");
        if (!tick) return;
        tick.checked = !tick.checked;
        readSelection();
      } else if (event.key === "Enter" && target === all[at])
        all[at]?.querySelector<HTMLAnchorElement>("[data-row-link]")?.click();
      else if (event.key === "Escape" && ticks().some((tick) => tick.checked)) selectAll(false);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [rows, ticks, readSelection, selectAll]);

  const offered = actions.filter((action) => !row?.allowed || row.allowed.includes(action.id));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the controls within, which have their own roles
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard above
    <div
      ref={root}
      className="dt-root"
      aria-busy={moving || working || undefined}
      onClick={onClick}
      onSubmit={onSubmit}
    >
      {children}
      {bulk.length > 0 ? (
        <section aria-label={labels.bar} hidden={selected.length === 0} className="dt-bar">
          <b className="num" aria-live="polite">
            {count(labels.selected, selected.length)}
          </b>
          <span className="flex flex-wrap gap-1.5">
            {bulk.map((action) => (
              <button
                key={action.id}
                type="button"
                disabled={working}
                className={buttonStyle({ variant: action.danger ? "danger" : "plain", size: "small" })}
                onClick={() => ask({ action, keys: selected, many: true })}
              >
                {action.label}
              </button>
            ))}
          </span>
          <button
            type="button"
            className={`${buttonStyle({ variant: "ghost", size: "small" })} ml-auto`}
            onClick={() => selectAll(false)}
          >
            {labels.clear}
          </button>
        </section>
      ) : null}
      {actions.length > 0 ? (
        <div
          ref={menu}
          id={menuId}
          popover="auto"
          role="menu"
          aria-label={labels.actions}
          className="menu"
          data-placed=""
          data-align="end"
        >
          {offered.map((action) => (
            <button
              key={action.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="menu-item"
              data-danger={action.danger ? "" : undefined}
              onClick={() => row && ask({ action, keys: [row.key], many: false })}
            >
              {action.label}
            </button>
          ))}
        </div>
      ) : null}
      <dialog
        ref={confirm}
        className="dialog"
        data-size="small"
        data-light=""
        aria-labelledby={`${menuId}-t`}
        onClose={() => setAsked(null)}
      >
        {asked?.action.confirm ? (
          <>
            <div className="grid gap-1.5 px-5 pt-5 pb-4">
              <h2 id={`${menuId}-t`} className="text-lg">
                {count(asked.action.confirm.title, asked.keys.length)}
              </h2>
              {asked.action.confirm.text ? (
                <p className="text-muted text-small">{count(asked.action.confirm.text, asked.keys.length)}</p>
              ) : null}
            </div>
            <div className="flex flex-wrap justify-end gap-2 px-5 pb-5">
              <button type="button" className={buttonStyle({})} onClick={() => confirm.current?.close()}>
                {labels.cancel}
              </button>
              <button
                type="button"
                className={buttonStyle({ variant: asked.action.danger ? "danger" : "main" })}
                onClick={() => {
                  const pending = asked;
                  confirm.current?.close();
                  void perform(pending);
                }}
              >
                {count(asked.action.confirm.action, asked.keys.length)}
              </button>
            </div>
          </>
        ) : null}
      </dialog>
    </div>
  );
}
