"use client";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { forgetFiles, markedFiles, sendWaiting } from "./waiting";

/** Asks the service worker to keep an opened lesson for reading without a line, for this child alone. */
async function keepPage(owner: string, path: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ kind: "keep", owner, path });
}

/** Sends what waits, files first where something waits for them; their code is fetched only when there are some. */
async function sendAll(owner: string): Promise<void> {
  await sendWaiting(owner);
  if (markedFiles().length === 0) return;
  await (await import("./kept-files")).sendKeptFiles(owner);
  await sendWaiting(owner);
}

const forgetAtDoor = ({ target }: SubmitEvent) => {
  if (target instanceof HTMLFormElement && target.action.endsWith("/logout")) forgetFiles();
};

/** On every page of a child: what waits is sent as soon as there is a line, and an open lesson is kept. */
export function LearningKeeper({ owner }: { owner: string }) {
  const path = usePathname();
  useEffect(() => {
    const flush = () => void sendAll(owner).catch(() => {});
    flush();
    addEventListener("online", flush);
    addEventListener("submit", forgetAtDoor);
    return () => {
      removeEventListener("online", flush);
      removeEventListener("submit", forgetAtDoor);
    };
  }, [owner]);
  useEffect(() => {
    // Without HTTPS, and in private windows, browsers keep nothing: the lesson is read with a line.
    if (path.startsWith("/dashboard/student/learn/")) keepPage(owner, path).catch(() => {});
  }, [owner, path]);
  return null;
}
