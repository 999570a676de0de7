"use client";
import { useEffect } from "react";

/**
 * Signing out ends push on a device. Whoever had it on and signs in again there has it again, once per window and only
 * then is anything loaded.
 */
export function PushKeeper({ userId }: { userId: string }) {
  useEffect(() => {
    try {
      if (localStorage.getItem("uhs.push") !== userId || sessionStorage.getItem("uhs.push") === userId) return;
      sessionStorage.setItem("uhs.push", userId);
    } catch {
      return;
    }
    import("./push-client").then(({ keepOn }) => keepOn(userId)).catch(() => sessionStorage.removeItem("uhs.push"));
  }, [userId]);
  return null;
}
