import { freshId } from "@/lib/fresh-id";
import { longestSitting } from "@/lib/sitting";

/** What one opening of a lesson has seen so far; each save sends all of it. */
export type Sitting = {
  lessonId: string;
  sitting: string;
  startedAt: Date;
  seconds: number;
  percent: number;
  place: string | null;
  placeAt: Date | null;
  doneAt: Date | null;
  answers: Record<string, { answer: string; at: Date }>;
};

export const beginSitting = (lessonId: string): Sitting => ({
  lessonId,
  sitting: freshId(),
  startedAt: new Date(),
  seconds: 0,
  percent: 0,
  place: null,
  placeAt: null,
  doneAt: null,
  answers: {},
});

/** Nobody scrolls or types for so long and still reads. */
const stillReading = 120_000;

/** Counts the seconds in which a child is there: the page is in sight, and something moved not long ago. */
export function countSeconds(sitting: Sitting): () => void {
  let moved = Date.now();
  const move = () => {
    moved = Date.now();
  };
  const kinds = ["scroll", "pointerdown", "keydown"] as const;
  for (const kind of kinds) addEventListener(kind, move, { passive: true });
  const clock = setInterval(() => {
    const there = document.visibilityState === "visible" && Date.now() - moved < stillReading;
    if (there) sitting.seconds = Math.min(sitting.seconds + 1, longestSitting);
  }, 1000);
  return () => {
    clearInterval(clock);
    for (const kind of kinds) removeEventListener(kind, move);
  };
}

const blocks = () => [...document.querySelectorAll<HTMLElement>(".lesson > *")];
/** What the frame covers at the top and at the bottom of a phone. */
const covered = { top: 72, bottom: 72 };

/** Notes how far down the lesson the screen has been, and which block is being read. */
export function lookAround(sitting: Sitting): void {
  const all = blocks();
  const seen = all.filter((block) => block.getBoundingClientRect().top < innerHeight - covered.bottom).length;
  sitting.percent = Math.max(sitting.percent, Math.round((100 * seen) / Math.max(1, all.length)));
  const reading = all.findIndex((block) => block.getBoundingClientRect().bottom > covered.top);
  const place = reading < 0 ? null : String(reading);
  if (place === null || place === sitting.place) return;
  sitting.place = place;
  sitting.placeAt = new Date();
}

/** Brings the block to the top where the child stopped, and the focus with it. */
export function goTo(place: string): void {
  const block = blocks()[Number(place)];
  if (!block) return;
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
  scrollTo({ top: block.getBoundingClientRect().top + scrollY - covered.top });
}
