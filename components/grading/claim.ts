"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { call } from "@/lib/call";

/** A claim lasts five minutes; a sign each minute keeps it while the page is looked at. */
const SIGN_MS = 60_000;

/**
 * Keeps the work in one's hands while its page is open and looked at, and lays it down on leaving, once what was written
 * is kept. While somebody else has it nothing is claimed; the page is drawn anew when their time is over.
 */
export function useClaim(id: string, free: boolean, until: Date | null, settle: () => Promise<unknown>): void {
  const router = useRouter();
  useEffect(() => {
    if (!free) return;
    const claim = () => call("grading.claim", { id }).catch(() => router.refresh());
    void claim();
    const timer = setInterval(() => document.visibilityState === "visible" && void claim(), SIGN_MS);
    const leave = () => void settle().finally(() => call("grading.letGo", { id }).catch(() => undefined));
    addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [id, free, router, settle]);
  const over = free ? null : until?.getTime();
  useEffect(() => {
    if (!over) return;
    const timer = setTimeout(() => router.refresh(), Math.max(0, over - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [over, router]);
}
