"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CallError, call } from "@/lib/call";

/** Asks for a link when it is pressed, and follows it: links last minutes, pages stay open for hours. */
export function DownloadCopy({
  id,
  label,
  working,
  failed,
}: {
  id: string;
  label: string;
  working: string;
  failed: string;
}) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  async function open() {
    setBusy(true);
    setRefused(null);
    try {
      const { url } = await call<{ url: string }>("privacy.openExport", { id });
      location.assign(url);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused(error.message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="grid justify-items-start gap-3">
      {refused ? (
        <Notice tone="danger" role="alert" title={failed}>
          {refused}
        </Notice>
      ) : null}
      <Button variant="main" busy={busy} disabled={busy} onClick={open}>
        {label}
        {busy ? <span className="sr-only">{working}</span> : null}
      </Button>
    </div>
  );
}
