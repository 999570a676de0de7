"use client";
import { type ComponentType, useEffect, useState } from "react";
import type { ListenProps } from "./listen";

/** A button that reads out, fetched only by those who are allowed it. */
export function ListenLazy(props: ListenProps) {
  const [Listen, setListen] = useState<ComponentType<ListenProps>>();
  useEffect(() => {
    import("./listen").then(
      (loaded) => setListen(() => loaded.Listen),
      () => undefined,
    );
  }, []);
  return Listen ? <Listen {...props} /> : null;
}
