"use client";
import { useTranslations } from "next-intl";
import type { Translate } from "@/lib/translate";

/** The words of one feature inside an island that was given its messages (components/messages.tsx). */
export function useWords(feature: "bank" | "assessment" | "files"): Translate {
  const words = useTranslations(feature);
  return (key, values) => words(key, values as Parameters<typeof words>[1]);
}
