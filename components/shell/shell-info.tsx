"use client";
import { createContext, type ReactNode, use } from "react";
import type { NavPage } from "@/lib/nav";

/** What client leaves of the shell share: the pages one may open and the words of the error page. */
export type ShellInfo = {
  home: string;
  pages: readonly NavPage[];
  /** Pressing a link inside this prefix changes the page without loading a new document. */
  prefix: string;
  error: { title: string; text: string; again: string; home: string; reference: string };
};

const Context = createContext<ShellInfo | null>(null);

export function ShellInfoProvider({ value, children }: { value: ShellInfo; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export const useShellInfo = () => use(Context);
