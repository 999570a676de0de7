"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { type CallError, call } from "@/lib/call";
import type { DeskPanelProps } from "./desk-panel";
import { fill } from "./labels";

/** A colleague has this in hand: who, how it becomes free, and the way to take it over all the same. */
export function HeldNotice({ id, holder, labels }: DeskPanelProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const takeOver = async () => {
    setBusy(true);
    try {
      await call("grading.claim", { id, takeOver: true });
      router.refresh();
    } catch (error) {
      toast({ tone: "danger", title: labels.failed, text: (error as CallError).message });
    } finally {
      setBusy(false);
    }
  };
  const name = holder?.name ?? labels.held_nameless;
  return (
    <Notice
      tone="warn"
      role="status"
      title={fill(labels.held, { name })}
      action={
        <Button size="small" busy={busy} disabled={busy} onClick={() => void takeOver()}>
          {labels.take_over}
        </Button>
      }
    >
      {labels.held_text} {labels.take_over_text}
    </Notice>
  );
}
