"use client";
import { useRef, useSyncExternalStore } from "react";
import { cn } from "@/lib/cn";
import { type LiveStatus, liveStatus, onLiveStatus } from "./live-client";

export type LiveLabels = Record<"live" | "reconnecting" | "offline" | "ended", string>;
const initial = (): LiveStatus => "connecting";

/**
 * Whether what stands here is fresh. A quiet dot while all is well; a dot and a word when it is not, said once to those
 * who do not see it. After the session ended the word leads back to signing in.
 */
export function LiveState({ labels, className }: { labels: LiveLabels; className?: string }) {
  const status = useSyncExternalStore(onLiveStatus, liveStatus, initial);
  const wasAway = useRef(false);
  const away = status !== "live" && status !== "connecting";
  if (away) wasAway.current = true;
  const word = status === "connecting" ? "" : labels[status];
  return (
    <span
      role="status"
      data-live={status}
      title={word || undefined}
      className={cn("inline-flex items-center gap-1.5 text-muted text-small", className)}
    >
      <span
        aria-hidden
        className={cn(
          "size-2 shrink-0 rounded-full",
          status === "live"
            ? "bg-good-fill"
            : status === "reconnecting"
              ? "bg-warn-fill"
              : away
                ? "bg-danger-fill"
                : "bg-line-strong",
        )}
      />
      {status === "ended" ? (
        <a href="/login" className="underline underline-offset-4">
          {word}
        </a>
      ) : (
        // That all is well is said only after it was not.
        <span className={away ? undefined : "sr-only"}>{away || wasAway.current ? word : ""}</span>
      )}
    </span>
  );
}
