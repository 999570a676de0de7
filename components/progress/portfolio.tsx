import { FolderOpen } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { byArea } from "@/server/features/progress/progress.domain";
import type { Journey } from "@/server/features/progress/progress.schema";
import { Areas } from "./journey";
import type { ProgressWords } from "./words";

/** SU-7: what a child has shown, area by area, for the child. */
export function PortfolioView({ journey, base, words }: { journey: Journey; base: string; words: ProgressWords }) {
  const { p } = words;
  const areas = byArea(journey.parts);
  if (areas.length === 0) return <EmptyState icon={FolderOpen} title={p("own.none")} text={p("none.text")} />;
  return <Areas areas={areas} journey={journey} base={base} words={words} />;
}
