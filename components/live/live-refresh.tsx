"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { type LiveMessage, onLive } from "./live-client";

/** The topic a message is about: pages name topics, the line carries kinds. */
const topicOf = ({ kind, payload }: LiveMessage) =>
  kind === "notification" ? "notifications" : kind === "changed" ? payload.topic : null;

/**
 * Draws the page anew when one of its topics changed, or when too much was missed to tell. Several changes at once make
 * one drawing; a page out of sight waits until it is looked at.
 */
export function LiveRefresh({ topics }: { topics: readonly string[] }) {
  const router = useRouter();
  const wanted = topics.join(" ");
  useEffect(() => {
    const mine = new Set<unknown>(wanted.split(" "));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let due = false;
    const draw = () => {
      timer = undefined;
      due = document.visibilityState === "hidden";
      if (!due) router.refresh();
    };
    const seen = () => due && draw();
    document.addEventListener("visibilitychange", seen);
    const stop = onLive((message) => {
      if (message.kind === "reset" || mine.has(topicOf(message))) timer ??= setTimeout(draw, 120);
    });
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [router, wanted]);
  return null;
}
