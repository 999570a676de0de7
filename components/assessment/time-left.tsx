"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** Minutes before the end at which it is said aloud. */
const told = [5, 1] as const;

/**
 * The time that is left, counted from what the server said: the device's own clock may be wrong. At the end the page is
 * drawn anew, and the server has closed the attempt.
 */
export function TimeLeft({
  seconds,
  labels,
}: {
  seconds: number;
  labels: { left: string; minutes: string[]; up: string };
}) {
  const router = useRouter();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const begun = performance.now();
    const tick = () => {
      const now = Math.max(0, Math.round(seconds - (performance.now() - begun) / 1000));
      setLeft(now);
      if (now > 0) return;
      window.clearInterval(timer);
      // Without a line there is nothing to draw; the page stays until it is back.
      if (navigator.onLine) router.refresh();
      else window.addEventListener("online", () => router.refresh(), { once: true });
    };
    const timer = window.setInterval(tick, 1_000);
    return () => window.clearInterval(timer);
  }, [seconds, router]);
  const near = told.findIndex((minutes, at) => left <= minutes * 60 && left > (told[at + 1] ?? 0) * 60);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <p className={left <= 60 ? "font-semibold text-danger" : "font-semibold"}>
      <span className="text-muted text-small">{labels.left}</span>{" "}
      <span role="timer" className="num">
        {clock}
      </span>
      <span aria-live="polite" className="sr-only">
        {left === 0 ? labels.up : (labels.minutes[near] ?? "")}
      </span>
    </p>
  );
}
