"use client";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { DeviceState } from "./push-client";

type Words = Record<
  "on" | "off" | "switchOn" | "switchOff" | "busy" | "denied" | "unsupported" | "install" | "failed" | "shared",
  string
>;

/** Push on this very device: what is so now, and the one button that changes it. */
export function DevicePush({ userId, publicKey, words }: { userId: string; publicKey: string; words: Words }) {
  const [state, setState] = useState<DeviceState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    import("./push-client")
      .then(({ deviceState }) => deviceState(userId))
      .then(setState, () => setState("unsupported"));
  }, [userId]);

  const change = async () => {
    setBusy(true);
    try {
      const client = await import("./push-client");
      setState(state === "on" ? await client.switchOff() : await client.switchOn(userId, publicKey));
    } catch (error) {
      toast({ tone: "danger", title: words.failed, text: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(false);
    }
  };
  const said = state === null ? words.busy : words[state];
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p role="status" className="min-w-0 flex-1 basis-56">
        {said}
        {state === "off" ? <span className="block text-muted text-small">{words.shared}</span> : null}
      </p>
      {state === "on" || state === "off" ? (
        <Button onClick={change} disabled={busy} busy={busy}>
          {state === "on" ? words.switchOff : words.switchOn}
        </Button>
      ) : null}
    </div>
  );
}
