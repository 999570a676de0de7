"use client";
import { useSyncExternalStore } from "react";
import { onLive } from "@/components/live/live-client";
import { type BadgeKey, badgeKeys, type Counters } from "@/lib/nav";

/**
 * The menu's counters in the browser: the server draws the first value, the live line changes it. Every place that shows
 * a counter shares one state, so that the bell and the menu never disagree.
 */
let counts: Counters = {};
const listeners = new Set<() => void>();
let listening = false;

function listen() {
  if (listening) return;
  listening = true;
  onLive(({ kind, payload }) => {
    if (kind !== "counters" && kind !== "ready") return;
    const told = badgeKeys.filter((key) => typeof payload[key] === "number" && payload[key] !== counts[key]);
    if (told.length === 0) return;
    counts = { ...counts, ...Object.fromEntries(told.map((key) => [key, payload[key]])) };
    for (const tell of listeners) tell();
  });
}

const subscribe = (tell: () => void) => {
  listen();
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** The current value of a counter; `initial` is what the server drew, until the line has said something. */
export function useCounter(key: BadgeKey, initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => counts[key] ?? initial,
    () => initial,
  );
}
