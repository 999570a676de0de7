"use client";
import { useSyncExternalStore } from "react";
import type { BadgeKey, Counters } from "@/lib/nav";

/** The menu's counters in the browser: the server draws the first value, the live line changes it. */
let counts: Counters = {};
const listeners = new Set<() => void>();

/** Called by the live line with what changed. */
export function setCounters(next: Counters): void {
  counts = { ...counts, ...next };
  for (const tell of listeners) tell();
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** The current value of a counter; `initial` is what the server drew. */
export function useCounter(key: BadgeKey, initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => counts[key] ?? initial,
    () => initial,
  );
}
