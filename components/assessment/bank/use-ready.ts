"use client";
import { useEffect, useState } from "react";

/** Whether the script has arrived: before it, a form would send itself as browsers do and lose what was typed. */
export function useReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return ready;
}
