"use client";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { sendWaiting } from "./waiting";

/** Asks the service worker to keep an opened lesson for reading without a line, for this child alone. */
async function keepPage(owner: string, path: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ kind: "keep", owner, path });
}

/** On every page of a child: what waits is sent as soon as there is a line, and an open lesson is kept. */
export function LearningKeeper({ owner }: { owner: string }) {
  const path = usePathname();
  useEffect(() => {
    const flush = () => void sendWaiting(owner);
    flush();
    addEventListener("online", flush);
    return () => removeEventListener("online", flush);
  }, [owner]);
  useEffect(() => {
    // Without HTTPS, and in private windows, browsers keep nothing: the lesson is read with a line.
    if (path.startsWith("/dashboard/student/learn/")) keepPage(owner, path).catch(() => {});
  }, [owner, path]);
  return null;
}
