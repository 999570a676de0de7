"use client";
import { useState } from "react";
import { type CallError, call } from "@/lib/call";

export type Fault = { message: string; fields: Record<string, string> };

/** One act after another on the security page: what is under way, and what was wrong with the last one. */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const act = async <Output>(procedure: string, input: unknown = {}): Promise<Output | null> => {
    setBusy(true);
    setFault(null);
    try {
      return await call<Output>(procedure, input);
    } catch (error) {
      const { message, fields = {} } = error as CallError;
      setFault({ message, fields });
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, act, fail: (message: string) => setFault({ message, fields: {} }) };
}
