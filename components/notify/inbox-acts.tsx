"use client";
import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { CallError, call } from "@/lib/call";

/** Says that something was read while the browser already leaves the page. */
function readOnLeaving(id: string): void {
  void fetch("/api/trpc/notify.markRead", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ json: { ids: [id] } }),
  });
}

/**
 * What the inbox needs from a script, by delegation: its rows are drawn by the server and are plain links without it.
 * Opening a row marks it read, and so does its button. `failed` has `#` where the reason goes.
 */
export function InboxActs({ failed, children }: { failed: string; children: ReactNode }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState("");
  async function act(event: MouseEvent<HTMLDivElement>) {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLElement>("a[data-unread]");
    if (link?.dataset.unread) return readOnLeaving(link.dataset.unread);
    const button = target?.closest<HTMLButtonElement>("button[data-read]");
    if (!button?.dataset.read || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    setRefusal("");
    try {
      await call("notify.markRead", { ids: [button.dataset.read] });
      // The button goes with the mark: the keyboard stays in its row.
      button.closest("li")?.querySelector<HTMLElement>("a, [tabindex]")?.focus({ preventScroll: true });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefusal(failed.replace("#", error.message));
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the interactive elements are inside; this only hears them
    // biome-ignore lint/a11y/useKeyWithClickEvents: a pressed key on a link or button is a click
    <div onClick={act} className="grid gap-6">
      <p role="alert" className="text-danger text-small empty:hidden">
        {refusal}
      </p>
      {children}
    </div>
  );
}

/** Marks everything in sight and before as read; what arrived since the page was drawn stays. */
export function MarkAllRead({
  input,
  label,
  working,
}: {
  input: { before: string; show?: string; child?: string };
  label: string;
  working: string;
}) {
  const router = useRouter();
  const [calling, setCalling] = useState(false);
  const [refreshing, refresh] = useTransition();
  const [refusal, setRefusal] = useState("");
  const busy = calling || refreshing;
  async function act() {
    if (busy) return;
    setCalling(true);
    setRefusal("");
    try {
      await call("notify.markAllRead", input);
      refresh(() => router.refresh());
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefusal(error.message);
    } finally {
      setCalling(false);
    }
  }
  return (
    <span className="flex flex-wrap items-center gap-3 noscript:hidden">
      <span role="alert" className="text-danger text-small empty:hidden">
        {refusal}
      </span>
      <Button size="small" busy={busy} onClick={act}>
        {busy ? working : label}
      </Button>
    </span>
  );
}
