"use client";
import { useEffect, useState } from "react";
import { Count } from "@/components/ui/badge";
import { onLive } from "./live-client";

/**
 * A counter that the line keeps fresh; nothing at zero. `name` is a counter of the stream ("unreadNotifications").
 * `words` says what is counted, with `#` for the number.
 */
export function LiveBadge({
  name,
  initial,
  words,
  hot,
}: {
  name: string;
  initial: number;
  words?: string;
  hot?: boolean;
}) {
  const [value, setValue] = useState(initial);
  useEffect(() => setValue(initial), [initial]);
  useEffect(
    () =>
      onLive(({ kind, payload }) => {
        if ((kind === "counters" || kind === "ready") && typeof payload[name] === "number") setValue(payload[name]);
      }),
    [name],
  );
  return value > 0 ? <Count value={value} hot={hot} label={words?.replace("#", String(value))} /> : null;
}
